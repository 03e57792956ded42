"""What is typed outlives the session: signed in again, the same account finds it in its page, and nobody else does."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.claims.models import ClaimMessage
from entraide.apps.claims.operations import filing
from entraide.config.kept_forms import ABOUT, KEPT_MAX, WHOSE
from tests.factories import families
from tests.factories.accounts import PASSWORD
from tests.factories.actors import signed_in
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
WORDS = "La facture jointe est celle d’août.\nMerci."


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def client(home):
    return signed_in(home.opener)


def ended(client):
    """End the session as time does: the browser still has its other cookies."""
    client.session.flush()
    del client.cookies["sessionid"]


def sent_too_late(client, page, action, **typed):
    client.get(page)
    ended(client)
    answer = client.post(action, typed, HTTP_REFERER=f"http://testserver{page}")
    assert answer.url.startswith(reverse("account_login"))
    return answer.url


def back_in(client, address, account):
    shown = client.get(address).content.decode()
    assert "Votre session s’était arrêtée" in shown
    hidden = re.search(r'name="next" value="([^"]*)"', shown)[1]
    typed = {"login": account.email, "password": PASSWORD, "next": hidden}
    return client.post(address.split("?")[0], typed, follow=True)


def test_a_message_sent_after_the_session_ended_is_back_in_its_page_and_not_sent(client, home):
    claim = families.filed(home)
    page, action = reverse("beneficiary:claim", args=[claim.pk]), reverse("beneficiary:write", args=[claim.pk])
    answer = back_in(client, sent_too_late(client, page, action, text=WORDS), home.opener.account)
    shown = answer.content.decode()
    assert answer.request["PATH_INFO"] == page
    assert WORDS in shown and "Rien n’a encore été envoyé" in shown
    assert not ClaimMessage.objects.exists()
    assert WORDS not in client.get(page).content.decode()


def test_the_answers_of_a_draft_are_back_in_their_boxes(client, home):
    key = filing.start(beneficiary_id=home.opener.beneficiary.pk, benefit_code=BENEFIT, dependant_id=home.child, actor=home.actor, **AT)
    page = reverse("beneficiary:questions", args=[key])
    typed = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024", "expense": "128,40"}
    shown = back_in(client, sent_too_late(client, page, page, **typed), home.opener.account).content.decode()
    assert all(f'value="{value}"' in shown for value in typed.values())


def test_a_page_that_saves_by_itself_is_told_once_that_the_session_ended(client, home):
    page = reverse("beneficiary:add_dependant")
    address = sent_too_late(client, page, page, given_name="Sol")
    for typed in ("Sola", "Solal"):
        client.post(page, {"given_name": typed}, HTTP_REFERER=f"http://testserver{page}")
    assert client.get(address).content.decode().count("Votre session s’était arrêtée") == 1
    address = sent_too_late(client, page, page, given_name="Solal")
    assert client.get(address).content.decode().count("Votre session s’était arrêtée") == 1


@pytest.mark.parametrize("files", [{}, {"file": SimpleUploadedFile("facture.pdf", b"%PDF-1.4")}], ids=["none", "one"])
def test_files_are_asked_for_again_where_some_were_sent(client, home, files):
    claim = families.filed(home)
    page, action = reverse("beneficiary:claim", args=[claim.pk]), reverse("beneficiary:write", args=[claim.pk])
    shown = back_in(client, sent_too_late(client, page, action, text=WORDS, **files), home.opener.account).content.decode()
    assert "Rien n’a encore été envoyé" in shown
    assert ("reprenez vos fichiers" in shown) is bool(files)


def test_another_account_finds_nothing_of_it(client, home):
    page = reverse("beneficiary:add_dependant")
    address = sent_too_late(client, page, page, given_name="Solal")
    other = families.family().opener
    assert "Solal" not in back_in(client, address, other.account).content.decode()
    assert ABOUT not in client.session


def test_what_is_kept_is_sealed_and_bounded_and_a_stranger_keeps_nothing(client, home):
    page = reverse("beneficiary:add_dependant")
    sent_too_late(client, page, page, given_name="Solal", password="secret", family_name="x" * KEPT_MAX)
    kept = client.session[ABOUT]
    assert "Solal" not in kept and b"Solal".hex() not in kept and len(kept) < 4 * KEPT_MAX
    del client.cookies[WHOSE]
    ended(client)
    client.post(page, {"given_name": "Solal"})
    assert ABOUT not in client.session


def test_the_page_that_a_stranger_names_is_not_gone_to(client, home):
    page = reverse("beneficiary:add_dependant")
    client.get(page)
    ended(client)
    answer = client.post(page, {"given_name": "Solal"}, HTTP_REFERER="https://ailleurs.example/moi/")
    assert "ailleurs" not in answer.url
