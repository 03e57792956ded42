"""What a list makes of the contribution of its year, an estimate at the rates of the parameters."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.queries.rights import PRECEDENCE
from entraide.apps.parameters.queries import tariff
from entraide.core.money import Money
from entraide.core.roster.effect import NO_LINE, called, effect
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.values import HeldPerson


def effect_of(
    plan: RosterPlan, *, people: Sequence[HeldPerson], member_id: UUID, second: Collection[int] = NO_LINE
) -> dict[str, Money | None]:
    """Give what the staff is called for before and after a plan, under the names of their columns.

    The lines of `second` are of arrivals whose principal employer is another.
    """
    found = effect(plan, people, tariff=tariff(), elsewhere=counted_elsewhere(member_id, on=plan.on), second=second)
    return {"called_before": found.before, "called_after": found.after}


def called_for_staff(people: Iterable[HeldPerson], member_id: UUID, *, year: int, on: date) -> Money | None:
    """Give what a staff is called for in a year as it is held."""
    elsewhere = counted_elsewhere(member_id, on=on)
    return called(year, [(person.id, person.stays) for person in people if person.id not in elsewhere], tariff())


def counted_elsewhere(member_id: UUID, *, on: date) -> set[UUID]:
    """Give those of a staff whom another member is called for: the one declared principal, else the one where they arrived first."""
    there = Affiliation.objects.current().filter(Q(until__isnull=True) | Q(until__gt=on))
    own = there.filter(member_id=member_id).order_by().values("beneficiary_id")
    shared = there.filter(beneficiary_id__in=own).exclude(member_id=member_id).order_by().values("beneficiary_id")
    rows = there.filter(beneficiary_id__in=shared, since__lte=on).order_by("beneficiary_id", *PRECEDENCE)
    first: dict[UUID, UUID] = {}
    for person, member in rows.values_list("beneficiary_id", "member_id"):
        first.setdefault(person, member)
    return {person for person, member in first.items() if member != member_id}
