"""The owner of a cause claims the bank line that paid or returned it: once, under a unique key."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from entraide.apps.payments.models import BankLine
from entraide.apps.payments.queries import Movement


def mark_followed(movement: Movement, *, owner: str) -> bool:
    """Claim a line for its owner; give whether it was still free. The owner's act carries the audit entry."""
    key = f"{owner}:{movement.kind}:{movement.cause_id}:{movement.attempt}"
    return bool(BankLine.objects.filter(pk=movement.line_id, claimed_by="").update(claimed_by=key))


def hold_credits(line_ids: Collection[UUID]) -> list[BankLine]:
    """Lock money that came in and that nobody has claimed, until the end of the transaction."""
    return _held(line_ids, "credit")


def hold_debits(line_ids: Collection[UUID]) -> list[BankLine]:
    """Lock money that went out for no transfer of ours and that nobody has claimed, until the end of the transaction."""
    return _held(line_ids, "debit")


def _held(line_ids: Collection[UUID], kind: str) -> list[BankLine]:
    wanted = {"kind": kind, "outcome": BankLine.Outcome.OTHER, "claimed_by": ""}
    return list(BankLine.objects.select_for_update().filter(pk__in=line_ids, **wanted).order_by("pk"))


def claim_lines(line_ids: Collection[UUID], *, owner: str) -> None:
    """Claim lines that are held for their owner. The owner's act carries the audit entry."""
    BankLine.objects.filter(pk__in=line_ids).update(claimed_by=Concat(Value(f"{owner}:"), Cast("pk", CharField())))


def release_line(line_id: UUID, *, owner: str) -> bool:
    """Give a line back to nobody; give whether its owner held it."""
    return bool(BankLine.objects.filter(pk=line_id, claimed_by__startswith=f"{owner}:").update(claimed_by=""))
