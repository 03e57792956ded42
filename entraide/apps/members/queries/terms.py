"""Reads of contracts by thousands, as they were known at an instant: whom they cover over which days, and who pays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from entraide.apps.members.models import MemberName, Membership
from entraide.apps.members.translation import covers_written_in
from entraide.core.membership.contracts import Cover, Scope


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says over [since, until): its scope, what a partial one covers, the intermediary that pays."""

    since: date
    until: date | None
    scope: Scope
    covers: tuple[Cover, ...]
    payer_id: UUID | None


def terms_in(year: int, *, member_ids: Collection[UUID], known_at: datetime) -> dict[UUID, list[Terms]]:
    """Give by member what its contracts said on the days of a civil year, oldest first, in one query."""
    rows = Membership.objects.known_at(known_at).meeting(year).filter(member_id__in=member_ids).order_by("member_id", "since")
    found: dict[UUID, list[Terms]] = {}
    for member, since, until, scope, covers, payer in rows.values_list("member_id", "since", "until", "scope", "covers", "payer_id"):
        found.setdefault(member, []).append(Terms(since, until, Scope(scope), covers_written_in(covers), payer))
    return found


def belonging_between(member_ids: Collection[UUID], *, since: date, until: date) -> set[UUID]:
    """Keep the bodies that exist, with a contract, on some day of [since, until)."""
    meets = Q(until__isnull=True) | Q(until__gt=since)
    named = MemberName.objects.current().filter(meets, since__lt=until, member_id__in=member_ids).order_by().values("member_id")
    rows = Membership.objects.current().filter(meets, since__lt=until, member_id__in=member_ids).filter(member_id__in=named)
    return set(rows.order_by().values_list("member_id", flat=True))


def contracted_in(year: int, *, known_at: datetime, after: UUID | None = None, limit: int | None = None) -> list[UUID]:
    """List in order the members with a contract on some day of a civil year: `limit` of them whose key comes after one."""
    rows = Membership.objects.known_at(known_at).meeting(year).order_by("member_id")
    rows = rows.filter(member_id__gt=after) if after else rows
    return list(rows.values_list("member_id", flat=True).distinct()[:limit])
