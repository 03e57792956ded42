"""Reads of what members are called for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from entraide.apps.contributions.models import ContributionLine
from entraide.apps.members.queries.members import holding
from entraide.apps.members.queries.perimeters import bodies_called
from entraide.core.money import ZERO, Money
from entraide.orm.fields import MoneyField


def lines_of(member_id: UUID, *, year: int) -> QuerySet[ContributionLine]:
    """Give a member's lines of a civil year, by day."""
    return ContributionLine.objects.filter(member_id=member_id, year=year).order_by("on", "external_key")


def years_of(member_id: UUID) -> list[int]:
    """List the civil years that a member was called for, the last first."""
    rows = ContributionLine.objects.filter(member_id=member_id).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def line_of(member_id: UUID, *, line_id: UUID) -> ContributionLine | None:
    """Give one line of a member's account, or nothing."""
    return ContributionLine.objects.filter(pk=line_id, member_id=member_id).order_by("pk").first()


def is_imported(lines: Iterable[ContributionLine]) -> bool:
    """Tell whether some line of an account says nothing of persons: it was taken over."""
    return any(line.origin == "imported" for line in lines)


def called(*, years: list[int], as_of: date) -> dict[tuple[UUID, int], Money]:
    """Give what each member was called for in each civil year, adjustments up to `as_of` included."""
    rows = ContributionLine.objects.filter(year__in=years, on__lte=as_of).order_by("member_id", "year")
    totals = rows.values("member_id", "year").annotate(total=Sum("cents")).values_list("member_id", "year", "total")
    return {(member_id, year): total for member_id, year, total in totals}


def called_for(member_id: UUID, *, year: int, as_of: date) -> Money:
    """Give what one member was called for in a civil year, adjustments up to `as_of` included."""
    return called_among([member_id], years=[year], as_of=as_of)[year]


def has_lines(member_ids: Collection[UUID], *, after: datetime) -> bool:
    """Tell whether something was written in the accounts of members after an instant."""
    return ContributionLine.objects.filter(member_id__in=member_ids, recorded_at__gt=after).exists()


def called_among(member_ids: Collection[UUID], *, years: Collection[int], as_of: date) -> dict[int, Money]:
    """Give what these members were called for in each civil year, all together, adjustments up to `as_of` included."""
    rows = ContributionLine.objects.filter(member_id__in=member_ids, year__in=years, on__lte=as_of).order_by("year")
    totals = rows.values("year").annotate(total=Sum("cents")).values_list("year", "total")
    return dict.fromkeys(years, ZERO) | dict(totals)


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts are wanted: by name or SIREN, by origin of their lines, adjusted ones; what is empty narrows nothing."""

    text: str = ""
    origin: str = ""
    is_adjusted: bool = False


EVERY_ACCOUNT = AccountFilter()


def accounts(year: int, *, on: date, wanted: AccountFilter = EVERY_ACCOUNT) -> QuerySet:
    """Give the accounts of a year by member, in one query: `name`, `siren`, `heads`, `called`, `adjusted`, `total`, `origin`."""
    # Joined, not asked for row by row: the list of all members is sorted by name.
    rows = _accounts(year, wanted).annotate(
        named=holding("member__names", on), siren=F("member__siren"), name=Coalesce(F("named__name"), F("member__siren"))
    )
    return rows.order_by("name", "siren")


def _accounts(year: int, wanted: AccountFilter) -> QuerySet:
    nothing = Value(ZERO, output_field=MoneyField())
    standing = Q(cancelled_by__isnull=True)
    rows = ContributionLine.objects.filter(year=year).values("member_id")
    rows = rows.annotate(
        heads=Sum("head_count", filter=standing & Q(kind="call"), default=0),
        called=Coalesce(Sum("cents", filter=standing & Q(kind="call")), nothing),
        adjusted=Coalesce(Sum("cents", filter=standing & Q(kind="adjustment")), nothing),
        adjustments=Count("pk", filter=standing & Q(kind="adjustment")),
        total=Sum("cents"),
        origin=Max("origin"),
    )
    if wanted.text:
        rows = rows.filter(member_id__in=bodies_called(wanted.text))
    if wanted.origin:
        rows = rows.filter(origin=wanted.origin)
    if wanted.is_adjusted:
        rows = rows.filter(adjustments__gt=0)
    return rows


def accounts_add_up(year: int, *, wanted: AccountFilter = EVERY_ACCOUNT) -> tuple[int, int, Money, Money, Money]:
    """Add the accounts of a year up: how many, heads, called, adjusted, total."""
    sums = {name: Sum(name, default=None) for name in ("heads", "called", "adjusted", "total")}
    found = _accounts(year, wanted).order_by().aggregate(count=Count("member_id"), **{f"all_{name}": each for name, each in sums.items()})
    heads, *amounts = (found[f"all_{name}"] for name in sums)
    return found["count"], heads or 0, *(amount or ZERO for amount in amounts)


def called_years() -> list[int]:
    """List the civil years that somebody was called for, the last first."""
    return list(ContributionLine.objects.order_by("-year").values_list("year", flat=True).distinct())
