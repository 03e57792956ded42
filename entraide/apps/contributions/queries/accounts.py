"""Reads of what members are called for."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from entraide.apps.contributions.models import ContributionLine
from entraide.core.money import ZERO, Money


def lines_of(member_id: UUID, *, year: int) -> QuerySet[ContributionLine]:
    """Give a member's lines of a civil year, by day."""
    return ContributionLine.objects.filter(member_id=member_id, year=year).order_by("on", "external_key")


def called(*, years: list[int], as_of: date) -> dict[tuple[UUID, int], Money]:
    """Give what each member was called for in each civil year, adjustments up to `as_of` included."""
    rows = ContributionLine.objects.filter(year__in=years, on__lte=as_of).order_by("member_id", "year")
    totals = rows.values("member_id", "year").annotate(total=Sum("cents")).values_list("member_id", "year", "total")
    return {(member_id, year): total for member_id, year, total in totals}


def called_for(member_id: UUID, *, year: int, as_of: date) -> Money:
    """Give what one member was called for in a civil year, adjustments up to `as_of` included."""
    return called(years=[year], as_of=as_of).get((member_id, year), ZERO)


def has_lines(member_ids: Collection[UUID], *, after: datetime) -> bool:
    """Tell whether something was written in the accounts of members after an instant."""
    return ContributionLine.objects.filter(member_id__in=member_ids, recorded_at__gt=after).exists()


def called_among(member_ids: Collection[UUID], *, years: Collection[int], as_of: date) -> dict[int, Money]:
    """Give what these members were called for in each civil year, all together, adjustments up to `as_of` included."""
    rows = ContributionLine.objects.filter(member_id__in=member_ids, year__in=years, on__lte=as_of).order_by("year")
    totals = rows.values("year").annotate(total=Sum("cents")).values_list("year", "total")
    return dict.fromkeys(years, ZERO) | dict(totals)
