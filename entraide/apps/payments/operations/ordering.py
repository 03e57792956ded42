"""Ordering a payment, and ordering it again after the bank returned it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.operations import files as beneficiaries
from entraide.apps.beneficiaries.operations.files import NewBankDetails
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.models import PaymentOrder, Transfer
from entraide.apps.payments.policies import can_prepare, require
from entraide.apps.payments.refusals import NotReissuable
from entraide.apps.payments.translation import facts_of, save_statuses, status_of, take_status
from entraide.core.ledger import post_grant, post_order_cancelled
from entraide.core.money import ZERO, Money, total
from entraide.core.sepa.iban import read_iban
from entraide.core.sepa.reasons import FollowUp, return_reason
from entraide.core.workflow.payments import OrderFacts, PaymentOrderState, advance_order, change_of
from entraide.integrations.keyring import keyring
from entraide.orm.reading import prepared
from entraide.orm.together import write


@dataclass(frozen=True, slots=True)
class Wanted:
    """A payment to order: to whom, how much, the words on the bank statement, and the one cause that it pays."""

    beneficiary_id: UUID
    amount: Money
    label: str
    cause_kind: str
    cause_id: UUID


@prepared
def ordered_for(cause_kind: str, cause_id: UUID) -> QuerySet[PaymentOrder, UUID]:
    """Read the key of the payment order of one cause, alone or with something else."""
    return PaymentOrder.objects.filter(cause_kind=cause_kind, cause_id=cause_id).order_by("pk").values_list("pk", flat=True)


@transaction.atomic(savepoint=False)
def order_payment(*, wanted: Wanted, actor: Actor, at: datetime, on: date) -> UUID:
    """Order a payment and post the debt; a cause that was ordered already gives its order again.

    :raises ValueError: if the amount is not above zero.
    """
    for held in ordered_for(wanted.cause_kind, wanted.cause_id).rows():
        return held
    order = PaymentOrder(
        beneficiary_id=wanted.beneficiary_id,
        cents=wanted.amount,
        label=wanted.label[:140],
        cause_kind=wanted.cause_kind,
        cause_id=wanted.cause_id,
        state=PaymentOrderState.DUE,
        ordered_at=at,
        ordered_on=on,
    )
    write(order)
    ledger.post([post_grant(order.pk.hex, wanted.amount, on)], at=at)
    payload = {"cents": wanted.amount.cents, "cause": wanted.cause_id}
    record("payments.ordered", actor=actor, subject=("payment_order", order.pk), at=at, on=on, payload=payload)
    return order.pk


@transaction.atomic(savepoint=False)
def order_difference(*, wanted: Wanted, causes: Collection[tuple[str, UUID]], actor: Actor, at: datetime, on: date) -> Money:
    """Bring what is ordered for one matter to `wanted.amount` in all; give what was ordered for it before.

    `causes` are those that the matter's orders may bear. What lacks is ordered under the cause of `wanted`; what is too much is given up.

    :raises TransitionRefused: if less is wanted than what a batch holds or the bank was told.
    """
    borne = reduce(or_, (Q(cause_kind=kind, cause_id=key) for kind, key in causes))
    orders = list(PaymentOrder.objects.select_for_update().filter(borne).order_by("pk"))
    before = total(order.cents for order in orders if order.state != PaymentOrderState.CANCELLED)
    change = change_of([(PaymentOrderState(order.state), order.cents) for order in orders], wanted.amount)
    for place in change.given_up:
        _give_up(orders[place], actor=actor, at=at, on=on)
    if change.to_order > ZERO:
        order_payment(wanted=replace(wanted, amount=change.to_order), actor=actor, at=at, on=on)
    return before


def _give_up(order: PaymentOrder, *, actor: Actor, at: datetime, on: date) -> None:
    take_status(order, advance_order(status_of(order), "cancel", facts_of(order), on))
    order.cancelled_on = on
    order.save(update_fields=["state", "settled_on", "return_reason", "cancelled_on"])
    ledger.post([post_order_cancelled(order.pk.hex, order.cents, on)], at=at)
    record("payments.given_up", actor=actor, subject=("payment_order", order.pk), at=at, on=on, payload={"cents": order.cents.cents})


@transaction.atomic
def replace_bank_details(*, beneficiary_id: UUID, details: NewBankDetails, actor: Actor, at: datetime, on: date) -> int:
    """Change where a person is paid, and order again what the bank returned from the old account; give how many were.

    What came back because the holder has died waits for the estate: no account of theirs is paid.

    :raises InvalidIban: if the IBAN fails its key.
    :raises TransitionRefused: if a transfer came back from this very account and name.
    """
    beneficiaries.change_bank_details(beneficiary_id=beneficiary_id, details=details, actor=actor, at=at, on=on)
    returned = PaymentOrder.objects.select_for_update().filter(beneficiary_id=beneficiary_id, state=PaymentOrderState.RETURNED)
    orders = list(returned.order_by("pk"))
    count = 0
    for order in orders:
        last = Transfer.objects.filter(order=order).select_related("bank_details").order_by("-attempt").first()
        if return_reason(last.return_code).follow_up is not FollowUp.ESTATE:
            facts = replace(
                facts_of(order), has_new_bank_details=_is_elsewhere(last, details), needs_new_bank_details=_asks_for_details(last)
            )
            _reissue(order, facts, actor=actor, at=at, on=on)
            count += 1
    return count


def _asks_for_details(transfer: Transfer) -> bool:
    return return_reason(transfer.return_code).follow_up is FollowUp.NEW_BANK_DETAILS


def _is_elsewhere(transfer: Transfer, details: NewBankDetails) -> bool:
    """Tell whether details differ from those of a transfer; a name that the bank did not know may be all that was wrong."""
    used = transfer.bank_details
    return (used.iban_hash, used.holder) != (keyring().hashed(read_iban(details.iban), about="iban"), details.holder[:70])


def _reissue(order: PaymentOrder, facts: OrderFacts, *, actor: Actor, at: datetime, on: date) -> None:
    take_status(order, advance_order(status_of(order), "reissue", facts, on))
    save_statuses([order])
    record("payments.reissued", actor=actor, subject=("payment_order", order.pk), at=at, on=on, payload={"attempt": order.attempt})


@transaction.atomic
def reissue(*, order_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Order again, to the account in use, what the bank returned through no fault of the account. Due again already, it is left as it is.

    :raises NotReissuable: if the bank's reason asks for another account, or the holder has died.
    :raises TransitionRefused: if it did not come back.
    """
    require(can_prepare(actor))
    order = PaymentOrder.objects.select_for_update().get(pk=order_id)
    if order.state == PaymentOrderState.DUE:
        return
    last = Transfer.objects.filter(order=order).order_by("-attempt").first()
    if last is not None and return_reason(last.return_code).follow_up in {FollowUp.NEW_BANK_DETAILS, FollowUp.ESTATE}:
        raise NotReissuable
    _reissue(order, replace(facts_of(order), needs_new_bank_details=False), actor=actor, at=at, on=on)
