"""The accountant sees what is late by step, sends it together, agrees plans."""

from datetime import timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import Reminder
from entraide.apps.contributions.operations.reminders import print_reminders
from entraide.core.money import Money
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory, DocumentPartFactory, ReceiptFactory, ReminderFactory
from tests.factories.calls import DisputeFactory, PersonLineFactory
from tests.harness.budgets import assert_query_budget
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def accountant():
    return signed_in(person(Role.ACCOUNTANT_PREPARES))


def late(days=60):
    return CallDocumentFactory(issued_on=TODAY - timedelta(days=days + 30), due_on=TODAY - timedelta(days=days))


def send(client, step, count):
    return text_of(client.post(reverse("staff:reminders_send"), {"step": step, "count": count}, follow=True))


def test_what_is_late_is_sent_together_and_only_as_it_was_seen(accountant):
    rows = [late(), late()]
    told = text_of(accountant.get(reverse("staff:reminders")))
    assert "Envoyer 2 relances" in told and "Total (2 documents)" in told
    assert "La liste a changé" in send(accountant, "reminder", 1)
    assert "n’est plus la même" in send(accountant, "nothing", 1)
    assert "2 relances : c’est fait." in send(accountant, "reminder", 2)
    assert Reminder.objects.filter(document__in=rows).count() == 2
    assert "mise en demeure, à partir du 14 novembre 2024" in text_of(accountant.get(reverse("staff:reminders")))
    assert accountant.get(reverse("staff:reminders"), {"format": "csv"}).content.decode("utf-8-sig").count("AC-2024") == 2


def test_what_should_be_settled_first_is_shown_and_keeps_the_formal_notice(accountant):
    row = late(100)
    DisputeFactory(person_line=PersonLineFactory(line=DocumentPartFactory(document=row).line))
    told = text_of(accountant.get(reverse("staff:reminders")))
    assert "1 ligne contestée attend votre réponse, pas encore déposé" in told and "Envoyer 1 relance" in told
    ReminderFactory(document=row, on=TODAY - timedelta(days=40))
    told = text_of(accountant.get(reverse("staff:reminders")))
    assert "mise en demeure retenue : 1 ligne contestée attend votre réponse, pas encore déposé" in told
    assert "Envoyer" not in told


def test_a_document_is_left_out_of_the_list_with_its_reason_and_taken_in_again(accountant):
    row, other = late(), late()
    url, until = reverse("staff:leave_out", args=[row.pk]), "2024-10-31"
    assert "doit 2 170,00 €" in text_of(accountant.get(url))
    assert "aujourd’hui ou un jour plus tardif" in text_of(accountant.post(url, {"reason": "Mandatée", "until": "2024-10-01"}))
    told = text_of(accountant.post(url, {"reason": "Mandatée", "until": until}, follow=True))
    assert "est laissé de côté jusqu’au 31 octobre 2024" in told and "Envoyer 1 relance" in told
    assert "laissé de côté jusqu’au 31 octobre 2024 : Mandatée" in told
    assert "1 relance : c’est fait." in send(accountant, "reminder", 1)
    assert [row.document for row in Reminder.objects.all()] == [other]
    assert "Mandatée" in text_of(accountant.get(reverse("staff:call_document", args=[row.pk])))
    again = text_of(accountant.post(reverse("staff:take_in_again", args=[row.pk]), follow=True))
    assert "revient dans les relances" in again and "Laisser de côté des relances" in again


def test_what_is_too_small_to_be_written_for_is_shown_with_its_reason(accountant):
    row = late()
    ReceiptFactory(document=row, cents=row.cents - Money(1))
    told = text_of(accountant.get(reverse("staff:reminders")))
    assert "moins de 15,00 € : rien n’est envoyé" in told and "Envoyer" not in told


def test_a_letter_is_downloaded_once_printed(accountant):
    row = late()
    notice = ReminderFactory(document=row, step="formal_notice")
    url = reverse("staff:reminder_file", args=[notice.pk])
    assert accountant.get(url).status_code == 404
    print_reminders(limit=1, actor=system_actor("suite"), at=NOW, on=TODAY)
    assert accountant.get(url).content[:5] == b"%PDF-"
    assert "Mise en demeure" in text_of(accountant.get(reverse("staff:call_document", args=[row.pk])))


def test_a_plan_is_seen_before_it_is_agreed_and_ended(accountant):
    row = late()
    url, typed = reverse("staff:plan", args=[row.pk]), {"count": 3, "first_on": "2024-10-31", "reason": "Trésorerie"}
    told = text_of(accountant.post(url, typed | {"act": "preview"}))
    assert "30 novembre 2024 723,33 €" in told or "30/11/2024 723,33 €" in told
    far = accountant.post(url, typed | {"first_on": "9999-12-31"})
    assert far.status_code == 422 and "Choisissez un jour jusqu’au 15 octobre 2029" in text_of(far)
    assert not row.plans.exists()
    assert "aujourd’hui ou plus tard" in text_of(accountant.post(url, typed | {"act": "agree", "first_on": "2024-10-01"}))
    page = text_of(accountant.post(url, typed | {"act": "agree"}, follow=True))
    assert "L’échéancier est convenu" in page and "Échéancier tenu, prochaine part le 31 octobre 2024" in page
    assert "les relances reprennent" in text_of(accountant.post(reverse("staff:plan_end", args=[row.pk]), follow=True))


def test_the_list_of_what_is_late_asks_no_more_of_the_database(accountant):
    def rows(count):
        for _ in range(count):
            ReminderFactory(document=late(), on=TODAY - timedelta(days=40))

    assert_query_budget(accountant, reverse("staff:reminders"), rows)
