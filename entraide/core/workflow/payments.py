"""The life of a payment order and of a batch of transfers, with two persons for each batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from entraide.core.money import ZERO, Money, total
from entraide.core.refusals import Finding
from entraide.core.sepa.transfers import MAX_ATTEMPT
from entraide.core.workflow.engine import Audience, Transition, TransitionRefused, Workflow, apply


class PaymentOrderState(StrEnum):
    """Where a payment order stands."""

    DUE = "due"
    BATCHED = "batched"
    SENT = "sent"
    SETTLED = "settled"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class TransferBatchState(StrEnum):
    """Where a batch of transfers stands."""

    PREPARED = "prepared"
    RELEASED = "released"
    TRANSMITTED = "transmitted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the guards of a payment order look at.

    `bank_amount` and `bank_attempt` are what a bank line says, None when no line is at hand; `has_new_bank_details` compares
    with the details used by the transfer that came back; `needs_new_bank_details` is false when the account was not at fault.
    """

    amount: Money
    attempt: int = 1
    has_new_bank_details: bool = False
    needs_new_bank_details: bool = True
    bank_amount: Money | None = None
    bank_attempt: int | None = None


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What the guards of a batch look at; `actor_is_preparer` says whether the one who acts is the one who prepared it."""

    actor_is_preparer: bool
    transfer_count: int
    prepared_total: Money
    held_total: Money
    execution_on: date
    on: date


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """The moving part of an order: its state, the attempt under way (from 1) and the day the bank debited it."""

    state: PaymentOrderState = PaymentOrderState.DUE
    attempt: int = 1
    settled_on: date | None = None


def _bank_agrees(facts: OrderFacts) -> Finding | None:
    if facts.bank_attempt is not None and facts.bank_attempt != facts.attempt:
        return Finding("workflow.other_attempt")
    if facts.bank_amount is not None and facts.bank_amount != facts.amount:
        return Finding("workflow.bank_amount_differs", "amount", {"bank": facts.bank_amount, "ordered": facts.amount})
    return None


def _has_new_details(facts: OrderFacts) -> Finding | None:
    if facts.has_new_bank_details or not facts.needs_new_bank_details:
        return None
    return Finding("workflow.same_bank_details", "iban")


def _has_attempts_left(facts: OrderFacts) -> Finding | None:
    return None if facts.attempt < MAX_ATTEMPT else Finding("workflow.too_many_attempts", "", {"count": facts.attempt})


# A bank may return a transfer before the statement shows its debit, or days after: both lead to "returned".
ORDER_WORKFLOW: Workflow[PaymentOrderState, OrderFacts] = Workflow(
    PaymentOrderState,
    PaymentOrderState.DUE,
    (
        Transition("batch", frozenset({PaymentOrderState.DUE}), PaymentOrderState.BATCHED),
        Transition("unbatch", frozenset({PaymentOrderState.BATCHED}), PaymentOrderState.DUE),
        Transition("send", frozenset({PaymentOrderState.BATCHED}), PaymentOrderState.SENT),
        Transition("settle", frozenset({PaymentOrderState.SENT}), PaymentOrderState.SETTLED, (_bank_agrees,)),
        Transition("return", frozenset({PaymentOrderState.SENT, PaymentOrderState.SETTLED}), PaymentOrderState.RETURNED, (_bank_agrees,)),
        Transition("reissue", frozenset({PaymentOrderState.RETURNED}), PaymentOrderState.DUE, (_has_new_details, _has_attempts_left)),
        Transition("cancel", frozenset({PaymentOrderState.DUE, PaymentOrderState.RETURNED}), PaymentOrderState.CANCELLED),
    ),
)


def _by_another(facts: BatchFacts) -> Finding | None:
    return Finding("workflow.same_person") if facts.actor_is_preparer else None


def _not_empty(facts: BatchFacts) -> Finding | None:
    return None if facts.transfer_count > 0 else Finding("workflow.empty_batch")


def _total_holds(facts: BatchFacts) -> Finding | None:
    if facts.held_total == facts.prepared_total and facts.held_total > ZERO:
        return None
    return Finding("workflow.total_differs", "", {"held": facts.held_total, "prepared": facts.prepared_total})


def _not_past(facts: BatchFacts) -> Finding | None:
    return Finding("workflow.execution_day_past", "execution_on") if facts.execution_on < facts.on else None


BATCH_WORKFLOW: Workflow[TransferBatchState, BatchFacts] = Workflow(
    TransferBatchState,
    TransferBatchState.PREPARED,
    (
        Transition(
            "release",
            frozenset({TransferBatchState.PREPARED}),
            TransferBatchState.RELEASED,
            (_by_another, _not_empty, _total_holds, _not_past),
        ),
        Transition("transmit", frozenset({TransferBatchState.RELEASED}), TransferBatchState.TRANSMITTED, (_total_holds,)),
        # Released, its file may be at the bank: nothing is taken back any more.
        Transition("cancel", frozenset({TransferBatchState.PREPARED}), TransferBatchState.CANCELLED),
    ),
)


def advance_order(status: OrderStatus, name: str, facts: OrderFacts, on: date) -> OrderStatus:
    """Move an order: "settle" stores the day, "return" forgets it, "reissue" counts one more attempt.

    The attempt of `status` is the one compared with the bank's, whatever `facts` holds.

    :raises TransitionRefused: if the table closes the act.
    """
    target = apply(ORDER_WORKFLOW, status.state, name, replace(facts, attempt=status.attempt))
    settled_on = on if target is PaymentOrderState.SETTLED else None
    return OrderStatus(target, status.attempt + (name == "reissue"), settled_on)


@dataclass(frozen=True, slots=True)
class Change:
    """What brings the orders of one matter to another amount: the places of those to give up, and what to order anew."""

    given_up: tuple[int, ...]
    to_order: Money


def change_of(orders: Sequence[tuple[PaymentOrderState, Money]], wanted: Money) -> Change:
    """Say how the orders of one matter come to `wanted` in all, so that nothing is paid twice and nothing is lost.

    More: the difference is ordered. Less: what the bank has not been told is given up, and what is left is ordered anew.

    :raises TransitionRefused: if a batch holds, or the bank was told, more than that, or what came back would leave for the same account.

    >>> change_of([(PaymentOrderState.SETTLED, Money(4000))], Money(10000))
    Change(given_up=(), to_order=Money(cents=6000))
    """
    live = [(place, state, amount) for place, (state, amount) in enumerate(orders) if state is not PaymentOrderState.CANCELLED]
    more = wanted - total(amount for _, _, amount in live)
    if more >= ZERO:
        return Change((), more)
    for free in (_DUE, _FREE):
        left = wanted - total(amount for _, state, amount in live if state not in free)
        if left == ZERO or (left > ZERO and free is _DUE):
            return Change(tuple(place for place, state, _ in live if state in free), left)
    raise TransitionRefused(_why_not_less(live, wanted), PaymentOrderState.SENT, "cancel")


_DUE = frozenset({PaymentOrderState.DUE})
_FREE = frozenset({PaymentOrderState.DUE, PaymentOrderState.RETURNED})
_GONE = frozenset({PaymentOrderState.SENT, PaymentOrderState.SETTLED})


def _why_not_less(live: Sequence[tuple[int, PaymentOrderState, Money]], wanted: Money) -> Finding:
    gone = total(amount for _, state, amount in live if state in _GONE)
    if gone > wanted:
        return Finding("workflow.order_gone", "amount", {"gone": gone})
    batched = any(state is PaymentOrderState.BATCHED for _, state, _ in live)
    return Finding("workflow.order_in_batch" if batched else "workflow.order_came_back", "amount")


# Money that is still owed to the payee, whatever the step; `SENT` has left the debt and waits for the bank.
OWED_STATES = frozenset({PaymentOrderState.DUE, PaymentOrderState.BATCHED, PaymentOrderState.RETURNED})

ORDER_LABELS: Mapping[Audience, Mapping[PaymentOrderState, str]] = {
    Audience.BENEFICIARY: {
        PaymentOrderState.DUE: "paiement à venir",
        PaymentOrderState.BATCHED: "paiement en préparation",
        PaymentOrderState.SENT: "virement envoyé à la banque",
        PaymentOrderState.SETTLED: "payé",
        PaymentOrderState.RETURNED: "virement retourné : vérifiez votre IBAN",
        PaymentOrderState.CANCELLED: "paiement annulé",
    },
    Audience.STAFF: {
        PaymentOrderState.DUE: "à payer",
        PaymentOrderState.BATCHED: "dans un lot",
        PaymentOrderState.SENT: "transmis à la banque",
        PaymentOrderState.SETTLED: "payé",
        PaymentOrderState.RETURNED: "virement retourné",
        PaymentOrderState.CANCELLED: "annulé",
    },
}

BATCH_LABELS: Mapping[TransferBatchState, str] = {
    TransferBatchState.PREPARED: "préparé, à valider",
    TransferBatchState.RELEASED: "validé, à transmettre",
    TransferBatchState.TRANSMITTED: "transmis à la banque",
    TransferBatchState.CANCELLED: "annulé",
}
