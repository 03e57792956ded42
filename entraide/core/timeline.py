"""Days: spans that leave their end out, values that start on a day, and the calendar's own arithmetic."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar


V = TypeVar("V")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `since` included to `until` excluded; no `until` means that the end is not known.

    >>> Span(date(2024, 1, 1), date(2025, 1, 1)).contains(date(2024, 12, 31))
    True
    """

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a span that holds no day.

        :raises ValueError: if `until` is not after `since`.
        """
        if self.until is not None and self.until <= self.since:
            raise ValueError(f"a span ends after it starts: {self.since} to {self.until}")

    def contains(self, day: date) -> bool:
        """Tell whether `day` is one of the days of the span."""
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Span") -> bool:
        """Tell whether one day at least belongs to both spans."""
        return (self.until is None or other.since < self.until) and (other.until is None or self.since < other.until)


@dataclass(frozen=True, slots=True)
class Dated(Generic[V]):
    """A value, the day it starts to hold, the text that decided it, and how sure that source is (H, M, L, I or illustrative)."""

    since: date
    value: V
    source: str
    confidence: str = ""

    def __post_init__(self) -> None:
        """Refuse a value that nothing vouches for.

        :raises ValueError: if `source` is empty.
        """
        if not self.source.strip():
            raise ValueError(f"the value that starts on {self.since} has no source")


@dataclass(frozen=True, slots=True)
class Timeline(Generic[V]):
    """Values by starting day: an overlap or a gap cannot be written. Past `checked_until` nobody has confirmed what is read.

    >>> forfait = Timeline((Dated(date(2018, 1, 1), 205, "AdCF"), Dated(date(2024, 1, 1), 217, "Bilan 2024")))
    >>> forfait.at(date(2023, 12, 31)).value
    205
    """

    items: tuple[Dated[V], ...]
    checked_until: date | None = None
    _starts: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the values by day.

        :raises ValueError: if two of them start on the same day.
        """
        items = tuple(sorted(self.items, key=lambda item: item.since))
        starts = tuple(item.since for item in items)
        if len(set(starts)) < len(starts):
            raise ValueError("two values start on the same day")
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "_starts", starts)

    def __iter__(self) -> Iterator[Dated[V]]:
        return iter(self.items)

    def at(self, day: date) -> Dated[V] | None:
        """Read what holds on `day`; nothing before the first start."""
        place = bisect_right(self._starts, day)
        return self.items[place - 1] if place else None

    def during(self, first: date, last: date) -> tuple[Dated[V], ...]:
        """Read everything that holds on some day from `first` to `last`, both included."""
        start = max(bisect_right(self._starts, first) - 1, 0)
        return self.items[start : bisect_right(self._starts, last)]

    def is_checked_on(self, day: date) -> bool:
        """Tell whether somebody confirmed what is read on `day`."""
        return self.checked_until is None or day <= self.checked_until


def add_months(day: date, months: int) -> date:
    """Move by whole calendar months, kept within the month's end: 31 March and six months make 30 September.

    >>> add_months(date(2022, 3, 31), 6)
    datetime.date(2022, 9, 30)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def farthest(on: date) -> date:
    """Give the last day that somebody may plan on `on`: five years ahead; beyond it, the year was mistyped (illustrative).

    >>> farthest(date(2024, 10, 15))
    datetime.date(2029, 10, 15)
    """
    return add_months(on, 60)


def civil_year_of(day: date) -> Span:
    """Give the civil year that holds `day`."""
    return Span(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def school_year_of(day: date, *, first_month: int = 9) -> Span:
    """Give the school year that holds `day`: 1 September to 31 August unless the calendar says another month.

    >>> school_year_of(date(2024, 8, 31)).since
    datetime.date(2023, 9, 1)
    """
    year = day.year if day.month >= first_month else day.year - 1
    return Span(date(year, first_month, 1), date(year + 1, first_month, 1))


def years_between(born_on: date, day: date) -> int:
    """Count the whole years lived on `day`; someone born on 29 February turns a year older on 1 March.

    >>> years_between(date(2012, 2, 29), date(2024, 2, 28))
    11
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
