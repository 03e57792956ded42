"""A household at the officer's desk: unions proved, files tied, certificates of grown children, among the papers of a claim too."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries
from entraide.apps.beneficiaries.models import CertificateRequest
from entraide.apps.beneficiaries.operations.certificates import SentCertificate, ask_certificate
from entraide.apps.beneficiaries.queries.kinships import own_files_of, unions_of
from entraide.apps.claims.operations.certificates import receive_certificate
from entraide.apps.documents.operations import NewFile
from tests.apps.beneficiaries.test_households import GROWN, spouse_of
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, CertificateRequestFactory, KinshipFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
AT = {"at": NOW, "on": TODAY}


@pytest.fixture
def camille():
    return person(Role.BENEFICIARY)


@pytest.fixture
def officer(client_as):
    return client_as(Role.CLAIMS_OFFICER)


def url(camille, name="staff:person_household"):
    return reverse(name, args=[camille.beneficiary.pk])


def shown(client, camille):
    return client.get(url(camille)).content.decode()


def act(client, camille, dependant, word):
    answer = client.post(url(camille, "staff:person_household_act"), {"dependant": str(dependant), "act": word}, follow=True)
    return answer.content.decode()


def certificate_from(camille, child, *, claim_id=None):
    code = ask_certificate(beneficiary_id=camille.beneficiary.pk, dependant_id=child, claim_id=claim_id, actor=camille.actor, **AT)
    file = NewFile(families.photo(), "certificat.jpg", "image/jpeg", "supporting")
    born_on = next(each.born_on for each in queries.household(camille.beneficiary.pk, on=TODAY) if each.id == child)
    receive_certificate(sent=SentCertificate(code, born_on, "Zoé Dupont"), file=file, **AT)


def test_a_union_is_checked_on_the_paper_that_proves_it(officer, camille):
    spouse = spouse_of(camille, union="pacs")
    assert "Pièce attendue : attestation de PACS" in shown(officer, camille)
    assert "L’union est vérifiée" in act(officer, camille, spouse, "confirm")
    assert unions_of(camille.beneficiary.pk, on=TODAY)[spouse].proved_from == "attestation de PACS"
    assert "Union vérifiée" in shown(officer, camille)


def test_a_dependant_with_a_file_of_their_own_is_tied_and_untied(officer, camille):
    agent = person(Role.BENEFICIARY, beneficiary=BeneficiaryFactory(identity__born_on=date(2005, 1, 9)))
    known = queries.person(agent.beneficiary.pk, on=TODAY)
    child = families.child_of(camille, given_name=known.given_name, family_name=known.family_name, born_on=known.born_on)
    assert "C’est la même personne : rattacher" in shown(officer, camille)
    assert "rattachés" in act(officer, camille, child, "link")
    assert own_files_of([child]) == {child: agent.beneficiary.pk}
    assert "Ouvre ses propres droits" in shown(officer, camille)
    for someone in (camille, agent):
        page = signed_in(someone).get(reverse("beneficiary:household")).content.decode()
        assert agent.beneficiary.reference not in page or someone is agent
        assert camille.beneficiary.reference not in page or someone is camille
    assert "ne sont plus rattachés" in act(officer, camille, child, "unlink")


def test_the_desk_records_a_separation_that_nobody_told(officer, camille):
    key = spouse_of(camille)
    assert "Enregistrer leur séparation" in shown(officer, camille)
    data = {"dependant": str(key), "act": "separated"}
    page_url, field = url(camille, "staff:person_household_act"), f"separation-{key.hex[-8:]}-separated_on"
    assert "Indiquez la date de la séparation" in officer.post(page_url, data, follow=True).content.decode()
    assert "La séparation est enregistrée" in officer.post(page_url, data | {field: "2024-03-01"}, follow=True).content.decode()
    assert queries.household(camille.beneficiary.pk, on=TODAY) == []


def test_the_death_of_a_child_is_recorded_on_its_day(officer, camille):
    child = families.child_of(camille)
    page_url, key = url(camille, "staff:person_household_act"), f"deces-{child.hex[-8:]}-died_on"
    data = {"dependant": str(child), "act": "died"}
    assert "Indiquez la date du décès" in officer.post(page_url, data, follow=True).content.decode()
    assert "est à venir" in officer.post(page_url, data | {key: "2024-10-16"}, follow=True).content.decode()
    assert "Le décès est enregistré" in officer.post(page_url, data | {key: "2024-10-14"}, follow=True).content.decode()
    assert queries.household(camille.beneficiary.pk, on=TODAY) == []


def test_what_is_not_possible_is_said(officer, camille):
    child = families.child_of(camille)
    assert "Ce n’est pas possible" in act(officer, camille, child, "confirm")
    assert "ne figure pas dans ce foyer" in act(officer, camille, "nobody", "link")
    assert "Personne d’autre dans ce foyer" in shown(officer, person(Role.BENEFICIARY))


def test_a_certificate_is_seen_with_who_sent_it(officer, camille):
    child = families.child_of(camille, given_name="Zoé", born_on=GROWN)
    certificate_from(camille, child)
    assert "Certificat envoyé par Zoé Dupont" in shown(officer, camille)
    sent = CertificateRequest.objects.get()
    file = officer.get(reverse("staff:certificate_file", args=[sent.pk]))
    assert file["Content-Type"] == "image/jpeg"
    assert "sandbox" in file["Content-Security-Policy"]
    waiting = CertificateRequestFactory()
    assert officer.get(reverse("staff:certificate_file", args=[waiting.pk])).status_code == 404


def test_a_certificate_stands_among_the_papers_of_its_claim_and_one_for_the_household_beside_them(officer, camille):
    home = families.family()
    child = families.child_of(home.opener, given_name="Zoé", born_on=GROWN)
    CertificateRequest.objects.all().delete()
    claim = families.filed(home)
    type(claim).objects.filter(pk=claim.pk).update(dependant=child)
    certificate_from(home.opener, child, claim_id=claim.pk)
    page = officer.get(reverse("staff:claim", args=[claim.pk])).content.decode()
    assert "envoyée par Zoé Dupont (enfant majeur)" in page
    certificate_from(home.opener, child)
    page = officer.get(reverse("staff:claim", args=[claim.pk])).content.decode()
    assert "Certificat envoyé par Zoé Dupont le 15/10/2024" in page


def test_the_page_asks_a_fixed_number_of_queries(officer, camille):
    def make(count):
        for _ in range(count):
            row = KinshipFactory(beneficiary=camille.beneficiary)
            CertificateRequestFactory(beneficiary=camille.beneficiary, dependant=row.dependant)

    assert_query_budget(officer, url(camille), make)
