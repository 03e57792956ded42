"""Days over columns: the calendar's arithmetic, read from tables that hold every plausible day once."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.language.choices import DeadlineStart, Period, ReadsOn
from entraide.core.rules.language.deadlines import MONTHS_AFTER_RIGHTS
from entraide.core.rules.language.definition import Ceiling, Deadline
from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY


Days = Any  # One number or an int32 array: days since 1970-01-01.

_EPOCH = date(1970, 1, 1).toordinal()
FIRST = FIRST_DAY.toordinal() - _EPOCH
LAST = LAST_DAY.toordinal() - _EPOCH
# A month is at most three days longer than another, and a leap year a day: more doubt than that, and the table is read everywhere.
MOST_DOUBT = 8
# Before every day of the calendar.
NEVER = -(2**31)
# A year, then nine bits for the month and the day: two codes that are subtracted and shifted back give whole years.
YEAR_SHIFT = 9


def number_of(day: date) -> int:
    """Count the days since 1970-01-01.

    >>> number_of(date(1970, 1, 2))
    1
    """
    return day.toordinal() - _EPOCH


def within_calendar(ends: tuple[int, int]) -> tuple[int, int]:
    """Bring a first and a last day within the calendar."""
    first, last = (min(max(end, FIRST), LAST) for end in ends)
    return first, last


def read(table: NDArray[np.int32], days: Days) -> Any:
    """Read a table of the calendar on one day or on many; a day out of the calendar reads as its end."""
    return int(table[days - FIRST]) if isinstance(days, int) else table.take(days - np.int32(FIRST), mode="clip")


@cache
def codes() -> NDArray[np.int32]:
    """Give for each day its year, month and day in one number that sorts as the calendar does."""
    days = _all_days()
    years, months = days.astype("M8[Y]"), days.astype("M8[M]")
    month = (months - years.astype("M8[M]")).astype(np.int64) + 1
    day = (days - months.astype("M8[D]")).astype(np.int64) + 1
    found: NDArray[np.int32] = (((years.astype(np.int64) + 1970) << YEAR_SHIFT) + (month << 5) + day).astype(np.int32)
    return found


@cache
def last_days(deadline: Deadline) -> NDArray[np.int32]:
    """Give for each day of event the last day, included, on which a claim is accepted."""
    days = _all_days()
    starts = days if deadline.after is DeadlineStart.EVENT else (days.astype("M8[Y]") + 1).astype("M8[D]") - 1
    return _months_later(starts, deadline.months)


@cache
def last_days_after_rights() -> NDArray[np.int32]:
    """Give for each day on which rights end the last day, included, on which a claim is accepted."""
    return _months_later(_all_days(), MONTHS_AFTER_RIGHTS)


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """For each day another one, not far from so many days later: `least` and `most` of them (earlier where they are negative)."""

    table: NDArray[np.int32]
    least: int
    most: int

    def holds(self, start: Any, day: Any) -> Any:
        """Tell where `day` does not pass the day that stands for `start`: by counting days, the table read only where months decide."""
        if self.most - self.least > MOST_DOUBT:
            return day <= read(self.table, start)
        lapse = day - start
        held = lapse <= self.least
        lapse -= np.int32(self.least + 1)
        doubt = np.flatnonzero(lapse.view(np.uint32) < np.uint32(self.most - self.least))
        if len(doubt):
            held[doubt] = day[doubt] <= read(self.table, start[doubt])
        return held


@cache
def reach_of(deadline: Deadline) -> Reach:
    """Give the last day on which each event is accepted."""
    return _reach(last_days(deadline))


@cache
def reach_after_rights() -> Reach:
    """Give the last day on which claims are accepted after each end of rights."""
    return _reach(last_days_after_rights())


@cache
def latest_births(years: int, *, in_civil_year: bool) -> Reach:
    """Give for each day of event the latest day of birth of those who are so many years old (`in_civil_year`: at its end)."""
    if in_civil_year:
        first_days = (_all_days().astype("M8[Y]") - years + 1).astype("M8[D]")
        return _reach(_numbers(first_days - 1))
    return _reach(_months_later(_all_days(), -12 * years))


def _reach(table: NDArray[np.int32]) -> Reach:
    spread = table.astype(np.int64) - np.arange(FIRST, LAST + 1)
    return Reach(table, int(spread.min()), int(spread.max()))


@cache
def parameter_days(reads_on: ReadsOn) -> NDArray[np.int32]:
    """Give for each day of event the day on which parameters are read; filing is not read from the event."""
    years = {ReadsOn.SCHOOL_YEAR_START: _school_years, ReadsOn.CIVIL_YEAR_START: _civil_years}
    return years[reads_on]() if reads_on in years else _numbers(_all_days())


@cache
def period_starts(period: Period, years: int) -> NDArray[np.int32]:
    """Give for each day of event the first day whose claims count against the same ceiling."""
    if period is Period.ROLLING_YEARS:
        return _months_later(_all_days(), -12 * years) + np.int32(1)
    if period is Period.LIFETIME:
        return np.full(LAST - FIRST + 1, NEVER, np.int32)
    starts = {Period.CIVIL_YEAR: _civil_years, Period.SCHOOL_YEAR: _school_years}
    return starts[period]() if period in starts else _numbers(_all_days())


def starts_of(ceiling: Ceiling) -> NDArray[np.int32]:
    """Give the days of `period_starts` for one ceiling."""
    return period_starts(ceiling.period, ceiling.years)


def first_claimable(table: NDArray[np.int32], filed_on: Days) -> Any:
    """Give the first day of event that a table of last days still accepts on `filed_on`: such a table never goes down."""
    place = np.searchsorted(table, filed_on)
    return int(place) + FIRST if isinstance(filed_on, int) else place.astype(np.int32) + np.int32(FIRST)


def _all_days() -> NDArray[np.datetime64]:
    return np.arange(FIRST, LAST + 1).astype("M8[D]")


def _numbers(days: NDArray[np.datetime64]) -> NDArray[np.int32]:
    return days.astype("M8[D]").astype(np.int64).astype(np.int32)


def _months_later(days: NDArray[np.datetime64], months: int) -> NDArray[np.int32]:
    """Move by whole months, kept within the month's end."""
    held = days.astype("M8[M]")
    day = days - held.astype("M8[D]")
    moved = held + months
    length = (moved + 1).astype("M8[D]") - moved.astype("M8[D]")
    return _numbers(moved.astype("M8[D]") + np.minimum(day, length - 1))


def _civil_years() -> NDArray[np.int32]:
    return _numbers(_all_days().astype("M8[Y]"))


def _school_years() -> NDArray[np.int32]:
    """Start on 1 September: eight months before, the civil year has the same number."""
    years = (_all_days().astype("M8[M]") - 8).astype("M8[Y]")
    return _numbers(years.astype("M8[M]") + 8)
