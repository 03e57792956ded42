"""How many persons changed what a published table shows."""

from datetime import date
from uuid import UUID

from django.db import connection

from entraide.apps.reporting.models import Publication


# `base` is the table in which the figures that a row shows were reckoned: an earlier one where they are carried.
CHANGED = """
SELECT shown.member_id, COUNT(DISTINCT usage_use.beneficiary_id)
FROM reporting_publishedfigures shown
JOIN reporting_publication base ON base.year = %(year)s AND base.as_of = COALESCE(shown.carried_from, %(shown_on)s)
JOIN usage_use ON usage_use.member_id = shown.member_id AND NOT usage_use.is_confidential
WHERE shown.publication_id = %(publication)s AND (
  (usage_use."on" BETWEEN %(first)s AND %(last)s AND (usage_use."on" > base.as_of OR usage_use.told_at > base.published_at))
  OR (usage_use.cancelled_on BETWEEN %(first)s AND %(as_of)s AND usage_use.cancelled_on > base.as_of
    AND (usage_use."on" BETWEEN %(first)s AND %(last)s OR usage_use.cancelled_on <= %(last)s))
)
GROUP BY shown.member_id
"""


def changed_counts(publication: Publication, *, as_of: date, since: date | None = None) -> dict[UUID, int]:
    """Count, for each member, the persons whose benefits changed its figures since those that a publication shows, in one query.

    `since` is the day of an earlier table, for rows that show nothing of their own.
    """
    year = publication.year
    key = publication.pk if connection.features.has_native_uuid_field else publication.pk.hex
    days = {
        "first": date(year, 1, 1).isoformat(),
        "last": min(date(year, 12, 31), as_of).isoformat(),
        "as_of": as_of.isoformat(),
        "shown_on": (since or publication.as_of).isoformat(),
    }
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {**days, "year": year, "publication": key})
        return {UUID(str(member_id)): count for member_id, count in cursor.fetchall()}
