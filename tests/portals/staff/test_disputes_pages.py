"""An answer is given once: the second is told why, with what was typed."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import Dispute
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW
from tests.factories.calls import DisputeFactory, PersonLineFactory
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
NO = {"verdict": "dismissed", "why": "La liste de mars la dit présente."}


def test_a_second_answer_says_that_there_is_one_and_keeps_what_was_typed():
    first, second = (signed_in(person(Role.ACCOUNTANT_PREPARES)) for _ in range(2))
    url = reverse("staff:contribution_dispute", args=[DisputeFactory().pk])
    for _ in range(2):
        assert "La réponse est enregistrée" in text_of(first.post(url, NO, follow=True))
    late = second.post(url, NO | {"why": "Je n’avais pas vu."})
    told = text_of(late)
    assert late.status_code == 409
    assert "La contestation est refusée : elle n’attend plus de réponse" in told and "« Je n’avais pas vu. »" in told
    assert NO["why"] in told
    assert Dispute.objects.get().answer == NO["why"]


def test_upholding_what_the_list_still_says_keeps_the_form_and_what_was_typed():
    client = signed_in(person(Role.ACCOUNTANT_PREPARES))
    url = reverse("staff:contribution_dispute", args=[DisputeFactory().pk])
    refused = client.post(url, {"verdict": "upheld", "why": "Elle est partie."})
    assert refused.status_code == 422
    assert "La liste dit toujours ce qui a été appelé" in text_of(refused) and "Envoyer la réponse" in text_of(refused)
    assert ">\nElle est partie.</textarea>" in refused.content.decode()


def test_a_line_corrected_before_its_answer_says_by_how_much_and_may_be_upheld():
    client = signed_in(person(Role.ACCOUNTANT_PREPARES))
    dispute = DisputeFactory()
    line = dispute.person_line
    url = reverse("staff:contribution_dispute", args=[dispute.pk])
    assert "La liste n’a pas changé" in text_of(client.get(url))
    about = {"line__member": line.line.member, "line__kind": "adjustment", "line__cents": -line.cents}
    PersonLineFactory(**about, beneficiary=line.beneficiary, withdraws=line, cents=-line.cents, reason="removal")
    line.beneficiary.affiliations.update(superseded_at=NOW)
    page = text_of(client.get(url))
    assert "La ligne est déjà corrigée" in page and "-217,00 €" in page.replace("−", "-").replace("\xa0", " ")
    client.post(url, {"verdict": "upheld", "why": "Elle est partie."})
    assert Dispute.objects.get().adjustment.kind == "adjustment"


def test_who_may_only_read_disputes_is_told_so():
    refused = signed_in(person(Role.DIRECTOR)).post(reverse("staff:contribution_dispute", args=[DisputeFactory().pk]), NO)
    assert "Cette action revient à un comptable." in text_of(refused)
    assert Dispute.objects.get().state == "open"
