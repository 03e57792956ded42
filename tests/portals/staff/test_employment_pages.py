"""Employment on the staff's screens: form, preview, confirmation, taking back; who sees and who acts."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries
from entraide.apps.beneficiaries.models import Affiliation, EmploymentAct
from entraide.orm.keys import uuid7
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, EmploymentActFactory
from tests.factories.claims import ClaimFactory
from tests.factories.members import MemberFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def home():
    return families.family(member=MemberFactory(named__name="Reims"))


@pytest.fixture
def officer(client_as):
    return client_as(Role.CLAIMS_OFFICER)


def url(home, word):
    return reverse("staff:employment_act", args=[home.opener.beneficiary.pk, word])


def page(client, home):
    return client.get(reverse("staff:employment", args=[home.opener.beneficiary.pk])).content.decode()


def transfer(home, tours, **more):
    return {
        "member": str(home.opener.member.pk),
        "last_day": "2024-10-31",
        "to_member": tours.siren,
        "since": "2024-11-04",
        "status": "active",
        "contract": "permanent",
        "position": "in_service",
    } | more


def test_a_transfer_is_shown_before_it_is_done_and_done_once_confirmed(officer, home, published_rates):
    tours = MemberFactory(named__name="Tours")
    claim = families.filed(home)
    shown = officer.post(url(home, "mutation"), transfer(home, tours))
    told = shown.content.decode()
    for words in (
        "Ce qui va suivre",
        "gardés jusqu’au 31/12/2024 inclus",
        "Tours : ouverts à partir du 04/11/2024",
        claim.reference,
        "Cotisation",
    ):
        assert words in told
    assert not EmploymentAct.objects.exists()
    typed = dict(shown.context["typed"])
    done = officer.post(url(home, "mutation"), typed | {"step": "confirm", "seen": shown.context["seen"]}, follow=True)
    assert "C’est enregistré" in done.content.decode()
    assert [each.member_id for each in queries.affiliations_with_rights(home.opener.beneficiary.pk, on=date(2025, 1, 2))] == [tours.pk]
    assert "mutation" in page(officer, home)


def test_modifying_keeps_what_was_typed(officer, home):
    tours = MemberFactory(named__name="Tours")
    back = officer.post(url(home, "mutation"), transfer(home, tours, step="edit")).content.decode()
    assert tours.siren in back
    assert 'value="2024-11-04"' in back


def test_a_confirmation_without_its_preview_or_after_a_change_does_nothing(officer, home):
    typed = {"member": str(home.opener.member.pk), "last_day": "2024-10-31", "step": "confirm"}
    for seen in ("", "something else"):
        answer = officer.post(url(home, "depart"), typed | {"seen": seen}).content.decode()
        assert "a changé depuis cet aperçu" in answer
    assert not EmploymentAct.objects.exists()


def test_a_refusal_is_said_on_the_form_and_what_was_typed_is_kept(officer, home):
    tours = MemberFactory(named__name="Tours")
    crossing = officer.post(url(home, "mutation"), transfer(home, tours, since="2024-10-30")).content.decode()
    assert "Les dates se croisent" in crossing
    assert 'value="2024-10-30"' in crossing
    unknown = officer.post(url(home, "mutation"), transfer(home, tours, to_member="Nulle-Part")).content.decode()
    assert "n’est pas au registre" in unknown
    before = officer.post(url(home, "depart"), {"member": str(home.opener.member.pk), "last_day": "1970-01-01"}).content.decode()
    assert ": naissance le" in before
    amicale = officer.post(
        url(home, "retraite"), {"member": str(home.opener.member.pk), "last_day": "2024-10-31", "designated_by": "amicale"}
    )
    assert "Indiquez l’amicale" in amicale.content.decode()


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("depart", {"last_day": "2024-10-31"}),
        ("retraite", {"last_day": "2024-10-31", "designated_by": "member"}),
        ("contrat", {"since": "2024-10-01", "contract": "fixed_term", "contract_last_day": "2025-09-30", "time_share": "80"}),
        ("position", {"since": "2024-10-01", "position": "availability"}),
    ],
)
def test_each_act_goes_from_form_to_preview_to_history_and_is_taken_back(officer, home, word, typed):
    typed = {"member": str(home.opener.member.pk)} | typed
    assert officer.get(url(home, word)).status_code == 200
    seen = officer.post(url(home, word), typed).context["seen"]
    assert officer.post(url(home, word), typed | {"step": "confirm", "seen": seen}).status_code == 302
    act = EmploymentAct.objects.get()
    assert "Annuler cet acte" in page(officer, home)
    undo = reverse("staff:employment_undo", args=[home.opener.beneficiary.pk, act.pk])
    assert "L’acte est annulé" in officer.post(undo, follow=True).content.decode()
    assert Affiliation.objects.current().get(beneficiary=home.opener.beneficiary).until is None


def test_an_arrival_and_the_choice_of_the_principal_employer(officer, home):
    tours = MemberFactory(named__name="Tours")
    typed = {"member": "Tours", "since": "2024-10-01", "status": "active", "contract": "open_ended", "position": "in_service"}
    assert "Pour lequel comptent les nouvelles demandes" in officer.get(url(home, "arrivee")).content.decode()
    assert "Choisissez l’employeur." in officer.post(url(home, "arrivee"), typed).content.decode()
    typed["principal"] = "kept"
    shown = officer.post(url(home, "arrivee"), typed)
    assert "comme avant : les demandes lui restent comptées" in shown.content.decode()
    officer.post(url(home, "arrivee"), typed | {"step": "confirm", "seen": shown.context["seen"]})
    typed = {"member": str(tours.pk), "since": "2024-10-15"}
    shown = officer.post(url(home, "principal"), typed)
    assert "Tours : les nouvelles demandes lui seront comptées." in shown.content.decode()
    officer.post(url(home, "principal"), typed | {"step": "confirm", "seen": shown.context["seen"]})
    assert queries.affiliations_with_rights(home.opener.beneficiary.pk, on=TODAY)[0].member_id == tours.pk


def test_the_contact_centre_reads_and_does_not_act(client_as, home):
    agent = client_as(Role.CONTACT_AGENT)
    EmploymentActFactory(beneficiary=home.opener.beneficiary)
    told = page(agent, home)
    assert "Reims" in told
    assert "À vérifier" in told
    assert "Annuler cet acte" not in told
    assert "Enregistrer un changement" not in told
    assert agent.get(url(home, "depart")).status_code == 403


def test_nobody_acts_on_their_own_employment(home):
    officer = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)
    client = signed_in(officer)
    assert "Enregistrer un changement" not in page(client, home)
    typed = {"member": str(home.opener.member.pk), "last_day": "2024-10-31"}
    seen = client.post(url(home, "depart"), typed).context["seen"]
    assert "votre propre dossier" in client.post(url(home, "depart"), typed | {"step": "confirm", "seen": seen}).content.decode()


def test_an_unknown_act_or_person_is_not_found(officer, home):
    assert officer.get(url(home, "licenciement")).status_code == 404
    stranger = EmploymentActFactory()
    assert officer.post(reverse("staff:employment_undo", args=[home.opener.beneficiary.pk, stranger.pk])).status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(officer, home):
    def make(count):
        for _ in range(count):
            EmploymentActFactory(beneficiary=home.opener.beneficiary)

    assert_query_budget(officer, reverse("staff:employment", args=[home.opener.beneficiary.pk]), make)


def test_an_act_that_cannot_be_taken_back_says_so_and_offers_no_button(officer, home):
    tours = MemberFactory(named__name="Tours")
    typed = {"member": "Tours", "since": "2024-10-01", "status": "active", "contract": "permanent", "position": "in_service"}
    typed["principal"] = "kept"
    seen = officer.post(url(home, "arrivee"), typed).context["seen"]
    officer.post(url(home, "arrivee"), typed | {"step": "confirm", "seen": seen})
    assert "Annuler cet acte" in page(officer, home)
    ClaimFactory(beneficiary=home.opener.beneficiary, member=tours)
    told = page(officer, home)
    assert "Annuler cet acte" not in told
    assert "Ne peut plus être annulé" in told


def test_the_principal_employer_is_chosen_where_there_are_two_and_rights_without_an_end_are_said(officer, home):
    told = page(officer, home)
    assert "Choisir l’employeur principal" not in told
    assert "sans fin connue" in told
    AffiliationFactory(beneficiary=home.opener.beneficiary, position="availability", is_principal=False)
    told = page(officer, home)
    assert "Choisir l’employeur principal" in told
    assert "aucun droit" in told
    assert told.count("employeur principal,") + told.count("employeur principal<") >= 1


def test_the_principal_employer_is_the_oldest_open_one_where_none_was_declared(officer, home):
    rows = Affiliation.objects.filter(beneficiary=home.opener.beneficiary)
    rows.update(superseded_at=NOW, superseded_by=uuid7())
    for name, since in (("Blois", date(2021, 1, 1)), ("Tours", date(2019, 1, 1))):
        member = MemberFactory(named__name=name)
        AffiliationFactory(beneficiary=home.opener.beneficiary, member=member, since=since, is_principal=False)
    told = page(officer, home)
    assert told.index("Blois") < told.index("Tours") < told.index("employeur principal")
