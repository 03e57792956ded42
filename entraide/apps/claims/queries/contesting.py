"""Until when a decision may be contested."""

from datetime import date

from entraide.core.timeline import add_months


# How long a person has to ask for a re-examination; no published source states it for these benefits: illustrative.
MONTHS_TO_CONTEST = 2


def contest_by(decided_on: date) -> date:
    """Give the last day, included, on which a decision of a day may be contested.

    >>> contest_by(date(2024, 12, 31))
    datetime.date(2025, 2, 28)
    """
    return add_months(decided_on, MONTHS_TO_CONTEST)
