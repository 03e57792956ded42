"""From rows to what the workflow and the bank's files are made of."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from entraide.apps.beneficiaries.operations.files import open_iban
from entraide.apps.payments.models import PaymentOrder, Transfer, TransferBatch
from entraide.apps.payments.refusals import HolderUnwritable
from entraide.core.money import total
from entraide.core.sepa.text import is_writable
from entraide.core.sepa.transfers import CreditTransfer, credit_transfer
from entraide.core.workflow.payments import BatchFacts, OrderFacts, OrderStatus, PaymentOrderState


CHUNK = 500


def status_of(order: PaymentOrder) -> OrderStatus:
    """Give the moving part of an order."""
    return OrderStatus(PaymentOrderState(order.state), order.attempt, order.settled_on)


def facts_of(order: PaymentOrder) -> OrderFacts:
    """Give what the guards look at, where no bank line is at hand."""
    return OrderFacts(order.cents, attempt=order.attempt)


def take_status(order: PaymentOrder, status: OrderStatus, *, reason: str = "") -> None:
    """Give an order its moving part; `save_statuses` writes it."""
    order.state, order.attempt, order.settled_on, order.return_reason = status.state, status.attempt, status.settled_on, reason


def save_statuses(orders: Iterable[PaymentOrder]) -> None:
    """Write the moving part of orders, many at a time."""
    PaymentOrder.objects.bulk_update(orders, ["state", "attempt", "settled_on", "return_reason"], batch_size=CHUNK)


def batch_facts(batch: TransferBatch, *, actor_id: UUID | None, on: date) -> BatchFacts:
    """Give what the guards of a batch look at: who acts, and what it holds beside what was prepared."""
    held = [transfer.cents for transfer in Transfer.objects.filter(batch=batch).order_by("pk")]
    return BatchFacts(actor_id == batch.prepared_by, len(held), batch.total, total(held), batch.execution_on, on)


def credit_transfers(batch: TransferBatch) -> list[CreditTransfer]:
    """Give the transfers of a batch as the bank receives them, in the order they were prepared in.

    :raises KeyLost: if an account number can no longer be opened.
    :raises HolderUnwritable: if the bank could not write the name of a holder.
    """
    rows = Transfer.objects.filter(batch=batch).select_related("order", "bank_details").order_by("pk")
    return [_credit_transfer(row) for row in rows]


def _credit_transfer(row: Transfer) -> CreditTransfer:
    details = row.bank_details
    if not is_writable(details.holder):
        raise HolderUnwritable(label=row.order.label)
    payee = (details.holder, open_iban(details.pk, bytes(details.iban_sealed)), details.bic or None)
    return credit_transfer(row.order_id, row.attempt, payee, row.cents, row.order.label)
