"""What is sent from a page that was opened twice, or gone back to: nothing typed is lost, and nothing is done a second time in silence."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Decision
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW
from tests.factories.desk import SecondLookFactory
from tests.factories.recourse import ComplaintFactory
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def test_an_answer_sent_after_another_is_shown_back_and_said_not_to_have_left():
    complaint, someone = ComplaintFactory(), person(Role.CLAIMS_MANAGER)
    sent = {"words": "Première réponse.", "is_founded": "True", "changed": "nothing", "what": ""}
    url, client = reverse("staff:complaint", args=[complaint.pk]), signed_in(someone)
    assert client.post(url, sent).status_code == 302
    assert "Votre réponse n’est pas partie" not in text_of(client.get(url))
    for again, status in ((sent | {"words": "Seconde réponse."}, 409), ({"words": "Seconde réponse."}, 422)):
        shown = client.post(url, again)
        assert shown.status_code == status
        assert all(words in text_of(shown) for words in ("Première réponse.", "Seconde réponse.", "Votre réponse n’est pas partie"))


def test_a_complaint_leads_to_the_claim_that_it_is_about():
    claim = families.granted(families.family(), person(Role.CLAIMS_OFFICER))
    complaint = ComplaintFactory(claim=claim, beneficiary=claim.beneficiary)
    for role in (Role.CLAIMS_MANAGER, Role.CONTACT_AGENT):
        client = signed_in(person(role))
        way = client.get(reverse("staff:complaint", args=[complaint.pk])).context["claim_url"]
        assert claim.reference in client.get(way).content.decode()


def test_a_second_look_sent_after_another_is_shown_back_with_its_reason():
    claim = families.granted(families.family(), person(Role.CLAIMS_OFFICER))
    look = SecondLookFactory(decision=Decision.objects.get(claim=claim), verdict="right", looked_at=NOW)
    shown = signed_in(person(Role.CLAIMS_MANAGER)).post(
        reverse("staff:second_look", args=[look.pk]), {"verdict": "wrong", "cause": "paper", "note": "Facture de 2023."}
    )
    assert shown.status_code == 422 and "Quelqu’un a déjà relu" in text_of(shown) and "Facture de 2023." in text_of(shown)
