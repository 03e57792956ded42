"""« Mon avis d'impôt »: sent from the phone at any time, told in words, with the tier and what it changes."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import TaxNotice
from entraide.apps.beneficiaries.operations.tax_notices import check_notice, send_back
from entraide.apps.documents.models import Document
from tests.apps.beneficiaries.test_tax_notices import reading_of
from tests.factories.actors import person
from tests.factories.base import NOW
from tests.factories.beneficiaries import KinshipFactory, TaxLineFactory, TaxNoticeFactory
from tests.factories.thread import AT, filed_by
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
HERE, HOUSEHOLD, HOME = "/moi/foyer/avis/", "/moi/foyer/", "/moi/"


def photo(name="avis.jpg"):
    content = BytesIO()
    Image.new("RGB", (60, 80), "white").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def nadia(client_as, published_catalogue):
    return client_as(Role.BENEFICIARY)


def test_a_photo_is_sent_at_any_time_and_its_state_is_told(nadia):
    assert "Envoyer un avis" in text_of(nadia.get(HERE))
    answer = nadia.post(HERE, {"notice_year": "2023", "file": photo()}, follow=True)
    assert "Votre avis est envoyé" in text_of(answer) and "reçu, à vérifier par nous" in text_of(answer)
    row = TaxNotice.objects.get()
    assert (row.state, row.notice_year, row.document.kind, row.document.media_type) == ("sent", 2023, "tax_notice", "image/jpeg")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"notice_year": "2023"}, "Choisissez un fichier, ou prenez une photo."),
        ({"notice_year": "1999", "file": "photo"}, "Choisissez une année dont l’avis sert encore."),
        ({"notice_year": "2023", "file": "text"}, "Ce fichier n’est ni une photo ni un PDF."),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_kept(nadia, data, sentence):
    files = {"photo": photo(), "text": SimpleUploadedFile("avis.txt", b"bonjour")}
    answer = nadia.post(HERE, {name: files.get(value, value) for name, value in data.items()})
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert not TaxNotice.objects.exists() and not Document.objects.exists()


def test_partners_taxed_apart_send_both_or_neither(nadia):
    KinshipFactory(beneficiary=nadia.person.beneficiary, kind="spouse")
    one = {"notice_year": "2023", "two_notices": "two"}
    assert "Ajoutez aussi l’avis de votre conjoint" in text_of(nadia.post(HERE, one | {"file": photo()}))
    bad = nadia.post(HERE, one | {"file": photo(), "partner_file": SimpleUploadedFile("x.jpg", b"bonjour")})
    assert bad.status_code == 422 and not Document.objects.exists()
    nadia.post(HERE, one | {"file": photo(), "partner_file": photo("conjoint.jpg")})
    assert list(TaxNotice.objects.order_by("is_partners").values_list("is_partners", flat=True)) == [False, True]
    nadia.post(HERE, {"notice_year": "2023", "two_notices": "one", "file": photo(), "partner_file": photo()})
    assert TaxNotice.objects.get().is_partners is False and Document.objects.count() == 1


def test_a_notice_that_is_asked_for_awaits_on_the_home_page_and_in_the_household(nadia):
    assert "Votre avis d’impôt 2024" not in text_of(nadia.get(HOME))
    TaxNoticeFactory(beneficiary=nadia.person.beneficiary, notice_year=2024)
    for page in (HOME, HOUSEHOLD):
        assert "Votre avis d’impôt 2024" in text_of(nadia.get(page)) and "Votre tranche de 2025 en dépend" in text_of(nadia.get(page))
    shown = nadia.get(HERE).content.decode()
    assert "demandé : à vous d’envoyer" in shown and '<option value="2024" selected' in shown


def test_the_person_reads_why_a_notice_is_to_be_sent_again_and_what_to_do(nadia):
    nadia.post(HERE, {"notice_year": "2023", "file": photo()})
    notice, officer = TaxNotice.objects.get(), person(Role.CLAIMS_OFFICER)
    files = reading_of(notice).document_ids
    send_back(notice_id=notice.pk, reason="incomplete", document_ids=files, actor=officer.actor, **AT)
    assert "La page de la ligne 14 manque. Envoyez toutes les pages" in text_of(nadia.get(HERE))
    assert "Votre avis d’impôt 2023 est à renvoyer" in text_of(nadia.get(HOME))


def test_the_tier_and_the_claims_that_it_concerns_show_once_it_is_checked(nadia):
    claim = filed_by(nadia.person)
    nadia.post(HERE, {"notice_year": "2023", "file": photo()})
    notice = TaxNotice.objects.get()
    check_notice(notice_id=notice.pk, reading=reading_of(notice, 2000), actor=person(Role.CLAIMS_OFFICER).actor, **AT)
    shown = text_of(nadia.get(HERE))
    assert "vérifié, document détruit" in shown and "Tranche 2 en 2024" in shown and claim.reference in shown
    assert "lue sur votre avis" in shown


def test_a_declared_line_shows_no_tier_as_checked(nadia):
    TaxLineFactory(beneficiary=nadia.person.beneficiary, notice_year=2023, proof="declared")
    assert "Tranche" not in text_of(nadia.get(HERE)).split("Envoyer un avis")[0].replace("Mon avis", "")


def test_pages_cost_the_same_however_many_years_are_asked(nadia):
    years = iter(range(2000, 2024))

    def make(count):
        for _ in range(count):
            TaxNoticeFactory(beneficiary=nadia.person.beneficiary, notice_year=next(years), sent_at=NOW)

    assert_query_budget(nadia, HERE, make, at_most=30)


@pytest.mark.parametrize("role", [Role.CORRESPONDENT, Role.DELEGATE_ELECTED, Role.DELEGATE_STAFF])
def test_nobody_of_the_employer_sees_anything_of_it(client_as, published_catalogue, role, django_assert_num_queries):
    employer = client_as(role)
    agent = person(Role.BENEFICIARY, member=employer.person.member)
    pages = ["/collectivite/", "/collectivite/agents/", f"/collectivite/agents/{agent.beneficiary.pk}/", "/delegue/"]
    pages = [page for page in pages if employer.get(page).status_code == 200]
    before = [employer.get(page).content for page in pages]
    TaxNoticeFactory(beneficiary=agent.beneficiary, notice_year=2024, state="sent_back", reason="illegible")
    TaxLineFactory(beneficiary=agent.beneficiary, notice_year=2023)
    assert pages and [without_tokens(employer.get(page).content) for page in pages] == [without_tokens(page) for page in before]
    for closed in (HERE, "/equipe/avis/", "/equipe/avis/campagne/", f"/equipe/personnes/{agent.beneficiary.pk}/impot/"):
        assert employer.get(closed).status_code == 403


def without_tokens(content):
    """Leave out what differs at each answer: the form's token, the nonce."""
    return re.sub(rb'(csrfmiddlewaretoken" value|nonce)="[^"]+"', b"", content)
