"""The thread of a claim as the person reads it: what is written stays where something is wrong, and nothing is read by a GET."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import ClaimMessage
from entraide.apps.claims.operations import thread
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.claims import ClaimFactory
from tests.factories.thread import AT, BENEFIT
from tests.harness.budgets import queries_of


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def claim(home):
    return families.filed(home)


@pytest.fixture
def client(home):
    return signed_in(home.opener)


def write(client, claim, text, **typed):
    answer = client.post(reverse("beneficiary:write", args=[claim.pk]), {"text": text} | typed, follow=True)
    return answer.content.decode()


def read(client, claim):
    return client.get(reverse("beneficiary:claim", args=[claim.pk])).content.decode()


def test_a_message_with_its_file_is_on_the_page_of_the_claim(client, claim):
    photo = SimpleUploadedFile("attestation.jpg", families.photo(), "image/jpeg")
    page = write(client, claim, "Voici l’attestation 👍🏽\nMerci.", file=photo)
    assert "Votre message est envoyé" in page and "Voici l’attestation 👍🏽" in page
    assert page.count("attestation.jpg") == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Écrivez votre message"),
        ("x" * (thread.LONGEST + 1), "4000 caractères au plus"),
        ("payez \u202e001", "Un caractère invisible"),
        ("bip \x07", "Un caractère invisible"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused_and_stays_as_typed(client, claim, text, told):
    page = write(client, claim, text)
    assert told in page and text in page
    assert not ClaimMessage.objects.exists()


def test_a_file_that_is_refused_keeps_what_was_written(client, claim):
    page = write(client, claim, "Voici la page.", file=SimpleUploadedFile("facture.exe", b"MZ not a paper"))
    assert "ni une photo ni un PDF" in page and "Voici la page." in page
    assert not ClaimMessage.objects.exists()


def test_what_the_desk_writes_is_new_until_the_person_says_that_they_read_it(client, claim):
    thread.write(claim_id=claim.pk, text="La page 2 manque.", actor=person(Role.CLAIMS_OFFICER).actor, **AT)
    assert "Nouveau" in read(client, claim) and "Nouveau" in read(client, claim)
    assert "Nouveau message" in client.get(reverse("beneficiary:claims")).content.decode()
    client.post(reverse("beneficiary:read_thread", args=[claim.pk]))
    assert "Nouveau message" not in client.get(reverse("beneficiary:claims")).content.decode()
    page = read(client, claim)
    assert "La page 2 manque." in page and "Nouveau" not in page


def test_a_message_cannot_be_written_in_a_draft_nor_be_told_of_another_s_claim(client, home):
    draft = families.drafted(home)
    answer = client.post(reverse("beneficiary:write", args=[draft]), {"text": "Bonjour"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("beneficiary:check", args=[draft])
    assert not ClaimMessage.objects.exists()
    other = families.filed(families.family())
    assert client.post(reverse("beneficiary:write", args=[other.pk]), {"text": "Bonjour"}).status_code == 404
    assert client.post(reverse("beneficiary:read_thread", args=[other.pk])).status_code == 404


def test_the_page_of_a_claim_costs_the_same_queries_whatever_was_written(client, claim):
    thread.write(claim_id=claim.pk, text="Un", documents=[families.kept(client.person.actor)], actor=client.person.actor, **AT)
    read(client, claim)
    page = reverse("beneficiary:claim", args=[claim.pk])
    before = len(queries_of(client, page))
    for number in range(15):
        thread.write(claim_id=claim.pk, text=str(number), documents=[families.kept(client.person.actor)], actor=client.person.actor, **AT)
    assert len(queries_of(client, page)) == before


def test_the_delay_is_told_on_the_benefit_s_page_at_filing_and_on_the_claim(client, claim, home):
    assert "Trop peu de demandes" in client.get(reverse("beneficiary:benefit", args=[BENEFIT])).content.decode()


def test_half_and_nine_tenths_are_said_in_words(client, home):
    claim = families.filed(home)
    decided = {"benefit_code": BENEFIT, "state": "granted", "filed_on": AT["on"].replace(day=9), "decided_on": AT["on"]}
    for _ in range(20):
        ClaimFactory(revision=claim.revision, **decided)
    for page in (
        reverse("public:benefit", args=[BENEFIT]),
        reverse("beneficiary:benefit", args=[BENEFIT]),
        reverse("beneficiary:claim", args=[claim.pk]),
    ):
        text = client.get(page).content.decode().replace("\xa0", " ")
        assert "Délai de décision : neuf sur dix en 6 jours, à compter de la réception, hors attente des pièces demandées." in text
