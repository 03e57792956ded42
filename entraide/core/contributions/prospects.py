"""What a commune that does not belong might bring: heads deduced from its population, and the contribution that they would make.

Both are intervals, never one number. The heads per thousand inhabitants by size are a proposal of this project, no published table: fitted
on the communes of 2026 and scaled to 1.05 million agents, within 1 % of the 1.04 million that published totals give. The width of the
interval is that of the towns of a published survey: 20 agents per thousand inhabitants on average, 15 for the first decile, 25 for the
ninth (FMVM, 2011). How it was chosen, with a worked example: docs/algorithms/prospect-estimate.md.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.money import Money


# From how many inhabitants on, how many agents per thousand; a proposal, no published table.
STRATA: tuple[tuple[int, Fraction], ...] = (
    (0, Fraction("7.5")),
    (500, Fraction("8.5")),
    (1_000, Fraction(10)),
    (2_000, Fraction("11.5")),
    (3_500, Fraction(13)),
    (5_000, Fraction("15.5")),
    (10_000, Fraction("18.5")),
    (20_000, Fraction("20.5")),
    (50_000, Fraction("21.5")),
    (100_000, Fraction("20.5")),
)
# What brings the proposal from 1.10 to 1.05 million agents in all communes: 54.6 % of 1.9 million (2014) make 1.04.
SCALE = Fraction(95, 100)
# The first and the ninth decile of the published survey over its average: 15 and 25 over 20.
LOW_SHARE, HIGH_SHARE = Fraction(15, 20), Fraction(25, 20)
ESTIMATED_KINDS = frozenset({"commune"})


@dataclass(frozen=True, slots=True)
class HeadsEstimate:
    """How many agents a body may have, from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ContributionEstimate:
    """What those agents would be called for in a civil year, from `low` to `high`, at `rate` a head; `source` is the rate's.

    `is_checked` is False where nobody has confirmed the rate of that year yet.
    """

    low: Money
    high: Money
    rate: Money
    source: str
    is_checked: bool


def heads_per_thousand(population: int) -> Fraction:
    """Give the proposed number of agents per thousand inhabitants of a commune of that size, scaled.

    :raises ValueError: if the population is negative.
    """
    if population < 0:
        raise ValueError(f"inhabitants are counted from zero: {population}")
    return next(rate for start, rate in reversed(STRATA) if population >= start) * SCALE


def estimated_heads(kind: str, population: int | None) -> HeadsEstimate | None:
    """Deduce the agents of a body from its population; nothing for a body whose staff does not follow it, or of unknown population.

    The lower end is rounded down, the upper end up: the interval never promises more than it knows.

    >>> estimated_heads("commune", 5_850)
    HeadsEstimate(low=64, high=108)
    >>> estimated_heads("epci", 5_850) is None
    True
    """
    if kind not in ESTIMATED_KINDS or population is None:
        return None
    middle = heads_per_thousand(population) * population / 1_000
    return HeadsEstimate(floor(middle * LOW_SHARE), ceil(middle * HIGH_SHARE))


def estimated_contribution(heads: HeadsEstimate, *, year: int, tariff: Tariff) -> ContributionEstimate:
    """Give what an estimate of active agents would be called for in a civil year: heads times the rate of its 1 January.

    :raises RateMissing: if no rate is known for that year.
    """
    dated = tariff.rate(HeadClass.ACTIVE, year)
    return ContributionEstimate(
        dated.value * heads.low, dated.value * heads.high, dated.value, dated.source, tariff.is_checked(HeadClass.ACTIVE, year)
    )
