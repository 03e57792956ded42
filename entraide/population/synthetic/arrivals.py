"""When members joined and when persons came, so that those of any past day are as many as was published of that day."""

from collections.abc import Sequence
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


def draw_arrivals(
    adults: Adults, heads: NDArray[np.int32], seed: int, on: date, years: Sequence[int]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Draw the day on which each member joined, and the day on which each person came; persons stand by member, `heads` of each.

    Those who left in `years` gone by leave that much room to later arrivals.

    A membership begins on 1 January or 1 September, the days on which one enters (« Foire aux questions », GAS 67).
    """
    # A member joined when somebody came first, who may have left since.
    came, starts = _arrived_on(adults, seed, on, ()), np.concatenate([[0], np.cumsum(heads)[:-1]])
    joined_on = _first_day(np.minimum.reduceat(came, starts))
    arrived_on = _arrived_on(adults, seed, on, years) if years else came
    draws = Stream(seed, "late members")
    is_late = (heads < tuning.SMALL) & draws.chance(len(heads), tuning.LATE_AMONG_SMALL)
    late = _first_day(draws.integers(len(heads), COUNTED, max(COUNTED, days_of(on))))
    joined_on = np.where(is_late, late, joined_on).astype(np.int32)
    return joined_on, np.maximum(arrived_on, np.repeat(joined_on, heads))


def _arrived_on(adults: Adults, seed: int, on: date, years: Sequence[int]) -> NDArray[np.int32]:
    """Draw arrivals by the published heads of each day, brought to those of now, less those who left since; nobody comes as a child."""
    day = days_of(on)
    days, heads = _kept(on, years)
    shares = Stream(seed, "arrivals").shares(len(adults.born_on)).astype(np.float64)
    drawn = np.interp(shares**tuning.EARLIER * np.interp(day, days, heads), heads, days).astype(np.int32)
    of_age = adults.born_on + np.int32(tuning.LEAST_AGE * YEAR) + np.int32(1)
    lately = np.where(adults.status == APPRENTICE, day - np.int32(tuning.APPRENTICESHIP_YEARS * YEAR), drawn)
    return np.clip(drawn, np.maximum(of_age, lately), day).astype(np.int32)


def turnover_until(on: date, years: Sequence[int]) -> dict[int, float]:
    """Give how many left in each year, over the heads of the day: a constant share of those who were there at its beginning."""
    days, heads = zip(*heads_until(on), strict=True)
    return {year: tuning.LEFT_IN_A_YEAR * float(np.interp(days_of(date(year, 1, 1)), days, heads)) / heads[-1] for year in years}


def days_here(shares: NDArray[np.float32], on: date, before: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give the days on which people came who were there on the day `before`, by the published heads, one share of 1 each."""
    days, heads = zip(*heads_until(on), strict=True)
    return np.interp(shares.astype(np.float64) ** tuning.EARLIER * np.interp(before, days, heads), heads, days).astype(np.int32)


def _kept(on: date, years: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give by day the published heads without those who left in `years`, who have rights until the end of the year in which they leave."""
    published, heads = (np.array(column, np.float64) for column in zip(*heads_until(on), strict=True))
    ends = np.array([days_of(date(year, 12, 31)) for year in years], np.float64)
    days = np.union1d(published, ends)
    kept = np.interp(days, published, heads)
    for year, share in turnover_until(on, years).items():
        first, last = days_of(date(year, 1, 1)), days_of(date(year, 12, 31))
        there = np.minimum(np.interp(days, published, heads) / np.interp(first, published, heads), 1.0)
        kept -= np.where(days <= last, share * heads[-1] * there, 0.0)
    return days, np.maximum.accumulate(np.maximum(kept, 0.0))


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
