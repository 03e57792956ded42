"""What each person of a list costs for a civil year: days, rate, amount, and where the rate comes from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from entraide.core.contributions.tariff import Division, HeadClass, Tariff
from entraide.core.contributions.trajectory import Trajectory, rate_for
from entraide.core.money import Money, Rounding
from entraide.core.timeline import Dated, Span, civil_year_of


@dataclass(frozen=True, slots=True)
class Presence:
    """A person is on the list of a member over [since, until) in one class; no `until` while nobody has left."""

    person: UUID
    head_class: HeadClass
    since: date
    until: date | None = None


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
    whole = civil_year_of(date(year, 1, 1))
    division = tariff.division_of(year)
    rates = _Rates(year, tariff, trajectory)
    within = [found for presence in presences if (found := _within(presence, whole)) is not None]
    ordered = sorted(within, key=lambda presence: (presence.person, presence.since, presence.head_class))
    return tuple(
        line
        for _, own in groupby(ordered, key=lambda presence: presence.person)
        for line in rates.lines(_counted(list(own), whole, division), whole)
    )


def _within(presence: Presence, year: Span) -> Presence | None:
    """Keep what of a presence lies in the year."""
    end = year.until if presence.until is None else min(presence.until, year.until)  # type: ignore[type-var]
    since = max(presence.since, year.since)
    return Presence(presence.person, presence.head_class, since, end) if end is not None and since < end else None


def _counted(own: Sequence[Presence], year: Span, division: Division) -> list[Presence]:
    """Give the days that count for one person, without overlap, in order."""
    parts = _merged(own)
    if division is Division.DAYS:
        return parts
    if division is Division.WHOLE:
        return [Presence(parts[0].person, parts[0].head_class, year.since, year.until)]
    # Rights go on to the year's end without a break: what lies after a part is its own until the next one.
    ends = [*(after.since for after in parts[1:]), year.until]
    return [Presence(part.person, part.head_class, part.since, end) for part, end in zip(parts, ends, strict=True)]


def _merged(own: Sequence[Presence]) -> list[Presence]:
    """Cut presences at every day where one begins or ends, keep one class for each stretch, and join the stretches that continue."""
    days = sorted({day for presence in own for day in (presence.since, presence.until) if day is not None})
    found: list[Presence] = []
    for since, until in zip(days, days[1:], strict=False):
        there = [presence.head_class for presence in own if presence.since <= since and presence.until >= until]  # type: ignore[operator]
        if not there:
            continue
        head_class = HeadClass.ACTIVE if HeadClass.ACTIVE in there else HeadClass.RETIREE
        if found and found[-1].until == since and found[-1].head_class is head_class:
            found[-1] = Presence(own[0].person, head_class, found[-1].since, until)
        else:
            found.append(Presence(own[0].person, head_class, since, until))
    return found


class _Rates:
    """The rates of one year, read once for a whole list."""

    def __init__(self, year: int, tariff: Tariff, trajectory: Trajectory | None) -> None:
        self.year, self.tariff, self.trajectory = year, tariff, trajectory
        self.read: dict[HeadClass, tuple[Dated[Money], bool]] = {}

    def of(self, head_class: HeadClass) -> tuple[Dated[Money], bool]:
        """Give the rate of a class, and whether it is confirmed."""
        if head_class not in self.read:
            dated = rate_for(head_class, self.year, tariff=self.tariff, trajectory=self.trajectory)
            self.read[head_class] = dated, self.tariff.is_checked(head_class, self.year)
        return self.read[head_class]

    def lines(self, parts: Sequence[Presence], year: Span) -> Iterator[PersonLine]:
        """Write the lines of one person, each being what the rounded sum grows by."""
        year_days = (year.until - year.since).days  # type: ignore[operator]
        exact, written = Fraction(0), Money(0)
        for part in parts:
            dated, is_confirmed = self.of(part.head_class)
            days = (part.until - part.since).days  # type: ignore[operator]
            exact += Fraction(dated.value.cents * days, year_days)
            amount = Money.rounded(exact, Rounding.HALF_UP) - written
            written += amount
            yield PersonLine(
                part.person,
                part.head_class,
                part.since,
                part.until,  # type: ignore[arg-type]
                days,
                year_days,
                dated.value,
                amount,
                dated.source,
                dated.confidence,
                is_confirmed,
            )
