"""A member's own way to the national rate: the floor of a new member, the alignment of 2016 to 2018, the transition after a merger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.money import Money, Rounding
from entraide.core.timeline import Dated


@dataclass(frozen=True, slots=True)
class Trajectory:
    """From `since_year` on: `start` for `flat_years`, then `steps` equal parts of what separates it from the rate of each year.

    A new member's floor has flat years; the alignment of 2016 to 2018 has none and three steps from what was paid in 2015; a merger starts
    from `merged_start`. The last step is the national rate itself. A class that `start` does not name pays the national rate.
    """

    since_year: int
    start: Mapping[HeadClass, Money]
    flat_years: int
    steps: int
    source: str
    confidence: str = ""

    def __post_init__(self) -> None:
        """Refuse a way that never arrives.

        :raises ValueError: if there is no step, or fewer than no flat year.
        """
        if self.steps < 1 or self.flat_years < 0:
            raise ValueError(f"a trajectory ends at the national rate: {self.flat_years} flat years, {self.steps} steps")

    @property
    def arrives_in(self) -> int:
        """Give the first civil year at the national rate."""
        return self.since_year + self.flat_years + self.steps - 1


def rate_for(head_class: HeadClass, year: int, *, tariff: Tariff, trajectory: Trajectory | None = None) -> Dated[Money]:
    """Give what a head costs a member in a civil year: the national rate, or where its own way stands; rounded once, half up.

    :raises RateMissing: if the national rate of the year is not known.
    """
    national = tariff.rate(head_class, year)
    if trajectory is None or head_class not in trajectory.start or not trajectory.since_year <= year < trajectory.arrives_in:
        return national
    start = trajectory.start[head_class]
    taken = max(0, year - trajectory.since_year - trajectory.flat_years + 1)
    gap = Fraction((national.value - start).cents * taken, trajectory.steps)
    return Dated(date(year, 1, 1), Money.rounded(start.cents + gap, Rounding.HALF_UP), trajectory.source, trajectory.confidence)


@dataclass(frozen=True, slots=True)
class RateStep:
    """What a head of a class costs in a year on a way to the rate, beside the rate itself; `is_confirmed` as of that rate."""

    year: int
    head_class: HeadClass
    own: Money
    national: Money
    is_confirmed: bool


def steps_of(trajectory: Trajectory, *, tariff: Tariff) -> tuple[RateStep, ...]:
    """List what a head costs by year and class, from the first year of a way to the first at the rate.

    :raises RateMissing: if the rate of a year is not known.
    """
    years = range(trajectory.since_year, trajectory.arrives_in + 1)
    return tuple(
        RateStep(
            year,
            head_class,
            rate_for(head_class, year, tariff=tariff, trajectory=trajectory).value,
            tariff.rate(head_class, year).value,
            tariff.is_checked(head_class, year),
        )
        for year in years
        for head_class in HeadClass
        if head_class in trajectory.start
    )


def merged_start(parts: Iterable[tuple[int, Money]]) -> Money:
    """Give the mean rate of bodies that merge, weighted by their heads, rounded once, half up: on the first day nobody pays more in all.

    >>> merged_start([(300, Money.of("217")), (100, Money.of("150"))])
    Money(cents=20025)

    :raises ValueError: if there is no head.
    """
    counted = list(parts)
    heads = sum(count for count, _ in counted)
    if heads < 1:
        raise ValueError("a mean rate needs a head")
    return Money.rounded(Fraction(sum(count * rate.cents for count, rate in counted), heads), Rounding.HALF_UP)
