"""A correspondent reads what is owed, why, to whom, by when and how; what was written; who pays in its place; what waits and why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.operations.plans import agree_plan
from entraide.apps.contributions.operations.reminders import print_reminders
from entraide.core.contributions.reminders import equal_parts
from entraide.core.money import Money
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import RosterImportFactory
from tests.factories.call_documents import (
    CallDocumentFactory,
    DepositFactory,
    DocumentPartFactory,
    ReceiptFactory,
    ReminderFactory,
)
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import EstablishmentFactory, MemberFactory
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


@pytest.fixture
def someone():
    return person(Role.CORRESPONDENT)


@pytest.fixture
def read(someone):
    client = signed_in(someone)
    return lambda name="contribution": text_of(client.get(reverse(f"correspondent:{name}")))


def test_what_is_to_pay_says_to_whom_by_when_on_which_account_and_under_which_reference(someone, read):
    row = CallDocumentFactory(debtor=someone.member)
    DepositFactory(document=row, status="available")
    ReceiptFactory(document=row, cents=Money(17_000))
    told = read()
    for words in (
        "À payer 2 000,00 €",
        "Il vous reste 1 jour",
        "Sur 2 170,00 €, 170,00 € sont déjà payés ou rendus",
        "À qui Association Entraide",
        "FR76 9999 9000 0199 9999 9999 906",
        f"À rappeler sur le virement Référence {row.number}",
        "Il est aussi sur Chorus Pro : mise à disposition.",
    ):
        assert words in told
    ReceiptFactory(document=row, cents=Money(200_000))
    assert "Rien à payer aujourd’hui" in read()


def test_a_call_that_the_portal_stopped_says_what_to_do(someone, read):
    DepositFactory(document=CallDocumentFactory(debtor=someone.member), status="suspended")
    told = read()
    assert "Sur Chorus Pro : suspendue. Une mention manque sans doute" in told and "Il est aussi" not in told


def test_a_plan_that_is_kept_says_its_next_part_and_nothing_is_late(someone, read):
    row = CallDocumentFactory(debtor=someone.member, due_on=TODAY - timedelta(days=5))
    assert "En retard : à payer depuis le 10 octobre 2024" in read()
    agree_plan(document_id=row.pk, parts=equal_parts(row.cents, count=2, first_on=TODAY), reason="", **ACT)
    told = read()
    assert "Échéancier convenu : 1 085,00 €" in told and "En retard" not in told


def test_reminders_and_letters_are_read_with_what_to_do_and_downloaded_by_their_body_alone(someone, read):
    row = CallDocumentFactory(debtor=someone.member, issued_on=TODAY - timedelta(days=100), due_on=TODAY - timedelta(days=70))
    ReminderFactory(document=row, on=TODAY - timedelta(days=40))
    letter = ReminderFactory(document=row, step="formal_notice", on=TODAY)
    other = ReminderFactory(step="formal_notice")
    told = read()
    assert f"Mise en demeure du 15 octobre 2024, pour {row.number}" in told and "la préfecture peut être saisie" in told
    assert "Relance du" not in told and "Télécharger la lettre" not in told
    client = signed_in(someone)
    url = reverse("correspondent:letter_file", args=[letter.pk])
    assert client.get(url).status_code == 404
    print_reminders(limit=9, **ACT)
    assert "Télécharger la lettre" in read()
    assert client.get(url).content[:5] == b"%PDF-"
    assert client.get(reverse("correspondent:letter_file", args=[other.pk])).status_code == 404
    listed = read("call_documents")
    assert "Relance par courriel" in listed and "Mise en demeure PDF" in listed
    ReceiptFactory(document=row)
    assert "Mise en demeure" not in read() and "Mise en demeure" in read("call_documents")


def test_a_body_whose_siret_is_missing_is_told_so_and_what_to_do(someone, read):
    line = ContributionLineFactory(member=someone.member, origin="platform")
    for told in (read(), read("call_documents")):
        assert "Votre appel de 2024 attend votre SIRET" in told and "cotisations@entraide.example" in told
        assert "paie pour vous" not in told
    EstablishmentFactory(member=someone.member, is_billed=True)
    assert "L’appel est en préparation" in read()
    DocumentPartFactory(document=CallDocumentFactory(debtor=someone.member, cents=line.cents), line=line)
    assert "en préparation : il sera ici" not in read()


def test_a_body_for_which_another_pays_is_told_who_and_on_which_document(someone, read):
    payer = MemberFactory(named__name="Amicale de la Vesle")
    line = ContributionLineFactory(member=someone.member, origin="platform", payer=payer)
    told = read()
    assert "Amicale de la Vesle paie pour vous" in told and "attend son SIRET" in told
    row = CallDocumentFactory(debtor=payer, debtor_name="Amicale de la Vesle", cents=line.cents)
    DocumentPartFactory(document=row, line=line)
    told = read()
    assert "Amicale de la Vesle paie pour vous" in told and f"est dans l’appel {row.number}" in told
    assert "Vous n’avez rien à payer vous-même" in told and "À payer" not in told


def test_the_home_says_what_is_to_pay_and_what_was_written(someone, read):
    RosterImportFactory(member=someone.member, state="applied", year=TODAY.year)
    assert "Rien ne vous attend" in read("home")
    row = CallDocumentFactory(debtor=someone.member)
    told = read("home")
    assert "2 170,00 € de cotisation à payer Jusqu’au 16 octobre 2024 inclus" in told and "Rien ne vous attend" not in told
    agree_plan(document_id=row.pk, parts=equal_parts(row.cents, count=2, first_on=TODAY), reason="", **ACT)
    assert "1 085,00 € de cotisation à payer Jusqu’au 15 octobre 2024 inclus" in read("home")
    late = CallDocumentFactory(debtor=someone.member, issued_on=TODAY - timedelta(days=100), due_on=TODAY - timedelta(days=70))
    ReminderFactory(document=late, on=TODAY)
    told = read("home")
    assert "En retard : à payer depuis le 6 août 2024" in told and f"Relance du 15 octobre 2024, pour {late.number}" in told


def test_money_in_the_favour_of_a_body_says_when_it_comes_back(someone, read):
    ContributionLineFactory(member=someone.member, origin="platform", kind="adjustment", cents=Money(-10_909))
    EstablishmentFactory(member=someone.member, is_billed=True)
    told = read()
    assert "109,09 € en votre faveur pour 2024" in told and "se déduiront du prochain appel" in told


def test_the_list_says_what_each_document_is_and_what_replaces_it(someone, read):
    row = CallDocumentFactory(debtor=someone.member)
    credit = CallDocumentFactory(debtor=someone.member, kind="credit", takes_back=row)
    fresh = CallDocumentFactory(debtor=someone.member, replaces=row, reason="numéro d’engagement manquant")
    CallDocumentFactory(debtor=someone.member, kind="credit", lowers=fresh, cents=Money(1_000))
    told = read("call_documents")
    for words in (
        f"Appel de cotisation 2024, remplace {row.number}",
        f"Avoir : annule {row.number}",
        f"Avoir : diminue {fresh.number}",
        f"remplacé par {fresh.number} : numéro d’engagement manquant",
    ):
        assert words in told
    assert credit.number in told
