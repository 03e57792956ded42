"""Every member's year as it stands, in one query: for the staff, and for what is published from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from entraide.core.indicators.publications import Figures
from entraide.core.indicators.rates import return_rate, user_rate
from entraide.core.money import ZERO, Money


# `counted` gives each person to one member: the principal affiliation on the last day of rights in the year, else the oldest open one.
FIGURES = """
WITH opening AS (
  SELECT beneficiary_id, member_id, ROW_NUMBER() OVER (
    PARTITION BY beneficiary_id
    ORDER BY CASE WHEN rights_until <= %(last)s THEN rights_until ELSE %(far)s END DESC, is_principal DESC,
      CASE WHEN until <= %(last)s THEN 1 ELSE 0 END, COALESCE(arrived_on, since), member_id
  ) AS place
  FROM beneficiaries_affiliation
  WHERE superseded_at IS NULL AND since <= %(last)s AND (rights_until IS NULL OR (rights_until > %(first)s AND rights_until > since))
),
counted AS (SELECT beneficiary_id, member_id FROM opening WHERE place = 1),
users AS (
  SELECT DISTINCT beneficiary_id FROM usage_use
  WHERE "on" BETWEEN %(first)s AND %(last)s AND (cancelled_on IS NULL OR cancelled_on > %(as_of)s)
    AND (%(with_confidential)s = 1 OR NOT is_confidential)
),
people AS (
  SELECT counted.member_id, COUNT(*) AS beneficiary_count, COUNT(users.beneficiary_id) AS user_count
  FROM counted LEFT JOIN users ON users.beneficiary_id = counted.beneficiary_id
  GROUP BY counted.member_id
),
moved AS (
  SELECT member_id, cents FROM usage_use
  WHERE "on" BETWEEN %(first)s AND %(last)s AND (%(with_confidential)s = 1 OR NOT is_confidential)
  UNION ALL
  SELECT member_id, -cents FROM usage_use
  WHERE cancelled_on BETWEEN %(first)s AND %(last)s AND (%(with_confidential)s = 1 OR NOT is_confidential)
),
settled AS (SELECT member_id, SUM(cents) AS cents FROM moved GROUP BY member_id),
called AS (
  SELECT member_id, SUM(cents) AS cents FROM contributions_contributionline
  WHERE year = %(year)s AND "on" <= %(as_of)s
  GROUP BY member_id
)
SELECT members_member.id, members_member.department, called.cents, settled.cents, people.user_count, people.beneficiary_count
FROM members_member
LEFT JOIN called ON called.member_id = members_member.id
LEFT JOIN settled ON settled.member_id = members_member.id
LEFT JOIN people ON people.member_id = members_member.id
WHERE called.member_id IS NOT NULL OR settled.member_id IS NOT NULL OR people.member_id IS NOT NULL OR members_member.id IN (
  SELECT member_id FROM members_membership
  WHERE superseded_at IS NULL AND since <= %(last)s AND (until IS NULL OR until > %(first)s)
)
ORDER BY members_member.siren
"""


@dataclass(frozen=True, slots=True)
class MemberYear:
    """One member's year, and its rates; `department` for the committees."""

    member_id: UUID
    department: str
    figures: Figures

    @property
    def return_rate(self) -> Decimal | None:
        """TRG."""
        return return_rate(self.figures.settled, self.figures.contributions)

    @property
    def user_rate(self) -> Decimal | None:
        """TU."""
        return user_rate(self.figures.user_count, self.figures.beneficiary_count)


def member_years(year: int, *, as_of: date, with_confidential: bool = False) -> list[MemberYear]:
    """Give every member's year as of a day, in one query; members' own figures leave confidential benefits out.

    A body of the register comes where its contract held on a day of the year, or where it has figures all the same.
    Uses and returns up to `as_of` count, and so do rights opened up to it.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_of)
    days = {"first": first.isoformat(), "last": last.isoformat(), "as_of": as_of.isoformat(), "far": date.max.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {**days, "year": year, "with_confidential": int(with_confidential)})
        rows = cursor.fetchall()
    return [MemberYear(UUID(str(key)), department, _figures(*numbers)) for key, department, *numbers in rows]


def _figures(called: int | None, settled: int | None, user_count: int | None, beneficiary_count: int | None) -> Figures:
    return Figures(Money(int(called or 0)), Money(int(settled or 0)), user_count or 0, beneficiary_count or 0)


def added_up(figures: Iterable[Figures]) -> Figures:
    """Add members up: each person counts for one of them, so that nobody counts twice."""
    held = Figures(ZERO, ZERO, 0, 0)
    for one in figures:
        held = Figures(
            held.contributions + one.contributions,
            held.settled + one.settled,
            held.user_count + one.user_count,
            held.beneficiary_count + one.beneficiary_count,
        )
    return held
