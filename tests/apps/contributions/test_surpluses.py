"""What came too much pays another call of the same debtor, or goes back by a debit of the bank; never twice, never more than there is."""

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import Receipt
from entraide.apps.contributions.operations.receipts import settle_line, undo_receipts
from entraide.apps.contributions.operations.surpluses import apply_surplus, refund_surplus
from entraide.apps.contributions.queries.documents import document
from entraide.apps.contributions.queries.statements import statement_of
from entraide.apps.contributions.queries.surpluses import refunds_for, surpluses, uses_of
from entraide.apps.contributions.refusals import (
    LineTaken,
    NoSurplus,
    NotAccountant,
    NotFound,
    NothingChosen,
    NothingOwed,
    OtherDebtor,
    RefundTooHigh,
)
from entraide.apps.ledger import operations as journal
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.payments.operations.statements import entries_that_wait
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory
from tests.factories.payments import BankLineFactory


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def moved(cents: int, **said):
    """Have money come in, or go out where it is below zero."""
    line = BankLineFactory(kind="credit" if cents > 0 else "debit", cents=Money(cents), **said)
    journal.post(entries_that_wait([line]), at=NOW)
    return line


def overpaid(*parts: int, more: int = 500, **said):
    """Give a call of 1,000 cents paid in parts, `more` too much in all."""
    row = CallDocumentFactory(cents=Money(1_000), **said)
    lines = [moved(cents) for cents in (*parts, 1_000 + more - sum(parts))]
    for line in lines:
        settle_line(line_id=line.pk, document_ids=[row.pk], keeps_surplus=True, **ACT)
    return row, lines


def owed(row) -> int:
    return document(row.pk, on=TODAY).owed.cents


def test_a_surplus_pays_other_calls_of_the_debtor_and_the_rest_stays():
    row, _ = overpaid()
    first, second = (CallDocumentFactory(debtor=row.debtor, cents=Money(cents)) for cents in (200, 250))
    entries = JournalEntry.objects.count()
    assert [each.pk for each in uses_of(row.pk, on=TODAY)] == [first.pk, second.pk]
    assert apply_surplus(document_id=row.pk, onto=[first.pk, second.pk], **ACT) == Money(450)
    assert [owed(each) for each in (row, first, second)] == [-50, 0, 0]
    # One member owes and was paid too much: its account as a whole does not change.
    assert JournalEntry.objects.count() == entries
    with pytest.raises(NothingOwed):
        apply_surplus(document_id=row.pk, onto=[first.pk], **ACT)


def test_a_surplus_made_of_several_payments_is_taken_from_the_last_ones():
    row, lines = overpaid(600, 300, more=300)
    other = CallDocumentFactory(debtor=row.debtor, cents=Money(5_000))
    assert apply_surplus(document_id=row.pk, onto=[other.pk], **ACT) == Money(300)
    assert [owed(row), owed(other)] == [0, 4_700]
    undo_receipts(line_id=lines[-1].pk, reason="Versé deux fois", **ACT)
    assert [owed(row), owed(other)] == [100, 5_000]


def test_a_payment_of_which_a_part_was_moved_is_taken_back_from_both_documents():
    row, lines = overpaid()
    other = CallDocumentFactory(debtor=row.debtor, cents=Money(5_000))
    apply_surplus(document_id=row.pk, onto=[other.pk], **ACT)
    assert undo_receipts(line_id=lines[0].pk, reason="Erreur", **ACT) == 2
    assert [owed(row), owed(other)] == [1_000, 5_000]
    last = JournalEntry.objects.order_by("-sequence")[:2]
    assert {(each.debit, each.credit, each.cents.cents) for each in last} == {("411", "471", 1_000), ("411", "471", 500)}


def test_a_surplus_is_given_back_by_a_debit_of_the_bank_which_can_be_taken_back():
    row, _ = overpaid()
    line = moved(-500, counterparty="COMMUNE DE VILLENEUVE")
    assert [each.pk for each in refunds_for(document(row.pk, on=TODAY))] == [line.pk]
    assert refund_surplus(document_id=row.pk, line_id=line.pk, **ACT) == Money(500)
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (owed(row), entry.debit, entry.credit, entry.cents) == (0, "411", "471", Money(500))
    assert [(each.kind, each.asked) for each in statement_of(row.debtor_id, until=TODAY)][-1] == ("refund", Money(500))
    with pytest.raises(LineTaken):
        refund_surplus(document_id=row.pk, line_id=line.pk, **ACT)
    undo_receipts(line_id=line.pk, reason="Autre débit", **ACT)
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (owed(row), entry.debit, entry.credit) == (-500, "471", "411")


def test_overpaid_documents_are_listed_with_what_they_may_pay():
    row, _ = overpaid()
    CallDocumentFactory()
    assert [each.pk for each in surpluses(TODAY)] == [row.pk]
    assert list(uses_of(row.pk, on=TODAY)) == []
    moved(-501)
    assert list(refunds_for(document(row.pk, on=TODAY))) == []


def test_what_cannot_be_done_with_a_surplus_is_refused():
    row, _ = overpaid()
    other, own = CallDocumentFactory(), CallDocumentFactory(debtor=row.debtor)
    with pytest.raises(NotAccountant):
        apply_surplus(document_id=row.pk, onto=[own.pk], **ACT | {"actor": person(Role.DIRECTOR).actor})
    with pytest.raises(NothingChosen):
        apply_surplus(document_id=row.pk, onto=[row.pk], **ACT)
    with pytest.raises(NotFound):
        apply_surplus(document_id=row.pk, onto=[uuid7()], **ACT)
    with pytest.raises(NoSurplus):
        apply_surplus(document_id=own.pk, onto=[row.pk], **ACT)
    with pytest.raises(OtherDebtor):
        apply_surplus(document_id=row.pk, onto=[other.pk], **ACT)
    line = moved(-501)
    for fault, wanted in ((RefundTooHigh, row.pk), (NoSurplus, own.pk), (NotFound, uuid7())):
        with pytest.raises(fault):
            refund_surplus(document_id=wanted, line_id=line.pk, **ACT)
    credit = moved(100)
    with pytest.raises(LineTaken):
        refund_surplus(document_id=row.pk, line_id=credit.pk, **ACT)
    with pytest.raises(NotAccountant):
        refund_surplus(document_id=row.pk, line_id=line.pk, **ACT | {"actor": person(Role.DIRECTOR).actor})
    assert not Receipt.objects.filter(cents__lt=Money(0)).exists()
