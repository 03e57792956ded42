"""What leaves goes by the outbox: after the commit, once, again after a failure, never with anything personal."""

from unittest import mock

import pytest
from django.core import mail
from django.db import transaction

from entraide.apps.notifications.delivery import MAX_ATTEMPTS, deliver, deliver_waiting
from entraide.apps.notifications.models import Message, Outgoing
from entraide.apps.notifications.operations import NOTICE_BODY, NOTICE_SUBJECT, Letter, mark_all_read, send_email, tell
from entraide.apps.notifications.queries import messages_of, unread_count
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY


pytestmark = pytest.mark.django_db
EMAIL = {
    "key": "claim:1:granted",
    "recipient": "nadia@exemple.fr",
    "subject": "Votre demande",
    "body": "Un message vous attend.",
    "at": NOW,
}


def test_nothing_leaves_if_the_transaction_fails(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        send_email(**EMAIL)
        raise RuntimeError
    assert mail.outbox == [] and not Outgoing.objects.exists()


def test_an_email_leaves_once_after_the_commit_whatever_is_said_twice(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send_email(**EMAIL)
        send_email(**EMAIL)
    assert [message.subject for message in mail.outbox] == ["Votre demande"]
    assert deliver_waiting(at=NOW) == 0
    assert deliver(Outgoing.objects.get().pk, at=NOW) is False


def test_a_failure_is_noted_and_tried_again_by_the_schedule():
    send_email(**EMAIL)
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError("refused")):
        assert deliver_waiting(at=NOW) == 0
    waiting = Outgoing.objects.get()
    assert waiting.attempt_count == 1 and waiting.last_error == "OSError: refused"
    assert deliver_waiting(at=NOW) == 1
    waiting.refresh_from_db()
    assert waiting.delivered_at == NOW and waiting.last_error == ""


def test_it_stops_trying_after_twenty_attempts():
    send_email(**EMAIL)
    Outgoing.objects.update(attempt_count=MAX_ATTEMPTS)
    assert deliver_waiting(at=NOW) == 0


def test_a_person_is_told_in_their_space_and_the_email_says_only_that_a_message_waits():
    nadia = uuid7()
    letter = Letter("k", "Votre demande est accordée", "100,00 € pour Lina.", beneficiary_id=nadia, email="nadia@exemple.fr")
    tell(letter, at=NOW, on=TODAY)
    assert Message.objects.get().body == "100,00 € pour Lina."
    assert Outgoing.objects.get().content == {"subject": NOTICE_SUBJECT, "body": NOTICE_BODY}
    assert unread_count(nadia) == 1
    assert mark_all_read(beneficiary_id=nadia, at=NOW) == 1
    assert unread_count(nadia) == 0
    assert [message.subject for message in messages_of(nadia)] == ["Votre demande est accordée"]
