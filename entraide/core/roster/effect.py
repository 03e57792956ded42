"""What a list makes of the contribution: heads times the rates of the year, an estimate on a whole year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from entraide.core.contributions.call import call_lines
from entraide.core.money import Money
from entraide.core.roster.plan import Change, RosterPlan
from entraide.core.roster.values import HeldPerson, Status


@dataclass(frozen=True, slots=True)
class Heads:
    """How many persons are counted at each of the two rates: those at work, apprentices included, and retirees."""

    active: int = 0
    retired: int = 0

    def plus(self, status: Status, count: int = 1) -> "Heads":
        """Count so many persons more, or fewer where `count` is negative."""
        if status is Status.RETIREE:
            return Heads(self.active, self.retired + count)
        return Heads(self.active + count, self.retired)

    def called(self, year: int) -> Money | None:
        """Give what these heads are called for a whole year, nothing where no rate is known.

        >>> str(Heads(1352, 112).called(2024).euros), Heads(1).called(2010)
        ('309176.00', None)
        """
        try:
            return sum((line.amount for line in call_lines(year, active=self.active, retired=self.retired)), Money(0))
        except LookupError:
            return None


def heads_of(people: Iterable[HeldPerson], on: date) -> Heads:
    """Count who is on the staff on a day."""
    heads = Heads()
    for person in people:
        if _is_there(person, on):
            heads = heads.plus(person.status)
    return heads


def heads_after(plan: RosterPlan, before: Heads) -> Heads:
    """Count who is on the staff once a plan is applied and all that it announces has come; doubts are not counted."""
    heads = before
    for arrival in plan.arrivals:
        if arrival.line.until is None:
            heads = heads.plus(arrival.line.status)
    gone = {departure.person_id for departure in plan.departures}
    for departure in plan.departures:
        if _is_there(departure.person, plan.on):
            heads = heads.plus(departure.person.status, -1)
    return _after_changes(heads, [change for change in plan.changes if change.person_id not in gone], plan.on)


def _after_changes(heads: Heads, changes: Sequence[Change], on: date) -> Heads:
    for change in changes:
        told = {field.field for field in change.fields}
        was_there = _is_there(change.person, on)
        if "until" in told and change.line.until is None and not was_there:
            heads = heads.plus(change.line.status)
        elif "status" in told and was_there:
            heads = heads.plus(change.person.status, -1).plus(change.line.status)
    return heads


def _is_there(person: HeldPerson, on: date) -> bool:
    return person.since <= on and (person.until is None or person.until > on)
