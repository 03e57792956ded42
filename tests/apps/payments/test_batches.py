"""Batches: two persons, once each, and a file that is always the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import BankDetails
from entraide.apps.beneficiaries.operations.files import NewBankDetails
from entraide.apps.documents.models import Document
from entraide.apps.payments import queries
from entraide.apps.payments.models import Transfer, TransferBatch
from entraide.apps.payments.operations import batching, ordering
from entraide.apps.payments.refusals import (
    BankDetailsChanged,
    ExecutionDayFar,
    ExecutionDayPast,
    HolderUnwritable,
    NotAnAccountant,
    NothingToPay,
)
from entraide.core.money import Money
from entraide.core.sepa.text import UnwritableText
from entraide.core.workflow.engine import TransitionRefused
from entraide.integrations.pain001 import validate
from entraide.ui.refusals import say
from tests.apps.payments.desk import AT, SYSTEM, desk, disagreements, due, file_of, fresh
from tests.factories.actors import actor, person
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BankDetailsFactory, iban


pytestmark = pytest.mark.django_db


def reason(act, *args, **kwargs):
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **kwargs)
    return refused.value.finding.code.removeprefix("workflow.")


def test_a_batch_takes_every_order_that_is_due_and_has_an_account():
    ready, other, blocked = due(4_700), due(1), due(100, has_account=False)
    batch = TransferBatch.objects.get(pk=desk().prepare())
    assert (batch.transfer_count, batch.total) == (2, Money(4_701))
    assert [fresh(order).state for order in (ready, other, blocked)] == ["batched", "batched", "due"]
    assert disagreements() == []


def test_a_batch_is_prepared_by_its_role_alone():
    due()
    for role in (Role.ACCOUNTANT_RELEASES, Role.CLAIMS_OFFICER, Role.DIRECTOR):
        with pytest.raises(NotAnAccountant):
            batching.prepare_batch(execution_on=TODAY, actor=actor(role), **AT)


def test_nothing_due_prepares_no_batch():
    due(has_account=False)
    with pytest.raises(NothingToPay):
        desk().prepare()


def test_a_batch_is_never_asked_for_a_past_day():
    due()
    with pytest.raises(ExecutionDayPast):
        desk().prepare(on=TODAY - timedelta(days=1))


def test_a_batch_is_never_asked_for_a_day_of_another_year_by_mistake():
    due()
    with pytest.raises(ExecutionDayFar):
        desk().prepare(on=TODAY + timedelta(days=61))
    assert desk().prepare(on=TODAY + timedelta(days=60))


def test_a_second_click_finds_the_batch_of_the_first():
    due()
    accountants = desk()
    first = accountants.prepare(key="click")
    due()
    assert accountants.prepare(key="click") == first
    assert TransferBatch.objects.count() == 1


def test_whoever_prepared_a_batch_never_releases_it_even_under_the_other_hat():
    due()
    accountants = desk()
    batch_id = accountants.prepare()
    same = replace(accountants.preparer, hat=Hat(Role.ACCOUNTANT_RELEASES))
    assert reason(batching.release_batch, batch_id=batch_id, actor=same, **AT) == "same_person"
    assert queries.acts_on(queries.batch(batch_id), actor=same, on=TODAY)["release"].code == "workflow.same_person"


def test_a_batch_is_released_by_its_role_alone():
    due()
    batch_id = desk().prepare()
    for role in (Role.ACCOUNTANT_PREPARES, Role.ADMINISTRATOR):
        with pytest.raises(NotAnAccountant):
            batching.release_batch(batch_id=batch_id, actor=actor(role), **AT)


def test_the_database_itself_refuses_one_person_for_both_acts():
    due()
    batch_id = desk().prepare()
    batch = TransferBatch.objects.get(pk=batch_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        TransferBatch.objects.filter(pk=batch_id).update(released_by=batch.prepared_by)


def test_a_released_batch_has_one_valid_file_with_the_same_bytes_each_time():
    due(4_700)
    due(123)
    accountants = desk()
    batch_id = accountants.sent()
    content = file_of(batch_id)
    accountants.release(batch_id)
    assert file_of(batch_id) == content
    assert validate(content) == ()
    assert Document.objects.filter(kind="pain.001").count() == 1
    assert AuditEntry.objects.filter(verb="payments.batch_released").count() == 1
    assert b"<CtrlSum>48.23</CtrlSum>" in content
    assert b"ENTRAIDE D-02XM-1SJD-P" in content
    assert disagreements() == []


def test_cents_reach_the_bank_whole():
    for cents in (1, 9, 10, 99, 100, 12_345_678):
        due(cents)
    content = file_of(desk().sent())
    for text in (b"0.01", b"0.09", b"0.10", b"0.99", b"1.00", b"123456.78"):
        assert b'<InstdAmt Ccy="EUR">' + text + b"</InstdAmt>" in content


def test_a_batch_whose_day_is_past_is_not_released():
    due()
    accountants = desk()
    batch_id = accountants.prepare()
    later = AT | {"on": TODAY + timedelta(days=1)}
    assert reason(batching.release_batch, batch_id=batch_id, actor=accountants.releaser, **later) == "execution_day_past"


def test_a_batch_whose_transfers_no_longer_add_up_is_not_released():
    due(4_700)
    accountants = desk()
    batch_id = accountants.prepare()
    Transfer.objects.filter(batch_id=batch_id).update(cents=Money(4_800))
    assert reason(accountants.release, batch_id) == "total_differs"


def test_nobody_is_paid_to_an_account_that_they_replaced_since():
    order = due()
    accountants = desk()
    batch_id = accountants.prepare()
    payee = person(Role.BENEFICIARY, beneficiary=order.beneficiary).actor
    details = NewBankDetails(iban(999), "CAMILLE DUPONT")
    ordering.replace_bank_details(beneficiary_id=order.beneficiary_id, details=details, actor=payee, **AT)
    assert queries.accounts_changed(batch_id) == 1
    with pytest.raises(BankDetailsChanged):
        accountants.release(batch_id)
    batching.cancel_batch(batch_id=batch_id, actor=accountants.preparer, **AT)
    assert iban(999).encode() in file_of(accountants.sent())


def test_a_batch_given_up_leaves_its_orders_due_and_may_be_given_up_twice():
    order = due()
    accountants = desk()
    batch_id = accountants.prepare()
    for _ in range(2):
        batching.cancel_batch(batch_id=batch_id, actor=accountants.releaser, **AT)
    assert (fresh(order).state, Transfer.objects.count()) == ("due", 0)
    assert AuditEntry.objects.filter(verb="payments.batch_cancelled").count() == 1
    assert disagreements() == []
    assert accountants.prepare() != batch_id


def test_a_released_batch_is_never_given_up():
    due()
    accountants = desk()
    batch_id = accountants.sent()
    assert reason(batching.cancel_batch, batch_id=batch_id, actor=accountants.preparer, **AT) == "not_from_here"


def test_a_batch_given_up_is_never_released():
    due()
    accountants = desk()
    batch_id = accountants.prepare()
    batching.cancel_batch(batch_id=batch_id, actor=accountants.preparer, **AT)
    assert reason(accountants.release, batch_id) == "not_from_here"


def test_a_file_is_handed_to_the_bank_once_even_when_the_bank_was_quicker():
    due()
    accountants = desk()
    batch_id = accountants.sent()
    accountants.read(accountants.answer(batch_id))
    for _ in range(2):
        batching.mark_transmitted(batch_id=batch_id, actor=accountants.releaser, **AT)
    assert TransferBatch.objects.get(pk=batch_id).transmitted_by == accountants.releaser.account_id
    assert AuditEntry.objects.filter(verb="payments.batch_transmitted").count() == 1


def test_a_prepared_batch_is_not_handed_to_the_bank():
    due()
    accountants = desk()
    batch_id = accountants.prepare()
    assert reason(batching.mark_transmitted, batch_id=batch_id, actor=accountants.releaser, **AT) == "not_from_here"
    with pytest.raises(NotAnAccountant):
        batching.mark_transmitted(batch_id=batch_id, actor=SYSTEM, **AT)


def due_to(holder, cents=100):
    """Order a payment to an account whose holder was taken as it came."""
    order = due(cents, has_account=False)
    BankDetailsFactory(beneficiary=order.beneficiary, holder=holder)
    return order


@pytest.mark.parametrize("holder", ["Иван Петров", "...", "\u200b"])
def test_a_holder_that_no_bank_can_write_waits_with_those_who_block_and_stops_nobody(holder):
    blocked, ready = due_to(holder), due(4_700)
    assert [order.pk for order in queries.without_account()] == [blocked.pk]
    assert [order.pk for order in queries.payable()] == [ready.pk]
    desk().sent()
    assert (fresh(blocked).state, fresh(ready).state) == ("due", "sent")


def test_a_holder_with_accents_is_paid():
    order = due_to("ZOÉ LŒUILLET")
    assert queries.without_account().count() == 0
    assert b"ZOE LOEUILLET" in file_of(desk().sent())
    assert fresh(order).state == "sent"


def test_a_release_that_a_holder_stops_names_the_order():
    order = due()
    accountants = desk()
    batch_id = accountants.prepare()
    Transfer.objects.filter(batch_id=batch_id).update(bank_details=BankDetailsFactory(holder="Иван Петров"))
    with pytest.raises(HolderUnwritable) as refused:
        accountants.release(batch_id)
    assert order.label in say(refused.value)


@pytest.mark.parametrize("holder", ["Иван Петров", "...", "\u200b"])
def test_a_holder_that_no_bank_can_write_is_refused_when_given(holder):
    order = due()
    payee = person(Role.BENEFICIARY, beneficiary=order.beneficiary).actor
    with pytest.raises(UnwritableText):
        ordering.replace_bank_details(beneficiary_id=order.beneficiary_id, details=NewBankDetails(iban(999), holder), actor=payee, **AT)
    assert BankDetails.objects.get(beneficiary_id=order.beneficiary_id).superseded_at is None
