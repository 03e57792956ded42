"""One person prepares a batch, another releases it; its file goes to the bank once."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.models import PaymentOrder, Transfer, TransferBatch
from entraide.apps.payments.policies import can_prepare, can_release, require
from entraide.apps.payments.refusals import NothingToPay
from entraide.apps.payments.translation import credit_transfers, facts_of, put_status, status_of
from entraide.core.ledger import post_transfer_sent
from entraide.core.money import total
from entraide.core.reference import make_reference
from entraide.core.sepa.transfers import Debtor, end_to_end_id
from entraide.core.workflow.engine import apply
from entraide.core.workflow.payments import BATCH_WORKFLOW, BatchFacts, PaymentOrderState, TransferBatchState, advance_order
from entraide.integrations.pain001 import build_pain001
from entraide.orm.keys import uuid7


@transaction.atomic
def prepare_batch(*, execution_on: date, actor: Actor, at: datetime, on: date, key: str = "") -> UUID:
    """Put every order that is due and has bank details in a new batch; the same `key` prepares once.

    :raises NothingToPay: if there is none.
    """
    require(can_prepare(actor))
    due = PaymentOrder.objects.select_for_update().filter(state=PaymentOrderState.DUE).order_by("ordered_on", "pk")
    orders = list(due)
    if (done := ledger.done(key)) is not None:
        return done
    details = beneficiaries.bank_details({order.beneficiary_id for order in orders})
    payable = [order for order in orders if order.beneficiary_id in details]
    if not payable:
        raise NothingToPay
    batch_id = uuid7()
    TransferBatch.objects.create(
        id=batch_id,
        reference=make_reference("L", batch_id.int & ((1 << 40) - 1)),
        state=TransferBatchState.PREPARED,
        execution_on=execution_on,
        transfer_count=len(payable),
        total=total(order.cents for order in payable),
        message_id=f"ENTRAIDE-{batch_id.hex[:24]}",
        prepared_by=actor.account_id,
        prepared_at=at,
    )
    Transfer.objects.bulk_create(
        Transfer(
            order=order,
            batch_id=batch_id,
            bank_details_id=details[order.beneficiary_id].id,
            attempt=order.attempt,
            end_to_end=end_to_end_id(order.pk, order.attempt),
            cents=order.cents,
            state="pending",
        )
        for order in payable
    )
    for order in payable:
        put_status(order, advance_order(status_of(order), "batch", facts_of(order), on))
    ledger.mark_done(key, operation="prepare_batch", result_id=batch_id, at=at)
    payload = {"count": len(payable), "cents": total(order.cents for order in payable).cents}
    record("payments.batch_prepared", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on, payload=payload)
    return batch_id


def _facts(batch: TransferBatch, *, actor: Actor, on: date) -> BatchFacts:
    held = [transfer.cents for transfer in Transfer.objects.filter(batch=batch, state="pending").order_by("pk")]
    return BatchFacts(actor.account_id == batch.prepared_by, len(held), batch.total, total(held), batch.execution_on, on)


@transaction.atomic
def release_batch(*, batch_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Release a batch that another person prepared, write its file and post the transfers; released already, it is left as it is.

    :raises TransitionRefused: if the same person prepared it, its total no longer holds, or its day is past.
    :raises TransfersInvalid: if the file would not be valid; nothing is released then.
    """
    require(can_release(actor))
    batch = TransferBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state in {TransferBatchState.RELEASED, TransferBatchState.TRANSMITTED}:
        return
    batch.state = apply(BATCH_WORKFLOW, TransferBatchState(batch.state), "release", _facts(batch, actor=actor, on=on))
    transfers = credit_transfers(batch)
    debtor = Debtor(settings.ENTRAIDE_DEBTOR["name"], settings.ENTRAIDE_DEBTOR["iban"], settings.ENTRAIDE_DEBTOR["bic"] or None)
    content = build_pain001(batch.message_id, at, debtor, batch.execution_on, transfers)
    name = f"virements-{batch.reference}.xml"
    batch.document_id = keep(file=NewFile(content, name, "application/xml", "pain.001"), actor=actor, at=at, on=on)
    batch.released_by, batch.released_at = actor.account_id, at
    batch.save(update_fields=["state", "document", "released_by", "released_at"])
    _send(batch, at=at, on=on)
    payload = {"count": batch.transfer_count, "cents": batch.total.cents}
    record("payments.batch_released", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on, payload=payload)


def _send(batch: TransferBatch, *, at: datetime, on: date) -> None:
    rows = list(Transfer.objects.filter(batch=batch).select_related("order").order_by("pk"))
    for row in rows:
        put_status(row.order, advance_order(status_of(row.order), "send", facts_of(row.order), on))
    ledger.post([post_transfer_sent(row.end_to_end, row.cents, on) for row in rows], at=at)


@transaction.atomic
def mark_transmitted(*, batch_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Note that the file was handed to the bank: downloaded by whoever released it.

    :raises TransitionRefused: if the batch is not released.
    """
    require(can_release(actor))
    batch = TransferBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state == TransferBatchState.TRANSMITTED:
        return
    batch.state = apply(BATCH_WORKFLOW, TransferBatchState(batch.state), "transmit", _facts(batch, actor=actor, on=on))
    batch.transmitted_at = at
    batch.save(update_fields=["state", "transmitted_at"])
    record("payments.batch_transmitted", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on)


@transaction.atomic
def cancel_batch(*, batch_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give up a batch that was not released; its orders are due again.

    :raises TransitionRefused: if it was released: its file may be at the bank.
    """
    require(can_prepare(actor) or can_release(actor))
    batch = TransferBatch.objects.select_for_update().get(pk=batch_id)
    facts = replace(_facts(batch, actor=actor, on=on), file_is_valid=batch.document_id is None)
    batch.state = apply(BATCH_WORKFLOW, TransferBatchState(batch.state), "cancel", facts)
    batch.save(update_fields=["state"])
    for row in Transfer.objects.filter(batch=batch).select_related("order").order_by("pk"):
        put_status(row.order, advance_order(status_of(row.order), "unbatch", facts_of(row.order), on))
    Transfer.objects.filter(batch=batch).delete()
    record("payments.batch_cancelled", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on)
