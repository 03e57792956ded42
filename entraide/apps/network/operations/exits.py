"""End the mandates of members that leave the association, and let them go on where one stays after all: a part of the acts on contracts."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.members.operations.exits import AtExit
from entraide.apps.network.models import Mandate
from entraide.orm.acts import Stamp, ended, parts, rewrite


def end_mandates(member_ids: Collection[UUID], *, on: date, act: Stamp) -> set[UUID]:
    """End on a day the mandates of members that would go beyond it; give the members that had some."""
    found: set[UUID] = set()
    for keys in parts(sorted(member_ids)):
        held = (
            Mandate.objects.select_for_update().current().filter(Q(until__isnull=True) | Q(until__gt=on), member_id__in=keys, since__lt=on)
        )
        rows = list(held.order_by("pk"))
        ended(rows, on, act=act)
        found |= {row.member_id for row in rows}
    return found


def give_mandates_back(member_id: UUID, *, on: date, act: Stamp) -> None:
    """Let the mandates of a member go on that ended on a day with its contract, up to where they went, or to whoever follows.

    One that was handed over since goes on with its new holder; one that was to end on that day anyway still does.
    """
    for row in Mandate.objects.select_for_update().current().filter(member_id=member_id, until=on).order_by("pk"):
        later = Mandate.objects.current().filter(member_id=member_id, kind=row.kind, since__gte=on).order_by("since").first()
        ends = [day for day in (_went_to(row), later and later.since) if day is not None]
        rewrite([row], act, until=min(ends, default=None))


def _went_to(row: Mandate) -> date | None:
    """Give the end of a mandate before its member's contract gave it one."""
    held = row
    while held.recorded_by is not None:
        written = Mandate.objects.filter(member_id=row.member_id, kind=row.kind, superseded_by=held.recorded_by)
        earlier = written.order_by("-since", "-pk").first()
        if earlier is None:
            break
        if earlier.until is None or earlier.until > row.until:
            return earlier.until
        held = earlier
    return row.until


AT_EXIT = AtExit(end_mandates, give_mandates_back)
