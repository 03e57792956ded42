"""Which civil years may be called or adjusted on a day, and which days their documents may bear."""

from datetime import date

from entraide.core.indicators.publications import first_open_year
from entraide.core.refusals import Refusal


# A year is called from 1 October of the one before, when members write their budgets: illustrative.
OPENING_MONTH = 10
# What a public body owes is extinguished four years after the end of the year: law 68-1250 of 31 December 1968, article 1.
YEARS_BEFORE_LAPSE = 4


class YearNotOpen(Refusal):
    """The year is too far ahead to be called."""

    code = "contributions.year_not_open"


class YearClosed(Refusal):
    """The accounts of the year are closed: nobody is called for it any more."""

    code = "contributions.year_closed"


class YearLapsed(Refusal):
    """What was owed for the year is extinguished: nothing of it is adjusted any more."""

    code = "contributions.year_lapsed"


class IssuedInFuture(Refusal):
    """A document would bear a day that has not come."""

    code = "contributions.issued_in_future"


class IssuedTooEarly(Refusal):
    """A document would bear a day before its year was open to calls, or in a year whose accounts are closed."""

    code = "contributions.issued_too_early"


def last_year(on: date) -> int:
    """Give the last civil year that may be called on a day: the next one from 1 October.

    >>> last_year(date(2024, 9, 30)), last_year(date(2024, 10, 1))
    (2024, 2025)
    """
    return on.year + (on.month >= OPENING_MONTH)


def callable_years(on: date) -> range:
    """Give the civil years that may be called on a day: those whose accounts are open.

    >>> list(callable_years(date(2024, 3, 31))), list(callable_years(date(2024, 10, 15)))
    ([2023, 2024], [2024, 2025])
    """
    return range(first_open_year(on), last_year(on) + 1)


def adjustable_years(on: date) -> range:
    """Give the civil years whose calls may be adjusted or cancelled on a day: those for which something may still be owed.

    >>> adjustable_years(date(2024, 10, 15))
    range(2020, 2026)
    """
    return range(on.year - YEARS_BEFORE_LAPSE, last_year(on) + 1)


def require_callable(year: int, *, on: date) -> None:
    """Want a year that may be called.

    :raises YearNotOpen: if it is too far ahead.
    :raises YearClosed: if its accounts are closed.
    """
    _require_open(year, on)
    if year not in (years := callable_years(on)):
        raise YearClosed(year=year, first=years.start)


def require_adjustable(year: int, *, on: date) -> None:
    """Want a year whose calls may be adjusted or cancelled.

    :raises YearNotOpen: if it is too far ahead.
    :raises YearLapsed: if what was owed for it is extinguished.
    """
    _require_open(year, on)
    if year not in (years := adjustable_years(on)):
        raise YearLapsed(year=year, first=years.start)


def _require_open(year: int, on: date) -> None:
    if year > last_year(on):
        raise YearNotOpen(year=year, opens_in=year - 1)


def first_issue_day(year: int, *, on: date) -> date:
    """Give the first day that a document of a year, made on a day, may bear; the last is that day itself.

    >>> first_issue_day(2025, on=date(2024, 10, 15)), first_issue_day(2022, on=date(2024, 10, 15))
    (datetime.date(2024, 10, 1), datetime.date(2024, 1, 1))
    """
    return max(date(year - 1, OPENING_MONTH, 1), date(first_open_year(on), 1, 1))


def require_issue_day(issued_on: date, *, year: int, on: date) -> None:
    """Want a day that documents of a year, made on a day, may bear.

    :raises IssuedInFuture: if it has not come.
    :raises IssuedTooEarly: if it is before the year's calls, or in a year whose accounts are closed.
    """
    if issued_on > on:
        raise IssuedInFuture(issued_on=f"{issued_on:%d/%m/%Y}")
    if issued_on < (first := first_issue_day(year, on=on)):
        raise IssuedTooEarly(issued_on=f"{issued_on:%d/%m/%Y}", first_on=f"{first:%d/%m/%Y}", year=year)
