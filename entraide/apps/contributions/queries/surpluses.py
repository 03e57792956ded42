"""Reads of what came too much: the documents concerned, what each may pay, which debits of the bank may have given it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.contributions.models import CallDocument
from entraide.apps.contributions.queries.debtors import debtors_behind, debtors_now
from entraide.apps.contributions.queries.documents import documents
from entraide.apps.payments import queries as payments
from entraide.core.money import ZERO


def surpluses(on: date) -> QuerySet[CallDocument]:
    """Give the calls on which too much came, the largest surplus first; `owed` is below zero."""
    return documents(on).filter(kind="call", owed__lt=ZERO).order_by("owed", "number")


def uses_of(document_id: UUID, *, on: date) -> QuerySet[CallDocument]:
    """Give the calls that what came too much on one may pay: those on which its debtor owes, the first due first."""
    debtor_id = CallDocument.objects.values_list("debtor_id", flat=True).get(pk=document_id)
    debtors = debtors_behind(debtors_now({debtor_id}, on=on)[debtor_id], on=on)
    return documents(on).filter(debtor_id__in=debtors, owed__gt=ZERO).exclude(pk=document_id).order_by("due_on", "number")


def refunds_for(row: Any) -> QuerySet[Any]:
    """Give the debits of the bank that nobody has claimed and that may have given back what came too much: those of its very amount."""
    return payments.unclaimed_debits().filter(cents=row.owed)
