"""Reading what the bank says: paid, or returned with its reason."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.models import BankLine, BankStatement, PaymentOrder, Transfer
from entraide.apps.payments.policies import can_prepare, can_release, require
from entraide.apps.payments.refusals import StatementReadAlready
from entraide.apps.payments.translation import facts_of, put_status, status_of
from entraide.core.ledger import post_transfer_returned, post_transfer_settled
from entraide.core.money import Money
from entraide.core.sepa.reasons import return_reason
from entraide.core.workflow.payments import advance_order
from entraide.integrations.camt053 import LineKind, Statement, read_camt053
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement told: transfers paid, transfers returned, lines that are nobody's transfer."""

    statement_id: UUID
    settled_count: int
    returned_count: int
    other_count: int


@transaction.atomic
def import_statement(*, content: bytes, name: str, actor: Actor, at: datetime, on: date) -> Read:
    """Read a camt.053 once: store its lines, settle and return transfers, post each to the journal.

    :raises StatementInvalid: if the file is not a statement of our account that adds up; nothing is stored then.
    :raises StatementReadAlready: if it was read before.
    """
    require(can_prepare(actor) or can_release(actor))
    statement = read_camt053(content, settings.ENTRAIDE_DEBTOR["iban"])
    if BankStatement.objects.filter(identification=statement.id).exists():
        raise StatementReadAlready(identification=statement.id)
    statement_id = _store(statement, content, name, actor=actor, at=at, on=on)
    counts = {"settled": 0, "returned": 0, "": 0}
    for line in BankLine.objects.filter(statement_id=statement_id).order_by("position"):
        counts[_apply(line, at=at)] += 1
    payload = {"identification": statement.id, "settled": counts["settled"], "returned": counts["returned"]}
    record("payments.statement_read", actor=actor, subject=("bank_statement", statement_id), at=at, on=on, payload=payload)
    return Read(statement_id, counts["settled"], counts["returned"], counts[""])


def _store(statement: Statement, content: bytes, name: str, *, actor: Actor, at: datetime, on: date) -> UUID:
    document_id = keep(file=NewFile(content, name, "application/xml", "camt.053"), actor=actor, at=at, on=on)
    row = BankStatement.objects.create(
        id=uuid7(),
        document_id=document_id,
        identification=statement.id,
        account_ending=statement.account_iban[-4:],
        opened_on=statement.from_on,
        closed_on=statement.to_on,
        opening_balance=statement.opening,
        closing_balance=statement.closing,
        imported_by=actor.account_id,
        imported_at=at,
    )
    BankLine.objects.bulk_create(
        BankLine(
            statement=row,
            position=position,
            kind=line.kind,
            cents=Money(line.cents),
            booked_on=line.booked_on,
            end_to_end=line.end_to_end_id or "",
            reference=line.reference[:140],
            reason_code=line.reason_code,
            reason=(return_reason(line.reason_code, line.reason_text).sentence if line.kind is LineKind.RETURN else line.reason_text)[:200],
        )
        for position, line in enumerate(statement.lines, start=1)
    )
    return row.pk


def _apply(line: BankLine, *, at: datetime) -> str:
    """Move the transfer that a line speaks of; give what happened, or nothing for a line that is nobody's transfer."""
    transfer = Transfer.objects.select_for_update(of=("self",)).filter(end_to_end=line.end_to_end).order_by("pk").first()
    if not line.end_to_end or transfer is None:
        return ""
    order = PaymentOrder.objects.select_for_update().get(pk=transfer.order_id)
    return _settle(order, transfer, line, at=at) if line.kind == LineKind.DEBIT else _return(order, transfer, line, at=at)


def _settle(order: PaymentOrder, transfer: Transfer, line: BankLine, *, at: datetime) -> str:
    facts = replace(facts_of(order), bank_amount=-line.cents, bank_attempt=transfer.attempt)
    put_status(order, advance_order(status_of(order), "settle", facts, line.booked_on))
    transfer.state, transfer.settled_on = "settled", line.booked_on
    transfer.save(update_fields=["state", "settled_on"])
    ledger.post([post_transfer_settled(transfer.end_to_end, transfer.cents, line.booked_on)], at=at)
    return "settled"


def _return(order: PaymentOrder, transfer: Transfer, line: BankLine, *, at: datetime) -> str:
    facts = replace(facts_of(order), bank_amount=line.cents, bank_attempt=transfer.attempt)
    was_settled = transfer.state == "settled"
    put_status(order, advance_order(status_of(order), "return", facts, line.booked_on), reason=line.reason)
    transfer.state, transfer.returned_on, transfer.return_code = "returned", line.booked_on, line.reason_code
    transfer.save(update_fields=["state", "returned_on", "return_code"])
    ledger.post([post_transfer_returned(transfer.end_to_end, transfer.cents, line.booked_on, was_settled=was_settled)], at=at)
    return "returned"
