"""Children of synthetic beneficiaries: born when their parents are of age, held by one household or by two."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules import FACTS
from entraide.population.synthetic import calibration as figures
from entraide.population.synthetic.adults import disability
from entraide.population.synthetic.draws import YEAR, Stream


ALTERNATING, FULL = (sorted(FACTS["custody"].choices).index(custody) for custody in ("alternating", "full"))
MOST_CHILDREN = 5


@dataclass(frozen=True, slots=True, eq=False)
class Children:
    """One row per child: the row of its opener, its own number, its birthday, and what else is known of it."""

    opener: NDArray[np.int32]
    number: NDArray[np.int32]
    born_on: NDArray[np.int32]
    disability_rate: NDArray[np.uint8]
    custody: NDArray[np.int8]
    is_dependent: NDArray[np.bool_]
    is_in_higher_education: NDArray[np.bool_]
    other_parent_is_beneficiary: NDArray[np.bool_]
    opens_right: NDArray[np.bool_]

    def rows(self, chosen: NDArray[np.int64], opener: NDArray[np.int32] | None = None) -> "Children":
        """Take some rows, for other openers where they are given."""
        taken = {name: getattr(self, name)[chosen] for name in self.__dataclass_fields__}
        return Children(**taken if opener is None else taken | {"opener": opener})


def draw_births(born_on: NDArray[np.int32], seed: int, day: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Draw the children of each beneficiary: the rows of their openers and their birthdays, births to come left out."""
    draws, size = Stream(seed, "children"), len(born_on)
    number = _completed_families(draws, size)
    at = born_on + (draws.by_rank(size, figures.FIRST_BIRTH_AGES) * np.float32(YEAR)).astype(np.int32)
    last = np.minimum(born_on + np.int32(figures.GREATEST_PARENT_AGE * YEAR), day)
    openers: list[NDArray[np.int32]] = []
    births: list[NDArray[np.int32]] = []
    rows = np.arange(size, dtype=np.int32)
    for rank in range(MOST_CHILDREN):
        rows = rows[(number[rows] > rank) & (at[rows] <= last[rows])]
        openers.append(rows)
        births.append(at[rows])
        at[rows] += draws.integers(len(rows), *figures.BIRTH_GAP_DAYS)
    return np.concatenate(openers), np.concatenate(births)


def draw_children(
    opener: NDArray[np.int32], born_on: NDArray[np.int32], agent: NDArray[np.int32], parents: NDArray[np.int32], *, seed: int, day: int
) -> Children:
    """Draw what is known of each child, then write it a second time for a second parent who is a beneficiary too.

    `agent` gives for each opener the row of a partner who is one, else −1; `parents` the birthdays of the openers. A couple of agents
    keeps the children of the one that stands first: the other shows them and opens no right.
    """
    partner = agent[opener]
    kept = (partner < 0) | (opener < partner)
    single = _alone(opener[kept], born_on[kept], seed, day)
    partner = agent[single.opener]
    of_couples = np.flatnonzero(partner >= 0)
    second = _held_too(single, of_couples, partner[of_couples], parents)
    second.opens_right[:] = False
    draws = Stream(seed, "second households")
    alternating = np.flatnonzero((single.custody == ALTERNATING) & (partner < 0))
    chosen = alternating[draws.chance(len(alternating), figures.OTHER_PARENT_IS_AGENT)]
    others = np.flatnonzero(agent < 0)
    apart = _held_too(single, chosen, draws.pick(len(chosen), others).astype(np.int32), parents) if len(chosen) else single.rows(chosen)
    return _joined(single, second, apart)


def _alone(opener: NDArray[np.int32], born_on: NDArray[np.int32], seed: int, day: int) -> Children:
    draws, size = Stream(seed, "what is known of children"), len(opener)
    age = (day - born_on) / np.float32(YEAR)
    rates = disability(draws, size, figures.DISABLED_CHILDREN)
    studies = (age >= 17.5) & (age < 26) & draws.chance(size, figures.IN_HIGHER_EDUCATION)
    alternates = (age < 18) & draws.chance(size, figures.ALTERNATING_CUSTODY)
    return Children(
        opener=opener,
        number=np.arange(size, dtype=np.int32),
        born_on=born_on,
        disability_rate=rates,
        custody=np.where(alternates, ALTERNATING, FULL).astype(np.int8),
        is_dependent=(age < 18) | studies | ((age < 21) & draws.chance(size, 0.5)) | (rates >= 80),
        is_in_higher_education=studies,
        other_parent_is_beneficiary=np.zeros(size, np.bool_),
        opens_right=np.ones(size, np.bool_),
    )


def _held_too(single: Children, rows: NDArray[np.int64], other: NDArray[np.int32], parents: NDArray[np.int32]) -> Children:
    """Write some children a second time, for another opener who is old enough; both rows say that the other parent is a beneficiary."""
    is_old_enough = single.born_on[rows] - parents[other] >= np.int32((figures.LEAST_PARENT_AGE + 1) * YEAR)
    is_another = other != single.opener[rows]
    rows, other = rows[is_old_enough & is_another], other[is_old_enough & is_another]
    single.other_parent_is_beneficiary[rows] = True
    return single.rows(rows, opener=other)


def _joined(*parts: Children) -> Children:
    """Put parts after one another."""
    return Children(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Children.__dataclass_fields__})


def _completed_families(draws: Stream, size: int) -> NDArray[np.int8]:
    """Draw how many children there are at the end of a life; three and more as in the published families (Insee, 2020)."""
    published, drawn = figures.calibration(), draws.shares(size)
    parents = 1 - figures.NO_CHILD
    five = published.of_four_children * figures.FIVE_AMONG_LARGE_FAMILIES
    shares = (
        figures.NO_CHILD,
        figures.ONE_CHILD,
        parents * (1 - published.of_three_children - published.of_four_children) - figures.ONE_CHILD,
        parents * published.of_three_children,
        parents * (published.of_four_children - five),
    )
    return np.searchsorted(np.cumsum(np.asarray(shares, np.float32)), drawn, side="right").astype(np.int8)
