"""Searching for a person: what the contact centre learns, and what it does not."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Beneficiary, Identity
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import checking
from entraide.orm.keys import uuid7
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.thread import AT
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
PEOPLE = "staff:people"
# Letters and figures drawn at random may spell anything.
DRAWN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')


@pytest.fixture
def agent(client_as):
    return client_as(Role.CONTACT_AGENT)


@pytest.fixture
def home():
    return families.family()


def shown(client, home):
    response = client.get(reverse("staff:person", args=[home.opener.beneficiary.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_person_is_found_by_name_without_accents_and_by_reference(agent):
    found = BeneficiaryFactory(identity__family_name="Lefèvre-Ébène", identity__given_name="Zoé")
    for text in ("lefevre", "LEFÈVRE-ÉB", found.reference, found.reference.lower()):
        assert "Zoé Lefèvre-Ébène" in agent.get(reverse(PEOPLE), {"q": text}).content.decode()
    assert "Zoé" not in agent.get(reverse(PEOPLE), {"q": "Marchand"}).content.decode()


def test_the_page_says_what_this_installation_forgives(agent):
    said = "Une faute de frappe est pardonnée." if connection.vendor == "postgresql" else "qu’à côté d’une date de naissance"
    for asked in ({}, {"q": "Xyzzy"}):
        assert said in agent.get(reverse(PEOPLE), asked).content.decode()


def test_a_person_is_found_by_the_reference_of_a_claim_unless_it_is_confidential(agent, home):
    claim = families.filed(home)
    name = families.family_name_of(home.opener)
    for text in (claim.reference, claim.reference.lower().replace("-", " ")):
        assert name in agent.get(reverse(PEOPLE), {"q": text}).content.decode()
    Claim.objects.filter(pk=claim.pk).update(is_confidential=True)
    assert name not in agent.get(reverse(PEOPLE), {"q": claim.reference}).content.decode()


def test_an_empty_search_lists_nobody_and_a_wide_one_says_that_it_is_cut(agent):
    for number in range(51):
        BeneficiaryFactory(identity__family_name=f"Zweig{number:02d}")
    assert "Qui cherchez-vous" in agent.get(reverse(PEOPLE)).content.decode()
    wide = agent.get(reverse(PEOPLE), {"q": "zweig"})
    assert len(wide.context["table"].rows) == 50
    assert "Recherche trop large" in wide.content.decode()


def test_the_search_asks_as_many_queries_for_one_person_as_for_twenty(agent):
    def make(count):
        for _ in range(count):
            BeneficiaryFactory(identity__family_name="Zweig")

    assert_query_budget(agent, f"{reverse(PEOPLE)}?q=zweig", make)


def test_the_contact_centre_sees_identity_rights_and_states(agent, home):
    claim = families.filed(home)
    page = shown(agent, home)
    for words in (
        claim.reference,
        "à prendre",
        "réponse prévue avant le",
        "agent en activité",
        f"Lou {families.family_name_of(home.opener)}",
    ):
        assert words in page


def test_the_contact_centre_sees_no_amount_no_tier_no_paper_and_no_motive(agent, home):
    officer = person(Role.CLAIMS_OFFICER)
    families.granted(home, officer)
    second = families.taken(home, officer, families.Typed(stay_ended_on=families.date(2024, 7, 5)))
    paper = families.paper_of(second, "invoice")
    correction = checking.Correction("illegible", "Refaites la photo.")
    checking.ask_correction(claim_document_id=paper.pk, correction=correction, actor=officer.actor, **AT)
    third = families.filed(home, families.Typed(stay_ended_on=families.date(2024, 7, 12)))
    checking.take(claim_id=third.pk, actor=officer.actor, **AT)
    families.decide(third, officer, "refuse", note="Motif que personne ne lit ici.")
    page = DRAWN.sub("", shown(agent, home))
    for secret in ("120,00", "800,00", "300,00", "€", "T1", "ligne 14", "tranche", "illisible", "Refaites", "Motif", "Facture", "2016"):
        assert secret not in page
    assert "/equipe/demandes/" not in page.replace(reverse(PEOPLE), "")


def test_the_officer_sees_the_amount_and_opens_the_file(home):
    officer = person(Role.CLAIMS_OFFICER)
    claim = families.granted(home, officer)
    page = shown(signed_in(officer), home)
    assert "120,00" in page
    assert reverse("staff:claim", args=[claim.pk]) in page


def test_drafts_and_confidential_claims_are_not_shown(agent, home):
    hidden = families.filed(home)
    Claim.objects.filter(pk=hidden.pk).update(is_confidential=True)
    families.drafted(home)
    for client in (agent, signed_in(person(Role.CLAIMS_OFFICER))):
        assert hidden.reference not in shown(client, home)
        assert client.get(reverse("staff:person", args=[home.opener.beneficiary.pk])).context["table"].rows == []


def test_rights_that_are_closed_are_said(agent, home):
    families.end_rights(home, on=TODAY)
    assert "Droits fermés" in shown(agent, home)


def test_someone_whose_name_is_not_known_is_not_found(agent, home):
    Identity.objects.filter(beneficiary=home.opener.beneficiary).update(superseded_at=AT["at"], superseded_by=home.child)
    assert agent.get(reverse("staff:person", args=[home.opener.beneficiary.pk])).status_code == 404


def test_the_page_of_a_person_asks_a_fixed_number_of_queries(agent, home):
    def make(count):
        for _ in range(count):
            child = families.child_of(home.opener, given_name=f"Lou {uuid7()}")
            families.filed(home, child=child)

    assert_query_budget(agent, reverse("staff:person", args=[home.opener.beneficiary.pk]), make)


def test_the_page_of_a_row_that_was_joined_leads_to_the_one_that_stands(agent):
    stands, absorbed = BeneficiaryFactory(), BeneficiaryFactory(identity=None)
    url = reverse("staff:person", args=[absorbed.pk])
    assert agent.get(url).status_code == 404
    Beneficiary.objects.filter(pk=absorbed.pk).update(absorbed_into=stands)
    assert agent.get(url).url == reverse("staff:person", args=[stands.pk])


def test_a_person_is_found_by_birth_and_by_staff_number(agent):
    BeneficiaryFactory(
        identity__family_name="Lefèvre",
        identity__given_name="Amina",
        identity__born_on=TODAY.replace(year=1981),
        affiliation__staff_number="Z900",
    )
    for text in ("15/10/1981", "z900", "amina lef", "lefevre 15/10/1981"):
        assert "Amina Lefèvre" in agent.get(reverse(PEOPLE), {"q": text}).content.decode()
