"""Names of synthetic persons as codes: given names as frequent as in their decade (INSEE), common family names, some of them double."""

from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from entraide.population.demonstration.family_names import FAMILY_NAMES
from entraide.population.synthetic import tuning
from entraide.population.synthetic.draws import Stream


FIRST_DECADE, LAST_DECADE = 1930, 2020
# Days from 1970-01-01 to the start of each decade.
DECADES = np.array([f"{decade}-01-01" for decade in range(FIRST_DECADE, LAST_DECADE + 1, 10)], "datetime64[D]").astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class GivenNames:
    """Every given name once, and for each sex and decade the codes of its names with the running sums of their births."""

    names: NDArray[np.str_]
    frequencies: dict[tuple[bool, int], tuple[NDArray[np.int16], NDArray[np.int64]]]


@cache
def given_names() -> GivenNames:
    """Read the given names of the shipped table (INSEE, fichier des prénoms 2024)."""
    text = files("entraide").joinpath("data", "prenoms_insee_top300_par_decennie.csv").read_text(encoding="utf-8")
    rows = list(DictReader(text.splitlines()))
    names, codes = np.unique([row["prenom"] for row in rows], return_inverse=True)
    sexes = np.array([row["sexe"] == "F" for row in rows])
    decades = np.array([int(row["decennie"]) for row in rows])
    births = np.array([int(row["naissances"]) for row in rows])
    held = {}
    for is_woman in (False, True):
        for decade in range(FIRST_DECADE, LAST_DECADE + 1, 10):
            own = (sexes == is_woman) & (decades == decade)
            held[is_woman, decade] = codes[own].astype(np.int16), np.cumsum(births[own])
    return GivenNames(names, held)


def draw_given_names(is_woman: NDArray[np.bool_], born_on: NDArray[np.int32], draws: Stream) -> NDArray[np.int16]:
    """Draw the code of a given name for each person."""
    shares = draws.shares(len(born_on)).astype(np.float64)
    decade = np.clip(np.searchsorted(DECADES, born_on, side="right") - 1, 0, len(DECADES) - 1)
    found = np.empty(len(born_on), np.int16)
    for (woman, start), (codes, sums) in given_names().frequencies.items():
        rows = np.flatnonzero((is_woman == woman) & (decade == (start - FIRST_DECADE) // 10))
        found[rows] = codes[np.minimum(np.searchsorted(sums, shares[rows] * sums[-1], side="right"), len(codes) - 1)]
    return found


@cache
def family_names() -> NDArray[np.str_]:
    """Give every family name by its code: the single ones, then the double ones."""
    double = [f"{one}-{other}" for one in FAMILY_NAMES for other in FAMILY_NAMES]
    return np.array([*FAMILY_NAMES, *double])


def draw_family_names(size: int, draws: Stream) -> NDArray[np.int32]:
    """Draw the code of a family name for each person, the first ones of the list more often; some bear two."""
    count = len(FAMILY_NAMES)
    sums = np.cumsum(1 / (np.arange(count) + tuning.RANKS_ALIKE))
    one = np.searchsorted(sums, draws.shares(size) * sums[-1], side="right").clip(max=count - 1)
    other = draws.integers(size, 0, count - 1)
    return np.where(draws.chance(size, tuning.DOUBLE_NAMES), count + one * count + other, one).astype(np.int32)
