"""Money is counted once, for what names it; what is in doubt waits with what can be done; what was counted wrongly is taken back."""

from datetime import timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import Receipt
from entraide.apps.contributions.operations.receipts import claim_bank_lines, settle_line, undo_receipts
from entraide.apps.contributions.operations.replacing import cancel_and_replace
from entraide.apps.contributions.queries.documents import document
from entraide.apps.contributions.queries.receipts import suggestions, waiting_lines
from entraide.apps.contributions.refusals import LineTaken, MoreThanOwed, NotAccountant, NotFound, NothingChosen, ReasonMissing
from entraide.apps.ledger import operations as journal
from entraide.apps.ledger import queries as ledger
from entraide.apps.payments.operations.statements import entries_that_wait
from entraide.config import owners
from entraide.core.contributions.matching import Doubt
from entraide.core.ledger import AccountCode
from entraide.core.money import Money
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory, DocumentPartFactory
from tests.factories.members import EstablishmentFactory, MemberFactory
from tests.factories.payments import BankLineFactory
from tests.harness.together import together


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def came(cents, remittance="", **said):
    """Have money come in, as a statement that is read has it."""
    line = BankLineFactory(kind="credit", cents=Money(cents), remittance=remittance, **said)
    journal.post(entries_that_wait([line]), at=NOW)
    return line


def owed(row):
    return document(row.pk, on=TODAY).owed


def waiting():
    """What the account that waits holds for its owners."""
    return next(-each.balance for each in ledger.trial_balance(as_of=TODAY) if each.code == AccountCode.WAITING)


def test_a_line_that_names_a_document_pays_it_once():
    row = CallDocumentFactory()
    line = came(217_000, f"MANDAT 33 {row.number.lower().replace('-', ' ')} BORDEREAU 4")
    assert [claim_bank_lines(**ACT), claim_bank_lines(**ACT)] == [1, 0]
    assert (owed(row), document(row.pk, on=TODAY).state, waiting()) == (Money(0), "paid", Money(0))
    line.refresh_from_db()
    assert line.claimed_by.startswith("contributions:")
    assert not waiting_lines().exists()


def test_one_cent_too_few_stays_owed():
    row = CallDocumentFactory()
    came(216_999, row.number)
    claim_bank_lines(**ACT)
    assert (owed(row), document(row.pk, on=TODAY).state) == (Money(1), "partly_paid")


def test_one_cent_too_many_waits_for_a_person():
    row = CallDocumentFactory()
    line = came(217_001, row.number)
    assert claim_bank_lines(**ACT) == 0
    found = suggestions([line], on=TODAY)[line.pk]
    assert (found.doubt, [(each.document.pk, each.evidence) for each in found.candidates]) == (Doubt.MORE, [(row.pk, ("number",))])


def test_a_line_that_names_several_documents_pays_each_where_the_sum_fits():
    rows = [CallDocumentFactory(cents=Money(cents)) for cents in (100, 250)]
    came(350, " ".join(row.number for row in rows))
    came(351, " ".join(row.number for row in rows))
    assert claim_bank_lines(**ACT) == 1
    assert [owed(row) for row in rows] == [Money(0), Money(0)]


def test_a_line_that_also_names_an_unknown_number_waits():
    row = CallDocumentFactory()
    line = came(217_000, f"{row.number} AC-2019-999999")
    assert claim_bank_lines(**ACT) == 0
    assert suggestions([line], on=TODAY)[line.pk].doubt is Doubt.UNKNOWN


def test_two_lines_of_one_run_never_pay_a_document_twice():
    row = CallDocumentFactory()
    came(217_000, row.number)
    second = came(217_000, row.number)
    assert claim_bank_lines(**ACT) == 1
    assert suggestions([second], on=TODAY)[second.pk].doubt is Doubt.SETTLED


def test_the_number_of_a_replaced_document_pays_the_one_that_replaces_it():
    member = MemberFactory()
    EstablishmentFactory(member=member, siret=f"{member.siren}00019")
    row = DocumentPartFactory(document__debtor=member).document
    fresh = cancel_and_replace(document_id=row.pk, reason="Numéro d’engagement", **ACT)
    came(217_000, row.number)
    assert claim_bank_lines(**ACT) == 1
    assert document(fresh, on=TODAY).owed == Money(0)


def test_a_payment_without_number_is_suggested_by_amount_siren_and_name_and_settled_by_hand():
    row = CallDocumentFactory(debtor_name="Commune de Bétheny")
    other = CallDocumentFactory(cents=Money(217_000))
    line = came(217_000, f"COTISATION SIRET {row.debtor.siren}00015", counterparty="TRESORERIE DE REIMS")
    assert claim_bank_lines(**ACT) == 0
    found = suggestions([line], on=TODAY)[line.pk]
    assert found.doubt is Doubt.NO_NUMBER
    assert [(each.document.pk, set(each.evidence)) for each in found.candidates] == [(row.pk, {"amount", "siren"}), (other.pk, {"amount"})]
    settle_line(line_id=line.pk, document_ids=[row.pk], **ACT)
    assert (owed(row), Receipt.objects.get().found_by) == (Money(0), "amount")
    by_name = came(5, counterparty="commune de betheny")
    assert suggestions([by_name], on=TODAY)[by_name.pk].candidates == ()


def test_a_debtor_is_known_by_its_name_in_the_text():
    row = CallDocumentFactory(debtor_name="Commune de Bétheny")
    line = came(5, counterparty="COMMUNE DE BETHENY")
    assert [(each.document.pk, each.evidence) for each in suggestions([line], on=TODAY)[line.pk].candidates] == [(row.pk, ("name",))]


def test_a_payment_for_nobody_stays_in_the_list_and_names_nothing():
    line = came(12_345, "REMBOURSEMENT ASSURANCE")
    assert claim_bank_lines(**ACT) == 0
    found = suggestions([line], on=TODAY)[line.pk]
    assert (found.doubt, found.candidates, list(waiting_lines())) == (Doubt.NO_NUMBER, (), [line])


def test_a_surplus_is_kept_only_where_the_person_says_so():
    row = CallDocumentFactory()
    line = came(217_500)
    with pytest.raises(MoreThanOwed):
        settle_line(line_id=line.pk, document_ids=[row.pk], **ACT)
    settle_line(line_id=line.pk, document_ids=[row.pk], keeps_surplus=True, **ACT)
    assert owed(row) == Money(-500)


def test_a_receipt_taken_back_is_owed_again_and_is_not_claimed_anew_by_itself():
    row = CallDocumentFactory()
    line = came(217_000, row.number)
    claim_bank_lines(**ACT)
    assert undo_receipts(line_id=line.pk, reason="Payé pour un autre", **ACT) == 1
    assert (owed(row), waiting(), claim_bank_lines(**ACT)) == (Money(217_000), Money(217_000), 0)
    assert suggestions([line], on=TODAY)[line.pk].doubt is Doubt.UNDONE
    other = CallDocumentFactory()
    settle_line(line_id=line.pk, document_ids=[other.pk], **ACT)
    assert (owed(other), waiting()) == (Money(0), Money(0))
    with pytest.raises(LineTaken):
        settle_line(line_id=line.pk, document_ids=[row.pk], **ACT)


def test_what_cannot_be_settled_or_taken_back_is_refused():
    row, line = CallDocumentFactory(), came(100)
    with pytest.raises(NotAccountant):
        settle_line(line_id=line.pk, document_ids=[row.pk], **ACT | {"actor": person(Role.DIRECTOR).actor})
    with pytest.raises(NothingChosen):
        settle_line(line_id=line.pk, document_ids=[], **ACT)
    with pytest.raises(NotFound):
        settle_line(line_id=line.pk, document_ids=[line.pk], **ACT)
    with pytest.raises(NotFound):
        undo_receipts(line_id=line.pk, reason="Erreur", **ACT)
    with pytest.raises(ReasonMissing):
        undo_receipts(line_id=line.pk, reason="", **ACT)


def test_the_schedule_claims_lines_of_contributions():
    row = CallDocumentFactory()
    came(217_000, row.number, booked_on=TODAY - timedelta(days=1))
    assert owners.claim_bank_lines(**ACT) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_and_settle_at_once_count_each_line_once():
    for _ in range(4):
        row, other = CallDocumentFactory(), CallDocumentFactory()
        line = came(217_000, row.number)
        together(
            lambda: claim_bank_lines(**ACT),
            lambda: claim_bank_lines(**ACT),
            lambda key=line.pk, wrong=other.pk: settle_line(line_id=key, document_ids=[wrong], **ACT),
        )
        assert sorted([owed(row), owed(other)]) == [Money(0), Money(217_000)]
        assert Receipt.objects.filter(bank_line_id=line.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_lines_settled_at_once_never_pay_a_document_twice():
    for _ in range(4):
        row = CallDocumentFactory()
        lines = [came(217_000), came(217_000)]
        answers = together(*(lambda key=line.pk, own=row.pk: settle_line(line_id=key, document_ids=[own], **ACT) for line in lines))
        assert sum(isinstance(answer, MoreThanOwed) for answer in answers) == 1
        assert owed(row) == Money(0)
