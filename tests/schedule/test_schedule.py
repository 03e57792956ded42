"""The schedule does each job for itself, and stops when asked."""

import logging
import os
import signal
import threading
import time
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command

from entraide.apps.audit.operations import record
from entraide.apps.audit.queries import broken_days, seal_count
from entraide.apps.notifications.models import Outgoing
from entraide.apps.reporting.models import Publication
from entraide.config.schedule import ACTOR, HEARTBEAT, Entry, run_once
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.letters import OutgoingFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db


def test_one_job_that_fails_is_said_and_the_others_go_on(caplog):
    def break_down(at, on):
        raise RuntimeError("the disk is full")

    with caplog.at_level(logging.ERROR):
        done = run_once((Entry("broken", break_down), Entry("sound", lambda at, on: 3)), at=NOW, on=TODAY)
    assert done == {"broken": None, "sound": 3}
    assert "broken failed" in caplog.text and "the disk is full" in caplog.text


def test_the_day_before_is_published_once_and_the_heart_beats():
    MemberFactory()
    first = run_once(at=NOW, on=TODAY)
    again = run_once(at=NOW, on=TODAY)
    assert (first["tables published"], again["tables published"]) == (1, 0)
    assert Publication.objects.get().as_of == TODAY - timedelta(days=1)
    assert cache.get(HEARTBEAT) == NOW.isoformat()


def test_on_new_years_day_the_year_that_closed_is_published():
    run_once(at=NOW, on=date(2025, 1, 1))
    table = Publication.objects.get()
    assert (table.year, table.as_of, table.is_provisional) == (2024, date(2024, 12, 31), False)


def test_what_waits_in_the_outbox_leaves():
    OutgoingFactory()
    assert run_once(at=NOW, on=TODAY)["messages delivered"] == 1
    assert Outgoing.objects.get().delivered_at == NOW


def test_the_audit_trail_of_a_day_is_sealed_once_the_next_one_is_over():
    run_once(at=NOW, on=TODAY)
    sealed = [run_once(at=NOW, on=TODAY + timedelta(days=days))["days of the audit trail sealed"] for days in (1, 2)]
    assert sealed == [0, 1]


def test_an_act_that_ends_after_midnight_raises_no_alarm():
    run_once(at=NOW, on=TODAY)
    run_once(at=NOW, on=TODAY + timedelta(days=1))
    record("reporting.published", actor=ACTOR, subject=("publication", uuid7()), at=NOW, on=TODAY)
    run_once(at=NOW, on=TODAY + timedelta(days=2))
    assert (seal_count(), list(broken_days())) == (1, [])


def test_a_signal_ends_the_schedule_after_the_passage_under_way(monkeypatch):
    # The test's own transaction lives on the connection that the schedule would renew.
    monkeypatch.setattr("entraide.config.management.commands.schedule.close_old_connections", lambda: None)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    told = StringIO()
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    started = time.monotonic()
    try:
        call_command("schedule", "--every", "30", stdout=told)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert time.monotonic() - started < 10
    assert "1 tables published" in told.getvalue()
