"""The days on which banks execute transfers."""

from datetime import date, timedelta


def is_bank_day(day: date) -> bool:
    """Tell whether the euro payment system T2 is open: not on week-ends, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December.

    Source: European Central Bank, long-term calendar of T2 closing days (decision of 14 December 2000).

    >>> is_bank_day(date(2024, 12, 26)), is_bank_day(date(2024, 12, 27))
    (False, True)
    """
    easter = _easter(day.year)
    closed = {(1, 1), (5, 1), (12, 25), (12, 26)}
    movable = {easter - timedelta(days=2), easter + timedelta(days=1)}
    return day.weekday() < 5 and (day.month, day.day) not in closed and day not in movable


def next_bank_day(day: date) -> date:
    """Give the day itself when banks are open, else the next one that is.

    >>> next_bank_day(date(2024, 3, 29))
    datetime.date(2024, 4, 2)
    """
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


def _easter(year: int) -> date:
    """Reckon Easter Sunday (Gregorian; algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)
