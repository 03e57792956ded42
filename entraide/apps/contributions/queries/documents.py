"""Reads of documents: what was issued, what is owed on it, what waits for a document and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from entraide.apps.contributions.models import CallDocument, ContributionLine, Deposit, DocumentPart, Receipt
from entraide.apps.contributions.queries.debtors import debtors_behind, debtors_now
from entraide.apps.documents.queries import content_of
from entraide.apps.members.queries import billed_establishments, bodies_on
from entraide.core.labels import Labelled
from entraide.core.money import ZERO, Money
from entraide.orm.fields import MoneyField


class DocumentState(Labelled):
    """Where a document stands on a day."""

    ISSUED = "issued", "émis"
    DEPOSITED = "deposited", "déposé"
    PARTLY_PAID = "partly_paid", "payé en partie"
    LATE = "late", "en retard"
    PAID = "paid", "payé"
    CANCELLED = "cancelled", "annulé"
    CREDIT = "credit", "avoir"


def _sum_of(rows: QuerySet, key: str) -> Coalesce:
    """Add up the amounts of other rows about each document."""
    added = rows.order_by().values(key).annotate(total=Sum("cents")).values("total")
    return Coalesce(Subquery(added, output_field=MoneyField()), Value(ZERO, output_field=MoneyField()))


def documents(on: date) -> QuerySet[CallDocument]:
    """Give every document, the last number first, without its content.

    Rows carry `credited` (what credits gave back), `received`, `owed` (nothing on a credit or a cancelled document; below zero where too
    much came), `deposit` (the last status said) and `state`, as of a day.
    """
    # Two sums, each through its own index: one over either column would read every document for each.
    taken_back = CallDocument.objects.filter(takes_back_id=OuterRef("pk"))
    lowered = CallDocument.objects.filter(lowers_id=OuterRef("pk"))
    received = Receipt.objects.filter(document_id=OuterRef("pk"))
    deposit = Deposit.objects.filter(document_id=OuterRef("pk")).order_by("-said_on", "-recorded_at", "-pk").values("status")[:1]
    rows = CallDocument.objects.defer("content").annotate(
        is_cancelled=Exists(CallDocument.objects.filter(takes_back_id=OuterRef("pk"))),
        credited=ExpressionWrapper(_sum_of(taken_back, "takes_back_id") + _sum_of(lowered, "lowers_id"), output_field=MoneyField()),
        received=_sum_of(received, "document_id"),
        deposit=Coalesce(Subquery(deposit), Value("")),
    )
    closed = Q(kind="credit") | Q(is_cancelled=True)
    nothing = Value(ZERO, output_field=MoneyField())
    rows = rows.annotate(
        owed=Case(When(closed, then=nothing), default=F("cents") - F("credited") - F("received"), output_field=MoneyField())
    )
    state = Case(
        When(kind="credit", then=Value(DocumentState.CREDIT.value)),
        When(is_cancelled=True, then=Value(DocumentState.CANCELLED.value)),
        When(owed__lte=nothing, then=Value(DocumentState.PAID.value)),
        When(due_on__lt=on, then=Value(DocumentState.LATE.value)),
        When(received__gt=nothing, then=Value(DocumentState.PARTLY_PAID.value)),
        When(~Q(deposit=""), then=Value(DocumentState.DEPOSITED.value)),
        default=Value(DocumentState.ISSUED.value),
    )
    return rows.annotate(state=state).order_by("-issued_on", "-number")


def document(document_id: UUID, *, on: date) -> CallDocument | None:
    """Give one document with all that `documents` says of it, or nothing."""
    return documents(on).filter(pk=document_id).first()


def numbered(number: str) -> UUID | None:
    """Give the key of the document that bears a number, or nothing."""
    return CallDocument.objects.filter(number=number).order_by("pk").values_list("pk", flat=True).first()


def narrowed(
    rows: QuerySet[CallDocument], *, text: str = "", state: str = "", year: int | None = None, deposit: str = ""
) -> QuerySet[CallDocument]:
    """Keep the documents whose number holds a text, or whose debtor's name or SIREN does; in a state, of a year, with a deposit status."""
    number = "".join(text.split())
    if text.strip():
        rows = rows.filter(Q(number__icontains=number) | Q(debtor_name__icontains=text.strip()) | Q(debtor__siren__startswith=number))
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(year=year)
    return rows.filter(deposit=deposit) if deposit else rows


@dataclass(frozen=True, slots=True)
class Totals:
    """What documents add up to: asked for, less what credits gave back; received; still owed."""

    count: int
    asked: Money
    received: Money
    owed: Money


def totals_of(rows: QuerySet[CallDocument]) -> Totals:
    """Count and add up documents."""
    signed = Case(When(kind="credit", then=-F("cents")), default=F("cents"), output_field=MoneyField())
    found = rows.order_by().aggregate(count=Count("pk"), asked=Sum(signed), came=Sum("received"), left=Sum("owed"))
    return Totals(found["count"], found["asked"] or ZERO, found["came"] or ZERO, found["left"] or ZERO)


def years_of_documents() -> list[int]:
    """List the civil years that documents are about, the last first."""
    return list(CallDocument.objects.order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Links:
    """The documents that one hangs together with: taken back by a credit, lowered by some, replaced or replacing; its own call."""

    taken_back_by: CallDocument | None
    lowered_by: tuple[CallDocument, ...]
    replaced_by: CallDocument | None
    replaces: CallDocument | None
    about: CallDocument | None


def links_of(row: CallDocument) -> Links:
    """Give the documents that one hangs together with, in one query."""
    keys = Q(takes_back=row) | Q(lowers=row) | Q(replaces=row) | Q(pk__in=[row.replaces_id, row.takes_back_id, row.lowers_id])
    found = list(CallDocument.objects.defer("content").filter(keys).order_by("number"))
    by_key = {each.pk: each for each in found}
    return Links(
        next((each for each in found if each.takes_back_id == row.pk), None),
        tuple(each for each in found if each.lowers_id == row.pk),
        next((each for each in found if each.replaces_id == row.pk), None),
        by_key.get(row.replaces_id),
        by_key.get(row.takes_back_id) or by_key.get(row.lowers_id),
    )


def file_of(row: CallDocument) -> bytes | None:
    """Give the file of a document, always the same bytes; nothing while it is not printed.

    :raises KeyLost: if its key is lost or the file was altered.
    """
    return content_of(row.file_id) if row.file_id else None


def of_debtor(member_id: UUID, *, on: date) -> QuerySet[CallDocument]:
    """Give the documents addressed to a body, or to those that it alone took over, the last first."""
    return documents(on).filter(debtor_id__in=debtors_behind(member_id, on=on))


def parts_of(document_id: UUID) -> QuerySet[DocumentPart]:
    """Give what a document asks for, line by line of the members' accounts."""
    return DocumentPart.objects.filter(document_id=document_id).select_related("line", "line__member").order_by("line__on", "pk")


def undocumented() -> QuerySet[ContributionLine]:
    """Give the lines of the platform that no document asks for yet, by day; rows carry the `debtor` who pays for the member."""
    rows = ContributionLine.objects.filter(~Exists(DocumentPart.objects.filter(line_id=OuterRef("pk"))), origin="platform")
    # What was cancelled is asked for no more, and the documents that asked for it were given back by the act itself.
    rows = rows.filter(cancelled_by__isnull=True).exclude(kind="cancellation")
    return rows.annotate(debtor=Coalesce("payer_id", "member_id")).order_by("on", "pk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a debtor is not asked for yet in a civil year, and what must be completed first (`missing`, empty where nothing is)."""

    debtor_id: UUID
    name: str
    year: int
    count: int
    amount: Money
    missing: str


def waiting_groups() -> QuerySet[Any]:
    """Give what waits for a document by debtor and year, to page."""
    return undocumented().order_by("year", "debtor").values("year", "debtor").annotate(count=Count("pk"), amount=Sum("cents"))


def waiting(groups: Iterable[Any], *, on: date) -> list[Waiting]:
    """Say what waits, and why: the debtor is gone, has no billed establishment, or is owed money on no document that could be lowered.

    Whether money is owed to a debtor is judged, as at the issue, on all that waits for it in a year and for whom it took over.
    """
    held = list(groups)
    standing = debtors_now({group["debtor"] for group in held}, on=on)
    debtors = set(standing.values())
    names = {view.id: view.name for view in bodies_on(on, member_ids=debtors)}
    billed = billed_establishments(debtors, on=on)
    less = _owed_back({group["year"] for group in held}, on=on)
    lowered = calls_to_lower({key: behind for key, behind in less.items() if key[0] in debtors})
    found = []
    for group in held:
        debtor, year = standing[group["debtor"]], group["year"]
        missing = ""
        if not names.get(debtor):
            missing = "gone"
        elif debtor not in billed:
            missing = "establishment"
        elif (debtor, year) in less and (debtor, year) not in lowered:
            missing = "call"
        found.append(Waiting(debtor, names.get(debtor) or "", year, group["count"], group["amount"], missing))
    return found


def _owed_back(years: Collection[int], *, on: date) -> dict[tuple[UUID, int], set[UUID]]:
    """Name the debtors for whom what waits in a year comes to less than nothing, each with those it stands for there."""
    groups = list(waiting_groups().filter(year__in=years))
    standing = debtors_now({group["debtor"] for group in groups}, on=on)
    amounts: dict[tuple[UUID, int], Money] = defaultdict(lambda: ZERO)
    behind: dict[tuple[UUID, int], set[UUID]] = defaultdict(set)
    for group in groups:
        key = standing[group["debtor"]], group["year"]
        amounts[key] += group["amount"]
        behind[key] |= {key[0], group["debtor"]}
    return {key: behind[key] for key, amount in amounts.items() if amount < ZERO}


def calls_to_lower(asked: Mapping[tuple[UUID, int], Collection[UUID]]) -> dict[tuple[UUID, int], CallDocument]:
    """Give the call that an adjustment below zero is taken off, by debtor and year: the last that stands of those that it stands for."""
    debtors, years = {key for keys in asked.values() for key in keys}, {year for _, year in asked}
    rows = CallDocument.objects.filter(kind="call", debtor_id__in=debtors, year__in=years, taken_back_by__isnull=True)
    by_debtor = {(row.debtor_id, row.year): row for row in rows.order_by("number")}
    found = {}
    for (debtor, year), keys in asked.items():
        standing = [by_debtor[key, year] for key in keys if (key, year) in by_debtor]
        if standing:
            found[debtor, year] = max(standing, key=lambda row: row.number)
    return found
