"""Acts on what binds a couple: the union and its proof, the separation; and the tie between a dependant and their own file."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import Dependant, DependantIdentity, Kinship
from entraide.apps.beneficiaries.operations.cards import revoke_cards_of
from entraide.apps.beneficiaries.policies import require_employment_keeper, require_own_or_staff
from entraide.apps.beneficiaries.queries import lock_household, person
from entraide.apps.beneficiaries.refusals import NoSuchChoice, NotTheSame, SeparationMisdated, UnionNotHeld
from entraide.core.names import normalise
from entraide.core.rules.language.known import Proof
from entraide.orm.acts import Stamp, ended, from_day_on, rewrite
from entraide.orm.keys import uuid7


UNIONS = frozenset({"marriage", "pacs", "cohabitation"})
UNPROVED = {"proved_by": "", "proved_from": "", "proved_on": None}


@transaction.atomic
def record_union(*, beneficiary_id: UUID, dependant_id: UUID, union: str, actor: Actor, at: datetime, on: date) -> None:
    """Say what binds a spouse from today on: marriage, PACS or cohabitation; another union is to be proved anew.

    :raises NoSuchChoice: if the word is another.
    :raises UnionNotHeld: if the household does not hold this spouse.
    """
    require_own_or_staff(actor, beneficiary_id)
    if union not in UNIONS:
        raise NoSuchChoice
    lock_household(beneficiary_id, on=on)
    held = _spouse(beneficiary_id, dependant_id, on=on)
    if held.union == union:
        return
    from_day_on([held], on, act=Stamp(uuid7(), at), union=union, **UNPROVED)
    payload = {"dependant": dependant_id, "union": union}
    record("beneficiaries.union_recorded", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


@transaction.atomic
def confirm_union(*, beneficiary_id: UUID, dependant_id: UUID, proof: Proof, actor: Actor, at: datetime, on: date) -> None:
    """Note who checked a union, and from which paper.

    :raises NotEmploymentKeeper: if the actor is no officer, or it is their own household.
    :raises UnionNotHeld: if the household does not hold this spouse.
    """
    require_employment_keeper(actor, beneficiary_id)
    lock_household(beneficiary_id, on=on)
    held = _spouse(beneficiary_id, dependant_id, on=on)
    rewrite([held], Stamp(uuid7(), at), proved_by=proof.by, proved_from=proof.source, proved_on=proof.on)
    payload = {"dependant": dependant_id, "from": proof.source}
    record("beneficiaries.union_confirmed", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


@transaction.atomic
def separate(*, beneficiary_id: UUID, dependant_id: UUID, separated_on: date, actor: Actor, at: datetime, on: date) -> None:
    """End a union on a day: neither partner is of the other's household any more, and neither reads anything new of the other.

    Where the partner has a file of their own that is tied to this household, their household ends that day too. Children stay where they
    live: custody is said apart, by each parent. What was filed for the partner goes on.

    :raises UnionNotHeld: if the household does not hold this spouse.
    :raises SeparationMisdated: if the day is to come, or the household did not hold this spouse yet; who was added today, by mistake or
        although they had parted, may have parted before.
    """
    require_own_or_staff(actor, beneficiary_id)
    lock_household(beneficiary_id, on=on)
    held = [_spouse(beneficiary_id, dependant_id, on=on), *_reverse(beneficiary_id, dependant_id, on=on)]
    known = [row.since for row in held if row.since < on]
    if separated_on > on or any(separated_on < since for since in known):
        raise SeparationMisdated(since=f"{max(known, default=on):%d/%m/%Y}", on=f"{separated_on:%d/%m/%Y}")
    act = Stamp(uuid7(), at)
    ended(held, separated_on, act=act, ended_by="separation")
    for row in held:
        revoke_cards_of(
            beneficiary_id=row.beneficiary_id, reason="left_household", actor=actor, at=at, on=on, dependant_id=row.dependant_id
        )
    payload = {"act": act.id, "dependant": dependant_id, "separated_on": separated_on}
    record("beneficiaries.separated", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


def _spouse(beneficiary_id: UUID, dependant_id: UUID, *, on: date) -> Kinship:
    rows = Kinship.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id, kind="spouse")
    if (held := rows.order_by("pk").first()) is None:
        raise UnionNotHeld
    return held


def _reverse(beneficiary_id: UUID, dependant_id: UUID, *, on: date) -> list[Kinship]:
    """Find where the partner's own file holds this person as its spouse, if an officer has tied both."""
    partner_id = Dependant.objects.values_list("beneficiary_id", flat=True).get(pk=dependant_id)
    rows = Kinship.objects.in_force_on(on).filter(beneficiary_id=partner_id, dependant__beneficiary_id=beneficiary_id, kind="spouse")
    return list(rows.order_by("pk")) if partner_id else []


@transaction.atomic
def link_dependant(*, beneficiary_id: UUID, dependant_id: UUID, own_file_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Note that a spouse or a child opens rights of their own: the two files know of it, and neither shows the other.

    :raises NotEmploymentKeeper: if the actor is no officer, or one of the files is their own.
    :raises NoSuchChoice: if the household does not hold them.
    :raises NotTheSame: if names or births differ, case and accents forgiven, or the file is the opener's.
    """
    for key in (beneficiary_id, own_file_id):
        require_employment_keeper(actor, key)
    if not Kinship.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id).exists():
        raise NoSuchChoice
    known = DependantIdentity.objects.in_force_on(on).get(dependant_id=dependant_id)
    opener = person(own_file_id, on=on)
    mine, theirs = [(normalise(each.given_name), normalise(each.family_name), each.born_on) for each in (known, opener)]
    if mine != theirs or own_file_id == beneficiary_id:
        raise NotTheSame(dependant=f"{known.given_name} {known.family_name}", person=opener.name)
    _set_link(dependant_id, own_file_id)
    payload = {"dependant": dependant_id, "file": own_file_id}
    record("beneficiaries.dependant_linked", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


@transaction.atomic
def unlink_dependant(*, beneficiary_id: UUID, dependant_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take back the tie between a dependant and a file.

    :raises NotEmploymentKeeper: if the actor is no officer, or it is their own household.
    """
    require_employment_keeper(actor, beneficiary_id)
    _set_link(dependant_id, None)
    payload = {"dependant": dependant_id}
    record("beneficiaries.dependant_unlinked", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


def _set_link(dependant_id: UUID, own_file_id: UUID | None) -> None:
    Dependant.objects.filter(Q(pk=dependant_id)).update(beneficiary_id=own_file_id)
