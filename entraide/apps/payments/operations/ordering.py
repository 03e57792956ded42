"""Ordering a payment, and ordering it again after the bank returned it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.operations import files as beneficiaries
from entraide.apps.beneficiaries.operations.files import NewBankDetails
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.models import PaymentOrder, Transfer
from entraide.apps.payments.translation import facts_of, put_status, status_of
from entraide.core.ledger import post_grant
from entraide.core.money import Money
from entraide.core.workflow.payments import PaymentOrderState, advance_order


@dataclass(frozen=True, slots=True)
class Wanted:
    """A payment to order: to whom, how much, the words on the bank statement, and the one cause that it pays."""

    beneficiary_id: UUID
    amount: Money
    label: str
    cause_kind: str
    cause_id: UUID


@transaction.atomic
def order_payment(*, wanted: Wanted, actor: Actor, at: datetime, on: date) -> UUID:
    """Order a payment and post the debt; a cause that was ordered already gives its order again.

    :raises ValueError: if the amount is not above zero.
    """
    held = PaymentOrder.objects.filter(cause_kind=wanted.cause_kind, cause_id=wanted.cause_id).order_by("pk").first()
    if held is not None:
        return held.pk
    order = PaymentOrder.objects.create(
        beneficiary_id=wanted.beneficiary_id,
        cents=wanted.amount,
        label=wanted.label[:140],
        cause_kind=wanted.cause_kind,
        cause_id=wanted.cause_id,
        state=PaymentOrderState.DUE,
        ordered_at=at,
        ordered_on=on,
    )
    ledger.post([post_grant(order.pk.hex, wanted.amount, on)], at=at)
    payload = {"cents": wanted.amount.cents, "cause": wanted.cause_id}
    record("payments.ordered", actor=actor, subject=("payment_order", order.pk), at=at, on=on, payload=payload)
    return order.pk


@transaction.atomic
def replace_bank_details(*, beneficiary_id: UUID, details: NewBankDetails, actor: Actor, at: datetime, on: date) -> int:
    """Change where a person is paid, and order again what the bank returned from the old account; give how many were.

    :raises InvalidIban: if the IBAN fails its key.
    """
    new = beneficiaries.change_bank_details(beneficiary_id=beneficiary_id, details=details, actor=actor, at=at, on=on)
    returned = PaymentOrder.objects.select_for_update().filter(beneficiary_id=beneficiary_id, state=PaymentOrderState.RETURNED)
    orders = list(returned.order_by("pk"))
    for order in orders:
        last = Transfer.objects.filter(order=order).order_by("-attempt").first()
        facts = replace(facts_of(order), has_new_bank_details=last is None or last.bank_details_id != new)
        put_status(order, advance_order(status_of(order), "reissue", facts, on))
        record("payments.reissued", actor=actor, subject=("payment_order", order.pk), at=at, on=on, payload={"attempt": order.attempt})
    return len(orders)
