"""« Ma cotisation »: each euro opens to persons, days and rates; a line is disputed by itself; nothing of another member is seen."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import Dispute, PersonLine
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.disputes import Answer, answer_dispute
from entraide.apps.contributions.operations.imports import import_lines
from entraide.core.money import Money
from entraide.core.opening.values import ContributionKind, OpeningContribution
from entraide.integrations.spreadsheets.reading import read_table
from entraide.orm.keys import uuid7
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.calls import PersonLineFactory, RateTrajectoryFactory
from tests.factories.members import EstablishmentFactory, MemberFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


@pytest.fixture
def reims():
    return MemberFactory(named__name="CU du Grand Reims")


@pytest.fixture
def client(reims):
    return signed_in(person(Role.CORRESPONDENT, member=reims))


def agent(member, family="Ferrand", given="Nadia", **facts):
    facts = {f"affiliation__{name}": value for name, value in facts.items()}
    return BeneficiaryFactory(identity__family_name=family, identity__given_name=given, affiliation__member=member, **facts)


def told(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").replace("\u202f", " ").split())


def page(client, name, *args, **query):
    response = client.get(reverse(f"correspondent:{name}", args=args), query)
    assert response.status_code == 200
    return told(response)


def called(member):
    call_member(member_id=member.pk, year=2024, **ACT)


def test_the_year_says_what_the_amount_is_made_of_and_where_rates_come_from(client, reims):
    agent(reims)
    agent(reims, "Morel", "Paul", status="retiree", since=date(2024, 7, 1))
    called(reims)
    shown = page(client, "contribution")
    assert "Appelé pour 2024, régularisations comprises : 287,89 €" in shown
    assert "Bilan de l’utilisation faite du CNAS, Grand Reims, 25 septembre 2024" in shown
    assert "Appel de cotisation 2024" in shown


def test_each_person_is_found_sorted_and_downloaded(client, reims):
    agent(reims)
    agent(reims, "Morel", "Paul", status="retiree", since=date(2024, 7, 1))
    called(reims)
    shown = page(client, "contribution_people", 2024)
    assert "Ferrand Nadia actif, du 1er janvier 2024 au 31 décembre 2024 366" in shown
    assert "Total (2 personnes) — — 287,89 €" in shown
    only = page(client, "contribution_people", 2024, categorie="retiree")
    assert "Morel" in only and "Ferrand" not in only
    assert "Morel" in page(client, "contribution_people", 2024, partielle="on")
    assert "Personne ne répond à cette recherche" in page(client, "contribution_people", 2024, q="inconnue")
    file = client.get(reverse("correspondent:contribution_people", args=[2024]), {"format": "csv"})
    rows = read_table(b"".join(file), "cotisation.csv").rows
    assert [row.cells[0] for row in rows] == ["Ferrand", "Morel"]
    line = PersonLine.objects.first().line_id
    assert "Les personnes de cette ligne de votre compte" in page(client, "contribution_people", 2024, ligne=line)


def test_a_page_of_people_reads_their_lines_twice_at_most(client, reims):
    agent(reims)
    called(reims)
    with CaptureQueriesContext(connection) as asked:
        page(client, "contribution_people", 2024, q="ferrand")
    read = [one["sql"] for one in asked.captured_queries if 'FROM "contributions_personline"' in one["sql"]]
    assert ["COUNT" in sql for sql in read] == [True, False]


def test_a_line_explains_itself(client, reims):
    agent(reims, since=date(2024, 7, 1))
    called(reims)
    shown = page(client, "contribution_line", PersonLine.objects.get().pk)
    for words in ("Du 1er juillet 2024 au 31 décembre 2024", "184 sur 366", "217,00 € × 184 ÷ 366", "109,09 €", "25 septembre 2024"):
        assert words in shown


def test_a_line_is_disputed_and_its_answer_is_read_there(client, reims):
    agent(reims)
    called(reims)
    line = PersonLine.objects.get()
    url = reverse("correspondent:contribution_line", args=[line.pk])
    assert "Dites ce que vous contestez" in told(client.post(url, {"ground": ""}))
    sent = client.post(url, {"ground": "Partie le 30 juin."}, follow=True)
    assert "Votre contestation est envoyée" in told(sent) and "Contestation en attente" in told(sent)
    assert "Contester cette ligne" not in told(sent)
    assert "Contestation en attente" in page(client, "contribution_people", 2024, contestees="on")
    answer_dispute(dispute_id=Dispute.objects.get().pk, answer=Answer(False, "La liste de mars la dit présente."), **ACT)
    shown = page(client, "contribution_line", line.pk)
    assert "Contestation refusée" in shown and "La liste de mars la dit présente." in shown
    assert "La liste de mars la dit présente." in page(client, "contribution")


def test_what_can_no_longer_be_disputed_says_why_and_keeps_what_was_typed(client, reims):
    agent(reims)
    called(reims)
    line = PersonLine.objects.get()
    url = reverse("correspondent:contribution_line", args=[line.pk])
    client.post(url, {"ground": "Partie le 30 juin."})
    assert "Votre contestation est envoyée" in told(client.post(url, {"ground": "Partie le 30 juin."}, follow=True))
    again = client.post(url, {"ground": "Elle travaille ailleurs."})
    assert again.status_code == 409
    assert "Cette ligne est déjà contestée" in told(again) and "« Elle travaille ailleurs. »" in told(again)
    assert Dispute.objects.count() == 1
    client.post(reverse("correspondent:dispute_withdraw", args=[line.pk, Dispute.objects.get().pk]))
    PersonLineFactory(line=line.line, beneficiary=line.beneficiary, withdraws=line, cents=-line.cents)
    gone = client.post(url, {"ground": "Elle travaille ailleurs."})
    assert gone.status_code == 409
    assert "Cette ligne a été retirée" in told(gone) and "« Elle travaille ailleurs. »" in told(gone)


def test_a_dispute_is_taken_back(client, reims):
    agent(reims)
    called(reims)
    line = PersonLine.objects.get()
    client.post(reverse("correspondent:contribution_line", args=[line.pk]), {"ground": "Erreur"})
    url = reverse("correspondent:dispute_withdraw", args=[line.pk, Dispute.objects.get().pk])
    assert "Votre contestation est retirée" in told(client.post(url, follow=True))


def test_an_imported_year_says_that_it_cannot_be_explained_further(client, reims):
    row = OpeningContribution(2, reims.siren, 2023, ContributionKind.CALL, "Appel 2023", 2, date(2023, 1, 31), Money.of("424"))
    import_lines(rows=[row], import_id=uuid7(), **ACT)
    shown = page(client, "contribution", annee=2023)
    assert "ne peuvent pas être expliquées par personne" in shown
    assert "le détail par personne n’existe pas" in shown
    assert "ne peuvent pas être expliquées davantage" in page(client, "contribution_people", 2023)
    assert "expliquées davantage" not in page(client, "contribution_people", 2024)


def test_next_year_says_that_it_is_called_with_its_document_and_that_the_rate_is_to_confirm(client, reims):
    agent(reims)
    EstablishmentFactory(member=reims, siret=f"{reims.siren}00019", is_billed=True)
    call_member(member_id=reims.pk, year=2025, accepts_provisional=True, **ACT)
    shown = page(client, "contribution")
    assert "L’appel de 2025 est fait : 217,00 € , au dernier taux connu, à confirmer" in shown and "Document AC-2024-000001" in shown
    assert "pas encore voté" not in shown
    assert "celui de 2025 n’est pas voté" in page(client, "contribution", annee=2025)


def test_the_home_says_that_a_rate_is_to_confirm(client, reims):
    assert "taux à confirmer" not in page(client, "home")
    line = PersonLineFactory(line__member=reims).line
    assert "taux à confirmer" not in page(client, "home")
    rates = {"active:21700": [21_700, "Dernier taux connu", "H", False]}
    PersonLineFactory(line__member=line.member, line__rates=rates, line__kind="adjustment")
    assert "taux à confirmer" in page(client, "home")


@pytest.mark.parametrize("year", [0, 9_999, 99_999, 10**30])
def test_no_year_breaks_the_list_of_persons(client, year):
    assert client.get(f"/collectivite/cotisation/{year}/personnes/").status_code in (200, 404)


def test_next_year_is_estimated_and_marked_as_such(client, reims):
    agent(reims)
    RateTrajectoryFactory(member=reims)
    shown = page(client, "contribution")
    assert "Estimation pour 2025 : 183,50 €" in shown
    assert "celui de 2025 n’est pas encore voté" in shown and "Ce n’est pas un appel" in shown
    assert "Votre trajectoire vers le taux national" in shown


def test_the_lines_of_another_member_do_not_exist(client):
    theirs = PersonLineFactory()
    assert client.get(reverse("correspondent:contribution_line", args=[theirs.pk])).status_code == 404
    assert "Aucune ligne" in page(client, "contribution_people", 2024, ligne=theirs.line_id)


def test_someone_who_left_is_named_as_they_were_then(client, reims):
    someone = agent(reims, until=date(2024, 3, 1), rights_until=date(2025, 1, 1))
    called(reims)
    (identity,) = someone.identities.all()
    identity.superseded_at = NOW + timedelta(days=1)
    identity.save(update_fields=["superseded_at"])
    values = {"beneficiary": someone, "given_name": "Nadia", "born_on": identity.born_on, "recorded_at": NOW}
    model = type(identity)
    model.objects.create(**values, family_name="Ferrand", since=identity.since, until=date(2024, 6, 1))
    model.objects.create(**values, family_name="Aubert", since=date(2024, 6, 1))
    shown = page(client, "contribution_people", 2024)
    assert "Ferrand" in shown and "Aubert" not in shown


def test_a_year_of_many_people_asks_as_many_queries_as_one_of_few(client, reims):
    agent(reims)
    called(reims)
    line = PersonLine.objects.get().line
    url = reverse("correspondent:contribution_people", args=[2024])
    assert_query_budget(client, url, lambda count: PersonLineFactory.create_batch(count, line=line), at_most=14)
