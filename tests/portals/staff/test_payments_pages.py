"""The accountants' screens: lists that add up, acts by two persons, refusals in words."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.payments import queries
from entraide.apps.payments.models import BankStatement, PaymentOrder, TransferBatch
from entraide.integrations.spreadsheets.reading import read_table
from tests.apps.payments.desk import Desk, due, file_of
from tests.factories.actors import person as someone
from tests.factories.actors import signed_in
from tests.factories.base import TODAY
from tests.harness.budgets import assert_query_budget, queries_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def preparer():
    """Give a client of whoever prepares."""
    return signed_in(someone(Role.ACCOUNTANT_PREPARES))


@pytest.fixture
def releaser():
    """Give a client of whoever releases."""
    return signed_in(someone(Role.ACCOUNTANT_RELEASES))


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").replace("\u202f", " ").split())


def prepare(client, *, on=TODAY, key="click"):
    return client.post(reverse("staff:batch_prepare"), {"execution_on": on.isoformat(), "key": key}, follow=True)


def only_batch():
    return TransferBatch.objects.get()


def send(client, content, name="releve.xml"):
    return client.post(reverse("staff:statements"), {"file": SimpleUploadedFile(name, content, "application/xml")}, follow=True)


# Preparing and releasing.


def test_what_is_to_pay_and_who_has_no_account_are_counted_apart(preparer):
    due(4_700)
    due(12_345)
    due(100, has_account=False)
    told = text_of(preparer.get(reverse("staff:payments")))
    assert "2 paiements sont prêts, pour 170,45 € en tout" in told
    assert "Personnes sans coordonnées bancaires" in told
    assert "Tous les paiements 3 171,45 €" in told


def test_a_double_click_prepares_one_batch_and_shows_it(preparer):
    due(4_700)
    first, second = prepare(preparer), prepare(preparer)
    assert first.redirect_chain == second.redirect_chain
    assert "Le lot est préparé. Une autre personne doit maintenant le valider." in text_of(first)
    assert only_batch().total.cents == 4_700


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY - timedelta(days=1), "Ce jour est passé"),
        (TODAY + timedelta(days=4), "Le prochain jour est le 21 octobre 2024"),
        (None, "Écrivez une date"),
    ],
)
def test_a_day_that_cannot_be_says_why_and_is_kept(preparer, day, said):
    due()
    response = preparer.post(reverse("staff:batch_prepare"), {"execution_on": day.isoformat() if day else "demain", "key": "click"})
    assert response.status_code == 422
    assert said in text_of(response)
    assert f'value="{day.isoformat() if day else "demain"}"' in response.content.decode()
    assert not TransferBatch.objects.exists()


def test_nothing_to_pay_says_so(preparer):
    assert "Rien n’est prêt à payer." in text_of(preparer.get(reverse("staff:payments")))
    response = prepare(preparer)
    assert "Aucun paiement n’est prêt" in text_of(response)


def test_two_persons_act_and_the_page_says_who(preparer, releaser):
    due(4_700)
    prepare(preparer)
    batch = only_batch()
    assert batch.reference in text_of(releaser.get(reverse("staff:payments")))
    page = reverse("staff:batch", args=[batch.pk])
    assert "En attente d’une autre personne" in text_of(preparer.get(page))
    told = text_of(releaser.post(reverse("staff:batch_release", args=[batch.pk]), follow=True))
    assert preparer.person.account.name in told and releaser.person.account.name in told
    assert "Le lot est validé." in told


def test_whoever_prepared_sees_why_they_cannot_release(preparer):
    due()
    prepare(preparer)
    both = someone(Role.ACCOUNTANT_RELEASES, account=preparer.person.account)
    client, batch = signed_in(both), only_batch()
    page = client.get(reverse("staff:batch", args=[batch.pk]))
    assert "Le lot doit être validé par une autre personne" in text_of(page)
    assert "Valider le lot" not in text_of(page)
    told = text_of(client.post(reverse("staff:batch_release", args=[batch.pk]), follow=True))
    assert "Le lot doit être validé par une autre personne" in told
    assert only_batch().state == "prepared"
    assert batch.reference not in text_of(client.get(reverse("staff:payments"))).split("Paiements par état")[0]


def test_the_file_is_given_to_whoever_releases_always_the_same(preparer, releaser):
    due()
    prepare(preparer)
    batch = only_batch()
    url = reverse("staff:batch_file", args=[batch.pk])
    assert releaser.get(url).status_code == 404
    releaser.post(reverse("staff:batch_release", args=[batch.pk]))
    first, second = releaser.get(url), releaser.get(url)
    assert first.content == second.content == file_of(batch.pk)
    assert first.headers["Content-Disposition"] == f'attachment; filename="virements-{batch.reference}.xml"'
    assert "no-store" in first.headers["Cache-Control"]
    assert preparer.get(url).status_code == 403


def test_a_batch_is_transmitted_or_cancelled_by_a_button(preparer, releaser):
    due()
    prepare(preparer)
    batch = only_batch()
    assert "Le lot est annulé" in text_of(preparer.post(reverse("staff:batch_cancel", args=[batch.pk]), follow=True))
    assert "ses paiements sont de nouveau à payer" in text_of(releaser.get(reverse("staff:batch", args=[batch.pk])))
    prepare(preparer, key="again")
    other = TransferBatch.objects.get(state="prepared")
    releaser.post(reverse("staff:batch_release", args=[other.pk]))
    told = text_of(releaser.post(reverse("staff:batch_transmit", args=[other.pk]), follow=True))
    assert "Le lot est marqué comme transmis." in told
    refused = text_of(releaser.post(reverse("staff:batch_cancel", args=[other.pk]), follow=True))
    assert "Cette action n’est plus possible" in refused


# Lists.


def test_no_page_shows_more_of_an_iban_than_its_end(preparer, releaser):
    order = due()
    prepare(preparer)
    batch = only_batch()
    releaser.post(reverse("staff:batch_release", args=[batch.pk]))
    pages = [reverse("staff:payments"), reverse("staff:orders"), reverse("staff:batches")]
    pages += [
        reverse("staff:batch", args=[batch.pk]),
        reverse("staff:order", args=[order.pk]),
        reverse("staff:batch", args=[batch.pk]) + "?format=csv",
    ]
    for page in pages:
        assert not re.search(r"FR\d{2}[ 0-9]{10}", releaser.get(page).content.decode())


def test_the_total_follows_the_filters_and_the_whole_list_is_downloaded(preparer):
    for cents in (4_700, 3_800, 100):
        due(cents)
    due(999, has_account=False)
    url = reverse("staff:orders")
    assert "Total de la liste (4) 95,99 €" in text_of(preparer.get(url))
    assert "Total de la liste (1) 9,99 €" in text_of(preparer.get(url, {"etat": "sans-iban"}))
    for kind in ("csv", "xlsx"):
        table = read_table(preparer.get(url, {"format": kind}).content, f"paiements.{kind}")
        assert len(list(table.rows)) == 4


def test_a_payment_is_found_by_name_and_by_reference(preparer):
    order = due()
    due()
    name = order.beneficiary.identities.get().family_name
    url = reverse("staff:orders")
    assert "Total de la liste (1)" in text_of(preparer.get(url, {"q": name}))
    assert "Total de la liste (2)" in text_of(preparer.get(url, {"q": "D-02XM"}))


@pytest.mark.parametrize(
    "query", [{"tri": "password"}, {"page": "x"}, {"etat": "nowhere"}, {"q": "%"}, {"format": "exe"}, {"au": "demain"}]
)
def test_a_list_asked_for_badly_still_answers(preparer, query):
    due()
    prepare(preparer)
    pages = ["orders", "batches", "statements", "statements_left", "journal"]
    addresses = [reverse(f"staff:{page}") for page in pages]
    for url in [*addresses, reverse("staff:batch", args=[only_batch().pk]), reverse("staff:account_entries", args=["467"])]:
        assert preparer.get(url, query).status_code == 200


@pytest.mark.parametrize("sort", ["montant", "-montant", "titulaire", "etat", "-date"])
def test_lists_are_sorted(preparer, sort):
    due(100)
    due(200)
    prepare(preparer)
    for url in (reverse("staff:orders"), reverse("staff:batch", args=[only_batch().pk])):
        table = text_of(preparer.get(url, {"tri": sort}))
        if sort in {"montant", "-montant"}:
            assert (table.index("1,00 €") < table.rindex("2,00 €")) is (sort == "montant") or sort == "-montant"


@pytest.mark.parametrize("name", ["batch", "order", "statement"])
def test_what_does_not_exist_is_not_found(preparer, name):
    assert preparer.get(reverse(f"staff:{name}", args=["0192abcd-0000-7000-8000-000000000001"])).status_code == 404


def test_an_account_outside_the_chart_is_not_found(preparer):
    assert preparer.get(reverse("staff:account_entries", args=["999"])).status_code == 404


# Statements.


def paid_batch(preparer, releaser):
    prepare(preparer)
    batch = only_batch()
    releaser.post(reverse("staff:batch_release", args=[batch.pk]))
    return batch


def test_a_statement_says_what_it_paid_and_what_came_back(preparer, releaser):
    due(4_700)
    back = due(3_800)
    batch = paid_batch(preparer, releaser)
    content = Desk(None, None).answer(batch.pk, returns={f"{back.pk.hex}-01": "AC04"})
    response = send(preparer, content)
    told = text_of(response)
    assert "Relevé lu : 2 virements payés, 1 retourné (AC04 Le compte est clôturé)." in told
    assert "Solde d’ouverture – 100 000,00 €" in told.replace("—", "–")
    assert "Solde de clôture 3 99 953,00 €" in told
    listed = text_of(preparer.get(reverse("staff:payments")))
    assert "La personne doit donner un nouvel IBAN : elle en est avertie." in listed
    assert "Nouvel IBAN" not in listed


def test_the_same_statement_twice_is_refused_in_words(preparer, releaser):
    due()
    content = Desk(None, None).answer(paid_batch(preparer, releaser).pk)
    send(preparer, content)
    response = send(preparer, content)
    assert response.status_code == 422
    assert "Ce relevé (REL-2024-10-15-001) a déjà été lu : rien n’a été changé." in text_of(response)
    assert BankStatement.objects.count() == 1


@pytest.mark.parametrize(
    ("spoil", "said", "to_do"),
    [
        (lambda content: b"%PDF-1.7", "n’est pas un fichier XML lisible", "Téléchargez à nouveau le relevé"),
        (
            lambda content: content.replace(b"camt.053", b"camt.054"),
            "il faut un relevé de compte camt.053",
            "choisissez le format « camt.053 »",
        ),
        (lambda content: content.replace(b"99900.00", b"99901.00"), "mais le relevé annonce", "Téléchargez à nouveau le relevé"),
        (lambda content: b"", "Ce fichier est vide", "téléchargez-le à nouveau"),
    ],
)
def test_a_wrong_file_says_what_and_what_to_do(preparer, releaser, spoil, said, to_do):
    due(10_000)
    content = Desk(None, None).answer(paid_batch(preparer, releaser).pk)
    response = send(preparer, spoil(content))
    assert response.status_code == 422
    assert said in text_of(response)
    assert to_do in text_of(response)
    assert not BankStatement.objects.exists()


def test_a_line_left_to_settle_is_told_where_accountants_look(preparer, releaser):
    due(10_000)
    content = Desk(None, None).answer(paid_batch(preparer, releaser).pk)
    told = text_of(send(preparer, content.replace(b"100.00</Amt>", b"99.00</Amt>").replace(b"99900.00", b"99901.00")))
    assert "0 virement payé, 1 ligne à régler." in told
    for url in (reverse("staff:payments"), reverse("staff:statements")):
        assert "1 ligne parle d’un virement sans pouvoir le payer" in text_of(preparer.get(url))
    assert "La banque porte un autre montant que le virement" in text_of(preparer.get(reverse("staff:statements_left")))


# The journal.


def test_the_journal_says_that_it_agrees_and_each_account_opens(preparer, releaser):
    order = due(4_700)
    paid_batch(preparer, releaser)
    told = text_of(preparer.get(reverse("staff:journal")))
    assert "Le journal et les paiements disent la même chose" in told
    assert "Total 94,00 € 94,00 €" in told
    entries = preparer.get(reverse("staff:account_entries", args=["467"]))
    assert reverse("staff:order", args=[order.pk]) in entries.content.decode()
    assert "Total de la liste (2) 47,00 € 47,00 €" in text_of(entries)
    assert "Virement transmis à la banque" in text_of(preparer.get(reverse("staff:order", args=[order.pk])))


def test_the_last_day_of_the_filter_is_one_of_the_days_and_may_be_the_last_of_the_calendar(preparer, releaser):
    due(4_700)
    paid_batch(preparer, releaser)
    url = reverse("staff:account_entries", args=["467"])
    for last, said in (
        (TODAY, "Total de la liste (2)"),
        (TODAY - timedelta(days=1), "Aucune écriture ne répond"),
        ("9999-12-31", "Total de la liste (2)"),
    ):
        assert said in text_of(preparer.get(url, {"au": str(last)}))


def test_the_journal_says_when_it_does_not_agree(preparer):
    order = due(4_700)
    PaymentOrder.objects.filter(pk=order.pk).update(state="sent")
    told = text_of(preparer.get(reverse("staff:journal")))
    assert "Le journal et les paiements ne disent pas la même chose" in told
    assert "L’état d’un paiement ne correspond plus à ses écritures." in told


def test_entries_are_kept_by_day_and_by_nature(preparer, releaser):
    due(4_700)
    paid_batch(preparer, releaser)
    url = reverse("staff:account_entries", args=["467"])
    assert "Total de la liste (2)" in text_of(preparer.get(url, {"du": TODAY.isoformat(), "au": TODAY.isoformat()}))
    assert "Aucune écriture ne répond" in text_of(preparer.get(url, {"au": (TODAY - timedelta(days=1)).isoformat()}))
    assert "Total de la liste (1)" in text_of(preparer.get(url, {"nature": "grant"}))


# Budgets.


def test_the_pages_ask_as_much_of_the_database_for_one_row_as_for_twenty(preparer, releaser):
    def rows(count):
        for _ in range(count):
            due()

    assert_query_budget(preparer, reverse("staff:orders"), rows)
    assert_query_budget(preparer, reverse("staff:payments"), rows)
    assert_query_budget(preparer, reverse("staff:account_entries", args=["467"]), rows)


def test_a_batch_and_a_statement_ask_as_much_for_one_row_as_for_twenty(preparer, releaser):
    counts = {}
    for number in (1, 20):
        for _ in range(number):
            due()
        prepare(preparer, key=str(number))
        batch = TransferBatch.objects.get(state="prepared")
        releaser.post(reverse("staff:batch_release", args=[batch.pk]))
        statement = Desk(None, None, number).answer(batch.pk)
        send(preparer, statement)
        read = queries.statements().get(identification__endswith=f"{number + 1:03d}")
        urls = (reverse("staff:batch", args=[batch.pk]), reverse("staff:statement", args=[read.pk]))
        counts[number] = [len(queries_of(preparer, url)) for url in urls]
    assert counts[1] == counts[20]
    assert max(counts[20]) <= 25
