"""Reads of the way of documents to the accounts of their debtors."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from entraide.apps.contributions.models import CallDocument, Deposit
from entraide.core.contributions.deposits import DepositStatus
from entraide.orm.acts import parts


def to_deposit() -> QuerySet[CallDocument]:
    """Give printed documents that were never handed over, by number.

    A call that was cancelled before it left stays, and so does the credit that takes it back.
    """
    said = Deposit.objects.filter(document_id=OuterRef("pk"))
    about = Deposit.objects.filter(document_id=OuterRef("takes_back_id"))
    left_nothing = Q(takes_back__isnull=False) & ~Exists(about)
    rows = CallDocument.objects.filter(~Exists(said), file__isnull=False, taken_back_by__isnull=True).exclude(left_nothing)
    return rows.order_by("issued_on", "number")


def unprinted_count() -> int:
    """Count the documents that wait for their file."""
    return CallDocument.objects.filter(file__isnull=True).count()


def counts_by_status() -> dict[DepositStatus, int]:
    """Count documents by the last thing said of them, in the order of the way."""
    last = Deposit.objects.filter(document_id=OuterRef("pk")).order_by("-said_on", "-recorded_at", "-pk").values("status")[:1]
    rows = CallDocument.objects.annotate(last=Subquery(last)).filter(last__isnull=False).order_by("last").values("last")
    found = dict(rows.annotate(count=Count("pk")).values_list("last", "count"))
    return {status: found[status] for status in DepositStatus if status in found}


def histories(document_ids: Iterable[UUID]) -> dict[UUID, list[Deposit]]:
    """Give what was said of each document, in order."""
    found: dict[UUID, list[Deposit]] = {key: [] for key in document_ids}
    for some in parts(sorted(found)):
        for row in Deposit.objects.filter(document_id__in=some).order_by("said_on", "recorded_at", "pk"):
            found[row.document_id].append(row)
    return found


def deposits_of(document_id: UUID) -> list[tuple[DepositStatus, Any]]:
    """List what was said of a document, in order, each with its status."""
    rows = Deposit.objects.filter(document_id=document_id).order_by("said_on", "recorded_at", "pk")
    return [(DepositStatus(row.status), row) for row in rows]
