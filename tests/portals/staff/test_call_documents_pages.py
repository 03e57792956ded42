"""The accountant's documents: a list that adds up, one document whole, what waits, what the bank received."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import CallDocument, Receipt
from entraide.apps.contributions.operations.receipts import claim_bank_lines
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.operations.statements import entries_that_wait
from entraide.core.money import Money
from entraide.integrations.spreadsheets.reading import read_table
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory, DepositFactory, DocumentPartFactory
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import EstablishmentFactory, MemberFactory
from tests.factories.payments import BankLineFactory
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


@pytest.fixture
def accountant():
    return signed_in(person(Role.ACCOUNTANT_PREPARES))


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").replace("\u202f", " ").split())


def billed(**facts):
    member = MemberFactory(**facts)
    EstablishmentFactory(member=member, siret=f"{member.siren}00019")
    return member


def paid(row, cents, by="TRESORERIE DE REIMS"):
    line = BankLineFactory(kind="credit", cents=Money(cents), remittance=row.number, counterparty=by)
    claim_bank_lines(**ACT)
    return line


def test_the_list_says_what_is_owed_and_adds_up(accountant):
    days = {"issued_on": TODAY.replace(month=3), "due_on": TODAY.replace(month=4)}
    first, late = CallDocumentFactory(), CallDocumentFactory(debtor_name="Ville de Reims", **days)
    paid(first, 216_999)
    told = text_of(accountant.get(reverse("staff:call_documents")))
    assert "payé en partie" in told and "en retard" in told
    assert "Total de la liste (2 documents) 4 340,00 € 2 170,01 €" in told
    only = text_of(accountant.get(reverse("staff:call_documents"), {"etat": "late"}))
    assert late.number in only and first.number not in only
    assert late.number in text_of(accountant.get(reverse("staff:call_documents"), {"q": "reims"}))


def test_the_list_is_sorted_and_downloaded_whole(accountant):
    rows = [CallDocumentFactory(cents=Money(cents)) for cents in (300, 100, 200)]
    DepositFactory(document=rows[0])
    page = accountant.get(reverse("staff:call_documents"), {"tri": "montant"}).content.decode()
    assert sorted(rows, key=lambda row: page.index(row.number)) == [rows[1], rows[2], rows[0]]
    file = accountant.get(reverse("staff:call_documents"), {"format": "csv"})
    lines = read_table(file.content, "documents.csv").rows
    assert len(lines) == 3
    assert "déposée" in file.content.decode("utf-8-sig")


def test_long_lists_ask_no_more_of_the_database(accountant):
    def rows(count):
        for _ in range(count):
            CallDocumentFactory()
            BankLineFactory(kind="credit", cents=Money(217_000))
            ContributionLineFactory()

    assert_query_budget(accountant, reverse("staff:call_documents"), rows)
    assert_query_budget(accountant, reverse("staff:call_documents_waiting"), rows)
    assert_query_budget(accountant, reverse("staff:receipts"), rows)


def test_a_document_shows_what_was_received_from_whom_and_what_is_left(accountant):
    row = DocumentPartFactory(document__debtor_name="Ville de Reims").document
    line = paid(row, 216_999, by="AMICALE DU PERSONNEL")
    told = text_of(accountant.get(reverse("staff:call_document", args=[row.pk])))
    assert "AMICALE DU PERSONNEL (un autre que Ville de Reims)" in told
    assert "Reste dû 0,01 €" in told
    answer = accountant.post(reverse("staff:receipt_undo", args=[line.pk]), {"reason": "Payé pour un autre"}, follow=True)
    assert "à rapprocher" in text_of(answer)
    assert Receipt.objects.filter(undoes__isnull=False).count() == 1


def test_a_document_is_printed_then_downloaded(accountant):
    row = CallDocumentFactory()
    file = reverse("staff:call_document_file", args=[row.pk])
    assert accountant.get(file).status_code == 404
    accountant.post(reverse("staff:call_document_print", args=[row.pk]))
    answer = accountant.get(file)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_document_is_cancelled_and_replaced_with_its_reason(accountant):
    row = DocumentPartFactory(document__debtor=billed()).document
    url = reverse("staff:call_document_replace", args=[row.pk])
    assert accountant.post(url, {"reason": " "}).status_code == 422
    told = text_of(accountant.post(url, {"reason": "Numéro d’engagement manquant"}, follow=True))
    assert f"Remplace {row.number}" in told
    assert "Document annulé" in text_of(accountant.get(reverse("staff:call_document", args=[row.pk])))
    assert accountant.post(url, {"reason": "Encore"}).status_code == 422
    assert CallDocument.objects.count() == 3


def test_what_waits_is_named_with_what_it_lacks_and_the_rest_is_issued(accountant):
    poor, rich = MemberFactory(named__name="Sans SIRET"), billed(named__name="Avec SIRET")
    ContributionLineFactory(member=poor)
    ContributionLineFactory(member=rich)
    told = text_of(accountant.get(reverse("staff:call_documents_waiting")))
    assert "Sans SIRET" in told and "à compléter" in told and "enregistrez son SIRET" in told
    issue = reverse("staff:call_documents_issue")
    for due_on, words in (("2024-01-01", "précède le jour d’émission"), ("9999-12-31", "trop lointaine")):
        refused = accountant.post(issue, {"due_on": due_on})
        assert refused.status_code == 422 and words in text_of(refused)
    assert "1 document émis" in text_of(accountant.post(issue, {"due_on": "2024-11-14"}, follow=True))
    assert "Aucun document ne peut être émis" in text_of(accountant.post(issue, {"due_on": "2024-11-14"}, follow=True))


def test_a_line_without_number_is_counted_by_hand(accountant):
    row = CallDocumentFactory(debtor_name="Ville de Reims")
    line = BankLineFactory(kind="credit", cents=Money(217_000), counterparty="VILLE DE REIMS")
    told = text_of(accountant.get(reverse("staff:receipts")))
    assert "Aucun numéro de document dans le libellé" in told and f"{row.number}, Ville de Reims : même montant, nom du débiteur" in told
    url = reverse("staff:receipt_line", args=[line.pk])
    assert f"Payer {row.number}" in text_of(accountant.get(url))
    assert "Aucun document ne porte le numéro AC-2019-000001" in text_of(accountant.post(url, {"numbers": "AC 2019 000001"}))
    assert "Écrivez un numéro" in text_of(accountant.post(url, {"numbers": "reims"}))
    assert "La ligne est rapprochée" in text_of(accountant.post(url, {"numbers": row.number}, follow=True))
    told = text_of(accountant.get(url))
    assert "cotisation reçue" in told and f"{row.number} Ville de Reims par son montant 2 170,00 €" in told
    again = text_of(accountant.post(url, {"numbers": row.number}, follow=True))
    assert "déjà rapprochée : rien n’a été compté une seconde fois" in again
    assert Receipt.objects.count() == 1
    assert accountant.get(reverse("staff:receipt_line", args=[row.pk])).status_code == 404


def test_a_payment_taken_back_says_so_where_it_waits(accountant):
    row = CallDocumentFactory()
    line = paid(row, 217_000)
    accountant.post(reverse("staff:receipt_undo", args=[line.pk]), {"reason": "Payé pour un autre"})
    told = text_of(accountant.get(reverse("staff:receipt_line", args=[line.pk])))
    assert "ce qu’elle payait a été repris" in told and "d’aucun document" not in told
    assert f"Payer {row.number}" in told


def test_a_statement_says_what_each_line_pays_and_what_waits(accountant):
    row = CallDocumentFactory()
    line = paid(row, 100_000)
    nobody = BankLineFactory(statement=line.statement, kind="credit", cents=Money(5_000), counterparty="MUTUELLE")
    BankLineFactory(statement=line.statement, cents=Money(-700), counterparty="FRAIS")
    url = reverse("staff:statement", args=[line.statement_id])
    told = text_of(accountant.get(url))
    assert f"cotisation reçue {row.number} : 1 000,00 €" in told and "à rapprocher" in told
    assert "Parmi les lignes hors virements, 1 est rapprochée, 1 reste à rapprocher." in told
    assert reverse("staff:receipt_line", args=[nobody.pk]) in accountant.get(url).content.decode()
    ledger.post(entries_that_wait([nobody]), at=NOW)
    opened = accountant.get(reverse("staff:account_entries", args=["471"])).content.decode()
    assert reverse("staff:receipt_line", args=[nobody.pk]) in opened
    assert f"{row.number} : 1" in accountant.get(url, {"format": "csv"}).content.decode("utf-8-sig")


def test_a_public_accountant_is_not_told_as_a_stranger_who_pays(accountant):
    row = CallDocumentFactory(debtor_name="Ville de Reims")
    paid(row, 100_000)
    assert "un autre que" not in text_of(accountant.get(reverse("staff:call_document", args=[row.pk])))


def test_a_line_of_too_much_is_refused_until_the_surplus_is_kept(accountant):
    row = CallDocumentFactory()
    line = BankLineFactory(kind="credit", cents=Money(218_000))
    url = reverse("staff:receipt_line", args=[line.pk])
    assert "La ligne porte 2 180,00 €, il reste 2 170,00 €" in text_of(accountant.post(url, {"numbers": row.number}))
    accountant.post(url, {"numbers": row.number, "keeps_surplus": "on"})
    assert "trop-perçu : 10,00 €" in text_of(accountant.get(reverse("staff:call_documents")))


def test_a_surplus_is_listed_and_pays_another_call_or_is_given_back(accountant):
    row = CallDocumentFactory(debtor_name="Ville de Reims")
    line = BankLineFactory(kind="credit", cents=Money(218_000))
    accountant.post(reverse("staff:receipt_line", args=[line.pk]), {"numbers": row.number, "keeps_surplus": "on"})
    told = text_of(accountant.get(reverse("staff:surpluses")))
    assert f"{row.number} Ville de Reims 2024 2 170,00 € 2 180,00 € 10,00 €" in told
    assert "10,00" in accountant.get(reverse("staff:surpluses"), {"format": "csv"}).content.decode("utf-8-sig")
    page = reverse("staff:call_document", args=[row.pk])
    assert "10,00 € en sa faveur" in text_of(accountant.get(reverse("staff:call_account", args=[row.debtor_id])))
    assert "Reste dû" not in text_of(accountant.get(page))
    assert "Rien d’autre ne lui est demandé" in text_of(accountant.get(page))
    other = CallDocumentFactory(debtor=row.debtor, cents=Money(400))
    assert f"Affecter à {other.number} (4,00 € dus)" in text_of(accountant.get(page))
    apply = reverse("staff:surplus_apply", args=[row.pk])
    assert "Choisissez le document" in text_of(accountant.post(apply, {}, follow=True))
    assert "Le trop-perçu est affecté" in text_of(accountant.post(apply, {"onto": other.pk}, follow=True))
    assert "Plus rien n’est dû" in text_of(accountant.post(apply, {"onto": other.pk}, follow=True))
    debit = BankLineFactory(cents=Money(-600), counterparty="VILLE DE REIMS")
    assert "Remboursé par le débit du 15 octobre 2024, VILLE DE REIMS" in text_of(accountant.get(page))
    refund = reverse("staff:surplus_refund", args=[row.pk])
    assert "Choisissez la ligne" in text_of(accountant.post(refund, {"line": "x"}, follow=True))
    told = text_of(accountant.post(refund, {"line": debit.pk}, follow=True))
    assert "Le trop-perçu est remboursé" in told and "Trop-perçu :" not in told
    assert "remboursement" in told


def test_the_account_of_a_debtor_tells_each_movement_with_the_balance(accountant):
    row = CallDocumentFactory()
    paid(row, 100_000)
    url = reverse("staff:call_account", args=[row.debtor_id])
    told = text_of(accountant.get(url))
    assert "reste dû 1 170,00 €" in told
    assert f"Paiement reçu TRESORERIE DE REIMS : {row.number}" in told
    assert f"Appel de cotisation {row.number} 2 170,00 € – 2 170,00 €" in told.replace("—", "–")
    assert accountant.get(url, {"format": "csv"}).content.decode("utf-8-sig").count("\n") >= 3


def test_a_file_of_statuses_is_read_and_each_fault_said(accountant):
    row = CallDocumentFactory()
    CallDocumentFactory()
    assert "2 documents attendent encore l’impression." in text_of(accountant.get(reverse("staff:deposits")))
    text = f"numero;statut;date;motif\n{row.number};suspendue;2024-10-03;Engagement inconnu\nAC-2019-000001;déposée;2024-10-03;\n"
    file = SimpleUploadedFile("statuts.csv", text.encode(), "text/csv")
    told = text_of(accountant.post(reverse("staff:deposits"), {"file": file}))
    assert "1 statut retenu, 0 déjà connu" in told and "Ligne 3 : aucun document ne porte le numéro AC-2019-000001." in told
    assert "suspendue 1" in told
    assert "Engagement inconnu" in text_of(accountant.get(reverse("staff:call_document", args=[row.pk])))
    wrong = SimpleUploadedFile("statuts.csv", ("numero;statut;date\n" + "AC-1;perdue;2024-10-15\n" * 60).encode(), "text/csv")
    sent = accountant.post(reverse("staff:deposits"), {"file": wrong})
    answer = text_of(sent)
    assert sent.status_code == 422 and "Aucun statut n’a été lu dans ce fichier" in answer
    assert answer.count("« perdue » n’est pas connu") == 50 and "Et 10 autres lignes." in answer
    bad = SimpleUploadedFile("statuts.csv", b"\xff\xfe\x00", "text/csv")
    assert "encodage UTF-8" in text_of(accountant.post(reverse("staff:deposits"), {"file": bad}))
