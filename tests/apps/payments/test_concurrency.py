"""Two accountants at the same moment: each order in one batch, each batch with one file, each statement read once."""

import pytest

from entraide.apps.documents.models import Document
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.payments.models import BankLine, BankStatement, Transfer, TransferBatch
from entraide.apps.payments.operations import batching, ordering, statements
from entraide.apps.payments.refusals import NothingToPay, StatementReadAlready
from entraide.core.refusals import Refusal
from tests.apps.payments.desk import AT, desk, disagreements, due, file_of, fresh
from tests.factories.base import TODAY
from tests.harness.together import together


pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def test_two_who_prepare_at_once_put_each_order_in_one_batch():
    accountants = [desk(), desk()]
    for number in range(ROUNDS):
        orders = [due(100 + number) for _ in range(5)]
        answers = together(*[lambda who=who: who.prepare() for who in accountants])
        assert [type(answer) for answer in answers if isinstance(answer, Refusal)] == [NothingToPay]
        assert Transfer.objects.filter(order__in=orders).count() == 5
    assert TransferBatch.objects.count() == ROUNDS
    assert disagreements() == []


def test_a_double_click_at_once_prepares_one_batch():
    accountants = desk()
    due()
    answers = together(*[lambda: accountants.prepare(key="click")] * 2)
    assert answers == [TransferBatch.objects.get().pk] * 2


def test_two_who_release_at_once_make_one_file():
    accountants = [desk(), desk()]
    for _ in range(ROUNDS):
        due()
        batch_id = accountants[0].prepare()
        answers = together(*[lambda who=who, key=batch_id: who.release(key) for who in accountants])
        assert answers == [None, None]
        assert file_of(batch_id)
    assert Document.objects.filter(kind="pain.001").count() == ROUNDS
    assert JournalEntry.objects.filter(cause_kind="transfer_sent").count() == ROUNDS
    assert disagreements() == []


def test_a_batch_released_and_given_up_at_once_is_one_or_the_other():
    accountants = desk()
    for _ in range(ROUNDS):
        order = due()
        batch_id = accountants.prepare()
        together(
            lambda key=batch_id: accountants.release(key),
            lambda key=batch_id: batching.cancel_batch(batch_id=key, actor=accountants.preparer, **AT),
        )
        state = TransferBatch.objects.get(pk=batch_id).state
        assert (state, fresh(order).state) in {("released", "sent"), ("cancelled", "due")}
        assert disagreements() == []


def test_one_statement_read_by_two_at_once_is_read_once():
    accountants = [desk(), desk()]
    for _ in range(ROUNDS):
        order = due()
        content = accountants[0].answer(accountants[0].sent())
        answers = together(*[lambda who=who, content=content: who.read(content) for who in accountants])
        assert sorted(type(answer) for answer in answers if isinstance(answer, Refusal)) == [StatementReadAlready]
        assert (fresh(order).state, JournalEntry.objects.filter(cause_id=order.pk).count()) == ("settled", 3)
    assert BankStatement.objects.count() == BankLine.objects.count() == ROUNDS


def test_two_statements_that_speak_of_one_transfer_settle_it_once():
    accountants = desk()
    for _ in range(ROUNDS):
        orders = [due(), due()]
        batch_id = accountants.sent()
        contents = [accountants.answer(batch_id), accountants.answer(batch_id)]
        together(*[lambda content=content: accountants.read(content) for content in contents])
        assert {fresh(order).state for order in orders} == {"settled"}
        assert disagreements() == []


def test_a_payment_reissued_while_a_batch_is_prepared_is_paid_once():
    accountants = desk()
    order = due()
    content = accountants.answer(accountants.sent(), returns={f"{order.pk.hex}-01": "AM04"})
    accountants.read(content)
    due()
    together(
        lambda: ordering.reissue(order_id=order.pk, actor=accountants.preparer, **AT),
        lambda: batching.prepare_batch(execution_on=TODAY, actor=accountants.preparer, **AT),
    )
    assert Transfer.objects.filter(order=order, attempt=2).count() == (fresh(order).state == "batched")
    assert disagreements() == []


def test_a_statement_is_not_read_twice_under_two_names():
    accountants = desk()
    due()
    content = accountants.answer(accountants.sent())
    names = ("releve.xml", "copie.xml")
    told = {"actor": accountants.preparer, **AT}
    answers = together(*[lambda name=name: statements.import_statement(content=content, name=name, **told) for name in names])
    assert sum(isinstance(answer, StatementReadAlready) for answer in answers) == 1
