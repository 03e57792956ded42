"""One worker sends each email, without holding the database; one bad email stops no other."""

from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from entraide.apps.notifications.delivery import CLAIM_LASTS, deliver, deliver_waiting
from entraide.apps.notifications.models import Outgoing
from entraide.orm.keys import uuid7
from tests.factories.base import NOW
from tests.harness.together import together


pytestmark = pytest.mark.django_db(transaction=True)


def waiting(recipient="nadia@exemple.fr", **columns):
    """Put an email in the outbox."""
    content = {"subject": "Votre demande", "body": "Un message vous attend."}
    key = uuid7()
    common = {"key": key.hex, "kind": "email", "content": content, "created_at": NOW}
    return Outgoing.objects.create(id=key, recipient=recipient, **common | columns)


def test_two_workers_at_once_send_an_email_once():
    keys = [waiting().pk for _ in range(4)]
    for key in keys:
        assert sorted(together(*[lambda key=key: deliver(key, at=NOW)] * 2)) == [False, True]
    assert len(mail.outbox) == len(keys)


def test_an_email_leaves_outside_any_transaction():
    held = []
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=lambda: held.append(connection.in_atomic_block)):
        deliver(waiting().pk, at=NOW)
    assert held == [False]


@pytest.mark.parametrize("fault", [OSError("refused"), ValueError("header"), UnicodeError("address")])
def test_one_bad_email_stops_no_other(fault):
    bad, good = waiting(), waiting(created_at=NOW + timedelta(seconds=1))
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=[fault, None]):
        assert deliver_waiting(at=NOW) == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.delivered_at, bad.attempt_count, bad.claimed_at) == (None, 1, None)
    assert bad.last_error == f"{type(fault).__name__}: {fault}"
    assert good.delivered_at == NOW


def test_a_recipient_that_no_header_can_carry_is_noted_as_a_failure():
    bad = waiting("nadia@exemple.fr\nBcc: autre@exemple.fr")
    assert deliver(bad.pk, at=NOW) is False
    bad.refresh_from_db()
    assert bad.last_error.startswith("BadHeaderError")


def test_an_email_whose_worker_was_stopped_is_sent_again_later():
    held = waiting(claimed_at=NOW)
    assert deliver_waiting(at=NOW + CLAIM_LASTS - timedelta(seconds=1)) == 0
    assert deliver(held.pk, at=NOW + CLAIM_LASTS) is True


def test_a_mail_server_is_never_waited_for_longer_than_a_claim_lasts():
    assert timedelta(seconds=settings.EMAIL_TIMEOUT) < CLAIM_LASTS
