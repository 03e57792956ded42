"""A quote for a body that thinks of joining: so many heads from an entry day on, year by year, with a floor where one is offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entraide.core.contributions.person_lines import Presence, person_lines
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.contributions.trajectory import Trajectory
from entraide.core.money import Money, total


NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What the heads of a class come to in a year: days of each, rate of a whole year, amount; where the rate comes from."""

    year: int
    head_class: HeadClass
    heads: int
    days: int
    rate: Money
    amount: Money
    source: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """The lines of a quote, by year then by class."""

    lines: tuple[QuoteLine, ...]

    @property
    def by_year(self) -> dict[int, Money]:
        """Add lines up by year."""
        years = dict.fromkeys(line.year for line in self.lines)
        return {year: total(line.amount for line in self.lines if line.year == year) for year in years}


def quote(heads: Mapping[HeadClass, int], *, since: date, years: int, tariff: Tariff, trajectory: Trajectory | None = None) -> Quote:
    """Reckon heads who all enter on one day and stay, as a call would, over the civil years that follow.

    :raises RateMissing: if the rate of a year is not known.
    :raises ValueError: if there is no head, fewer than none, or no year.
    """
    if years < 1 or min(heads.values(), default=0) < 0 or not any(heads.values()):
        raise ValueError("a quote has heads and years")
    found = []
    for year in range(since.year, since.year + years):
        for head_class in HeadClass:
            if count := heads.get(head_class, 0):
                (line,) = person_lines(year, [Presence(NOBODY, head_class, since)], tariff=tariff, trajectory=trajectory)
                amount = line.amount * count
                found.append(QuoteLine(year, head_class, count, line.days, line.rate, amount, line.source, line.is_confirmed))
    return Quote(tuple(found))
