"""What the persons of a synthetic France are employed for: contract, category, when they came, and who leaves in the year."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.core.eligibility.values import Contract
from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import ACTIVE, RETIREE, Adults
from entraide.population.synthetic.calibration import calibration
from entraide.population.synthetic.draws import YEAR, Stream
from entraide.population.synthetic.persons import days_of


NEVER = -1
# Nothing for a retiree.
CONTRACTS: tuple[Contract | None, ...] = (None, *Contract)
PERMANENT, OPEN_ENDED, FIXED_TERM, APPRENTICESHIP = (CONTRACTS.index(contract) for contract in Contract)
# Nothing for an apprentice.
CATEGORIES = ("", "A", "B", "C")
LEAVINGS = ("", "departure", "transfer", "retirement")


@dataclass(frozen=True, slots=True, eq=False)
class Careers:
    """One row per beneficiary: ranks in `CONTRACTS`, `CATEGORIES` and `LEAVINGS`, days since 1970-01-01, NEVER where there is none.

    `left_on` is the first day of absence: a departure of the year, known already; `contract_until` the first day after a fixed term.
    """

    is_woman: NDArray[np.bool_]
    contract: NDArray[np.int8]
    category: NDArray[np.int8]
    arrived_on: NDArray[np.int32]
    left_on: NDArray[np.int32]
    leaving: NDArray[np.int8]
    contract_until: NDArray[np.int32]


def draw_careers(adults: Adults, seed: int, on: date) -> Careers:
    """Draw careers as they are on a day, of people who came when their rights began: contracts and women in the published shares."""
    day = days_of(on)
    age = (day - adults.born_on) / np.float32(YEAR)
    contract = _contracts(Stream(seed, "contracts"), adults, age, day)
    arrived_on = adults.rights_since
    left_on, leaving = _departures(Stream(seed, "departures"), arrived_on, age, adults.status, on)
    draws = Stream(seed, "ends of contracts")
    ends = np.maximum(day + draws.integers(len(age), *tuning.FIXED_TERM_DAYS), arrived_on + np.int32(tuning.LEAST_CONTRACT_DAYS))
    return Careers(
        is_woman=_women(Stream(seed, "women"), contract),
        contract=contract,
        category=_categories(Stream(seed, "categories"), adults),
        arrived_on=arrived_on,
        left_on=left_on,
        leaving=leaving,
        contract_until=np.where((contract == FIXED_TERM) & (left_on == NEVER), ends, NEVER).astype(np.int32),
    )


def _contracts(draws: Stream, adults: Adults, age: NDArray[np.float32], day: int) -> NDArray[np.int8]:
    """Draw who is no civil servant, more often under thirty; a contract has no end after six years, and for some from the first day."""
    published, drawn = calibration(), draws.shares(len(age))
    share = np.where(age < 30, published.contractual_under_30, published.contractual_from_30)
    is_old = day - adults.rights_since > tuning.FIXED_TERM_YEARS * YEAR
    without_end = np.where(is_old | draws.chance(len(age), tuning.OPEN_ENDED_AT_ONCE), OPEN_ENDED, FIXED_TERM)
    contract = np.where(drawn < share, without_end, PERMANENT)
    return np.where(adults.status == ACTIVE, contract, np.where(adults.status == RETIREE, 0, APPRENTICESHIP)).astype(np.int8)


def _women(draws: Stream, contract: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Draw civil sexes: more women among those who are no civil servants."""
    published = calibration()
    has_contract = (contract == OPEN_ENDED) | (contract == FIXED_TERM)
    share = np.where(has_contract, published.women_contractual, published.women_permanent)
    return draws.shares(len(contract)) < np.where(contract == 0, published.women, share)


def _categories(draws: Stream, adults: Adults) -> NDArray[np.int8]:
    """Draw categories by what people earn and some luck: A for those who stand first, then B, then C, in the published shares."""
    luck = np.exp(tuning.LUCK_OF_CATEGORIES * (draws.shares(len(adults.income)) - np.float32(0.5)))
    earned = adults.income / adults.means * luck
    category = np.zeros(len(earned), np.int8)
    for status, (first, second) in ((ACTIVE, calibration().categories), (RETIREE, calibration().retiree_categories)):
        rows = np.flatnonzero(adults.status == status)
        by_rank = rows[np.argsort(-earned[rows], kind="stable")]
        until_a, until_b = round(first * len(rows)), round((first + second) * len(rows))
        category[by_rank] = 3
        category[by_rank[:until_b]] = 2
        category[by_rank[:until_a]] = 1
    return category


def _departures(
    draws: Stream, arrived_on: NDArray[np.int32], age: NDArray[np.float32], status: NDArray[np.int8], on: date
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Draw who leaves between two Januaries, among those who were there at the first, and why; nobody leaves before rights have begun."""
    first, last = days_of(date(on.year, 1, 1)), days_of(date(on.year, 12, 31))
    size, is_old = len(age), age >= tuning.RETIREMENT_AGE
    share = np.where(is_old & (status == ACTIVE), tuning.RETIRING, tuning.LEAVING)
    leaves = (draws.shares(size) < share) & (arrived_on < first)
    days = draws.integers(size, first + 1, last)
    leaves &= days - arrived_on >= np.int32(tuning.LEAST_CONTRACT_DAYS)
    left_on = np.where(leaves, days, NEVER)
    return left_on.astype(np.int32), np.where(leaves, leavings(draws, age, status), 0).astype(np.int8)


def leavings(draws: Stream, age: NDArray[np.float32], status: NDArray[np.int8]) -> NDArray[np.int8]:
    """Draw why people leave, as ranks of `LEAVINGS`: old agents retire, some others work elsewhere from then on."""
    elsewhere = np.where(draws.chance(len(age), tuning.TRANSFERS_AMONG_DEPARTURES) & (status == ACTIVE), 2, 1)
    return np.where((age >= tuning.RETIREMENT_AGE) & (status == ACTIVE), 3, elsewhere).astype(np.int8)
