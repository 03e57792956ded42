"""Acts on whom to write to or call at a body: the association's own, and its correspondent's."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.models import Contact
from entraide.apps.members.operations.facts import absence_faults, begun, locked
from entraide.apps.members.policies import require_own_member
from entraide.apps.members.refusals import NotFound, refuse_faults
from entraide.core.refusals import Finding
from entraide.orm.acts import ended, from_day_on, write


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Who somebody is at a body, and how to reach them."""

    name: str
    function: str = ""
    email: str = ""
    phone: str = ""

    def faults(self) -> Iterator[Finding]:
        """Find what lacks: a name, a way to reach them."""
        if not self.name.strip():
            yield Finding("members.contact_name_missing", "name")
        if not self.email and not self.phone:
            yield Finding("members.contact_unreachable", "email")


@transaction.atomic
def record_contact(*, member_id: UUID, facts: ContactFacts, actor: Actor, at: datetime, on: date) -> None:
    """Add somebody to write to or to call, from today on.

    :raises NotOwnMember: if the actor neither acts for the body nor keeps the register.
    :raises FaultyFacts: if there is no name, no way to reach them, they are there already, or the body does not exist any more.
    """
    require_own_member(actor, member_id=member_id)
    locked({member_id})
    refuse_faults([*facts.faults(), *absence_faults(member_id, on=on, where="name"), *_double_faults(member_id, facts, on)])
    act = begun(at)
    write([Contact(**asdict(facts), member_id=member_id, since=on, recorded_at=at, recorded_by=act.id)])
    record("members.contact_recorded", actor=actor, subject=("member", member_id), at=at, on=on, payload=asdict(facts))


@transaction.atomic
def change_contact(*, member_id: UUID, contact_id: UUID, facts: ContactFacts, actor: Actor, at: datetime, on: date) -> None:
    """Say otherwise, from today on, who somebody is and how to reach them.

    :raises NotOwnMember: if the actor neither acts for the body nor keeps the register.
    :raises NotFound: if it is no contact of this body today.
    :raises FaultyFacts: if there is no name, or no way to reach them.
    """
    held = _held(member_id, contact_id, actor, on)
    refuse_faults(facts.faults())
    from_day_on([held], on, act=begun(at), **asdict(facts))
    record("members.contact_changed", actor=actor, subject=("member", member_id), at=at, on=on, payload=asdict(facts))


@transaction.atomic
def end_contact(*, member_id: UUID, contact_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take somebody off the contacts of a body today.

    :raises NotOwnMember: if the actor neither acts for the body nor keeps the register.
    :raises NotFound: if it is no contact of this body today.
    """
    held = _held(member_id, contact_id, actor, on)
    ended([held], on, act=begun(at))
    record("members.contact_ended", actor=actor, subject=("member", member_id), at=at, on=on, payload={"name": held.name})


def _double_faults(member_id: UUID, facts: ContactFacts, on: date) -> list[Finding]:
    """Find fault with a contact that is there already, as a form sent twice makes it."""
    if Contact.objects.in_force_on(on).filter(member_id=member_id, **asdict(facts)).exists():
        return [Finding("members.contact_known", "name", {"name": facts.name})]
    return []


def _held(member_id: UUID, contact_id: UUID, actor: Actor, on: date) -> Contact:
    """Give a contact that the actor may correct, its body locked.

    :raises NotOwnMember: if the actor neither acts for the body nor keeps the register.
    :raises NotFound: if it is no contact of this body today.
    """
    require_own_member(actor, member_id=member_id)
    locked({member_id})
    held = Contact.objects.in_force_on(on).filter(member_id=member_id, pk=contact_id).order_by("pk").first()
    if held is None:
        raise NotFound
    return held
