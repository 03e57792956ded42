"""The journal: one function per event, rows that balance, and checks that see every breach."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.ledger.accounts import ACCOUNT_LABELS, NORMAL_SIDE, AccountCode, account_label
from entraide.core.ledger.balances import OpenOrders, TrialLine, balance, check, check_accounts, trial_balance
from entraide.core.ledger.journal import (
    CAUSE_LABELS,
    CauseKind,
    Entry,
    by_year,
    post_bank_line,
    post_contribution_adjusted,
    post_contribution_called,
    post_contribution_received,
    post_contribution_refunded,
    post_grant,
    post_opening_benefit,
    post_opening_contribution,
    post_order_cancelled,
    post_receipt_undone,
    post_supplied,
    post_supplier_paid,
    post_transfer_returned,
    post_transfer_sent,
    post_transfer_settled,
)
from entraide.core.ledger.sentences import REFUSALS
from entraide.core.money import ZERO, Money, total
from entraide.core.workflow.payments import ORDER_WORKFLOW, OWED_STATES, OrderFacts, OrderStatus, PaymentOrderState, advance_order
from tests.harness.workflows import open_acts


DAY = date(2024, 10, 15)
NEXT = date(2024, 10, 16)
AMOUNT = Money(4700)
NOTHING = OpenOrders(ZERO, ZERO)


@pytest.mark.parametrize(
    ("entry", "debit", "credit"),
    [
        (post_grant("o", AMOUNT, DAY), "657", "467"),
        (post_transfer_sent("e", AMOUNT, DAY), "467", "5115"),
        (post_transfer_settled("e", AMOUNT, DAY), "5115", "512"),
        (post_transfer_returned("e", AMOUNT, DAY), "512", "467"),
        (post_transfer_returned("e", AMOUNT, DAY, was_settled=False), "5115", "467"),
        (post_order_cancelled("o", AMOUNT, DAY), "467", "657"),
        (post_supplied("o", AMOUNT, DAY), "467", "401"),
        (post_supplier_paid("p", AMOUNT, DAY), "401", "512"),
        (post_contribution_called("c", AMOUNT, DAY), "411", "756"),
        (post_contribution_adjusted("a", AMOUNT, DAY), "411", "756"),
        (post_contribution_adjusted("a", -AMOUNT, DAY), "756", "411"),
        (post_bank_line("l", AMOUNT, DAY), "512", "471"),
        (post_bank_line("l", -AMOUNT, DAY), "471", "512"),
        (post_contribution_received("p", AMOUNT, DAY), "471", "411"),
        (post_contribution_refunded("p", AMOUNT, DAY), "411", "471"),
        (post_receipt_undone("p", AMOUNT, DAY), "411", "471"),
        (post_receipt_undone("p", -AMOUNT, DAY), "471", "411"),
        (post_opening_benefit("b", AMOUNT, DAY), "657", "890"),
        (post_opening_contribution("l", AMOUNT, DAY), "890", "756"),
        (post_opening_contribution("l", -AMOUNT, DAY), "756", "890"),
    ],
)
def test_each_event_moves_money_between_its_two_accounts(entry, debit, credit):
    assert (entry.debit.value, entry.credit.value, entry.amount, entry.on) == (debit, credit, AMOUNT, DAY)


@pytest.mark.parametrize("amount", [AMOUNT, -AMOUNT])
def test_what_is_called_ahead_reaches_contributions_on_the_first_day_of_its_year(amount):
    entry = post_contribution_adjusted("a", amount, DAY)
    entries = by_year(entry, year=2025)
    eve, begins = date(2024, 12, 31), date(2025, 1, 1)
    told = [(each.account, each.balance) for each in trial_balance(entries, eve) if each.balance != ZERO]
    assert told == [(AccountCode.MEMBERS, amount), (AccountCode.DEFERRED_INCOME, -amount)]
    told = [(each.account, each.balance) for each in trial_balance(entries, begins) if each.balance != ZERO]
    assert told == [(AccountCode.MEMBERS, amount), (AccountCode.CONTRIBUTIONS, -amount)]
    assert by_year(entry, year=2024) == by_year(entry, year=2023) == (entry,)


@pytest.mark.parametrize("cents", [0, -1])
def test_a_row_never_holds_zero_or_negative_cents(cents):
    with pytest.raises(ValueError, match="more than zero"):
        post_grant("o", Money(cents), DAY)


def test_an_adjustment_of_nothing_is_refused():
    with pytest.raises(ValueError, match="more than zero"):
        post_contribution_adjusted("a", ZERO, DAY)


def test_a_row_holds_whole_cents_two_accounts_and_a_cause():
    with pytest.raises(TypeError, match="whole cents"):
        Entry(AccountCode.BANK, AccountCode.MEMBERS, 1.5, DAY, CauseKind.GRANT, "o")
    with pytest.raises(ValueError, match="two accounts"):
        Entry(AccountCode.BANK, AccountCode.BANK, 1, DAY, CauseKind.GRANT, "o")
    with pytest.raises(ValueError, match="names its cause"):
        post_grant("", AMOUNT, DAY)


def test_a_balance_is_asked_as_of_a_day_that_is_included():
    entries = [post_grant("1", AMOUNT, DAY), post_transfer_sent("1-01", AMOUNT, NEXT)]
    assert balance(entries, AccountCode.PAYEES, date(2024, 10, 14)) == ZERO
    assert balance(entries, AccountCode.PAYEES, DAY) == -AMOUNT
    assert balance(entries, AccountCode.PAYEES, NEXT) == ZERO


def test_a_trial_balance_has_one_line_per_account_that_moved():
    entries = [post_grant("1", AMOUNT, DAY), post_transfer_sent("1-01", AMOUNT, NEXT)]
    assert trial_balance(entries, DAY) == (
        TrialLine(AccountCode.PAYEES, ZERO, AMOUNT),
        TrialLine(AccountCode.BENEFITS, AMOUNT, ZERO),
    )
    assert trial_balance(entries, NEXT)[0] == TrialLine(AccountCode.PAYEES, AMOUNT, AMOUNT)


def _codes(findings):
    return sorted(finding.code.removeprefix("ledger.") for finding in findings)


def test_the_checks_see_an_event_posted_twice():
    entries = [post_grant("1", AMOUNT, DAY)] * 2
    assert _codes(check(entries, OpenOrders(AMOUNT + AMOUNT, ZERO), DAY)) == ["posted_twice"]


def test_the_checks_see_accounts_that_differ_from_the_orders():
    entries = [post_grant("1", AMOUNT, DAY), post_transfer_sent("1-01", AMOUNT, DAY)]
    assert _codes(check(entries, OpenOrders(AMOUNT, AMOUNT), DAY)) == ["orders_differ"]
    assert _codes(check(entries, NOTHING, DAY)) == ["orders_differ"]
    assert check(entries, OpenOrders(ZERO, AMOUNT), DAY) == ()


def test_the_checks_see_a_bank_line_without_its_transfer():
    entries = [post_grant("1", AMOUNT, DAY), post_transfer_sent("1-01", AMOUNT, DAY), post_transfer_settled("1-02", AMOUNT, DAY)]
    assert _codes(check(entries, NOTHING, DAY)) == ["bank_without_transfer"]


def test_the_checks_see_a_return_of_another_amount():
    entries = [
        post_grant("1", AMOUNT, DAY),
        post_transfer_sent("1-01", AMOUNT, DAY),
        post_transfer_settled("1-01", AMOUNT, DAY),
        post_transfer_returned("1-01", Money(4600), DAY),
    ]
    assert _codes(check(entries, OpenOrders(Money(4600), ZERO), DAY)) == ["bank_without_transfer"]


def test_the_checks_see_an_account_on_its_wrong_side():
    lines = (TrialLine(AccountCode.PAYEES, AMOUNT, ZERO), TrialLine(AccountCode.BENEFITS, ZERO, AMOUNT))
    found = check_accounts(lines, OpenOrders(-AMOUNT, ZERO))
    assert [(each.code, each.where) for each in found] == [("ledger.wrong_side", "467"), ("ledger.wrong_side", "657")]


def test_every_finding_of_the_checks_has_a_sentence():
    entries = [post_grant("1", AMOUNT, DAY), post_grant("1", AMOUNT, DAY), post_transfer_settled("9-01", AMOUNT, DAY)]
    found = (*check(entries, NOTHING, DAY), *check_accounts((TrialLine(AccountCode.PAYEES, AMOUNT, ZERO),), NOTHING))
    assert {each.code for each in found} == set(REFUSALS)
    assert all("{" not in REFUSALS[each.code].format(where=each.where, **each.params) for each in found)


def test_every_account_and_every_cause_has_its_name():
    assert set(ACCOUNT_LABELS) == set(AccountCode)
    assert set(CAUSE_LABELS) == set(CauseKind)
    assert set(NORMAL_SIDE) <= set(AccountCode)
    assert account_label(AccountCode.CONTRIBUTIONS) == "756 Cotisations"


def _posted(name, before, order_id, amount):
    """The row that an event writes, None for those that move no money."""
    transfer = f"{order_id}-{before.attempt:02d}"
    if name == "send":
        return post_transfer_sent(transfer, amount, DAY)
    if name == "settle":
        return post_transfer_settled(transfer, amount, DAY)
    if name == "return":
        return post_transfer_returned(transfer, amount, DAY, was_settled=before.state is PaymentOrderState.SETTLED)
    return post_order_cancelled(order_id, amount, DAY) if name == "cancel" else None


@given(st.lists(st.tuples(st.integers(1, 10**9), st.lists(st.integers(0, 5), max_size=12)), max_size=5))
def test_whatever_happens_to_orders_the_journal_agrees_with_them(histories):
    entries, statuses = [], []
    for number, (cents, choices) in enumerate(histories):
        amount, status = Money(cents), OrderStatus()
        entries.append(post_grant(str(number), amount, DAY))
        for choice in choices:
            facts = OrderFacts(amount, status.attempt, has_new_bank_details=True)
            names = open_acts(ORDER_WORKFLOW, status.state, facts)
            if not names:
                break
            name = names[choice % len(names)]
            entry = _posted(name, status, str(number), amount)
            entries += [entry] if entry else []
            status = advance_order(status, name, facts, DAY)
        statuses.append((status, amount))
    owed = total(amount for status, amount in statuses if status.state in OWED_STATES)
    in_transit = total(amount for status, amount in statuses if status.state is PaymentOrderState.SENT)
    settled = total(amount for status, amount in statuses if status.state is PaymentOrderState.SETTLED)
    assert check(entries, OpenOrders(owed, in_transit), DAY) == ()
    assert balance(entries, AccountCode.BANK, DAY) == -settled
    assert balance(entries, AccountCode.BENEFITS, DAY) == owed + in_transit + settled
    lines = trial_balance(entries, DAY)
    assert total(line.debit for line in lines) == total(line.credit for line in lines)
