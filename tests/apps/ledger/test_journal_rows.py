"""The journal: written once, never touched again, added up as of a day."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from entraide.apps.ledger import operations, queries
from entraide.apps.ledger.models import DoneAct, JournalEntry
from entraide.core.ledger import AccountCode, post_grant, post_transfer_sent
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY


pytestmark = pytest.mark.django_db
ORDER = uuid7()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def granted():
    entries = [post_grant(ORDER.hex, Money(4_700), TODAY), post_transfer_sent(f"{ORDER.hex}-01", Money(4_700), TOMORROW)]
    operations.post(entries, at=NOW)


def balance(code, day):
    return next(each.balance.cents for each in queries.trial_balance(as_of=day) if each.code == code)


def test_balances_are_those_of_the_day(granted):
    assert [balance(AccountCode.PAYEES, day) for day in (TODAY - timedelta(days=1), TODAY, TOMORROW)] == [0, -4_700, 0]
    assert balance(AccountCode.TRANSFERS_IN_TRANSIT, TOMORROW) == -4_700


def test_every_account_of_the_chart_is_listed_and_the_sums_are_equal(granted):
    trial = queries.trial_balance(as_of=TOMORROW)
    assert [each.code for each in trial] == sorted(AccountCode)
    assert sum(each.debited.cents for each in trial) == sum(each.credited.cents for each in trial) == 9_400


def test_an_account_outside_the_chart_is_not_left_out(granted):
    JournalEntry.objects.create(
        debit="471", credit="467", cents=Money(1), on=TODAY, at=NOW, cause_kind="grant", cause_id=ORDER, cause_key="grant:by hand"
    )
    assert [each.balance for each in queries.trial_balance(as_of=TODAY) if each.code == "471"] == [Money(1)]


@pytest.mark.parametrize("statement", ["UPDATE ledger_journalentry SET cents = 1", "DELETE FROM ledger_journalentry"])
def test_an_entry_is_never_changed_nor_deleted(granted, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert JournalEntry.objects.count() == 2


def test_an_event_is_never_written_twice(granted):
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.post([post_grant(ORDER.hex, Money(4_700), TODAY)], at=NOW)


def test_entries_are_found_by_account_cause_kind_and_days(granted):
    def found(**wanted):
        return [entry.cause_kind for entry in queries.entries(**wanted)]

    assert found(account="467") == ["transfer_sent", "grant"]
    assert found(cause_id=ORDER, kind="grant") == ["grant"]
    assert found(since=TOMORROW) == ["transfer_sent"]
    assert found(last=TODAY) == ["grant"]
    assert found(cause_id=uuid7()) == []


def test_the_movements_of_a_list_are_those_of_its_account(granted):
    moved = queries.movements(queries.entries(account="467"), "467")
    assert (moved.debited, moved.credited, moved.balance) == (Money(4_700), Money(4_700), Money(0))


def test_an_act_done_once_gives_its_result_again():
    result = uuid7()
    assert operations.done("click", operation="suite") is None
    operations.mark_done("click", operation="suite", result_id=result, at=NOW)
    assert operations.done("click", operation="suite") == result
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.mark_done("click", operation="suite", result_id=uuid7(), at=NOW)


def test_an_act_without_a_key_is_not_remembered():
    operations.mark_done("", operation="suite", result_id=uuid7(), at=NOW)
    assert operations.done("", operation="suite") is None
    assert not DoneAct.objects.exists()


def test_a_key_of_another_operation_gives_no_result():
    operations.mark_done("click", operation="suite", result_id=uuid7(), at=NOW)
    assert operations.done("click", operation="other") is None
