"""What a death changes of the facts: of a beneficiary, part of the act that lifecycle keeps; of a dependant, an act of its own."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import Affiliation, Dependant, DependantIdentity, Identity, Kinship
from entraide.apps.beneficiaries.operations.cards import revoke_cards_of
from entraide.apps.beneficiaries.policies import require_own_or_staff
from entraide.apps.beneficiaries.queries import lock_household
from entraide.apps.beneficiaries.queries.employment import affiliations_of, rights_of
from entraide.apps.beneficiaries.refusals import DatesCross, DeathOutOfSpan, NoSuchChoice
from entraide.orm.acts import Stamp, again, ended, is_built_upon, rewrite, supersede, take_back, write
from entraide.orm.keys import uuid7


A_DAY = timedelta(days=1)
FACTS = (Affiliation, Identity, Kinship, DependantIdentity)


def end_by_death(*, beneficiary_id: UUID, died_on: date, act: Stamp) -> None:
    """Write a person's death: presences and rights end that day, and they leave the households that hold them as a dependant.

    Their own household stays as it is: the children's aid of the year goes on.
    """
    after = died_on + A_DAY
    identities = Identity.objects.current().filter(beneficiary_id=beneficiary_id)
    rewrite(list(identities.order_by("since", "pk")), act, died_on=died_on)
    rows = affiliations_of(beneficiary_id)
    ends = rights_of(rows)
    open_rows = [row for row in rows if any(day is None or day > after for day in (ends[row.pk], row.rights_until, row.until))]
    supersede(open_rows, act)
    write([_ended(row, after, act) for row in open_rows if row.since < after])
    for dependant_id in Dependant.objects.filter(beneficiary_id=beneficiary_id).order_by("pk").values_list("pk", flat=True):
        _end_dependant(dependant_id, died_on, act)


def _ended(row: Affiliation, after: date, act: Stamp) -> Affiliation:
    """End a presence and its rights with a death; of a presence that was over, the rights alone."""
    is_over = row.until is not None and row.until <= after
    rights, covered = (after if day is None else min(day, after) for day in (row.rights_until, row.covered_until))
    values = {"rights_until": rights, "covered_until": covered}
    return again(row, act, **values) if is_over else again(row, act, until=after, leaving="death", **values)


def _end_dependant(dependant_id: UUID, died_on: date, act: Stamp) -> None:
    after = died_on + A_DAY
    identities = DependantIdentity.objects.current().filter(dependant_id=dependant_id)
    rewrite(list(identities.order_by("since", "pk")), act, died_on=died_on)
    kinships = Kinship.objects.current().filter(dependant_id=dependant_id)
    ended(list(kinships.order_by("since", "pk")), after, act=act, ended_by="death")


def is_death_built_upon(beneficiary_id: UUID, *, act_id: UUID) -> bool:
    """Tell whether a fact that a death wrote has been changed since."""
    return any(is_built_upon(model, act_id, about=_about(model, beneficiary_id)) for model in FACTS)


def take_death_back(*, beneficiary_id: UUID, undone: UUID, act: Stamp) -> None:
    """Write again the facts that a death had superseded."""
    for model in FACTS:
        take_back(model, undone, act, about=_about(model, beneficiary_id))


def _about(model: type, beneficiary_id: UUID) -> Q:
    own = Q(dependant__in=Dependant.objects.filter(beneficiary_id=beneficiary_id).order_by().values("pk"))
    return own if model in (Kinship, DependantIdentity) else Q(beneficiary_id=beneficiary_id)


@transaction.atomic
def record_dependant_death(*, beneficiary_id: UUID, dependant_id: UUID, died_on: date, actor: Actor, at: datetime, on: date) -> UUID:
    """Write the death of a spouse or a child: they leave every household that day; what was filed for them goes on.

    :raises NoSuchChoice: if the household does not hold them.
    :raises DeathOutOfSpan: if the day is to come.
    :raises DatesCross: if it comes before the birth.
    """
    require_own_or_staff(actor, beneficiary_id)
    lock_household(beneficiary_id, on=on)
    if died_on > on:
        raise DeathOutOfSpan
    if not Kinship.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id).exists():
        raise NoSuchChoice
    born_on = DependantIdentity.objects.in_force_on(on).order_by("pk").values_list("born_on", flat=True).get(dependant_id=dependant_id)
    if died_on < born_on:
        raise DatesCross(first=f"{born_on:%d/%m/%Y}", second=f"{died_on:%d/%m/%Y}")
    act = Stamp(uuid7(), at)
    _end_dependant(dependant_id, died_on, act)
    revoke_cards_of(beneficiary_id=beneficiary_id, reason="death", actor=actor, at=at, on=on, dependant_id=dependant_id)
    payload = {"act": act.id, "dependant": dependant_id, "died_on": died_on}
    record("beneficiaries.dependant_died", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return act.id
