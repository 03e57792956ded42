"""What each person of a list costs for a civil year: days, rate, amount, and where the rate comes from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from entraide.core.contributions.tariff import Division, HeadClass, Tariff
from entraide.core.contributions.trajectory import Trajectory, rate_for
from entraide.core.eligibility.principal import precedence
from entraide.core.money import Money
from entraide.core.timeline import Dated, Span, civil_year_of


@dataclass(frozen=True, slots=True)
class Presence:
    """A person is on the list of a member over [since, until) in one class; no `until` while nobody has left.

    Where a person may be on several lists, each names its `member`, whether it `is_principal`, and the day on which the person
    `arrived_on` it, where the presence is only a part of a longer one.
    """

    person: UUID
    head_class: HeadClass
    since: date
    until: date | None = None
    member: UUID | None = None
    is_principal: bool = False
    arrived_on: date | None = None


def while_entitled(presence: Presence, rights_until: date | None) -> Presence | None:
    """Give the days of a presence that are called: those before its rights end; nothing where it opens none.

    >>> since = date(2024, 1, 1)
    >>> while_entitled(Presence(UUID(int=1), HeadClass.ACTIVE, since), date(2025, 1, 1)).until
    datetime.date(2025, 1, 1)
    """
    if rights_until is None or (presence.until is not None and presence.until <= rights_until):
        return presence
    return replace(presence, until=rights_until) if rights_until > presence.since else None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of a call: a person in one class over [since, until) of the year, `days` of the `year_days` of it, at a rate.

    `is_confirmed` is not set where the rate of the year is only the last one known, carried on.
    """

    person: UUID
    head_class: HeadClass
    since: date
    until: date
    days: int
    year_days: int
    rate: Money
    amount: Money
    source: str
    confidence: str
    is_confirmed: bool

    @property
    def last_day(self) -> date:
        """Give the last day counted."""
        return self.until - timedelta(days=1)


def person_lines(
    year: int, presences: Iterable[Presence], *, tariff: Tariff, trajectory: Trajectory | None = None
) -> tuple[PersonLine, ...]:
    """Write the lines of a civil year, by person then by day; who is there twice counts once, as an agent where both classes cross.

    The lines of one person are rounded together, once: they add up to the rounded sum of their exact amounts, so that a stay written in
    two parts costs what it costs in one, and a year spent whole in one class costs its rate.

    :raises RateMissing: if a rate of the year is not known.
    """
    return priced(year, counted(year, presences, division=tariff.division_of(year)), tariff=tariff, trajectory=trajectory)


# Whom a line is about that everybody has.
NOBODY = UUID(int=0)


def whole_year(year: int, *, tariff: Tariff, trajectory: Trajectory | None = None) -> dict[HeadClass, PersonLine]:
    """Write by class the line of whoever is there all year, listed once, whatever the division of the year.

    :raises RateMissing: if a rate of the year is not known.
    """
    there = (Presence(NOBODY, head_class, date(year, 1, 1)) for head_class in HeadClass)
    return {one.head_class: line for one in there for line in person_lines(year, [one], tariff=tariff, trajectory=trajectory)}


def counted(year: int, presences: Iterable[Presence], *, division: Division) -> list[Presence]:
    """Give the days of a civil year that count, by person then by day: each day once, for one member.

    On a day that several members' lists hold, the person counts for the one declared principal, else for the one where they arrived
    first; within that member, as an agent where both classes cross.
    """
    whole = civil_year_of(date(year, 1, 1))
    within = [found for presence in presences if (found := _within(presence, whole)) is not None]
    # Integers compare several times faster than keys do.
    within.sort(key=lambda presence: (presence.person.int, presence.since, presence.head_class))
    return [part for _, own in groupby(within, key=lambda presence: presence.person.int) for part in _divided(list(own), whole, division)]


def priced(year: int, parts: Iterable[Presence], *, tariff: Tariff, trajectory: Trajectory | None = None) -> tuple[PersonLine, ...]:
    """Write the lines of days that count (see `counted`) for one member, each person's together, at its rates.

    :raises RateMissing: if a rate of the year is not known.
    """
    rates = _Rates(year, tariff, trajectory)
    return tuple(line for _, own in groupby(parts, key=lambda part: part.person.int) for line in rates.lines(own))


def _within(presence: Presence, year: Span) -> Presence | None:
    """Keep what of a presence lies in the year; where it began stays known."""
    if presence.until is not None and year.since <= presence.since < presence.until <= year.until:  # type: ignore[operator]
        return presence
    end = year.until if presence.until is None else min(presence.until, year.until)  # type: ignore[type-var]
    since = max(presence.since, year.since)
    if end is None or since >= end:
        return None
    return replace(presence, since=since, until=end, arrived_on=presence.arrived_on or presence.since)


def _divided(own: Sequence[Presence], year: Span, division: Division) -> list[Presence]:
    """Give the days that count for one person, without overlap, in order."""
    parts = list(own) if len(own) == 1 else _merged(own)
    if division is Division.DAYS:
        return parts
    if division is Division.WHOLE:
        return [replace(parts[0], since=year.since, until=year.until)]
    # Rights go on to the year's end without a break: what lies after a part is its own until the next one.
    ends = [*(after.since for after in parts[1:]), year.until]
    return [replace(part, until=end) for part, end in zip(parts, ends, strict=True)]


def _merged(own: Sequence[Presence]) -> list[Presence]:
    """Cut presences at every day where one begins or ends, keep one for each stretch, and join the stretches that continue."""
    days = sorted({day for presence in own for day in (presence.since, presence.until) if day is not None})
    found: list[Presence] = []
    for since, until in zip(days, days[1:], strict=False):
        there = [presence for presence in own if presence.since <= since and presence.until >= until]  # type: ignore[operator]
        if not there:
            continue
        member = min(there, key=_rank).member
        kept = min((presence for presence in there if presence.member == member), key=lambda presence: presence.head_class)
        last = found[-1] if found else None
        if last and last.until == since and (last.head_class, last.member) == (kept.head_class, kept.member):
            found[-1] = replace(last, until=until)
        else:
            found.append(replace(kept, since=since, until=until))
    return found


def _rank(presence: Presence) -> tuple[bool, date, int]:
    """Order the members of a day, always alike."""
    return *precedence(presence), presence.member.int if presence.member else 0


class _Rates:
    """The rates of one year, read once for a whole list."""

    def __init__(self, year: int, tariff: Tariff, trajectory: Trajectory | None) -> None:
        self.year, self.tariff, self.trajectory = year, tariff, trajectory
        self.year_days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        self.read: dict[HeadClass, tuple[Dated[Money], bool]] = {}
        self.amounts: dict[int, Money] = {}

    def of(self, head_class: HeadClass) -> tuple[Dated[Money], bool]:
        """Give the rate of a class, and whether it is confirmed."""
        if head_class not in self.read:
            dated = rate_for(head_class, self.year, tariff=self.tariff, trajectory=self.trajectory)
            self.read[head_class] = dated, self.tariff.is_checked(head_class, self.year)
        return self.read[head_class]

    def lines(self, parts: Iterable[Presence]) -> Iterator[PersonLine]:
        """Write the lines of one person, each being what the sum, rounded half up to the cent, grows by."""
        exact, written = 0, 0
        for part in parts:
            dated, is_confirmed = self.of(part.head_class)
            days = (part.until - part.since).days  # type: ignore[operator]
            exact += dated.value.cents * days
            cents = (2 * exact + self.year_days) // (2 * self.year_days) - written
            written += cents
            # A list holds few amounts, by far the most that of a whole year.
            amount = self.amounts.get(cents) or self.amounts.setdefault(cents, Money(cents))
            yield PersonLine(
                part.person,
                part.head_class,
                part.since,
                part.until,  # type: ignore[arg-type]
                days,
                self.year_days,
                dated.value,
                amount,
                dated.source,
                dated.confidence,
                is_confirmed,
            )
