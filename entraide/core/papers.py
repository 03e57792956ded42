"""Which papers serve again: over which days of events a paper that was found good still proves what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from entraide.core.timeline import Span, add_months, civil_year_of, school_year_of


# No source says how long a notification of disability may be shown again: illustrative.
DISABILITY_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Reuse:
    """How a kind of paper serves again: the days of events that it covers, and whether it speaks for the whole household.

    `covers` takes the day on which the paper was sent and that of the event it was sent for.
    """

    covers: Callable[[date, date], Span]
    is_of_household: bool = False


def _for_ever(_sent_on: date, _event_on: date) -> Span:
    return Span(date.min)


def _school_year(_sent_on: date, event_on: date) -> Span:
    return school_year_of(event_on)


def _civil_year(_sent_on: date, event_on: date) -> Span:
    """Give the events of one civil year, which all read the same notice."""
    return civil_year_of(event_on)


def _some_months(sent_on: date, _event_on: date) -> Span:
    return Span(date.min, add_months(sent_on, DISABILITY_MONTHS))


# An invoice, a quote, an order prove one event: they are not here.
REUSED: Mapping[str, Reuse] = {
    "family_record": Reuse(_for_ever, is_of_household=True),
    "birth_certificate": Reuse(_for_ever),
    "tax_notice": Reuse(_civil_year, is_of_household=True),
    "school_certificate": Reuse(_school_year),
    "disability_notice": Reuse(_some_months),
}


def covered_days(kind: str, *, sent_on: date, event_on: date) -> Span | None:
    """Give the days of events for which a paper serves again; nothing where it proves one event alone.

    >>> covered_days("school_certificate", sent_on=date(2024, 10, 1), event_on=date(2024, 9, 2)).until
    datetime.date(2025, 9, 1)
    >>> covered_days("invoice", sent_on=date(2024, 10, 1), event_on=date(2024, 9, 2)) is None
    True
    """
    reuse = REUSED.get(kind)
    return reuse.covers(sent_on, event_on) if reuse else None


def is_of_household(kind: str) -> bool:
    """Tell whether a paper that came for one person of a household serves for the others.

    >>> is_of_household("family_record"), is_of_household("school_certificate"), is_of_household("invoice")
    (True, False, False)
    """
    reuse = REUSED.get(kind)
    return reuse is not None and reuse.is_of_household
