"""One person prepares a batch, another releases it; its file goes to the bank once."""

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
from entraide.apps.payments.refusals import BankDetailsChanged, ExecutionDayFar, ExecutionDayPast, NothingToPay
from entraide.apps.payments.translation import batch_facts, credit_transfers, facts_of, save_statuses, status_of, take_status
from entraide.core.ledger import post_transfer_sent
from entraide.core.money import total
from entraide.core.sepa.text import is_writable
from entraide.core.sepa.transfers import Debtor, end_to_end_id
from entraide.core.workflow.engine import apply
from entraide.core.workflow.payments import BATCH_WORKFLOW, PaymentOrderState, TransferBatchState, advance_order
from entraide.integrations.pain001 import build_pain001
from entraide.orm.references import draw_references


# A batch is executed within days; a day farther than this is a year mistyped.
FARTHEST_DAYS = 60


@transaction.atomic
def prepare_batch(*, execution_on: date, actor: Actor, at: datetime, on: date, key: str = "") -> UUID:
    """Put every order that is due and has bank details that a bank can write in a new batch; the same `key` prepares once.

    :raises ExecutionDayPast: if the day is past.
    :raises ExecutionDayFar: if it is more than `FARTHEST_DAYS` away.
    :raises NothingToPay: if there is no such order.
    """
    require(can_prepare(actor))
    if execution_on < on:
        raise ExecutionDayPast
    if (execution_on - on).days > FARTHEST_DAYS:
        raise ExecutionDayFar(days=FARTHEST_DAYS)
    due = PaymentOrder.objects.select_for_update().filter(state=PaymentOrderState.DUE).order_by("ordered_on", "pk")
    orders = list(due)
    if (done := ledger.done(key, operation="prepare_batch")) is not None:
        return done
    details = beneficiaries.bank_details({order.beneficiary_id for order in orders})
    payable = [order for order in orders if (held := details.get(order.beneficiary_id)) and is_writable(held.holder)]
    if not payable:
        raise NothingToPay
    ((batch_id, reference),) = draw_references(TransferBatch, "L")
    TransferBatch.objects.create(
        id=batch_id,
        reference=reference,
        state=TransferBatchState.PREPARED,
        execution_on=execution_on,
        transfer_count=len(payable),
        total=total(order.cents for order in payable),
        message_id=f"ENTRAIDE-{batch_id.hex[:24]}",
        prepared_by=actor.account_id,
        prepared_at=at,
    )
    Transfer.objects.bulk_create([_transfer(order, batch_id, details[order.beneficiary_id].id) for order in payable], batch_size=2_000)
    _advance(payable, "batch", on=on)
    ledger.mark_done(key, operation="prepare_batch", result_id=batch_id, at=at)
    payload = {"count": len(payable), "cents": total(order.cents for order in payable).cents}
    record("payments.batch_prepared", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on, payload=payload)
    return batch_id


def _transfer(order: PaymentOrder, batch_id: UUID, details_id: UUID) -> Transfer:
    return Transfer(
        order=order,
        batch_id=batch_id,
        bank_details_id=details_id,
        attempt=order.attempt,
        end_to_end=end_to_end_id(order.pk, order.attempt),
        cents=order.cents,
        state="pending",
    )


def _advance(orders: list[PaymentOrder], name: str, *, on: date) -> None:
    for order in orders:
        take_status(order, advance_order(status_of(order), name, facts_of(order), on))
    save_statuses(orders)


@transaction.atomic
def release_batch(*, batch_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Release a batch that another person prepared, write its file and post the transfers; released already, it is left as it is.

    :raises TransitionRefused: if the same person prepared it, its total no longer holds, or its day is past.
    :raises BankDetailsChanged: if someone gave other bank details since it was prepared.
    :raises HolderUnwritable: if the bank could not write the name of a holder; it names the order.
    :raises TransfersInvalid: if the file would not be valid; nothing is released then.
    """
    require(can_release(actor))
    batch = TransferBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state in {TransferBatchState.RELEASED, TransferBatchState.TRANSMITTED}:
        return
    batch.state = apply(BATCH_WORKFLOW, TransferBatchState(batch.state), "release", batch_facts(batch, actor_id=actor.account_id, on=on))
    changed = Transfer.objects.filter(batch=batch, bank_details__superseded_at__isnull=False).count()
    if changed:
        raise BankDetailsChanged(count=changed)
    transfers = credit_transfers(batch)
    debtor = Debtor(settings.ENTRAIDE_DEBTOR["name"], settings.ENTRAIDE_DEBTOR["iban"], settings.ENTRAIDE_DEBTOR["bic"] or None)
    content = build_pain001(batch.message_id, at, debtor, batch.execution_on, transfers)
    name = f"virements-{batch.reference}.xml"
    batch.document_id = keep(file=NewFile(content, name, "application/xml", "pain.001"), actor=actor, at=at, on=on)
    batch.released_by, batch.released_at, batch.released_on = actor.account_id, at, on
    batch.save(update_fields=["state", "document", "released_by", "released_at", "released_on"])
    _send(batch, at=at, on=on)
    payload = {"count": batch.transfer_count, "cents": batch.total.cents}
    record("payments.batch_released", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on, payload=payload)


def _send(batch: TransferBatch, *, at: datetime, on: date) -> None:
    rows = list(Transfer.objects.filter(batch=batch).select_related("order").order_by("pk"))
    _advance([row.order for row in rows], "send", on=on)
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
    batch.state = apply(BATCH_WORKFLOW, TransferBatchState(batch.state), "transmit", batch_facts(batch, actor_id=actor.account_id, on=on))
    batch.transmitted_by, batch.transmitted_at = actor.account_id, at
    batch.save(update_fields=["state", "transmitted_by", "transmitted_at"])
    record("payments.batch_transmitted", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on)


@transaction.atomic
def cancel_batch(*, batch_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give up a batch that was not released; its orders are due again. Given up already, it is left as it is.

    :raises TransitionRefused: if it was released: its file may be at the bank.
    """
    require(can_prepare(actor) or can_release(actor))
    batch = TransferBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state == TransferBatchState.CANCELLED:
        return
    batch.state = apply(BATCH_WORKFLOW, TransferBatchState(batch.state), "cancel", batch_facts(batch, actor_id=actor.account_id, on=on))
    batch.cancelled_by, batch.cancelled_at = actor.account_id, at
    batch.save(update_fields=["state", "cancelled_by", "cancelled_at"])
    orders = [row.order for row in Transfer.objects.filter(batch=batch).select_related("order").order_by("pk")]
    _advance(orders, "unbatch", on=on)
    # Nothing left for the bank: the same attempt is free for another batch.
    Transfer.objects.filter(batch=batch).delete()
    record("payments.batch_cancelled", actor=actor, subject=("transfer_batch", batch_id), at=at, on=on)
