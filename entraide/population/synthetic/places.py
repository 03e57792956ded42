"""Where the persons of a synthetic France live: in the commune that employs them, or in another of its department."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules import FACTS
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.members import Bodies
from entraide.population.synthetic.tuning import LIVE_WHERE_THEY_WORK


METROPOLE, OVERSEAS = (sorted(FACTS["territory"].choices).index(place) for place in ("metropole", "overseas"))
OVERSEAS_CODES = "97"


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Communes by department: INSEE code, name, department, inhabitants, median standard of living over that of the whole (Filosofi)."""

    code: NDArray[np.str_]
    name: NDArray[np.str_]
    department: NDArray[np.str_]
    population: NDArray[np.int64]
    means: NDArray[np.float32]

    def areas(self) -> tuple[NDArray[np.str_], NDArray[np.int16]]:
        """List the departments, and give the rank of each commune's."""
        found, ranks = np.unique(self.department, return_inverse=True)
        return found, ranks.astype(np.int16)

    def territory(self) -> NDArray[np.int8]:
        """Say which communes lie overseas."""
        return np.where(np.char.startswith(self.department, OVERSEAS_CODES), OVERSEAS, METROPOLE).astype(np.int8)


def draw_homes(places: Places, bodies: Bodies, employer: NDArray[np.int32], seed: int) -> NDArray[np.int32]:
    """Draw the commune of each person: that of the employer for some who work for one, else any of its department, by inhabitants.

    :raises ValueError: if an employer's department has no commune.
    """
    draws = Stream(seed, "homes")
    found, ranks = places.areas()
    if not np.isin(bodies.department, found).all():
        raise ValueError("every department of an employer has a commune")
    # By department, then added up: a draw between two sums falls in a commune as often as people live there.
    order = np.argsort(ranks, kind="stable")
    sums = np.concatenate([[0], np.cumsum(np.maximum(places.population[order], 1))])
    starts = np.searchsorted(ranks[order], np.arange(len(found) + 1))
    area = np.searchsorted(found, bodies.department)
    low, high = sums[starts[area]][employer], sums[starts[area + 1]][employer]
    drawn = low + (draws.shares(len(employer)).astype(np.float64) * (high - low)).astype(np.int64)
    anywhere = order[np.searchsorted(sums, drawn, side="right") - 1]
    own = _own_place(places, bodies)[employer]
    return np.where((own >= 0) & draws.chance(len(employer), LIVE_WHERE_THEY_WORK), own, anywhere).astype(np.int32)


def _own_place(places: Places, bodies: Bodies) -> NDArray[np.int64]:
    """Give the row of the commune that a body is, else −1."""
    order = np.argsort(places.code, kind="stable")
    at = np.minimum(np.searchsorted(places.code[order], bodies.code), len(order) - 1)
    return np.where(places.code[order][at] == bodies.code, order[at], -1)
