"""The cards of a household on the staff's screens: one that is lost is cancelled for a reason, and another made."""

from datetime import timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Card
from entraide.apps.beneficiaries.operations.cards import issue_card
from entraide.apps.notifications.models import Message
from tests.factories import families
from tests.factories.actors import signed_in
from tests.factories.base import NOW, TODAY


pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def card(home):
    key = issue_card(beneficiary_id=home.opener.beneficiary.pk, actor=system_actor("tests"), at=NOW, on=TODAY - timedelta(days=30))
    return Card.objects.get(pk=key)


def url(home):
    return reverse("staff:person_cards", args=[home.opener.beneficiary.pk])


def posted(client, home, word, on, **more):
    return client.post(url(home), {"act": word, "on": str(on)} | more, follow=True)


@pytest.mark.parametrize("role", [Role.CLAIMS_OFFICER, Role.CONTACT_AGENT])
def test_a_lost_card_is_cancelled_and_another_made(client_as, home, card, role):
    page = posted(client_as(role), home, "replace", card.pk, **{f"carte-{card.pk}-reason": "lost"}).content.decode()
    card.refresh_from_db()
    new = Card.objects.get(revoked_at=None)
    assert (card.revoked_for, card.revoked_on, new.issued_on) == ("lost", TODAY, TODAY)
    assert "L’ancienne carte ne vaut plus" in page and "carte perdue ou volée" in page and new.number in page


def test_a_card_may_be_cancelled_without_another(client_as, home, card):
    page = posted(client_as(Role.CLAIMS_OFFICER), home, "cancel", card.pk, **{f"carte-{card.pk}-reason": "mistaken"}).content.decode()
    assert Card.objects.get().revoked_for == "mistaken"
    assert "faite par erreur" in page and "Faire la carte" in page
    assert "La carte est faite" in posted(client_as(Role.CLAIMS_OFFICER), home, "issue", "").content.decode()
    assert Card.objects.filter(revoked_at=None, dependant=None).count() == 1


@pytest.mark.parametrize(("word", "said"), [("cancel", "appelez votre association"), ("replace", "vous attend dans « Mes cartes »")])
def test_a_card_that_the_staff_cancels_is_told_to_the_person_and_said_on_their_page(client_as, home, card, word, said):
    posted(client_as(Role.CLAIMS_OFFICER), home, word, card.pk, **{f"carte-{card.pk}-reason": "mistaken"})
    message = Message.objects.get(beneficiary_id=home.opener.beneficiary.pk)
    assert card.number in message.subject and "faite par erreur" in message.body and said in message.body
    page = signed_in(home.opener).get(reverse("beneficiary:cards")).content.decode()
    assert f"La carte {card.number}" in page and "faite par erreur" in page


def test_a_child_of_the_household_is_given_a_card(client_as, home):
    posted(client_as(Role.CLAIMS_OFFICER), home, "issue", home.child)
    assert Card.objects.get().dependant_id == home.child


def test_without_a_reason_nothing_is_cancelled_and_it_is_asked(client_as, home, card):
    page = posted(client_as(Role.CLAIMS_OFFICER), home, "cancel", card.pk)
    assert page.status_code == 422 and "Dites pourquoi cette carte est annulée." in page.content.decode()
    assert Card.objects.get().revoked_at is None


@pytest.mark.parametrize(("word", "on"), [("cancel", "00000000-0000-0000-0000-000000000000"), ("cancel", ""), ("burn", None)])
def test_an_act_on_a_card_that_is_not_there_changes_nothing(client_as, home, card, word, on):
    page = posted(client_as(Role.CLAIMS_OFFICER), home, word, card.pk if on is None else on, **{f"carte-{card.pk}-reason": "lost"})
    assert "Cette carte a changé entre-temps" in page.content.decode()
    assert Card.objects.get().revoked_at is None


def test_the_page_of_a_person_leads_to_the_cards(client_as, home):
    page = client_as(Role.CONTACT_AGENT).get(reverse("staff:person", args=[home.opener.beneficiary.pk])).content.decode()
    assert url(home) in page
