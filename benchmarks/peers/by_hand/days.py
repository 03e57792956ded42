"""The calendar of the peer written by hand: tables made once, and comparisons of days that seldom need them.

A table is read by day since 1970-01-01: the days before it stand at the end, where negative indices find them.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


Array = NDArray[Any]

FIRST_YEAR = 1800
DAYS = np.arange("1900-01-01", "2101-01-01", dtype="datetime64[D]").astype(np.int32)
MONTHS = DAYS.astype("datetime64[D]").astype("datetime64[M]")
NEW_YEAR = np.arange(f"{FIRST_YEAR}", "2110", dtype="datetime64[Y]").astype("datetime64[D]").astype(np.int32)


def _by_day(values: Array) -> Array:
    return np.roll(values, DAYS[0])


def _years(months: Array) -> Array:
    return _by_day(months.astype("datetime64[Y]").astype(np.int32) + 1970)


YEAR, SCHOOL_YEAR = _years(MONTHS), _years(MONTHS - 8)


class Span(NamedTuple):
    """A number of months: for each first day the day that ends it, and its fewest and most days."""

    end: Array
    least: np.uint32
    most: np.uint32


def _span(months: int, extra: int) -> Span:
    """To the same day of the month (`extra` 0) or to the day after it (1), and never past the first of the month that follows it."""
    first, following = ((MONTHS + months + step).astype("datetime64[D]").astype(np.int32) for step in (0, 1))
    day = DAYS - MONTHS.astype("datetime64[D]").astype(np.int32)
    end = np.minimum(first + day + extra, following)
    return Span(_by_day(end), np.uint32((end - DAYS).min()), np.uint32((end - DAYS).max()))


# A deadline lets its last day in; an age is reached on the birthday, the first of March where there is no 29 February.
THREE_MONTHS, SIX_MONTHS = _span(3, 1), _span(6, 1)
AGE_3, AGE_4, AGE_6, AGE_12, AGE_18 = (_span(12 * years, 0) for years in (3, 4, 6, 12, 18))
TWO_YEARS = _span(24, 0)


def within(start: Array, day: Array, span: Span) -> Array:
    """Whether the day is in the span that starts on the other: counted in days, the table read only where the months decide."""
    lapse = np.subtract(day, start).view(np.uint32)  # a day before the start becomes a very long lapse
    held = lapse < span.least
    lapse -= span.least
    doubt = (lapse < span.most - span.least).nonzero()[0]
    if doubt.size:
        held[doubt] = day.take(doubt) < span.end.take(start.take(doubt))
    return held


def new_year(event: Array, years: int) -> Any:
    """The first of January so many years from the event's: a single number where all the events are of one year."""
    if not event.size:
        return 0
    first, last = YEAR[event.min()], YEAR[event.max()]
    if first == last:
        return NEW_YEAR[first + (years - FIRST_YEAR)]
    return NEW_YEAR.take(YEAR.take(event) + (years - FIRST_YEAR))
