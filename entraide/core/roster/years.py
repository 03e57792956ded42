"""Of which civil years a list is taken on a day."""

from datetime import date


PREPARED_FROM = 11
"""The month from which next year's list may be sent."""


def years_taken(on: date) -> tuple[int, ...]:
    """Give the years whose list is taken, the likeliest first.

    >>> years_taken(date(2024, 10, 15)), years_taken(date(2024, 11, 2))
    ((2024, 2023), (2024, 2025, 2023))
    """
    following = (on.year + 1,) if on.month >= PREPARED_FROM else ()
    return (on.year, *following, on.year - 1)
