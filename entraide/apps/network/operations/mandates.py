"""Mandates given, ended, handed over; each act leaves one entry in the trail."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.operations import invite
from entraide.apps.accounts.queries import staff_roles_of
from entraide.apps.audit.operations import record
from entraide.apps.members.operations.facts import locked
from entraide.apps.members.queries import current_name
from entraide.apps.network.models import Mandate
from entraide.apps.network.policies import require_mandate_keeper
from entraide.apps.network.queries.mandates import may_be_acted_for
from entraide.apps.network.refusals import (
    BodyGone,
    MandateHeld,
    MandateNotHeld,
    NoMembership,
    OtherCollege,
    SameHolder,
    StaffHoldsNoMandate,
)
from entraide.orm.acts import Stamp, again, ended, supersede
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class Successor:
    """Whom a mandate goes to: the account of that address, or one opened for it under that name."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Invited:
    """The account of a successor; `is_new` where it was opened now, so that a link must be sent to choose its password."""

    account_id: UUID
    is_new: bool


@transaction.atomic
def give_mandate(*, member_id: UUID, kind: str, account_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Let someone act for a member from that day on; `kind` is correspondent, delegate_elected or delegate_staff.

    :raises NotMandateKeeper: if the actor may not give mandates.
    :raises MandateHeld: if someone holds it that day, or later.
    :raises Refusal: where `require_may_hold` does.
    """
    require_mandate_keeper(actor)
    locked({member_id})
    require_may_hold(Given(member_id, kind, account_id, on), on=on)
    held = Mandate.objects.select_for_update().current().filter(member_id=member_id, kind=kind).order_by("pk")
    if any(row.until is None or row.until > on for row in held):
        raise MandateHeld
    Mandate.objects.create(member_id=member_id, kind=kind, account_id=account_id, since=on, recorded_at=at, recorded_by=uuid7())
    payload = {"kind": kind, "account": account_id}
    record("network.mandate_given", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


@transaction.atomic
def end_mandate(*, member_id: UUID, kind: str, actor: Actor, at: datetime, on: date) -> None:
    """End a mandate: its holder no longer acts for the member from that day on.

    :raises NotMandateKeeper: if the actor may not end mandates.
    :raises MandateNotHeld: if nobody holds it that day.
    """
    require_mandate_keeper(actor)
    locked({member_id})
    held = Mandate.objects.select_for_update().in_force_on(on).filter(member_id=member_id, kind=kind).order_by("pk").first()
    if held is None:
        raise MandateNotHeld
    ended([held], on, act=Stamp(uuid7(), at))
    payload = {"kind": kind, "account": held.account_id}
    record("network.mandate_ended", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


@transaction.atomic
def hand_over(*, member_id: UUID, kind: str, to: Successor, actor: Actor, at: datetime, on: date) -> Invited:
    """End a mandate and give it to another person the same day, until the day on which the first would have ended.

    Handing it back the same day leaves the mandates as they were.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises MandateNotHeld: if nobody holds it that day.
    :raises SameHolder: if the address is that of its present holder.
    :raises Refusal: where `require_may_hold` does.
    """
    require_mandate_keeper(actor)
    locked({member_id})
    held = Mandate.objects.select_for_update().in_force_on(on).filter(member_id=member_id, kind=kind).order_by("pk").first()
    if held is None:
        raise MandateNotHeld
    account_id, is_new = invite(email=to.email, name=to.name, at=at)
    if account_id == held.account_id:
        raise SameHolder
    given = Given(member_id, kind, account_id, on, held.until)
    require_may_hold(given, on=on)
    replace_holder(given, act=Stamp(uuid7(), at))
    payload = {"kind": kind, "from": held.account_id, "to": account_id}
    record("network.mandate_handed_over", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)
    return Invited(account_id, is_new)


@dataclass(frozen=True, slots=True)
class Given:
    """A mandate to write: whose, for which member, over `[since, until)`."""

    member_id: UUID
    kind: str
    account_id: UUID
    since: date
    until: date | None = None


def require_may_hold(given: Given, *, on: date) -> None:
    """Stop a mandate that nobody may hold: whoever keeps mandates would open the staff of a member to themselves.

    :raises StaffHoldsNoMandate: if the account holds a role of the association's staff that day.
    :raises BodyGone: if the body does not exist that day.
    :raises NoMembership: if no contract of the body is in force that day, nor is to come.
    :raises OtherCollege: if the account is the delegate of the other college on some of the same days.
    """
    if staff_roles_of(given.account_id, on=on):
        raise StaffHoldsNoMandate
    if not current_name(given.member_id, on=on).exists():
        raise BodyGone
    if not may_be_acted_for(given.member_id, on=on):
        raise NoMembership
    held = Mandate.objects.current().filter(member_id=given.member_id, account_id=given.account_id)
    others = held.exclude(kind__in=["correspondent", given.kind]).order_by("pk")
    if given.kind != "correspondent" and any(_crosses(row, given) for row in others):
        raise OtherCollege


def replace_holder(given: Given, *, act: Stamp) -> None:
    """Write a mandate in place of what others held from its first day on; part of an act that checks and records.

    Where the same person held it until the day before, the two spans become one.
    """
    rows = Mandate.objects.select_for_update().current().filter(member_id=given.member_id, kind=given.kind).order_by("since")
    before = [row for row in rows if row.until == given.since and row.account_id == given.account_id]
    crossed = [row for row in rows if _crosses(row, given)]
    supersede([*crossed, *before], act)
    Mandate.objects.bulk_create(again(row, act, until=given.since) for row in crossed if row.since < given.since)
    since = min([given.since, *(row.since for row in before)])
    span = {"since": since, "until": given.until, "recorded_at": act.at, "recorded_by": act.id}
    Mandate.objects.create(member_id=given.member_id, kind=given.kind, account_id=given.account_id, **span)


def _crosses(row: Mandate, given: Given) -> bool:
    return (row.until is None or row.until > given.since) and (given.until is None or row.since < given.until)
