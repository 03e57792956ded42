"""What may be published of a member's year, so that no table, nor two tables one after the other, tells what one person did."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from entraide.core.money import Money


# A figure about fewer persons than this is not shown, nor a change made by fewer.
SMALL_CELL = 5
# A member with fewer beneficiaries than this gets no figure about persons at all.
SMALL_MEMBER = 11
# The last day, month and day of the year after, on which the bank is waited for before a closed year is final: illustrative.
CLOSING_MONTH, CLOSING_DAY = 3, 31


class Withheld(StrEnum):
    """Why figures are missing from a published row."""

    NOTHING = ""
    SMALL_MEMBER = "small_member"
    FEW_USERS = "few_users"
    FEW_OTHERS = "few_others"


@dataclass(frozen=True, slots=True)
class Figures:
    """One member's year as it stands: contributions called, benefits settled less returns, users, beneficiaries."""

    contributions: Money
    settled: Money
    user_count: int
    beneficiary_count: int


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One member's year as its people read it; None stands for what is withheld.

    `carried_from` is the day of the earlier table whose figures stand here.
    """

    contributions: Money
    settled: Money | None
    user_count: int | None
    beneficiary_count: int | None
    withheld: Withheld = Withheld.NOTHING
    carried_from: date | None = None

    @property
    def about_persons(self) -> tuple[Money | None, int | None, int | None]:
        """What this row says that persons make."""
        return self.settled, self.user_count, self.beneficiary_count


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last published row of the same year, its day, and how many persons changed the figures since those it shows were reckoned."""

    row: PublishedRow
    as_of: date
    changed_count: int


def closing_day(year: int) -> date:
    """Give the last day on which a table of a civil year is provisional: December is told by lines of the bank read later."""
    return date(year + 1, CLOSING_MONTH, CLOSING_DAY)


def first_open_year(on: date) -> int:
    """Give the first civil year whose tables are not final on a day.

    >>> first_open_year(date(2024, 3, 31)), first_open_year(date(2024, 4, 1))
    (2023, 2024)
    """
    return on.year if on > closing_day(on.year - 1) else on.year - 1


def suppressed(figures: Figures) -> PublishedRow:
    """Leave out what speaks of too few persons: of a small member all, of few users what they did, of few others who they are."""
    row = PublishedRow(figures.contributions, figures.settled, figures.user_count, figures.beneficiary_count)
    if figures.beneficiary_count < SMALL_MEMBER:
        return replace(row, settled=None, user_count=None, beneficiary_count=None, withheld=Withheld.SMALL_MEMBER)
    if figures.user_count < SMALL_CELL:
        return replace(row, settled=None, user_count=None, withheld=Withheld.FEW_USERS)
    # Nearly everybody used a service: the count of users would tell who did not.
    if 0 < figures.beneficiary_count - figures.user_count < SMALL_CELL:
        return replace(row, user_count=None, withheld=Withheld.FEW_OTHERS)
    return row


def published_row(figures: Figures, earlier: Earlier | None = None) -> PublishedRow:
    """Give what a table may show, beside the last table of the same year.

    Where fewer than five persons changed the figures since, those of the earlier table stand, with its day: the difference of two
    tables is made by five persons or by nobody. Contributions are the member's own account and always stand as they are.
    """
    row = suppressed(figures)
    if earlier is None or earlier.row.settled is None or row.about_persons == earlier.row.about_persons:
        return row
    if earlier.changed_count >= SMALL_CELL:
        return row
    return replace(earlier.row, contributions=figures.contributions, carried_from=earlier.row.carried_from or earlier.as_of)
