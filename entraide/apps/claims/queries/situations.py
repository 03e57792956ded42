"""What is held of a household, and what it has used of the ceilings."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries import DependantView
from entraide.apps.claims.models import ImportedBenefit, Reservation
from entraide.apps.claims.refusals import NotOfYourHousehold
from entraide.apps.claims.translation import Situation
from entraide.apps.parameters.queries import book_of_keys, keys_in_force
from entraide.core.money import Money
from entraide.core.rules import Ceiling, ParameterBook, Revision, Scope, Used, ceiling_span
from entraide.orm.reading import Read, prepared, read_together


@dataclass(frozen=True, slots=True)
class Consumed:
    """What one claim or one opening record took: of a ceiling by its key, or of every ceiling of a benefit when imported."""

    ceiling: str
    benefit_code: str
    scope_id: UUID
    event_on: date
    amount: Money
    claim_id: UUID | None


def situation_of(beneficiary_id: UUID, *, on: date) -> Situation:
    """Read a household once.

    :raises FileNotOpen: if nobody is known under that key on that day.
    """
    held = beneficiaries.known_household(beneficiary_id, on=on)
    return Situation(on, held.person, held.affiliations, held.household, held.tax_lines, held.twins, held.openings, held.custodies)


def is_opened_by_other_parent(beneficiary_id: UUID, *, dependant_id: UUID, on: date) -> bool:
    """Tell whether the rights of a child are open to the other parent, and so not to this household."""
    children = beneficiaries.linked_twins_of([dependant_id])
    opening = beneficiaries.openings_of(beneficiary_id, children=children, on=on).get(dependant_id)
    return opening is not None and opening.is_ours is False


@prepared
def _reserved(scopes: tuple[UUID, ...]) -> QuerySet[Reservation]:
    return Reservation.objects.filter(scope_id__in=scopes, released_at__isnull=True).order_by("pk")


@prepared
def _imported(beneficiary_id: UUID, scopes: tuple[UUID, ...]) -> QuerySet[ImportedBenefit]:
    own = Q(beneficiary_id=beneficiary_id) | Q(beneficiary__absorbed_into_id=beneficiary_id) | Q(dependant_id__in=scopes)
    return ImportedBenefit.objects.filter(own).annotate(owner_id=Coalesce("beneficiary__absorbed_into_id", "beneficiary_id")).order_by("pk")


def reads_of_ceilings(beneficiary_id: UUID, *, scopes: Iterable[UUID]) -> tuple[Read, ...]:
    """Give what `ceilings_read` reads, to read it ahead: for an opener alone, whose only scope they are."""
    asked = tuple(scopes)
    return _reserved(asked), _imported(beneficiary_id, asked), keys_in_force()


def ceilings_read(situation: Situation) -> tuple[list[Consumed], ParameterBook]:
    """Read what the household has used or reserved, and the parameters in force, in one trip.

    A child whom another household holds too counts once for both: what was taken under another row of the same child counts for each
    row of this household, once both are proved. What was paid to a row that was joined with the opener's counts for the opener.
    """
    counts_for = _scopes(situation)
    reserved, imported, parameters = read_together(*reads_of_ceilings(situation.person.id, scopes=counts_for))
    taken = [
        *(Consumed(row.ceiling, "", row.scope_id, row.event_on, row.cents, row.claim_id) for row in reserved),
        *(
            Consumed("", row.benefit_code, scope, row.settled_on, row.cents, None)
            for row in imported
            for scope in sorted(scopes_of(row.owner_id, subject_id=row.dependant_id))
        ),
    ]
    counted = [replace(each, scope_id=own) for each in taken for own in sorted(counts_for.get(each.scope_id, {each.scope_id}))]
    return counted, book_of_keys(parameters)


def _scopes(situation: Situation) -> dict[UUID, set[UUID]]:
    """Give every scope under which something may have been taken, with those of this household that it counts for."""
    opener = situation.person.id
    rows = {each.id: {each.id, *situation.twins.get(each.id, ())} for each in situation.household}
    found: dict[UUID, set[UUID]] = {opener: {opener}}
    for own, same in rows.items():
        for row in same:
            found.setdefault(row, set()).add(own)
            found.setdefault(shared_scope(opener, subject_id=row), set()).add(shared_scope(opener, subject_id=own))
    return found


def scopes_of(beneficiary_id: UUID, *, subject_id: UUID | None) -> set[UUID]:
    """Give every scope under which what an opener received for a subject counts."""
    return {beneficiary_id} if subject_id is None else {beneficiary_id, subject_id, shared_scope(beneficiary_id, subject_id=subject_id)}


def shared_scope(beneficiary_id: UUID, *, subject_id: UUID) -> UUID:
    """Name a child as one of two households holds it: a key made of both, the same each time."""
    return uuid5(beneficiary_id, subject_id.hex)


def subject_of(situation: Situation, *, dependant_id: UUID | None) -> DependantView | None:
    """Find whom a filed claim is for, even if they have left the household since; nothing stands for the opener.

    :raises NotOfYourHousehold: if the dependant never was of the household: nobody else's birth may stand for theirs.
    """
    if dependant_id is None:
        return None
    held = situation.subject(dependant_id) or beneficiaries.former_dependant(dependant_id, beneficiary_id=situation.person.id)
    if held is None:
        raise NotOfYourHousehold
    return held


def scope_id_of(ceiling: Ceiling, *, beneficiary_id: UUID, subject_id: UUID | None) -> UUID:
    """Name whom a ceiling counts for; a household is known by its opener, a child of two households by its opener and itself."""
    if subject_id is None or ceiling.scope in {Scope.BENEFICIARY, Scope.HOUSEHOLD}:
        return beneficiary_id
    return subject_id if ceiling.scope is Scope.SUBJECT else shared_scope(beneficiary_id, subject_id=subject_id)


def usage_of(
    revision: Revision, consumption: Iterable[Consumed], *, subject: tuple[UUID, UUID | None], event_on: date, but_for: UUID | None = None
) -> dict[str, Used]:
    """Add up what was used of each ceiling of a revision; `subject` is (opener, dependant), `but_for` the claim being decided."""
    taken = [each for each in consumption if each.claim_id is None or each.claim_id != but_for]
    return {ceiling.key: _used(ceiling, revision.code, taken, subject, event_on) for ceiling in revision.ceilings}


def _used(ceiling: Ceiling, code: str, taken: list[Consumed], subject: tuple[UUID, UUID | None], event_on: date) -> Used:
    return added_up(counted_under(ceiling, code, taken=taken, subject=subject, event_on=event_on))


def added_up(counted: Iterable[Consumed]) -> Used:
    """Add up what was taken."""
    amounts = [each.amount.cents for each in counted]
    return Used(len(amounts), Money(sum(amounts)))


def counted_under(
    ceiling: Ceiling, code: str, *, taken: Iterable[Consumed], subject: tuple[UUID, UUID | None], event_on: date
) -> list[Consumed]:
    """Keep what counts under a ceiling of a benefit for a subject, over the period of an event."""
    span = ceiling_span(ceiling, event_on)
    scope_id = scope_id_of(ceiling, beneficiary_id=subject[0], subject_id=subject[1])
    return [
        each
        for each in taken
        if (each.ceiling == ceiling.key or each.benefit_code == code)
        and each.scope_id == scope_id
        and (span is None or span.contains(each.event_on))
    ]
