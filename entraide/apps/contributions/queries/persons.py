"""Reads of what each person costs a member: the lines of a year, or of one line of its account, by pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from entraide.apps.beneficiaries.queries.presences import called_until, names_until
from entraide.apps.contributions.models import ContributionLine, Dispute, PersonLine
from entraide.apps.contributions.translation import rate_key
from entraide.core.money import ZERO, Money
from entraide.core.names import normalise
from entraide.orm.acts import parts


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which lines are wanted: by name, class or reason, a part of the year only, disputed ones; what is empty narrows nothing."""

    text: str = ""
    head_class: str = ""
    reason: str = ""
    is_partial: bool = False
    is_disputed: bool = False


EVERYTHING = Narrowing()


def person_lines(member_id: UUID, *, year: int, line_id: UUID | None = None, wanted: Narrowing = EVERYTHING) -> QuerySet[PersonLine]:
    """Give the lines that stand of a member's year, or all those of one line of its account, by name; `named` says what rows carry."""
    standing = {"withdraws__isnull": True, "withdrawn_by__isnull": True} if line_id is None else {"line_id": line_id}
    rows = PersonLine.objects.filter(line__member_id=member_id, line__year=year, **standing)
    rows = rows.alias(search_name=called_until("until"))
    return _narrowed(rows, wanted).order_by("search_name", "beneficiary_id", "since", "pk")


def _narrowed(rows: QuerySet[PersonLine], wanted: Narrowing) -> QuerySet[PersonLine]:
    for word in normalise(wanted.text).split():
        rows = rows.filter(search_name__contains=word)
    if wanted.head_class:
        rows = rows.filter(head_class=wanted.head_class)
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason)
    if wanted.is_partial:
        rows = rows.exclude(since__month=1, since__day=1, until__month=1, until__day=1)
    return rows.filter(Exists(Dispute.objects.filter(person_line_id=OuterRef("pk")))) if wanted.is_disputed else rows


def named(rows: Iterable[PersonLine]) -> list[PersonLine]:
    """Give lines with `family_name` and `given_name`, as the person was called then, and `dispute_state`, that of the last dispute.

    Two queries for a page; two for each thousand lines of a file.
    """
    found = list(rows)
    for some in parts(found):
        names = names_until({(row.beneficiary_id, row.until) for row in some})
        told = Dispute.objects.filter(person_line_id__in=[row.pk for row in some]).order_by("opened_at", "pk")
        states = dict(told.values_list("person_line_id", "state"))
        for row in some:
            row.family_name, row.given_name = names[row.beneficiary_id, row.until]
            row.dispute_state = states.get(row.pk, "")
    return found


@dataclass(frozen=True, slots=True)
class PersonSums:
    """What lines add up to: persons, lines, amount."""

    people: int
    lines: int
    amount: Money


def adds_up(rows: QuerySet[PersonLine]) -> PersonSums:
    """Add lines up in one query."""
    found = rows.order_by().aggregate(people=Count("beneficiary_id", distinct=True), lines=Count("pk"), amount=Sum("cents"))
    return PersonSums(found["people"], found["lines"], found["amount"] or ZERO)


def by_class(member_id: UUID, *, year: int) -> list[tuple[str, Money, int, int, Money]]:
    """Add up the lines that stand by class and rate: class, rate, persons, days, amount."""
    rows = PersonLine.objects.filter(line__member_id=member_id, line__year=year, withdraws__isnull=True, withdrawn_by__isnull=True)
    told = rows.order_by("head_class", "-rate").values("head_class", "rate")
    told = told.annotate(people=Count("beneficiary_id", distinct=True), days=Sum("days"), amount=Sum("cents"))
    return [(row["head_class"], row["rate"], row["people"], row["days"], row["amount"]) for row in told]


@dataclass(frozen=True, slots=True)
class RateSource:
    """Where a rate comes from: its text, how sure it is, whether somebody confirmed it for the year."""

    source: str
    confidence: str
    is_confirmed: bool


def sources_of(member_id: UUID, *, year: int) -> dict[str, RateSource]:
    """Give where each rate of a member's year comes from, by class and cents (see `rate_key`)."""
    rows = ContributionLine.objects.filter(member_id=member_id, year=year, origin="platform").order_by("on", "pk")
    return {key: RateSource(*told[1:]) for rates in rows.values_list("rates", flat=True) for key, told in rates.items()}


def is_provisional(member_id: UUID, *, year: int) -> bool:
    """Tell whether what stands of a member's year was reckoned at a rate that was only carried on."""
    rows = ContributionLine.objects.filter(member_id=member_id, year=year, origin="platform", cancelled_by__isnull=True)
    told = rows.exclude(kind="cancellation").order_by("pk").values_list("rates", flat=True)
    return any(not is_confirmed for rates in told for *_, is_confirmed in rates.values())


def source_of(line: PersonLine, sources: Mapping[str, RateSource]) -> RateSource:
    """Give where the rate of one line comes from."""
    return sources[rate_key(line.head_class, line.rate)]


def person_line(line_id: UUID, *, member_id: UUID | None = None) -> Any:
    """Give one line with the name, the withdrawing line and the account line that it is of; of one member where it is named."""
    rows = PersonLine.objects.filter(pk=line_id).annotate(withdrawn=F("withdrawn_by__line__on"))
    rows = rows.filter(Q(line__member_id=member_id)) if member_id else rows
    return next(iter(named(rows.select_related("line").order_by("pk"))), None)
