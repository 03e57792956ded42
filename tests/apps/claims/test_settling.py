"""What the bank made of a granted claim: told as a use, taken back, told again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.files import NewBankDetails
from entraide.apps.claims.operations import settling
from entraide.apps.documents.queries import content_of
from entraide.apps.notifications.models import Message
from entraide.apps.payments.models import TransferBatch
from entraide.apps.payments.operations import batching, ordering, statements
from entraide.apps.payments.queries import agreements, orders_for
from entraide.apps.usage.models import Use
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import iban
from tests.harness.bank import read_order, statement


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
SYSTEM = system_actor("suite")


class Bank:
    """Two accountants and a bank that keeps its own books."""

    def __init__(self):
        self.preparer, self.releaser = person(Role.ACCOUNTANT_PREPARES), person(Role.ACCOUNTANT_RELEASES)
        self.balance, self.number = Decimal("100000.00"), 0

    def send(self, on):
        when = {"at": NOW, "on": on}
        batch_id = batching.prepare_batch(execution_on=on, actor=self.preparer.actor, **when)
        batching.release_batch(batch_id=batch_id, actor=self.releaser.actor, **when)
        return read_order(content_of(TransferBatch.objects.get(pk=batch_id).document_id))

    def tell(self, order, on, returns=None, *, debits=True):
        self.number += 1
        content = statement([order], on, returns or {}, debits=debits, opening=self.balance, number=self.number)
        self.balance -= sum((each.amount for each in order.transfers), Decimal(0)) if debits else Decimal(0)
        self.balance += sum((each.amount for each in order.transfers), Decimal(0)) if returns else Decimal(0)
        statements.import_statement(content=content, name=f"releve-{self.number}.xml", actor=self.preparer.actor, at=NOW, on=on)
        assert all(each.holds for each in agreements(as_of=TODAY + timedelta(days=365)))
        return settling.claim_bank_lines(actor=SYSTEM, at=NOW, on=on)


@pytest.fixture
def bank():
    return Bank()


@pytest.fixture
def claim():
    return families.granted(families.family(), person(Role.CLAIMS_OFFICER))


def counted(claim):
    return list(Use.objects.filter(source_id=claim.pk, cancelled_on__isnull=True).order_by("attempt").values_list("attempt", "cents"))


def state(claim):
    return orders_for("claim", [claim.pk])[claim.pk].state


def subjects(claim):
    return list(Message.objects.filter(beneficiary_id=claim.beneficiary_id).order_by("sent_at", "pk").values_list("subject", flat=True))


def test_a_granted_claim_is_no_use_until_the_bank_has_paid(claim, bank):
    order = bank.send(TODAY)
    assert counted(claim) == []
    assert bank.tell(order, TODAY) == 1
    assert counted(claim) == [(1, Money.of(120))]
    use = Use.objects.get(source_id=claim.pk)
    assert (use.member_id, use.beneficiary_id, use.code, use.on) == (claim.member_id, claim.beneficiary_id, claim.benefit_code, TODAY)


def test_a_line_that_cannot_be_followed_keeps_no_other_from_it_and_is_followed_once_it_can(claim, bank, monkeypatch, caplog):
    other = families.granted(families.family(), person(Role.CLAIMS_OFFICER))
    mark = settling.mark_followed

    def marked(movement, **kwargs):
        if movement.cause_id == claim.pk:
            raise ValueError("the line is gone")
        return mark(movement, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(settling, "mark_followed", marked)
        assert bank.tell(bank.send(TODAY), TODAY) == 1
    assert (counted(claim), counted(other)) == ([], [(1, Money.of(120))]) and "the line is gone" in caplog.text
    assert settling.claim_bank_lines(actor=SYSTEM, at=NOW, on=TODAY) == 1
    assert counted(claim) == [(1, Money.of(120))]


def test_following_again_tells_nothing_more(claim, bank):
    bank.tell(bank.send(TODAY), TODAY)
    before = subjects(claim)
    assert settling.claim_bank_lines(actor=SYSTEM, at=NOW, on=TODAY) == 0
    assert counted(claim) == [(1, Money.of(120))]
    assert subjects(claim) == before


def test_a_return_takes_the_use_back_on_its_day_and_asks_for_an_iban(claim, bank):
    order = bank.send(TODAY)
    bank.tell(order, TODAY)
    day = TODAY + timedelta(days=2)
    bank.tell(order, day, {order.transfers[0].end_to_end_id: "AC04"}, debits=False)
    assert counted(claim) == []
    assert Use.objects.get(source_id=claim.pk).cancelled_on == day
    assert state(claim) == "returned"
    assert "Votre virement a été retourné par la banque" in subjects(claim)


def test_paid_again_after_a_return_the_use_is_told_as_a_second_attempt(claim, bank):
    order = bank.send(TODAY)
    bank.tell(order, TODAY)
    bank.tell(order, TODAY + timedelta(days=2), {order.transfers[0].end_to_end_id: "AC04"}, debits=False)
    details = NewBankDetails(iban(77), "CAMILLE DUPONT")
    later = TODAY + timedelta(days=5)
    ordering.replace_bank_details(beneficiary_id=claim.beneficiary_id, details=details, actor=SYSTEM, at=NOW, on=later)
    assert bank.tell(bank.send(later), later) == 1
    assert counted(claim) == [(2, Money.of(120))]
    assert Use.objects.filter(source_id=claim.pk).count() == 2
    assert state(claim) == "settled"


def test_paid_and_returned_on_one_statement_counts_as_no_use(claim, bank):
    order = bank.send(TODAY)
    bank.tell(order, TODAY, {order.transfers[0].end_to_end_id: "AC04"})
    assert counted(claim) == []
    assert state(claim) == "returned"


def test_a_return_booked_before_its_debit_on_one_statement_counts_as_no_use(claim, bank):
    order = bank.send(TODAY)
    day = TODAY + timedelta(days=2)
    content = statement([order], day, {order.transfers[0].end_to_end_id: "AC04"}, opening=bank.balance)
    head, debit, back = content.partition(b"<Ntry>")[0], *content.split(b"<Ntry>")[1:]
    earlier = back.replace(f"<Dt>{day}</Dt>".encode(), f"<Dt>{day - timedelta(days=1)}</Dt>".encode())
    content = b"<Ntry>".join([head, debit, earlier])
    statements.import_statement(content=content, name="releve.xml", actor=bank.preparer.actor, at=NOW, on=day)
    settling.claim_bank_lines(actor=SYSTEM, at=NOW, on=day)
    assert counted(claim) == []
    assert Use.objects.get(source_id=claim.pk).cancelled_on == day
    assert subjects(claim)[-1] == "Votre virement a été retourné par la banque"
