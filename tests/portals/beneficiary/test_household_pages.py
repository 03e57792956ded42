"""« Mon foyer »: the union, the separation and what former partners no longer see, grown children and their certificates."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries
from entraide.apps.beneficiaries.models import CertificateRequest, Kinship
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant
from entraide.apps.claims.models import ClaimDocument
from entraide.apps.claims.operations import filing
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.apps.beneficiaries.test_households import GROWN, couple, spouse_of
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import CertificateRequestFactory, KinshipFactory, TaxLineFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
HOME = "beneficiary:household"
PAGES = ("beneficiary:home", HOME, "beneficiary:entitlements", "beneficiary:claims", "beneficiary:messages", "beneficiary:cards")


@pytest.fixture
def camille():
    return person(Role.BENEFICIARY)


def shown(client, name=HOME):
    return client.get(reverse(name)).content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_former_partners_read_nothing_of_each_other_on_any_page():
    (one, other), rows = couple()
    child = families.child_of(one, given_name="Lou", custody="alternating")
    Kinship.objects.create(
        beneficiary=other.beneficiary, dependant_id=child, kind="child", custody="alternating", since=date(2016, 3, 2), recorded_at=NOW
    )
    client, theirs = signed_in(one), signed_in(other)
    TaxLineFactory(beneficiary=one.beneficiary, line_14=Money.of(800), partner_line_14=Money.of(4321))
    mine = queries.person(one.beneficiary.pk, on=TODAY)
    assert "4 321" in shown(client)
    client.post(reverse("beneficiary:separate", args=[rows[0]]), {"separated_on": "2024-10-15"}, follow=True)
    claim = families.filed(families.Family(other, child))
    new = NewDependant("spouse", "Rosalind", "Quartermain", date(1980, 1, 1), union="pacs")
    add_dependant(beneficiary_id=other.beneficiary.pk, dependant=new, actor=other.actor, at=NOW, on=TODAY)
    families.child_of(other, given_name="Ottilie", family_name="Quartermain")
    TaxLineFactory(beneficiary=other.beneficiary, line_14=Money.of(6789), partner_line_14=Money.of(1357))
    them = queries.person(other.beneficiary.pk, on=TODAY)
    their_secrets = (
        them.family_name,
        "Philippine",
        them.email,
        other.account.email,
        "Rosalind",
        "Quartermain",
        "Ottilie",
        "6 789",
        "1 357",
        "4 321",
        claim.reference,
    )
    my_secrets = ("Hippolyte", mine.email, one.account.email, "800,00")
    for name in PAGES:
        page = shown(client, name)
        assert [secret for secret in their_secrets if secret in page] == [], name
        page = shown(theirs, name)
        assert [secret for secret in my_secrets if secret in page] == [], name
    assert "Lou" in shown(client)
    assert "Lou" in shown(theirs)


def test_the_union_is_shown_and_changed(camille):
    client, spouse = signed_in(camille), spouse_of(camille, union="cohabitation")
    assert "concubinage" in shown(client)
    url, key = reverse("beneficiary:record_union", args=[spouse]), f"union-{spouse.hex[-8:]}-union"
    assert "C’est enregistré" in client.post(url, {key: "pacs"}, follow=True).content.decode()
    assert ", pacs" in shown(client)
    assert "Choisissez : mariage" in client.post(url, {key: "amitié"}, follow=True).content.decode()


def test_a_spouse_is_added_with_the_union(camille):
    client = signed_in(camille)
    typed = {"kind": "spouse", "given_name": "Noa", "family_name": "Petit", "union": "marriage"}
    client.post(reverse("beneficiary:add_dependant"), typed | {"born_on_day": "1", "born_on_month": "2", "born_on_year": "1980"})
    assert "mariage" in shown(client)


def test_the_separation_says_what_changes_and_refuses_a_day_to_come(camille):
    client, spouse = signed_in(camille), spouse_of(camille)
    url = reverse("beneficiary:separate", args=[spouse])
    assert "ne voyez plus rien de nouveau" in client.get(url).content.decode()
    late = client.post(url, {"separated_on": "2024-10-16"}).content.decode()
    assert "Le 16/10/2024 ne convient pas" in late
    assert 'value="2024-10-16"' in late
    assert "Indiquez la date" in client.post(url, {}).content.decode()
    assert "ne fait plus partie de votre foyer" in client.post(url, {"separated_on": "2024-10-15"}, follow=True).content.decode()
    assert client.get(url).status_code == 404


NEW = {"family_name": "Petit", "born_on_day": "2", "born_on_month": "3", "born_on_year": "2016"}


@pytest.mark.parametrize("given_name", ["<b>Zoé</b>", "R2D2", "---", "=1+1"])
def test_the_name_of_a_relative_is_what_a_list_would_take(camille, given_name):
    page = signed_in(camille).post(reverse("beneficiary:add_dependant"), NEW | {"kind": "child", "given_name": given_name})
    assert "Un nom s’écrit avec des lettres" in page.content.decode()
    assert not Kinship.objects.exists()


def test_a_child_told_again_in_alternating_custody_is_kept_so_and_else_nothing_is_said_to_be_done(camille):
    client, url = signed_in(camille), reverse("beneficiary:add_dependant")
    child = NEW | {"kind": "child", "given_name": "Zoé"}
    client.post(url, child | {"custody": "full"})
    again = client.post(url, child | {"custody": "alternating"}, follow=True).content.decode()
    assert "sa garde est changée" in again
    assert Kinship.objects.in_force_on(TODAY).get().custody == "alternating"
    same = client.post(url, child | {"custody": "alternating"}, follow=True)
    assert [(str(one), one.level_tag) for one in same.context["messages"]] == [
        ("Zoé fait déjà partie de votre foyer : rien n’a été changé.", "info")
    ]


def test_a_grown_child_has_no_custody_and_may_send_a_certificate(camille):
    client = signed_in(camille)
    grown = families.child_of(camille, given_name="Zoé", born_on=GROWN)
    page = shown(client)
    assert "Majeur depuis le 2 mars 2022" in page
    assert "La garde a changé" not in page
    link = client.post(reverse("beneficiary:ask_certificate", args=[grown])).content.decode()
    assert "Le lien est prêt" in link
    assert "/certificat/?code=" in link


def test_a_child_under_age_or_past_studies_is_offered_no_link(camille):
    client = signed_in(camille)
    young = families.child_of(camille)
    families.child_of(camille, given_name="Aîné", born_on=date(1997, 1, 1))
    page = shown(client)
    assert "Faire envoyer son certificat" not in page
    assert "Les aides aux études sont terminées" in page
    refused = client.post(reverse("beneficiary:ask_certificate", args=[young]), follow=True).content.decode()
    assert "Ce lien est fait pour un enfant majeur" in refused


def certificate_of(camille, **data):
    """Ask for a link as the opener, and give its code."""
    child = families.child_of(camille, given_name="Zoé", born_on=GROWN)
    answer = signed_in(camille).post(reverse("beneficiary:ask_certificate", args=[child]), data)
    return answer.context["code"]


def typed(code, **more):
    file = SimpleUploadedFile("certificat.jpg", families.photo(), "image/jpeg")
    birth = {"born_on_day": "2", "born_on_month": "3", "born_on_year": "2004"}
    return {"code": code, "sender": "Zoé Dupont", "file": file} | birth | more


def test_the_child_sends_the_certificate_and_sees_nothing_of_the_file(camille, client):
    code, url = certificate_of(camille), reverse("public:certificate")
    page = client.get(url, {"code": code})
    assert code in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    done = client.post(url, typed(code), follow=True).content.decode()
    assert "Certificat reçu" in done
    name = families.family_name_of(camille)
    assert name not in page.content.decode() + done
    assert "envoyé par Zoé Dupont" in shown(signed_in(camille))
    assert "ne permettent pas" in client.post(url, typed(code)).content.decode()


def test_bad_input_is_said_in_words_and_nothing_is_kept(camille, client):
    code, url = certificate_of(camille), reverse("public:certificate")
    for wrong, words in (
        ({"code": "ACDE"}, "Un code compte 10"),
        ({"born_on_year": "2005"}, "ne permettent pas"),
        ({"sender": ""}, "Indiquez vos prénom et nom"),
        ({"file": ""}, "Choisissez un fichier"),
        ({"file": SimpleUploadedFile("c.jpg", BytesIO(b"not a photo").read(), "image/jpeg")}, "e-field"),
    ):
        page = client.post(url, typed(code) | wrong)
        assert page.status_code == 200
        assert words in page.content.decode()
    assert CertificateRequest.objects.get().sent_at is None
    assert "Certificat reçu" in client.post(url, typed(code), follow=True).content.decode()


def test_a_certificate_asked_from_a_claim_goes_among_its_papers(camille, client):
    claim = families.drafted(families.Family(camille, families.child_of(camille)))
    client.post(reverse("public:certificate"), typed(certificate_of(camille, claim=str(claim))))
    assert ClaimDocument.objects.filter(claim=claim, requirement="school_certificate").count() == 1
    assert certificate_of(camille, claim="nonsense")


def test_the_page_of_the_household_asks_a_fixed_number_of_queries(camille):
    def make(count):
        for _ in range(count):
            row = KinshipFactory(
                beneficiary=camille.beneficiary, dependant__identity__born_on=GROWN, dependant__identity__given_name=f"Lou {uuid7()}"
            )
            CertificateRequestFactory(beneficiary=camille.beneficiary, dependant=row.dependant, sender="Lou", sent_at=NOW, sent_on=TODAY)

    assert_query_budget(signed_in(camille), reverse(HOME), make)


def test_a_claim_for_studies_takes_the_certificate_from_the_household_or_asks_the_child_for_it(camille, client):
    child = families.child_of(camille, given_name="Zoé", born_on=GROWN)
    own = signed_in(camille)
    claim = filing.start(
        beneficiary_id=camille.beneficiary.pk, benefit_code="etudes-superieures", dependant_id=child, actor=camille.actor, at=NOW, on=TODAY
    )
    answers = {"term_started_on": date(2024, 9, 9), "tax_line_14": Money.of(800)}
    filing.answer(claim_id=claim, answers=answers, actor=camille.actor, at=NOW, on=TODAY)
    url = reverse("beneficiary:papers", args=[claim])
    page = own.get(url).content.decode()
    assert "Le faire envoyer par Zoé" in page
    assert "Joindre le certificat" not in page
    code = own.post(reverse("beneficiary:ask_certificate", args=[child])).context["code"]
    client.post(reverse("public:certificate"), typed(code))
    assert "Joindre le certificat envoyé par Zoé" in own.get(url).content.decode()
    own.post(url, {"use": str(CertificateRequest.objects.get().pk)})
    assert ClaimDocument.objects.get(claim=claim).requirement == "school_certificate"
    assert "Joindre le certificat" not in own.get(url).content.decode()
    own.post(url, {"use": "another"})
    assert ClaimDocument.objects.filter(claim=claim).count() == 1
