"""A correspondent sees and downloads what their own body received, and its statement; another's never."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.operations.printing import print_documents
from entraide.apps.contributions.operations.receipts import claim_bank_lines
from entraide.core.money import Money
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory, ReceiptFactory
from tests.factories.payments import BankLineFactory
from tests.harness.budgets import assert_query_budget
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


@pytest.fixture
def someone():
    return person(Role.CORRESPONDENT)


def test_own_documents_are_seen_downloaded_and_added_up(someone):
    own, other = CallDocumentFactory(debtor=someone.member), CallDocumentFactory()
    BankLineFactory(kind="credit", cents=Money(100_000), remittance=own.number)
    claim_bank_lines(**ACT)
    client = signed_in(someone)
    told = text_of(client.get(reverse("correspondent:call_documents")))
    assert own.number in told and other.number not in told and "fichier en préparation" in told
    assert "Reste dû aujourd’hui 1 170,00 €" in told and "Paiement reçu" in told
    print_documents(limit=9, **ACT)
    assert client.get(reverse("correspondent:call_document_file", args=[own.pk])).content[:5] == b"%PDF-"
    assert client.get(reverse("correspondent:call_document_file", args=[other.pk])).status_code == 404


def test_the_statement_says_which_transfer_paid_and_names_no_other_payer(someone):
    row = CallDocumentFactory(debtor=someone.member, debtor_name="Ville de Reims")
    BankLineFactory(kind="credit", cents=Money(100_000), remittance=f"MANDAT 412 {row.number}", counterparty="SGC DE REIMS")
    BankLineFactory(kind="credit", cents=Money(5_000), remittance=f"MME DUPONT {row.number}", counterparty="ODETTE DUPONT")
    claim_bank_lines(**ACT)
    told = text_of(signed_in(someone).get(reverse("correspondent:call_documents")))
    assert f"SGC DE REIMS : MANDAT 412 {row.number} (1 000,00 €)" in told
    assert "virement d’un autre payeur (50,00 €)" in told and "DUPONT" not in told


def test_what_was_paid_too_much_is_told_in_favour_of_the_member(someone):
    row = CallDocumentFactory(debtor=someone.member)
    ReceiptFactory(document=row, cents=row.cents + Money(500))
    told = text_of(signed_in(someone).get(reverse("correspondent:call_documents")))
    assert "En votre faveur aujourd’hui 5,00 €" in told and "peut être déduit de votre prochain appel" in told


def test_the_statement_is_downloaded_as_a_table_and_as_a_page(someone):
    CallDocumentFactory(debtor=someone.member)
    client, url = signed_in(someone), reverse("correspondent:account_statement")
    assert "2170" in client.get(url, {"format": "csv"}).content.decode("utf-8-sig").replace(" ", "")
    answer = client.get(url, {"format": "pdf"})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_member_without_document_is_told_that_none_was_sent(someone):
    assert "Aucun document ne vous a été adressé à ce jour" in text_of(signed_in(someone).get(reverse("correspondent:call_documents")))


def test_many_documents_ask_no_more_of_the_database(someone):
    def rows(count):
        for _ in range(count):
            CallDocumentFactory(debtor=someone.member)

    assert_query_budget(signed_in(someone), reverse("correspondent:call_documents"), rows)
