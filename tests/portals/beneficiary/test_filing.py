"""A beneficiary files a claim through the screens, loses nothing of what was typed, and reads why."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.core.money import Money
from entraide.core.workflow.claims import ClaimState
from tests.factories.thread import BENEFIT


pytestmark = pytest.mark.django_db


def photo() -> SimpleUploadedFile:
    content = BytesIO()
    Image.effect_noise((640, 480), 80).convert("RGB").save(content, "JPEG")
    return SimpleUploadedFile("facture.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def nadia(published_catalogue, client_as):
    """Nadia, signed in on her phone, with a child."""
    client = client_as(Role.BENEFICIARY)
    typed = {"kind": "child", "given_name": "Lina", "family_name": "Ferrand", "custody": "full"}
    typed |= {"born_on_day": "2", "born_on_month": "3", "born_on_year": "2016"}
    client.post(reverse("beneficiary:add_dependant"), typed)
    return client


def started(client) -> Claim:
    page = client.get(reverse("beneficiary:benefit", args=["accueil-de-loisirs"]))
    subject = page.context["lines"][0][0].subject.id
    client.post(reverse("beneficiary:start"), {"benefit": "accueil-de-loisirs", "subject": str(subject)})
    return Claim.objects.get()


ANSWERS = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024", "expense": "186,00", "tax_line_14": "1 486"}


def test_a_claim_is_filed_in_three_screens_and_found_again_if_the_browser_closes_halfway(nadia):
    claim = started(nadia)
    assert nadia.post(reverse("beneficiary:questions", args=[claim.pk]), ANSWERS).status_code == 302
    home = nadia.get(reverse("beneficiary:home"))
    assert "Continuer ma demande" in home.content.decode()
    page = nadia.get(reverse("beneficiary:questions", args=[claim.pk]))
    assert "186,00" in page.content.decode()
    for kind in ("invoice", "tax_notice", "family_record"):
        sent = nadia.post(reverse("beneficiary:papers", args=[claim.pk]), {"requirement": kind, f"{kind}-file": photo()})
        assert sent.status_code == 302
    check = nadia.get(reverse("beneficiary:check", args=[claim.pk]))
    assert "Envoyer ma demande" in check.content.decode()
    nadia.post(reverse("beneficiary:check", args=[claim.pk]))
    nadia.post(reverse("beneficiary:check", args=[claim.pk]))
    claim.refresh_from_db()
    assert claim.state == ClaimState.SUBMITTED
    assert claim.event_on == date(2024, 8, 23)
    assert [row.cents for row in claim.reservations.filter(ceiling="accueil-de-loisirs").order_by("pk")] == [Money.of(100)]


def test_a_wrong_answer_keeps_what_was_typed_and_says_what_to_do(nadia):
    claim = started(nadia)
    answer = nadia.post(reverse("beneficiary:questions", args=[claim.pk]), ANSWERS | {"expense": "beaucoup"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "beaucoup" in text and "Écrivez un montant en euros" in text
    claim.refresh_from_db()
    assert claim.answers["expense"] == {"typed": "beaucoup"}
    assert claim.answers["stay_ended_on"] == {"value": "2024-08-23"}
    assert "beaucoup" in nadia.get(reverse("beneficiary:questions", args=[claim.pk])).content.decode()


def test_a_second_start_finds_the_draft_that_is_open(nadia):
    claim = started(nadia)
    assert started(nadia) == claim
    page = nadia.get(reverse("beneficiary:already", args=[BENEFIT]), {"pour": str(claim.dependant_id)}).content.decode()
    assert "Vous avez déjà une demande" in page and "Continuer ma demande" in page


def test_somebody_who_left_the_household_opens_no_new_right_and_keeps_filed_claims(nadia):
    claim = started(nadia)
    assert nadia.post(reverse("beneficiary:remove_dependant", args=[claim.dependant_id])).status_code == 302
    assert nadia.get(reverse("beneficiary:benefit", args=["accueil-de-loisirs"])).context["lines"] == []
    assert nadia.get(reverse("beneficiary:claims")).status_code == 200
    assert "ne figure pas dans votre foyer" in nadia.get(reverse("beneficiary:questions", args=[claim.pk])).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"born_on_year": "1950"}, "Un enfant naît après son parent"),
        ({"kind": "spouse"}, "Cette date est celle d’un enfant"),
        ({"given_name": "Zo\u202eé"}, "Un caractère invisible"),
        ({"given_name": "é" * 10_000}, "au plus"),
        ({"born_on_year": "2024", "born_on_month": "12"}, "Cette date est à venir"),
        ({"born_on_day": "31", "born_on_month": "2"}, "n’existe pas"),
    ],
)
def test_an_absurd_member_of_the_household_is_refused_and_what_was_typed_is_kept(nadia, typed, told):
    sent = {"kind": "child", "given_name": "Zoé", "family_name": "Ferrand", "custody": "full"}
    sent |= {"born_on_day": "2", "born_on_month": "3", "born_on_year": "2018"} | typed
    answer = nadia.post(reverse("beneficiary:add_dependant"), sent).content.decode()
    assert told in answer and "Ferrand" in answer


def test_an_event_to_come_is_refused_at_its_question(nadia):
    claim = started(nadia)
    answer = nadia.post(reverse("beneficiary:questions", args=[claim.pk]), ANSWERS | {"stay_ended_on_month": "12"}).content.decode()
    assert "Cette date est à venir" in answer


def test_an_address_that_only_takes_a_form_says_so_when_it_is_opened(nadia):
    answer = nadia.get(reverse("beneficiary:start"))
    assert answer.status_code == 405
    assert "Elle reçoit seulement l’envoi d’un formulaire" in answer.content.decode()


def test_a_second_tab_is_told_that_the_claim_was_filed(nadia):
    claim = started(nadia)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.CANCELLED)
    answer = nadia.post(reverse("beneficiary:questions", args=[claim.pk]), ANSWERS, follow=True)
    assert "cette réponse n’a pas été enregistrée" in answer.content.decode()


def test_a_benefit_that_no_transfer_pays_is_shown_and_cannot_be_claimed(nadia):
    page = nadia.get(reverse("beneficiary:benefit", args=["plan-epargne-cheques-vacances"])).content.decode()
    assert "Cette aide ne se demande pas encore en ligne" in page and "Faire une demande" not in page
    answer = nadia.post(reverse("beneficiary:start"), {"benefit": "plan-epargne-cheques-vacances"}, follow=True).content.decode()
    assert "ne peut pas encore être demandée en ligne" in answer
    assert not Claim.objects.exists()
