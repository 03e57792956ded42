"""Give a member its own way to the national rate, or take it away: from then on calls and adjustments reckon with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import RateTrajectory
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.refusals import (
    FloorAboveRate,
    FloorTooEarly,
    NoTrajectory,
    SourceMissing,
    TrajectoryEmpty,
    TrajectoryTooFar,
    TrajectoryTooLong,
)
from entraide.apps.members.operations.facts import locked as hold_members
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.tariff import HeadClass
from entraide.core.contributions.trajectory import RateStep, Trajectory, steps_of
from entraide.core.indicators.publications import first_open_year
from entraide.core.money import Money
from entraide.core.timeline import farthest
from entraide.orm.keys import uuid7


# No published way took longer than ten years.
LONGEST = 10


@dataclass(frozen=True, slots=True)
class NewTrajectory:
    """A way to the rate: from which year, at what a head costs by class, flat for how long, in how many steps, why and by which text."""

    since_year: int
    start: Mapping[HeadClass, Money]
    flat_years: int
    steps: int
    reason: str
    source: str
    confidence: str = ""

    @property
    def way(self) -> Trajectory:
        """Give it as the core reckons with it.

        :raises ValueError: if it never arrives.
        """
        return Trajectory(self.since_year, self.start, self.flat_years, self.steps, self.source, self.confidence)


def check_trajectory(new: NewTrajectory, *, at: datetime, on: date) -> tuple[RateStep, ...]:
    """Find fault with a way to the rate, else give it year by year.

    :raises TrajectoryEmpty: if no class has a start, or one costs less than nothing.
    :raises TrajectoryTooLong: if it does not arrive within ten years.
    :raises TrajectoryTooFar: if it begins longer than ten years ago, or later than anybody plans.
    :raises SourceMissing: if no text decides it.
    :raises RateMissing: if the national rate of one of its years is not known.
    :raises FloorTooEarly: if a floor begins in a year whose accounts are closed.
    :raises FloorAboveRate: if a floor costs more than the national rate.
    """
    if not new.start or any(amount.cents < 0 for amount in new.start.values()):
        raise TrajectoryEmpty
    if new.steps < 1 or new.flat_years < 0 or new.flat_years + new.steps > LONGEST:
        raise TrajectoryTooLong(longest=LONGEST)
    first, last = on.year - LONGEST, farthest(on).year
    if not first <= new.since_year <= last:
        raise TrajectoryTooFar(first=first, last=last)
    if not new.source.strip():
        raise SourceMissing
    steps = steps_of(new.way, tariff=tariff(known_at=at))
    if new.reason == "floor":
        check_floor(steps, on=on)
    return steps


def check_floor(steps: Sequence[RateStep], *, on: date) -> None:
    """Find fault with the way of a floor: what a new member is offered costs less than the rate, and from an open year on.

    :raises FloorTooEarly: if it begins in a year whose accounts are closed.
    :raises FloorAboveRate: if it costs more than the national rate.
    """
    if steps[0].year < (first := first_open_year(on)):
        raise FloorTooEarly(year=steps[0].year, first=first)
    for step in steps:
        if step.own > step.national:
            raise FloorAboveRate(rate=str(step.national), head_class=step.head_class.label, year=step.year)


@transaction.atomic
def record_trajectory(*, member_id: UUID, new: NewTrajectory, actor: Actor, at: datetime, on: date) -> UUID:
    """Give a member its own way; the one it had is superseded. What was called changes by the next adjustment alone. Give its key.

    :raises NotAccountant: if the actor may not.
    :raises Refusal: if it cannot be (see `check_trajectory`).
    """
    require_accountant(actor)
    check_trajectory(new, at=at, on=on)
    row = RateTrajectory(
        id=uuid7(),
        member_id=member_id,
        since_year=new.since_year,
        start={head_class.value: amount.cents for head_class, amount in new.start.items()},
        flat_years=new.flat_years,
        steps=new.steps,
        reason=new.reason,
        source=new.source.strip(),
        confidence=new.confidence,
        recorded_at=at,
        recorded_by=actor.account_id,
    )
    # Two first ways of one member have no other row to wait for each other on.
    hold_members([member_id])
    _supersede(member_id, row.pk, at)
    row.save(force_insert=True)
    payload = {"since": new.since_year, "start": row.start, "flat_years": new.flat_years, "steps": new.steps, "reason": new.reason}
    record("contributions.trajectory_recorded", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)
    return row.pk


@transaction.atomic
def end_trajectory(*, member_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Bring a member back to the national rate, as if it had had no way of its own; its accounts change by the next adjustment.

    :raises NotAccountant: if the actor may not.
    :raises NoTrajectory: if it has none.
    """
    require_accountant(actor)
    if not _supersede(member_id, uuid7(), at):
        raise NoTrajectory
    record("contributions.trajectory_ended", actor=actor, subject=("member", member_id), at=at, on=on)


def _supersede(member_id: UUID, act: UUID, at: datetime) -> int:
    rows = RateTrajectory.objects.select_for_update().filter(member_id=member_id, superseded_at__isnull=True).order_by("pk")
    return RateTrajectory.objects.filter(pk__in=[row.pk for row in rows]).update(superseded_at=at, superseded_by=act)
