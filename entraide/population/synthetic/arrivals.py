"""When members joined and when persons came, so that those of any past day are as many as was published of that day."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import APPRENTICE, Adults
from entraide.population.synthetic.calibration import calibration
from entraide.population.synthetic.draws import YEAR, Stream
from entraide.population.synthetic.persons import days_of


# The last count of members before those of now.
COUNTED = days_of(date(2017, 9, 28))


def draw_arrivals(adults: Adults, heads: NDArray[np.int32], seed: int, on: date) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Draw the day on which each member joined, and the day on which each person came; persons stand by member, `heads` of each.

    A membership begins on 1 January or 1 September, the days on which one enters (« Foire aux questions », GAS 67).
    """
    arrived_on, starts = _arrived_on(adults, seed, on), np.concatenate([[0], np.cumsum(heads)[:-1]])
    joined_on = _first_day(np.minimum.reduceat(arrived_on, starts))
    draws = Stream(seed, "late members")
    is_late = (heads < tuning.SMALL) & draws.chance(len(heads), tuning.LATE_AMONG_SMALL)
    late = _first_day(draws.integers(len(heads), COUNTED, max(COUNTED, days_of(on))))
    joined_on = np.where(is_late, late, joined_on).astype(np.int32)
    return joined_on, np.maximum(arrived_on, np.repeat(joined_on, heads))


def _arrived_on(adults: Adults, seed: int, on: date) -> NDArray[np.int32]:
    """Draw arrivals by the published heads of each day, brought to those of now; nobody comes as a child."""
    day = days_of(on)
    days, heads = zip(*heads_until(on), strict=True)
    shares = Stream(seed, "arrivals").shares(len(adults.born_on)).astype(np.float64)
    drawn = np.interp(shares**tuning.EARLIER * np.interp(day, days, heads), heads, days).astype(np.int32)
    of_age = adults.born_on + np.int32(tuning.LEAST_AGE * YEAR) + np.int32(1)
    lately = np.where(adults.status == APPRENTICE, day - np.int32(tuning.APPRENTICESHIP_YEARS * YEAR), drawn)
    return np.clip(drawn, np.maximum(of_age, lately), day).astype(np.int32)


def heads_until(on: date) -> tuple[tuple[int, float], ...]:
    """Give the published heads by day, and past the last one what they come to at the growth that was published with it."""
    published, day = calibration().heads, days_of(on)
    last_day, last = published[-1]
    if day <= last_day:
        return published
    return (*published, (day, last * (1 + tuning.GROWTH) ** ((day - last_day) / YEAR)))


def _first_day(days: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the last 1 January or 1 September up to each day."""
    dates = days.astype("datetime64[D]")
    january = dates.astype("datetime64[Y]").astype("datetime64[M]")
    september = (january + np.timedelta64(8, "M")).astype("datetime64[D]")
    return np.where(dates >= september, september, january.astype("datetime64[D]")).astype(np.int32)
