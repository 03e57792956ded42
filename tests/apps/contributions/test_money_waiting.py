"""Whatever the bank tells and accountants do, in whatever order: 512 moves with the bank, 471 holds what waits, 411 what is owed."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.models import Receipt
from entraide.apps.contributions.operations.receipts import claim_bank_lines, settle_line, undo_receipts
from entraide.apps.contributions.operations.replacing import cancel_and_replace
from entraide.apps.contributions.operations.surpluses import apply_surplus, refund_surplus
from entraide.apps.contributions.queries.documents import documents
from entraide.apps.contributions.refusals import MoreThanOwed, NothingOwed, RefundTooHigh
from entraide.apps.ledger import operations as journal
from entraide.apps.ledger import queries as ledger
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.payments import queries as payments
from entraide.apps.payments.models import BankLine
from entraide.apps.payments.operations.statements import import_statement
from entraide.apps.payments.refusals import StatementReadAlready
from entraide.core.ledger import AccountCode, post_contribution_called
from entraide.core.money import ZERO, Money, total
from entraide.population.demonstration.received import Payment, statement_of_payments
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import DocumentPartFactory
from tests.factories.members import EstablishmentFactory, MemberFactory


pytestmark = pytest.mark.django_db
IBAN = "FR7699999000019999999999906"
ACTOR = system_actor("suite")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.tuples(st.integers(0, 3), st.sampled_from([-500, -1, 0, 1, 300]), st.booleans())),
        st.tuples(st.just("debit"), st.sampled_from([1, 300, 12_345])),
        st.tuples(st.sampled_from(["settle", "undo", "apply", "refund", "replace", "again"]), st.integers(0, 5)),
    ),
    max_size=16,
)


class Undo(Exception):
    """Take back what an example wrote."""


class Desk:
    """Two members with two calls each; a day that goes on; a bank whose statements are numbered."""

    def __init__(self) -> None:
        self.day = TODAY
        self.files: list[bytes] = []
        for _ in range(2):
            member = MemberFactory()
            EstablishmentFactory(member=member, siret=f"{member.siren}00019")
            for cents, year in ((1_000, 2023), (2_500, 2024)):
                part = DocumentPartFactory(document__debtor=member, document__cents=Money(cents), document__year=year, line__year=year)
                journal.post([post_contribution_called(part.line_id.hex, part.line.cents, part.document.issued_on)], at=NOW)

    @property
    def act(self):
        return {"actor": ACTOR, "at": NOW, "on": self.day}

    def calls(self):
        return list(documents(self.day).filter(kind="call", is_cancelled=False).order_by("number"))

    def read(self, payer: str, amount: Money, words: str) -> None:
        self.day += timedelta(days=1)
        self.files.append(statement_of_payments([Payment(payer, amount, words)], iban=IBAN, on=self.day))
        import_statement(content=self.files[-1], name="releve.xml", **self.act)

    def pay(self, choice) -> None:
        which, more, is_named = choice
        row = self.calls()[which]
        self.read("COMMUNE", Money(max(1, row.owed.cents + more)), row.number if is_named else "COTISATION")
        assert claim_bank_lines(**self.act) >= 0

    def debit(self, cents: int) -> None:
        self.read("BANQUE", Money(-cents), "VIREMENT EMIS")

    def again(self, choice: int) -> None:
        """Read a statement a second time, and follow the lines a second time."""
        if self.files:
            with pytest.raises(StatementReadAlready):
                import_statement(content=self.files[choice % len(self.files)], name="releve.xml", **self.act)
        claim_bank_lines(**self.act)

    def settle(self, choice: int) -> None:
        line = payments.unclaimed_credits().order_by("booked_on", "pk").first()
        if line:
            chosen = [row.pk for row in self.calls()][choice % 4 :]
            try:
                settle_line(line_id=line.pk, document_ids=chosen, keeps_surplus=choice % 2 == 0, **self.act)
            except MoreThanOwed:
                assert choice % 2

    def undo(self, choice: int) -> None:
        held = list(Receipt.objects.filter(undoes__isnull=True, undone_by__isnull=True).order_by("pk"))
        if held:
            undo_receipts(line_id=held[choice % len(held)].bank_line_id, reason="Erreur", **self.act)

    def apply(self, choice: int) -> None:
        for row in (row for row in self.calls() if row.owed < ZERO):
            onto = [other.pk for other in self.calls() if other.debtor_id == row.debtor_id and other.pk != row.pk]
            try:
                apply_surplus(document_id=row.pk, onto=onto, **self.act)
            except NothingOwed:
                assert all(other.owed <= ZERO for other in self.calls() if other.pk in onto)

    def refund(self, choice: int) -> None:
        line = payments.unclaimed_debits().first()
        row = next((row for row in self.calls() if row.owed < ZERO), None)
        if line and row:
            try:
                refund_surplus(document_id=row.pk, line_id=line.pk, **self.act)
            except RefundTooHigh:
                assert -line.cents > -row.owed

    def replace(self, choice: int) -> None:
        cancel_and_replace(document_id=self.calls()[choice % 4].pk, reason="Mention manquante", **self.act)


def check(held: Desk) -> None:
    """Hold the journal of the day against the bank's lines and the documents."""
    balances = {each.code: each.balance for each in ledger.trial_balance(as_of=held.day)}
    lines = list(BankLine.objects.order_by("pk"))
    assert balances[AccountCode.BANK] == total(line.cents for line in lines)
    assert -balances[AccountCode.WAITING] == total(line.cents for line in lines if not line.claimed_by)
    assert balances[AccountCode.MEMBERS] == total(row.owed for row in held.calls())
    assert payments.lines_agree()


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_bank_what_waits_and_what_is_owed_agree_after_every_step(db, steps):
    with pytest.raises(Undo), transaction.atomic():
        held = Desk()
        for name, choice in steps:
            getattr(held, name)(choice)
            check(held)
        raise Undo


def test_money_for_nobody_waits_in_471_from_the_day_of_the_bank_and_leaves_it_when_it_is_counted():
    held = Desk()
    row = held.calls()[0]
    held.read("MUTUELLE", row.owed, "REMBOURSEMENT")
    assert claim_bank_lines(**held.act) == 0
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (entry.debit, entry.credit, entry.cents, entry.on) == ("512", "471", row.owed, held.day)
    line = payments.unclaimed_credits().get()
    read_on, held.day = held.day, held.day + timedelta(days=3)
    settle_line(line_id=line.pk, document_ids=[row.pk], **held.act)
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (entry.debit, entry.credit, entry.cents, entry.on) == ("471", "411", row.owed, held.day)
    waited = {each.code: each.balance for each in ledger.trial_balance(as_of=read_on)}
    assert waited[AccountCode.WAITING] == -row.owed
    held.day += timedelta(days=1)
    undo_receipts(line_id=line.pk, reason="Payé pour un autre", **held.act)
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (entry.debit, entry.credit, entry.cents, entry.on) == ("411", "471", row.owed, held.day)


def test_a_line_that_moved_no_money_of_ours_is_not_told_to_agree():
    held = Desk()
    held.read("MUTUELLE", Money(100), "REMBOURSEMENT")
    BankLine.objects.update(claimed_by="loans:1")
    assert not payments.lines_agree()
