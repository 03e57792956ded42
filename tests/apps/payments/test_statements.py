"""What the bank says: paid, returned, or left to settle; each once."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.files import NewBankDetails
from entraide.apps.documents.models import Document
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.payments import queries
from entraide.apps.payments.models import BankLine, BankStatement, Transfer
from entraide.apps.payments.operations import ordering, statements
from entraide.apps.payments.refusals import LinesReadAlready, NotAnAccountant, NotReissuable, StatementReadAlready
from entraide.apps.payments.sentences import LEFT_TO_SETTLE
from entraide.core.money import Money
from entraide.core.workflow.engine import TransitionRefused
from entraide.integrations.camt053 import StatementInvalid
from entraide.ui.refusals import say
from tests.apps.payments.desk import AT, desk, disagreements, due, fresh
from tests.factories.actors import actor, person
from tests.factories.base import TODAY
from tests.factories.beneficiaries import iban


pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def outcomes():
    """List what lines did, statement by statement, in the bank's order."""
    return list(BankLine.objects.order_by("statement__identification", "position").values_list("outcome", flat=True))


def end_to_end(order, attempt=1):
    return f"{order.pk.hex}-{attempt:02d}"


def moved_elsewhere(order, number=4242):
    payee = person(Role.BENEFICIARY, beneficiary=order.beneficiary).actor
    details = NewBankDetails(iban(number), "CAMILLE DUPONT")
    return ordering.replace_bank_details(beneficiary_id=order.beneficiary_id, details=details, actor=payee, **AT)


def test_a_debit_pays_its_order_on_the_day_it_was_booked():
    order = due(4_700)
    accountants = desk()
    told = accountants.read(accountants.answer(accountants.sent(), on=TOMORROW))
    assert (told.settled_count, told.returned_count, told.other_count, told.left_count) == (1, 0, 0, 0)
    assert (fresh(order).state, fresh(order).settled_on) == ("settled", TOMORROW)
    assert disagreements() == []


def test_the_journal_agrees_on_each_day_that_the_bank_moved():
    due(4_700)
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), on=TOMORROW))
    for day, in_transit in ((TODAY, 4_700), (TOMORROW, 0)):
        owed, transit = queries.agreements(as_of=day)
        assert owed.holds and transit.holds
        assert transit.orders == Money(in_transit)


def test_a_returned_transfer_reopens_its_order_with_the_banks_reason_and_a_new_account_pays_it():
    order = due(4_700)
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order): "AC04"}))
    assert (fresh(order).state, fresh(order).return_reason) == ("returned", "Le compte est clôturé.")
    assert disagreements() == []
    assert moved_elsewhere(order) == 1
    assert (fresh(order).state, fresh(order).attempt, fresh(order).return_reason) == ("due", 2, "")
    accountants.read(accountants.answer(accountants.sent()))
    assert fresh(order).state == "settled"
    assert [transfer.end_to_end[-3:] for transfer in queries.attempts_at(order.pk)] == ["-01", "-02"]
    assert disagreements() == []


def test_a_return_after_days_takes_the_payment_back_on_its_own_day():
    order = due()
    accountants = desk()
    batch_id = accountants.sent()
    accountants.read(accountants.answer(batch_id))
    accountants.read(accountants.answer(batch_id, returns={end_to_end(order): "AC06"}, on=TOMORROW, debits=False))
    assert fresh(order).state == "returned"
    assert [each.holds for day in (TODAY, TOMORROW) for each in queries.agreements(as_of=day)] == [True] * 4


def test_the_same_account_and_name_never_reissue_what_came_back_from_them():
    order = due()
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order): "AC04"}))
    assert moved_elsewhere(order, 4243) == 1
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order, 2): "AC04"}))
    with pytest.raises(TransitionRefused) as refused:
        moved_elsewhere(order, 4243)
    assert refused.value.finding.code == "workflow.same_bank_details"
    assert fresh(order).state == "returned"


def test_a_name_put_right_reissues_to_the_same_account():
    order = due()
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order): "BE01"}))
    moved_elsewhere(order, 4243)
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order, 2): "BE01"}))
    payee = person(Role.BENEFICIARY, beneficiary=order.beneficiary).actor
    details = NewBankDetails(iban(4243), "CAMILLE DURAND")
    assert ordering.replace_bank_details(beneficiary_id=order.beneficiary_id, details=details, actor=payee, **AT) == 1


def test_a_death_waits_for_the_estate_whatever_account_is_given():
    order = due()
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order): "MD07"}))
    assert moved_elsewhere(order) == 0
    with pytest.raises(NotReissuable):
        ordering.reissue(order_id=order.pk, actor=accountants.preparer, **AT)
    assert fresh(order).state == "returned"
    assert disagreements() == []


@pytest.mark.parametrize("code", ["AM04", "MS03", "ZZ99"])
def test_an_accountant_reissues_what_came_back_through_no_fault_of_the_account(code):
    order = due()
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order): code}))
    for _ in range(2):
        ordering.reissue(order_id=order.pk, actor=accountants.preparer, **AT)
    assert (fresh(order).state, fresh(order).attempt) == ("due", 2)
    with pytest.raises(NotAnAccountant):
        ordering.reissue(order_id=order.pk, actor=accountants.releaser, **AT)


def test_a_closed_account_waits_for_another_one():
    order = due()
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order): "AC04"}))
    with pytest.raises(NotReissuable):
        ordering.reissue(order_id=order.pk, actor=accountants.preparer, **AT)


def test_an_unknown_reason_keeps_the_banks_words_once():
    order = due()
    accountants = desk()
    accountants.read(accountants.answer(accountants.sent(), returns={end_to_end(order): "ZZ99"}))
    assert fresh(order).return_reason == "Motif de la banque : ZZ99."


def test_the_same_statement_is_read_once():
    order = due()
    accountants = desk()
    content = accountants.answer(accountants.sent())
    accountants.read(content)
    with pytest.raises(StatementReadAlready):
        accountants.read(content)
    assert BankStatement.objects.count() == 1
    assert JournalEntry.objects.filter(cause_id=order.pk).count() == 3


def renamed(content):
    """The same statement under another name, as a bank that exports it again writes it."""
    assert content.count(b"<Id>REL-") == 1
    return content.replace(b"<Id>REL-", b"<Id>EXPORT-")


@pytest.mark.parametrize("batch_booked", [False, True])
def test_the_same_lines_are_read_once_whatever_the_name_of_their_statement(batch_booked):
    order = due()
    due()
    accountants = desk()
    content = accountants.answer(accountants.sent(), batch_booked=batch_booked)
    accountants.read(content)
    rows = JournalEntry.objects.count()
    held = BankStatement.objects.get().identification
    with pytest.raises(LinesReadAlready) as refused:
        accountants.read(renamed(content))
    assert held in say(refused.value) and (fresh(order).state, BankStatement.objects.count()) == ("settled", 1)
    assert JournalEntry.objects.count() == rows


def test_a_statement_that_repeats_one_line_of_another_is_refused_whole_and_says_how_many():
    first = due()
    accountants = desk()
    batch = accountants.sent()
    accountants.read(accountants.answer(batch, returns={end_to_end(first): "AC04"}))
    again = renamed(accountants.answer(batch, returns={end_to_end(first): "AC04"}, on=TODAY)).replace(b"RET20241015002", b"RET20241015001")
    with pytest.raises(LinesReadAlready) as refused:
        accountants.read(again)
    assert (refused.value.params["count"], refused.value.params["total"]) == (1, 2)


def test_without_references_of_the_bank_the_same_lines_between_the_same_balances_are_known():
    due()
    accountants = desk()
    content = re.sub(rb"<AcctSvcrRef>[^<]*</AcctSvcrRef>", b"", accountants.answer(accountants.sent()))
    accountants.read(content)
    with pytest.raises(LinesReadAlready):
        accountants.read(renamed(content))
    other = renamed(content).replace(b"100000.00", b"90000.00").replace(b"99900.00", b"89900.00")
    assert accountants.read(other).left_count == 1


def test_a_line_of_another_amount_moves_nothing_and_says_why():
    order = due(4_700)
    accountants = desk()
    content = accountants.answer(accountants.sent()).replace(b"47.00", b"46.99").replace(b"99953.00", b"99953.01")
    told = accountants.read(content)
    assert (told.left_count, outcomes(), fresh(order).state) == (1, ["amount_differs"], "sent")
    assert [line.outcome for line in queries.left_to_settle()] == ["amount_differs"]
    assert disagreements() == []


def test_a_line_of_an_earlier_attempt_moves_nothing_and_says_why():
    order = due()
    accountants = desk()
    first = accountants.sent()
    accountants.read(accountants.answer(first, returns={end_to_end(order): "AC04"}))
    moved_elsewhere(order)
    accountants.sent()
    accountants.read(accountants.answer(first, returns={end_to_end(order): "AC04"}, on=TOMORROW, debits=False))
    assert (outcomes()[-1], fresh(order).state) == ("other_attempt", "sent")
    assert disagreements() == []


def test_a_transfer_debited_twice_is_paid_once():
    order = due()
    accountants = desk()
    batch_id = accountants.sent()
    accountants.read(accountants.answer(batch_id))
    accountants.read(accountants.answer(batch_id, on=TOMORROW))
    assert (outcomes(), fresh(order).settled_on) == (["settled", "not_expected"], TODAY)
    assert disagreements() == []


def test_every_line_left_to_settle_says_what_to_do():
    done = {BankLine.Outcome.SETTLED, BankLine.Outcome.RETURNED, BankLine.Outcome.OTHER}
    assert set(LEFT_TO_SETTLE) == set(BankLine.Outcome) - done


def booked_whole(content: bytes) -> bytes:
    """Take the detail of each transfer out of a batch that the bank books as one line."""
    head, *parts = content.split(b"<TxDtls>")
    return head + b"".join(part.partition(b"</TxDtls>")[2] for part in parts)


def test_a_batch_booked_without_detail_pays_all_its_transfers():
    orders = [due(4_700), due(1), due(999)]
    accountants = desk()
    told = accountants.read(booked_whole(accountants.answer(accountants.sent(), batch_booked=True)))
    assert told.settled_count == 3
    assert {fresh(order).state for order in orders} == {"settled"}
    assert sum(line.cents.cents for line in BankLine.objects.order_by("pk")) == -5_700
    assert disagreements() == []


def test_a_batch_booked_for_another_total_is_left_to_settle():
    order = due(4_700)
    accountants = desk()
    content = booked_whole(accountants.answer(accountants.sent(), batch_booked=True))
    told = accountants.read(content.replace(b"47.00", b"46.00").replace(b"99953.00", b"99954.00"))
    assert (told.left_count, outcomes(), fresh(order).state) == (1, ["batch_differs"], "sent")


def test_a_batch_partly_paid_already_is_not_paid_whole():
    due(4_700)
    accountants = desk()
    batch_id = accountants.sent()
    accountants.read(accountants.answer(batch_id))
    accountants.read(booked_whole(accountants.answer(batch_id, batch_booked=True, on=TOMORROW)))
    assert outcomes() == ["settled", "batch_differs"]
    assert disagreements() == []


def test_a_line_that_is_nobodys_is_kept_with_its_words():
    due(4_700)
    accountants = desk()
    content = accountants.answer(accountants.sent()).replace(b"-01</EndToEndId>", b"-00</EndToEndId>")
    told = accountants.read(content)
    assert (told.other_count, told.left_count) == (1, 0)
    line = BankLine.objects.get()
    assert (line.counterparty, line.remittance) == ("CAMILLE DUPONT", "ENTRAIDE D-02XM-1SJD-P")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda content: b"", "bank.empty_file"),
        (lambda content: b"Date;Libelle;Montant\r\n", "bank.not_xml"),
        (lambda content: content[: len(content) // 2], "bank.not_xml"),
        (lambda content: content.replace(b"camt.053", b"camt.052"), "bank.other_message"),
        (lambda content: content.replace(b"99990.00", b"99991.00"), "bank.balance"),
        (lambda content: content.replace(b"FR7699999000019999999999906", b"FR1420041010050500013M02606"), "bank.other_account"),
    ],
)
def test_a_wrong_file_stores_nothing(spoil, code):
    due(1_000)
    accountants = desk()
    content = spoil(accountants.answer(accountants.sent()))
    before = Document.objects.count(), JournalEntry.objects.count()
    with pytest.raises(StatementInvalid) as refused:
        accountants.read(content)
    assert refused.value.findings[0].code == code
    assert (Document.objects.count(), JournalEntry.objects.count()) == before
    assert (BankStatement.objects.count(), BankLine.objects.count()) == (0, 0)


def test_a_statement_is_read_by_accountants_and_by_commands_alone():
    with pytest.raises(NotAnAccountant):
        statements.import_statement(content=b"", name="x", actor=actor(Role.CLAIMS_OFFICER), **AT)


def test_a_statement_that_does_not_follow_the_last_one_is_seen():
    accountants = desk()
    due(1_000)
    first = accountants.sent()
    accountants.read(accountants.answer(first))
    due(2_000)
    accountants.read(accountants.answer(accountants.sent(), on=TOMORROW, opening=Decimal("5.00")))
    last, earlier = queries.statements()
    assert (earlier.previous_closing, last.previous_closing, last.opening_balance) == (None, Money(9_999_000), Money(500))


def test_an_identifier_in_capitals_is_still_ours():
    order = due()
    accountants = desk()
    content = accountants.answer(accountants.sent())
    accountants.read(content.replace(end_to_end(order).encode(), end_to_end(order).upper().encode()))
    assert fresh(order).state == "settled"
    assert [each.cause_id for each in queries.movements_to_follow("test")] == [order.cause_id]


def test_one_statement_pays_a_transfer_and_returns_it_whatever_the_order_of_its_lines():
    order = due()
    accountants = desk()
    content = accountants.answer(accountants.sent(), returns={end_to_end(order): "AC04"})
    head, debit, credit = content.split(b"<Ntry>")
    tail = credit[credit.index(b"</Ntry>") + 7 :]
    credit, debit = credit[: credit.index(b"</Ntry>") + 7], debit
    accountants.read(head + b"<Ntry>" + credit + b"<Ntry>" + debit[: debit.index(b"</Ntry>") + 7] + tail)
    assert (outcomes(), fresh(order).state) == (["returned", "settled"], "returned")
    assert [each.kind for each in queries.movements_to_follow("test")] == ["settled", "returned"]
    assert Transfer.objects.get().state == "returned"
    assert disagreements() == []


def without_identifier(content: bytes) -> bytes:
    """Have the bank name no transfer."""
    return re.sub(rb"<EndToEndId>[^<]*</EndToEndId>", b"<EndToEndId>NOTPROVIDED</EndToEndId>", content)


def test_a_return_that_the_bank_does_not_name_is_left_to_settle():
    order = due()
    accountants = desk()
    batch_id = accountants.sent()
    accountants.read(accountants.answer(batch_id))
    content = accountants.answer(batch_id, returns={end_to_end(order): "AC06"}, on=TOMORROW, debits=False)
    told = accountants.read(without_identifier(content))
    assert (told.left_count, told.other_count, outcomes()) == (1, 0, ["settled", "not_expected"])
    assert queries.left_to_settle().count() == 1


def test_a_debit_of_a_transfer_that_is_not_known_here_is_left_to_settle():
    order = due()
    accountants = desk()
    content = accountants.answer(accountants.sent()).replace(end_to_end(order).encode(), end_to_end(order, 9).encode())
    assert accountants.read(content).left_count == 1
    assert outcomes() == ["not_expected"]


def test_a_batch_whose_name_the_bank_writes_in_capitals_is_still_ours():
    orders = [due(4_700), due(1)]
    accountants = desk()
    content = booked_whole(accountants.answer(accountants.sent(), batch_booked=True))
    accountants.read(re.sub(rb"(?<=<MsgId>)ENTRAIDE-\w*|(?<=<PmtInfId>)ENTRAIDE-\w*", lambda found: found[0].upper(), content))
    assert {fresh(order).state for order in orders} == {"settled"}


def test_a_batch_booked_as_one_line_is_known_by_its_whole():
    due()
    due()
    accountants = desk()
    content = re.sub(rb"(?s)<TxDtls>.*?</TxDtls>", b"", accountants.answer(accountants.sent(), batch_booked=True))
    assert accountants.read(content).settled_count == 2
    with pytest.raises(LinesReadAlready):
        accountants.read(renamed(content))
