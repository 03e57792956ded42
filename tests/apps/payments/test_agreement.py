"""Whatever accountants and the bank do, in whatever order, the journal agrees with the orders after every step."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.apps.ledger import queries as ledger
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.payments import queries
from entraide.apps.payments.models import BankLine, PaymentOrder, Transfer, TransferBatch
from entraide.apps.payments.operations import batching, ordering
from entraide.apps.payments.refusals import NothingToPay
from entraide.core.ledger import AccountCode, CauseKind, Entry, OpenOrders, check
from entraide.core.money import Money, total
from entraide.core.workflow.payments import OWED_STATES
from tests.apps.payments.desk import AT, Desk, desk, disagreements, due
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BankDetailsFactory


pytestmark = pytest.mark.django_db
CODES = ("AC04", "AM04", "MD07", "ZZ99")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("grant"), st.integers(1, 1_000_000)),
        st.tuples(st.sampled_from(["prepare", "release", "cancel", "settle", "replay", "reissue"]), st.integers(0, 5)),
        st.tuples(st.just("come_back"), st.integers(0, 11)),
    ),
    max_size=14,
)


class Undo(Exception):
    """Take back what an example wrote."""


def pick(rows, choice):
    """Choose one of some rows, or nothing where there is none."""
    found = list(rows)
    return found[choice % len(found)] if found else None


def grant(accountants: Desk, cents: int) -> None:
    due(cents, has_account=cents % 5 != 0)


def prepare(accountants: Desk, choice: int) -> None:
    try:
        accountants.prepare()
    except NothingToPay:
        assert not queries.payable().exists()


def release(accountants: Desk, choice: int) -> None:
    batch = pick(TransferBatch.objects.filter(state="prepared").order_by("pk"), choice)
    if batch:
        accountants.release(batch.pk)


def cancel(accountants: Desk, choice: int) -> None:
    batch = pick(TransferBatch.objects.filter(state="prepared").order_by("pk"), choice)
    if batch:
        batching.cancel_batch(batch_id=batch.pk, actor=accountants.preparer, **AT)


def settle(accountants: Desk, choice: int) -> None:
    batch = pick(TransferBatch.objects.filter(state="released").order_by("pk"), choice)
    if batch:
        accountants.read(accountants.answer(batch.pk, on=TODAY + timedelta(days=choice), batch_booked=choice % 2 == 0))


def come_back(accountants: Desk, choice: int) -> None:
    transfer = pick(Transfer.objects.filter(batch__state="released").order_by("end_to_end"), choice)
    if transfer:
        returns = {transfer.end_to_end: CODES[choice % len(CODES)]}
        accountants.read(accountants.answer(transfer.batch_id, returns=returns, on=TODAY + timedelta(days=choice), debits=choice % 3 == 0))


def replay(accountants: Desk, choice: int) -> None:
    """Show the bank's debits of a batch once more, under a statement of its own."""
    settle(accountants, choice)


def reissue(accountants: Desk, choice: int) -> None:
    order = pick(PaymentOrder.objects.filter(state="returned").order_by("pk"), choice)
    if order:
        code = queries.order(order.pk).return_code
        if code in {"AM04", "ZZ99"}:
            ordering.reissue(order_id=order.pk, actor=accountants.preparer, **AT)
        else:
            order.beneficiary.bank_details.filter(superseded_at__isnull=True).update(superseded_at=AT["at"])
            BankDetailsFactory(beneficiary=order.beneficiary)


ACTS = {act.__name__: act for act in (grant, prepare, release, cancel, settle, come_back, replay, reissue)}


def held() -> list[Entry]:
    """Read the journal as the core's own values."""
    return [
        Entry(AccountCode(row.debit), AccountCode(row.credit), row.cents.cents, row.on, CauseKind(row.cause_kind), row.cause_key)
        for row in JournalEntry.objects.order_by("sequence")
    ]


def breaches() -> list:
    """Ask the core, which knows nothing of the rows, what does not hold."""
    orders = list(PaymentOrder.objects.order_by("pk"))
    owed = total(order.cents for order in orders if order.state in OWED_STATES)
    sent = total(order.cents for order in orders if order.state == "sent")
    entries = [Entry(e.debit, e.credit, e.cents, e.on, e.cause_kind, e.cause_id.partition(":")[2]) for e in held()]
    return list(check(entries, OpenOrders(owed, sent), TODAY + timedelta(days=365)))


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_journal_agrees_after_every_step(db, steps):
    with pytest.raises(Undo), transaction.atomic():
        accountants = desk()
        for name, choice in steps:
            ACTS[name](accountants, choice)
            assert disagreements() == [], name
            assert breaches() == [], name
        for day in range(14):
            assert all(each.holds for each in queries.agreements(as_of=TODAY + timedelta(days=day)))
        trial = ledger.trial_balance(as_of=TODAY + timedelta(days=365))
        assert total(each.debited for each in trial) == total(each.credited for each in trial)
        # Whatever a line did, the bank account moved by it; what moved no transfer waits in 471.
        moved = total(line.cents for line in BankLine.objects.order_by("pk"))
        assert next(each.balance for each in trial if each.code == AccountCode.BANK) == moved
        assert queries.lines_agree()
        raise Undo


def test_a_journal_that_lost_an_entry_is_seen():
    order = due(4_700)
    PaymentOrder.objects.filter(pk=order.pk).update(cents=Money(4_701))
    assert [each.split(":")[0] for each in disagreements()] == ["467", "states"]
