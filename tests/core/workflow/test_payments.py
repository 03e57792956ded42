"""The tables of payment: two persons per batch, one attempt per account number."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.money import ZERO, Money, total
from entraide.core.sepa.transfers import MAX_ATTEMPT
from entraide.core.workflow.engine import Audience, TransitionRefused, apply
from entraide.core.workflow.payments import (
    BATCH_LABELS,
    BATCH_WORKFLOW,
    ORDER_LABELS,
    ORDER_WORKFLOW,
    OWED_STATES,
    BatchFacts,
    OrderFacts,
    OrderStatus,
    PaymentOrderState,
    TransferBatchState,
    advance_order,
    change_of,
)
from tests.harness.workflows import open_acts


DAY = date(2024, 10, 15)
ORDER = OrderFacts(Money(4700))
BATCH = BatchFacts(False, 2, Money(9400), Money(9400), DAY, DAY)


def _reason(act, *arguments):
    with pytest.raises(TransitionRefused) as caught:
        act(*arguments)
    return caught.value.finding.code.removeprefix("workflow.")


def test_a_returned_transfer_reopens_its_order_with_one_more_attempt():
    status = OrderStatus()
    for name in ("batch", "send", "settle"):
        status = advance_order(status, name, ORDER, DAY)
    assert status == OrderStatus(PaymentOrderState.SETTLED, 1, DAY)
    status = advance_order(status, "return", replace(ORDER, bank_amount=Money(4700), bank_attempt=1), DAY)
    assert status == OrderStatus(PaymentOrderState.RETURNED, 1, None)
    status = advance_order(status, "reissue", replace(ORDER, has_new_bank_details=True), DAY)
    assert status == OrderStatus(PaymentOrderState.DUE, 2, None)


def test_a_returned_order_waits_for_new_bank_details():
    assert _reason(advance_order, OrderStatus(PaymentOrderState.RETURNED), "reissue", ORDER, DAY) == "same_bank_details"


def test_a_transfer_returned_through_no_fault_of_the_account_leaves_again_to_the_same_one():
    facts = replace(ORDER, needs_new_bank_details=False)
    assert advance_order(OrderStatus(PaymentOrderState.RETURNED), "reissue", facts, DAY) == OrderStatus(PaymentOrderState.DUE, 2)


def test_an_order_is_issued_at_most_99_times():
    facts = replace(ORDER, has_new_bank_details=True)
    assert _reason(advance_order, OrderStatus(PaymentOrderState.RETURNED, MAX_ATTEMPT), "reissue", facts, DAY) == "too_many_attempts"


@pytest.mark.parametrize(
    ("state", "name", "changes", "code"),
    [
        (PaymentOrderState.SENT, "settle", {"bank_amount": Money(4699)}, "bank_amount_differs"),
        (PaymentOrderState.SENT, "settle", {"bank_attempt": 2}, "other_attempt"),
        (PaymentOrderState.SETTLED, "return", {"bank_attempt": 2}, "other_attempt"),
        (PaymentOrderState.SETTLED, "cancel", {}, "not_from_here"),
        (PaymentOrderState.DUE, "settle", {}, "not_from_here"),
    ],
)
def test_an_order_stays_where_it_is_for_each_reason(state, name, changes, code):
    assert _reason(apply, ORDER_WORKFLOW, state, name, replace(ORDER, **changes)) == code


def test_a_batch_given_up_gives_its_orders_back():
    assert advance_order(OrderStatus(PaymentOrderState.BATCHED), "unbatch", ORDER, DAY) == OrderStatus()


def test_the_one_who_prepared_a_batch_cannot_release_it():
    assert _reason(apply, BATCH_WORKFLOW, TransferBatchState.PREPARED, "release", replace(BATCH, actor_is_preparer=True)) == "same_person"


def test_a_batch_is_released_by_another_person_then_transmitted():
    released = apply(BATCH_WORKFLOW, TransferBatchState.PREPARED, "release", BATCH)
    assert apply(BATCH_WORKFLOW, released, "transmit", BATCH) is TransferBatchState.TRANSMITTED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"transfer_count": 0}, "empty_batch"),
        ({"held_total": Money(9401)}, "total_differs"),
        ({"held_total": Money(0), "prepared_total": Money(0)}, "total_differs"),
        ({"execution_on": date(2024, 10, 14)}, "execution_day_past"),
    ],
)
def test_a_batch_is_not_released_for_each_reason(changes, code):
    assert _reason(apply, BATCH_WORKFLOW, TransferBatchState.PREPARED, "release", replace(BATCH, **changes)) == code


def test_a_transmitted_batch_is_never_cancelled():
    assert open_acts(BATCH_WORKFLOW, TransferBatchState.TRANSMITTED, BATCH) == []


def test_a_released_batch_can_only_be_transmitted():
    assert open_acts(BATCH_WORKFLOW, TransferBatchState.RELEASED, BATCH) == ["transmit"]


def test_every_state_has_a_label():
    assert set(ORDER_LABELS) == {Audience.BENEFICIARY, Audience.STAFF}
    assert all(set(labels) == set(PaymentOrderState) for labels in ORDER_LABELS.values())
    assert set(BATCH_LABELS) == set(TransferBatchState)


def test_what_is_neither_sent_settled_nor_cancelled_is_still_owed():
    gone = {PaymentOrderState.SENT, PaymentOrderState.SETTLED, PaymentOrderState.CANCELLED}
    assert OWED_STATES | gone == set(PaymentOrderState)


DUE, BATCHED, SENT, SETTLED, RETURNED, CANCELLED = PaymentOrderState


@pytest.mark.parametrize(
    ("orders", "wanted", "given_up", "to_order"),
    [
        ([], 50, (), 50),
        ([(SETTLED, 40)], 100, (), 60),
        ([(DUE, 40)], 40, (), 0),
        ([(DUE, 40)], 0, (0,), 0),
        ([(DUE, 40)], 30, (0,), 30),
        ([(SETTLED, 40), (DUE, 60)], 50, (1,), 10),
        ([(RETURNED, 40), (DUE, 60)], 50, (1,), 10),
        ([(RETURNED, 40), (SETTLED, 60)], 60, (0,), 0),
        ([(RETURNED, 40)], 0, (0,), 0),
        ([(CANCELLED, 40)], 40, (), 40),
        ([(BATCHED, 40), (DUE, 5)], 40, (1,), 0),
    ],
)
def test_a_matter_decided_again_is_paid_once_and_whole(orders, wanted, given_up, to_order):
    change = change_of([(state, Money(cents)) for state, cents in orders], Money(wanted))
    assert (change.given_up, change.to_order) == (given_up, Money(to_order))


@pytest.mark.parametrize(
    ("orders", "wanted", "reason"),
    [
        ([(BATCHED, 40)], 30, "order_in_batch"),
        ([(SENT, 40)], 30, "order_gone"),
        ([(SETTLED, 40), (BATCHED, 60)], 30, "order_gone"),
        ([(SETTLED, 40), (BATCHED, 60)], 50, "order_in_batch"),
        ([(RETURNED, 40)], 30, "order_came_back"),
    ],
)
def test_what_the_bank_holds_is_not_lowered_in_silence(orders, wanted, reason):
    assert _reason(change_of, [(state, Money(cents)) for state, cents in orders], Money(wanted)) == reason


@given(st.lists(st.tuples(st.sampled_from(PaymentOrderState), st.integers(1, 500))), st.integers(0, 2_000))
def test_whatever_stands_comes_to_what_is_decided_or_nothing_moves(orders, wanted):
    orders = [(state, Money(cents)) for state, cents in orders]
    try:
        change = change_of(orders, Money(wanted))
    except TransitionRefused:
        return
    kept = [amount for place, (state, amount) in enumerate(orders) if state is not CANCELLED and place not in change.given_up]
    assert total([*kept, change.to_order]) == Money(wanted)
    assert change.to_order >= ZERO
    assert {orders[place][0] for place in change.given_up} <= {DUE, RETURNED}
