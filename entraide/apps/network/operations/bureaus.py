"""Seats given and left in the bureau of a departmental delegation."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.network.models import BureauSeat
from entraide.apps.network.policies import require_mandate_keeper
from entraide.apps.network.queries.bureaus import delegates_in
from entraide.apps.network.refusals import BureauFull, FunctionHeld, NoDelegateMandate, SeatHeld, SeatNotHeld
from entraide.core.network.bureau import EXECUTIVE, MOST
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat to give: where, to whom, for which college, to do what; `sex` is the civil one, empty when it is not said."""

    department: str
    account_id: UUID
    college: str
    function: str
    sex: str = ""


@transaction.atomic
def give_seat(*, seat: NewSeat, actor: Actor, at: datetime, on: date) -> None:
    """Let a delegate sit in the bureau of a delegation from that day on.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises NoDelegateMandate: if the person is no delegate of that college for a member of the department.
    :raises SeatHeld: if the person sits there, or will.
    :raises FunctionHeld: if somebody holds that function of the executive.
    :raises BureauFull: if twenty-four persons sit there.
    """
    require_mandate_keeper(actor)
    rows = BureauSeat.objects.select_for_update().current().filter(department=seat.department).order_by("pk")
    held = [row for row in rows if row.until is None or row.until > on]
    if (seat.account_id, seat.college) not in delegates_in(seat.department, on=on):
        raise NoDelegateMandate
    if any(row.account_id == seat.account_id for row in held):
        raise SeatHeld
    if seat.function in EXECUTIVE and any(row.function == seat.function for row in held):
        raise FunctionHeld
    if len(held) >= MOST:
        raise BureauFull(most=MOST)
    act = uuid7()
    values = {"department": seat.department, "account_id": seat.account_id, "college": seat.college, "function": seat.function}
    BureauSeat.objects.create(**values, sex=seat.sex, since=on, recorded_at=at, recorded_by=act)
    record("network.seat_given", actor=actor, subject=("account", seat.account_id), at=at, on=on, payload=values)


@transaction.atomic
def leave_seat(*, seat_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """End a seat: the person no longer sits in the bureau from that day on.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises SeatNotHeld: if the seat is not held that day.
    """
    require_mandate_keeper(actor)
    held = BureauSeat.objects.select_for_update().in_force_on(on).filter(pk=seat_id).order_by("pk").first()
    if held is None:
        raise SeatNotHeld
    ended([held], on, act=Stamp(uuid7(), at))
    payload = {"department": held.department, "function": held.function}
    record("network.seat_left", actor=actor, subject=("account", held.account_id), at=at, on=on, payload=payload)
