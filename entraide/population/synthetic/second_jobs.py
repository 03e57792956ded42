"""Second jobs: some agents work for another member of their department too, and count for the first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import ACTIVE
from entraide.population.synthetic.careers import NEVER, Careers
from entraide.population.synthetic.draws import Stream


@dataclass(frozen=True, slots=True, eq=False)
class SecondJobs:
    """One row per second job: whose it is, the row of the member, the first day."""

    person: NDArray[np.int32]
    member: NDArray[np.int32]
    since: NDArray[np.int32]


def draw_second_jobs(
    employer: NDArray[np.int32],
    department: NDArray[np.str_],
    joined_on: NDArray[np.int32],
    hired: tuple[NDArray[np.int8], Careers],
    seed: int,
) -> SecondJobs:
    """Draw who has a second job, where, and since when, of agents whose first job has no end in sight; `hired` is statuses and careers.

    The other member is that of some other agent of the department, so that large ones are found as often as they employ.
    """
    (status, careers), draws = hired, Stream(seed, "second jobs")
    _, area = np.unique(department[employer], return_inverse=True)
    by_area = np.argsort(area, kind="stable")
    sizes = np.bincount(area)
    starts = np.cumsum(sizes) - sizes
    place = (draws.shares(len(employer)) * sizes[area]).astype(np.int64)
    other = employer[by_area[starts[area] + np.minimum(place, sizes[area] - 1)]]
    stays = (status == ACTIVE) & (careers.left_on == NEVER) & (careers.contract_until == NEVER)
    may = np.flatnonzero(stays & (other != employer))
    person = np.sort(draws.some(may, round(tuning.SECOND_JOBS.value * int((status == ACTIVE).sum())))).astype(np.int32)
    member = other[person]
    first, last = np.maximum(careers.arrived_on[person], joined_on[member]), careers.arrived_on.max()
    since = first + (draws.shares(len(person)) * (last - first)).astype(np.int32)
    return SecondJobs(person, member, since)
