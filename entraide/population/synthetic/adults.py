"""Beneficiaries before anything is known of their family: ages, status, wage; then who lives with whom."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules import FACTS, STATUSES
from entraide.population.synthetic import calibration as figures
from entraide.population.synthetic.draws import YEAR, Stream


ACTIVE, APPRENTICE, RETIREE = (sorted(STATUSES).index(status) for status in ("active", "apprentice", "retiree"))
METROPOLE, OVERSEAS = (sorted(FACTS["territory"].choices).index(place) for place in ("metropole", "overseas"))


@dataclass(frozen=True, slots=True, eq=False)
class Adults:
    """One row per beneficiary: days since 1970-01-01, ranks of choices, whole hundredths, euros a year.

    `area` is where they live, agents who live together being of one area; `means` what people earn there, over what they earn everywhere.
    """

    born_on: NDArray[np.int32]
    status: NDArray[np.int8]
    territory: NDArray[np.int8]
    rights_since: NDArray[np.int32]
    career_years: NDArray[np.uint8]
    disability_rate: NDArray[np.uint8]
    income: NDArray[np.int32]
    area: NDArray[np.int16]
    means: NDArray[np.float32]

    def living(self, area: NDArray[np.int16], territory: NDArray[np.int8], means: NDArray[np.float32]) -> "Adults":
        """Say where they live: what they earn follows."""
        return replace(self, area=area, territory=territory, means=means, income=(self.income * means).astype(np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Couples:
    """One row per beneficiary: whether a partner lives there, the row of a partner who is a beneficiary too (else −1), two notices."""

    has_partner: NDArray[np.bool_]
    agent: NDArray[np.int32]
    has_two_notices: NDArray[np.bool_]
    partner_born_on: NDArray[np.int32]
    partner_income: NDArray[np.int32]


def draw_adults(size: int, seed: int, day: int) -> Adults:
    """Draw beneficiaries as they are on a day counted from 1970-01-01."""
    status = _statuses(Stream(seed, "status"), size)
    born_on = _births(Stream(seed, "births"), status, day)
    age = (day - born_on) / np.float32(YEAR)
    draws = Stream(seed, "careers")
    started = draws.integers(size, *figures.FIRST_WORK_AGES)
    career = np.clip(np.minimum(age, figures.LAST_WORK_AGE) - started, 0, FACTS["career_years"].bounds[1]).astype(np.uint8)
    since = day - (draws.shares(size) * np.float32(figures.RIGHTS_YEARS * YEAR)).astype(np.int32)
    return Adults(
        born_on=born_on,
        status=status,
        territory=np.where(draws.chance(size, figures.OVERSEAS), OVERSEAS, METROPOLE).astype(np.int8),
        rights_since=np.maximum(since, born_on + np.int32(16 * YEAR)),
        career_years=career,
        disability_rate=disability(Stream(seed, "disability"), size, figures.DISABLED_ADULTS),
        income=_incomes(Stream(seed, "incomes"), status),
        area=np.zeros(size, np.int16),
        means=np.ones(size, np.float32),
    )


def draw_couples(adults: Adults, has_children: NDArray[np.bool_], seed: int) -> Couples:
    """Draw who lives with a partner, more often with children (Insee, families of 2020); some couples are two agents of near ages."""
    size, draws = len(adults.born_on), Stream(seed, "couples")
    wanted = np.where(has_children, figures.calibration().couples_among_families, figures.COUPLES_WITHOUT_CHILD)
    has_partner = (draws.shares(size) < wanted) & (adults.status != APPRENTICE)
    agent = _pairs_of_agents(draws, adults, np.flatnonzero(has_partner))
    lives_with_agent = agent >= 0
    two_notices = has_partner & draws.chance(size, figures.TWO_NOTICES_AMONG_COUPLES)
    born_on = adults.born_on + (draws.integers(size, *figures.AGE_GAP) * np.float32(YEAR)).astype(np.int32)
    income = (_wages(draws, size) * adults.means).astype(np.int32) * ~draws.chance(size, figures.PARTNERS_WITHOUT_INCOME) * has_partner
    return Couples(
        has_partner=has_partner,
        agent=agent,
        has_two_notices=np.where(lives_with_agent, two_notices[np.minimum(agent, np.arange(size))], two_notices),
        partner_born_on=np.where(lives_with_agent, adults.born_on[agent], np.minimum(born_on, adults.born_on.max())),
        partner_income=np.where(lives_with_agent, adults.income[agent], income),
    )


def disability(draws: Stream, size: int, probability: float) -> NDArray[np.uint8]:
    """Draw rates in whole hundredths: none for most, from 50 to 79 or from 80 for the others, a few under 50."""
    is_heavy = draws.chance(size, figures.DISABILITY_FROM_80)
    rates = np.where(is_heavy, draws.integers(size, 80, 100), draws.integers(size, 40, 79))
    return np.where(draws.chance(size, probability), rates, 0).astype(np.uint8)


def _statuses(draws: Stream, size: int) -> NDArray[np.int8]:
    drawn = draws.shares(size)
    is_apprentice = drawn >= np.float32(1 - figures.APPRENTICES)
    return np.where(drawn < np.float32(figures.RETIREES), RETIREE, np.where(is_apprentice, APPRENTICE, ACTIVE)).astype(np.int8)


def _births(draws: Stream, status: NDArray[np.int8], day: int) -> NDArray[np.int32]:
    by_status = {ACTIVE: figures.ACTIVE_AGES, RETIREE: figures.RETIREE_AGES, APPRENTICE: figures.APPRENTICE_AGES}
    born_on = np.empty(len(status), np.int32)
    for rank, ages in by_status.items():
        rows = status == rank
        born_on[rows] = draws.days_before(int(rows.sum()), day, ages)
    return born_on


def _incomes(draws: Stream, status: NDArray[np.int8]) -> NDArray[np.int32]:
    """Draw wages, and pensions around their published mean (CNRACL, end of 2024)."""
    size, published = len(status), figures.calibration()
    wages = _wages(draws, size)
    low, high = (np.float32(share * published.mean_pension) for share in figures.PENSIONS)
    return np.where(status == RETIREE, (low + draws.shares(size) * (high - low)).astype(np.int32), wages)


def _wages(draws: Stream, size: int) -> NDArray[np.int32]:
    """Draw wages by the published deciles (Insee SIASP 2010) brought to the mean of 2022, cut for those who work part time."""
    published = figures.calibration()
    least, greatest = published.wages[0] * figures.LEAST_WAGE, published.wages[-1] * figures.GREATEST_WAGE
    full = draws.by_rank(size, ((least, 0.0), *zip(published.wages, figures.WAGE_RANKS, strict=True), (greatest, 1.0)))
    low, high = (np.float32(share) for share in figures.PART_TIME_WAGES)
    part = np.where(draws.chance(size, published.part_time), low + draws.shares(size) * (high - low), np.float32(1))
    return (full * part).astype(np.int32)


def _pairs_of_agents(draws: Stream, adults: Adults, rows: NDArray[np.int64]) -> NDArray[np.int32]:
    """Marry some beneficiaries to one another, neighbours by area and age: for each row the other one, else −1."""
    agent = np.full(len(adults.born_on), -1, np.int32)
    chosen = draws.some(rows, int(len(rows) * figures.BOTH_AGENTS_AMONG_COUPLES) // 2 * 2)
    near = chosen[np.lexsort((adults.born_on[chosen], adults.area[chosen]))]
    one, other = near[0::2], near[1::2]
    agent[one], agent[other] = other, one
    return agent
