"""Until when rights go on after a departure."""

from datetime import date, timedelta


# The rule says the year of removal, and a removal is dated by the first day away: the one whose last day is 31 December leaves in the
# year that ends, since the next one counts neither the agent among the heads of 1 January nor the agent's contribution (inferred).
SOURCE = "« Cotisation au CNAS : forfait annuel unique par agent », AdCF, 2018"


def rights_end(departure: date) -> date:
    """Give the first day without rights of who is away from `departure` on: rights go on to 31 December of the year of the last day there.

    The year of removal comes from « Cotisation au CNAS : forfait annuel unique par agent » (AdCF, 2018: M).

    >>> rights_end(date(2024, 1, 2)), rights_end(date(2024, 1, 1))
    (datetime.date(2025, 1, 1), datetime.date(2024, 1, 1))
    """
    return date((departure - timedelta(days=1)).year + 1, 1, 1)


def rights_end_of_change(on: date) -> date:
    """Give the first day without rights of who passes on `on` to a body that nothing covers: rights go on to 31 December of that year.

    A body that changes on 1 January removes nobody the day before: rights are maintained until the new executive decides (same page).

    >>> rights_end_of_change(date(2025, 1, 1))
    datetime.date(2026, 1, 1)
    """
    return rights_end(on + timedelta(days=1))
