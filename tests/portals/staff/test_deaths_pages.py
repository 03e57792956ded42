"""Deaths on the staff's screens: told, previewed, applied, undone; the list of the files of heirs."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries
from entraide.apps.lifecycle.models import Death
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.lifecycle import DeathFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
LIST = "staff:deaths"


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def officer(client_as):
    return client_as(Role.CLAIMS_OFFICER)


def told(client, home, **typed):
    data = {"died_on": "2024-10-14", "heirs_contact": "Maître Leroy"} | typed
    return client.post(reverse("staff:death_new", args=[home.opener.beneficiary.pk]), data, follow=True)


def act(client, word, **more):
    death = Death.objects.get()
    return client.post(reverse("staff:death_act", args=[death.pk]), {"act": word} | more, follow=True)


def test_where_nothing_is_owed_the_file_says_so_and_dates_are_those_of_the_installation(officer, home):
    shown = told(officer, home)
    page = act(officer, "apply", seen=shown.context["seen"]).content.decode()
    assert "Rien n’est dû aux héritiers." in page
    assert page.count("15\xa0octobre 2024") >= 2
    listed = officer.get(reverse(LIST)).content.decode()
    assert "15\xa0octobre 2024" in listed


def test_a_death_is_previewed_recorded_and_undone(officer, home):
    families.granted(home, person(Role.CLAIMS_OFFICER))
    shown = told(officer, home)
    page = shown.content.decode()
    for words in ("Ce qui va suivre", "Le compte est fermé", "Plus aucun message", "dus aux héritiers"):
        assert words in page
    assert queries.affiliations_with_rights(home.opener.beneficiary.pk, on=TODAY)
    page = act(officer, "apply", seen=shown.context["seen"]).content.decode()
    assert "Dû aux héritiers" in page
    assert "120,00" in page
    assert not queries.affiliations_with_rights(home.opener.beneficiary.pk, on=TODAY)
    assert "il reste" in act(officer, "close").content.decode()
    assert "Le décès est annulé" in act(officer, "undo").content.decode()
    assert queries.affiliations_with_rights(home.opener.beneficiary.pk, on=TODAY)


def test_nothing_is_recorded_that_was_not_shown(officer, home):
    told(officer, home)
    for seen in ("", "something else"):
        assert "a changé depuis cet aperçu" in act(officer, "apply", seen=seen).content.decode()
    assert Death.objects.get().state == "drafted"


def test_bad_input_is_said_and_kept(officer, home):
    page = told(officer, home, died_on="2030-01-01").content.decode()
    assert "Un décès se place entre la naissance" in page
    assert "Maître Leroy" in page
    assert "Choisissez ce que vous voulez faire" in (told(officer, home) and act(officer, "").content.decode())
    again = officer.get(reverse("staff:death_new", args=[home.opener.beneficiary.pk]))
    assert again["Location"] == reverse("staff:death", args=[Death.objects.get().pk])


def test_the_contact_is_kept_and_a_file_with_nothing_left_is_closed(officer, home):
    seen = told(officer, home).context["seen"]
    assert "Le contact est enregistré" in act(officer, "contact", heirs_contact="Sa fille").content.decode()
    assert "trop long" in act(officer, "contact", heirs_contact="x" * 1001).content.decode()
    act(officer, "apply", seen=seen)
    assert "Le dossier de succession est fermé" in act(officer, "close").content.decode()


def test_a_report_that_was_wrong_is_set_aside(officer, home):
    told(officer, home)
    assert "abandonné" in act(officer, "set_aside").content.decode()


def test_the_contact_centre_reads_no_amount_and_does_not_act(client_as, officer, home):
    families.granted(home, person(Role.CLAIMS_OFFICER))
    seen = told(officer, home).context["seen"]
    agent, key = client_as(Role.CONTACT_AGENT), Death.objects.get().pk
    assert "€" not in agent.get(reverse("staff:death", args=[key])).content.decode()
    act(officer, "apply", seen=seen)
    page = agent.get(reverse("staff:death", args=[key])).content.decode()
    assert "€" not in page
    assert "Maître Leroy" in page
    assert "Annuler ce décès" not in page


def test_nobody_records_their_own_death(home):
    client = signed_in(person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary))
    assert "votre propre dossier" in told(client, home).content.decode()


def test_the_list_is_searched_sorted_and_downloaded(officer, home):
    for number in range(3):
        DeathFactory(beneficiary__identity__family_name=f"Zweig{number}", state="applied" if number else "drafted")
    page = officer.get(reverse(LIST), {"q": "zweig", "state": "open", "tri": "-name"})
    assert [row[0].text for row in page.context["table"].rows] == ["Camille Zweig2", "Camille Zweig1"]
    assert officer.get(reverse(LIST), {"format": "xlsx"}).status_code == 200
    assert "Zweig0" in officer.get(reverse(LIST), {"format": "csv", "state": "drafted"}).content.decode()
    assert "Aucun décès ne répond" in officer.get(reverse(LIST), {"q": "personne"}).content.decode()


def test_the_list_asks_as_many_queries_for_one_file_as_for_twenty(officer):
    def make(count):
        for _ in range(count):
            DeathFactory()

    assert_query_budget(officer, reverse(LIST), make)
