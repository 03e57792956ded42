"""The schedule does each job for itself, and stops when asked."""

import logging
import os
import signal
import threading
import time
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.operations import record
from entraide.apps.audit.queries import broken_days, seal_count
from entraide.apps.notifications.models import Outgoing
from entraide.apps.reporting.models import Publication
from entraide.apps.reporting.operations import publish
from entraide.apps.reporting.queries.published import published
from entraide.config.schedule import ACTOR, HEARTBEAT, Entry, run_once
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.figures import ContributionLineFactory, UseFactory
from tests.factories.letters import OutgoingFactory
from tests.factories.members import MemberFactory
from tests.factories.network import DesignationCampaignFactory


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
    assert (table.year, table.as_of, table.is_provisional) == (2024, date(2024, 12, 31), True)


def test_a_closed_year_is_published_daily_until_its_closing_day_then_once_for_all():
    for day in (date(2025, 1, 1), date(2025, 1, 2), date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2)):
        run_once(at=NOW, on=day)
    tables = Publication.objects.filter(year=2024).order_by("as_of").values_list("as_of", "is_provisional")
    assert list(tables) == [
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), True),
        (date(2025, 3, 30), True),
        (date(2025, 3, 31), False),
    ]


def test_what_the_bank_tells_of_december_in_january_enters_the_closed_year():
    member = MemberFactory()
    ContributionLineFactory(member=member, cents=Money.of(1000))
    people = [BeneficiaryFactory(affiliation__member=member).pk for _ in range(20)]
    run_once(at=NOW, on=date(2025, 1, 1))
    for one in people[:8]:
        UseFactory(beneficiary_id=one, member_id=member.pk, on=date(2024, 12, 30), cents=Money.of(50), told_at=NOW + timedelta(hours=1))
    run_once(at=NOW + timedelta(days=1), on=date(2025, 1, 2))
    assert published(member.pk, [2024])[2024].row.settled == Money.of(400)


def test_the_schedule_goes_on_after_the_direction_published_today():
    publish(year=2024, as_of=TODAY, actor=system_actor("suite"), at=NOW, on=TODAY)
    done = [run_once(at=NOW, on=TODAY + timedelta(days=days))["tables published"] for days in (0, 1, 2)]
    assert done == [0, 0, 1]


def test_what_waits_in_the_outbox_leaves():
    OutgoingFactory()
    assert run_once(at=NOW, on=TODAY)["messages delivered"] == 1
    assert Outgoing.objects.get().delivered_at == NOW


def test_ended_sessions_are_forgotten_once_a_day():
    def end_one(day):
        Session.objects.create(session_key=f"ended-{day}", session_data="", expire_date=timezone.now() - timedelta(hours=1))
        Session.objects.create(session_key=f"alive-{day}", session_data="", expire_date=timezone.now() + timedelta(hours=1))

    cache.clear()
    end_one(0)
    done = [run_once(at=NOW, on=TODAY)["passages through ended sessions"] for _ in range(2)]
    assert done == [1, 0]
    assert list(Session.objects.order_by("pk").values_list("pk", flat=True)) == ["alive-0"]
    end_one(1)
    run_once(at=NOW, on=TODAY + timedelta(days=1))
    assert list(Session.objects.order_by("pk").values_list("pk", flat=True)) == ["alive-0", "alive-1"]


def test_members_that_entered_since_are_asked_for_their_delegates_once_a_day():
    cache.clear()
    DesignationCampaignFactory(opened_on=TODAY)
    MemberFactory()
    done = [run_once(at=NOW, on=TODAY)["new members asked for their delegates"] for _ in range(2)]
    MemberFactory()
    assert (done, run_once(at=NOW, on=TODAY + timedelta(days=1))["new members asked for their delegates"]) == ([1, 0], 1)


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
