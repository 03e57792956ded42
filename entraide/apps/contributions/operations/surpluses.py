"""What came too much on a document: counted for other calls of the same debtor, or given back by a debit of the bank."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallDocument, Receipt
from entraide.apps.contributions.operations.receipts import OWNER, hold_documents
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.debtors import debtors_now
from entraide.apps.contributions.refusals import LineTaken, NoSurplus, NotFound, NothingChosen, NothingOwed, OtherDebtor, RefundTooHigh
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.operations.following import claim_lines, hold_debits
from entraide.core.contributions.matching import Open, allotted
from entraide.core.ledger import post_contribution_refunded
from entraide.core.money import ZERO, Money, total
from entraide.orm.keys import uuid7


@transaction.atomic
def apply_surplus(*, document_id: UUID, onto: Sequence[UUID], actor: Actor, at: datetime, on: date) -> Money:
    """Count what came too much on a document for other calls of its debtor, in their order, as far as they owe; give how much was moved.

    The journal says nothing: it is owed and received by one and the same member. What is left over stays on the document.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NothingChosen: if no other call was.
    :raises NotFound: if one is no call that stands.
    :raises NoSurplus: if nothing came too much.
    :raises OtherDebtor: if a call is another debtor's: that money is not its own.
    :raises NothingOwed: if nothing is owed on what was chosen.
    """
    require_accountant(actor)
    chosen = [key for key in dict.fromkeys(onto) if key != document_id]
    if not chosen:
        raise NothingChosen
    owed = hold_documents({document_id, *chosen}, on=on)
    if {document_id, *chosen} - set(owed):
        raise NotFound
    rows = {row.pk: row for row in CallDocument.objects.filter(pk__in=owed).defer("content").order_by("pk")}
    surplus = -owed[document_id]
    if surplus <= ZERO:
        raise NoSurplus(number=rows[document_id].number)
    standing = debtors_now({row.debtor_id for row in rows.values()}, on=on)
    for key in chosen:
        if standing[rows[key].debtor_id] != standing[rows[document_id].debtor_id]:
            raise OtherDebtor(number=rows[key].number, name=rows[document_id].debtor_name)
    room = [Open(key, owed[key]) for key in chosen if owed[key] > ZERO]
    if not room:
        raise NothingOwed
    moved = min(surplus, total(each.owed for each in room))
    shares = allotted(moved, room, keeps_surplus=False)
    by = {"recorded_by": actor.author_id, "recorded_at": at}
    for key, part in shares:
        _move(rows[document_id], rows[key], part, **by)
    payload = {"cents": moved.cents, "onto": [rows[key].number for key, _ in shares]}
    record("contributions.surplus_applied", actor=actor, subject=("call_document", document_id), at=at, on=on, payload=payload)
    return moved


def _move(held: CallDocument, other: CallDocument, amount: Money, **by: object) -> None:
    """Move money from a document to another, taken from the last receipts: each is undone, its rest written again."""
    left = amount
    standing = Receipt.objects.filter(document=held, undoes__isnull=True, undone_by__isnull=True, cents__gt=ZERO)
    for receipt in standing.order_by("-on", "-pk"):
        part = min(left, receipt.cents)
        if part == ZERO:
            break
        said = {"bank_line_id": receipt.bank_line_id, "on": receipt.on, "found_by": receipt.found_by, **by}
        Receipt.objects.create(
            id=uuid7(), document=held, cents=-receipt.cents, undoes=receipt, reason=f"Trop-perçu reporté sur {other.number}", **said
        )
        if rest := receipt.cents - part:
            Receipt.objects.create(id=uuid7(), document=held, cents=rest, **said)
        Receipt.objects.create(id=uuid7(), document=other, cents=part, reason=f"Trop-perçu reporté de {held.number}", **said)
        left -= part


@transaction.atomic
def refund_surplus(*, document_id: UUID, line_id: UUID, actor: Actor, at: datetime, on: date) -> Money:
    """Count a debit of the bank as what gives back to a debtor what came too much on its document; give how much.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NotFound: if the document is no call that stands.
    :raises LineTaken: if the line is no debit, or was counted for something meanwhile.
    :raises NoSurplus: if nothing came too much.
    :raises RefundTooHigh: if the bank paid more than what came too much.
    """
    require_accountant(actor)
    lines = hold_debits([line_id])
    if not lines:
        raise LineTaken
    line, owed = lines[0], hold_documents({document_id}, on=on)
    if document_id not in owed:
        raise NotFound
    surplus = -owed[document_id]
    if surplus <= ZERO:
        raise NoSurplus(number=CallDocument.objects.get(pk=document_id).number)
    if -line.cents > surplus:
        raise RefundTooHigh(amount=-line.cents, surplus=surplus)
    receipt = Receipt.objects.create(
        id=uuid7(),
        bank_line_id=line_id,
        document_id=document_id,
        cents=line.cents,
        on=line.booked_on,
        found_by="hand",
        reason="Trop-perçu remboursé",
        recorded_by=actor.author_id,
        recorded_at=at,
    )
    ledger.post([post_contribution_refunded(receipt.pk.hex, -line.cents, max(on, line.booked_on))], at=at)
    claim_lines([line_id], owner=OWNER)
    payload = {"cents": -line.cents.cents, "bank_line": str(line_id)}
    record("contributions.surplus_refunded", actor=actor, subject=("call_document", document_id), at=at, on=on, payload=payload)
    return -line.cents
