"""Acts on what binds a child to a household: which parent opens the right, and in whose home the child lives."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import DependantIdentity, Kinship
from entraide.apps.beneficiaries.policies import require_own_or_staff
from entraide.apps.beneficiaries.queries import Opening, accounts_of, household, lock_household, openings_elsewhere
from entraide.apps.beneficiaries.refusals import NoSuchChoice
from entraide.apps.notifications.operations import Letter, tell
from entraide.orm.acts import Stamp, from_day_on, rewrite
from entraide.orm.keys import uuid7


NAMED = frozenset({"", "self", "other"})
CUSTODIES = frozenset({"full", "alternating"})
# By whether the parent who is told opens the right now, None where each asks for their share.
NEWS = {
    True: "À partir du {on}, c’est vous qui ouvrez le droit pour {child} : vous pouvez faire ses demandes.",
    False: "À partir du {on}, le droit pour {child} est ouvert par l’autre parent. Vos demandes déjà déposées continuent.",
    None: "À partir du {on}, chaque parent demande sa part du droit pour {child}.",
}
SUBJECT, SEE_WHY = "Qui ouvre le droit pour {child}", "« Mon foyer » dit pourquoi."


@transaction.atomic
def name_opener(*, beneficiary_id: UUID, dependant_id: UUID, named: str, actor: Actor, at: datetime, on: date) -> None:
    """Keep what a parent says of who opens the rights of a child from today on: "self", "other", or nothing any more.

    Each parent speaks for themselves: what the other one said is left as it is. A parent for whom it changes who opens is told.

    :raises NoSuchChoice: if the word is another, or the child is not of the household.
    """
    if named not in NAMED:
        raise NoSuchChoice
    held = child_held(beneficiary_id, dependant_id=dependant_id, actor=actor, on=on)
    if held.opener_named == named:
        return
    before = openings_elsewhere(beneficiary_id, dependant_id=dependant_id, on=on)
    from_day_on([held], on, act=Stamp(uuid7(), at), opener_named=named)
    _tell_parents(before, openings_elsewhere(beneficiary_id, dependant_id=dependant_id, on=on), at=at, on=on)
    payload = {"dependant": dependant_id, "named": named}
    record("beneficiaries.opener_named", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


@transaction.atomic
def change_custody(*, beneficiary_id: UUID, dependant_id: UUID, custody: str, actor: Actor, at: datetime, on: date) -> None:
    """Keep in whose home a child lives from today on; the family record is to be shown again.

    A parent for whom it changes who opens the rights of the child is told.

    :raises NoSuchChoice: if the custody is neither full nor alternating, or the child is not of the household.
    """
    if custody not in CUSTODIES:
        raise NoSuchChoice
    held = child_held(beneficiary_id, dependant_id=dependant_id, actor=actor, on=on)
    if held.custody == custody:
        return
    before = openings_elsewhere(beneficiary_id, dependant_id=dependant_id, on=on)
    from_day_on([held], on, act=Stamp(uuid7(), at), custody=custody)
    forget_proof(dependant_id, at=at, on=on)
    _tell_parents(before, openings_elsewhere(beneficiary_id, dependant_id=dependant_id, on=on), at=at, on=on)
    payload = {"dependant": dependant_id, "custody": custody}
    record("beneficiaries.custody_changed", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


@transaction.atomic
def correct_custody(*, beneficiary_id: UUID, dependant_id: UUID, custody: str, actor: Actor, at: datetime, on: date) -> None:
    """Write what an officer read of the custody of a child, over the whole time that the household has held the child.

    A child who has left the household since is corrected too: what was filed for them goes on.

    :raises NoSuchChoice: if the custody is neither full nor alternating.
    """
    if custody not in CUSTODIES:
        raise NoSuchChoice
    require_own_or_staff(actor, beneficiary_id)
    rows = Kinship.objects.current().filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id, kind="child")
    wrong = list(rows.exclude(custody=custody).order_by("since", "pk"))
    if not wrong:
        return
    rewrite(wrong, Stamp(uuid7(), at), custody=custody)
    payload = {"dependant": dependant_id, "custody": custody}
    record("beneficiaries.custody_changed", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)


def forget_proof(dependant_id: UUID, *, at: datetime, on: date) -> None:
    """Take an identity as only declared again, from today on."""
    held = DependantIdentity.objects.in_force_on(on).filter(dependant_id=dependant_id).exclude(proved_by="").order_by("pk").first()
    if held is not None:
        from_day_on([held], on, act=Stamp(uuid7(), at), proved_by="", proved_from="", proved_on=None)


def _tell_parents(
    before: Mapping[tuple[UUID, UUID], Opening], after: Mapping[tuple[UUID, UUID], Opening], *, at: datetime, on: date
) -> None:
    """Leave a message to each other parent for whom it changes who opens: the child by its first name, nothing of who chose."""
    for (parent, row), opening in after.items():
        if (parent, row) in before and before[parent, row].is_ours == opening.is_ours:
            continue
        child = next(each.given_name for each in household(parent, on=on) if each.id == row)
        account_id = accounts_of([parent]).get(parent)
        opened = account(account_id) if account_id else None
        letter = Letter(
            key=f"opener:{parent}:{row}:{at.timestamp():.6f}",
            subject=SUBJECT.format(child=child),
            body=f"{NEWS[opening.is_ours].format(on=f'{on:%d/%m/%Y}', child=child)} {SEE_WHY}",
            beneficiary_id=parent,
            email=opened.email if opened else "",
        )
        tell(letter, at=at, on=on)


def child_held(beneficiary_id: UUID, *, dependant_id: UUID, actor: Actor, on: date) -> Kinship:
    """Hold a household, and give what binds a child to it that day.

    :raises NoSuchChoice: if the child is not of the household.
    """
    require_own_or_staff(actor, beneficiary_id)
    lock_household(beneficiary_id, on=on)
    held = Kinship.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id, kind="child")
    if (row := held.order_by("pk").first()) is None:
        raise NoSuchChoice
    return row
