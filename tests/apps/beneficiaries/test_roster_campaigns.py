"""The January campaign asks every member in few statements, and again those alone who have not answered."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import RosterCampaign, RosterReminder
from entraide.apps.beneficiaries.operations.roster_campaigns import open_roster_campaign, remind_roster_campaign
from entraide.apps.beneficiaries.operations.roster_form import confirm_unchanged
from entraide.apps.beneficiaries.queries.roster_campaigns import (
    asked_members,
    awaited_list,
    roster_campaign,
    roster_campaigns,
    roster_progress,
)
from entraide.apps.beneficiaries.refusals import NotCampaignKeeper, RosterCampaignDates, RosterCampaignOpen
from entraide.apps.notifications.models import Outgoing
from tests.apps.beneficiaries.rosters import AT, applied, staff
from tests.factories.actors import actor, person
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")
DUE = date(2024, 12, 1)
LATER = {"at": NOW, "on": TODAY + timedelta(days=20)}


def opened(**values):
    return roster_campaign(open_roster_campaign(**{"year": 2024, "due_on": DUE, "actor": SYSTEM} | AT | values))


@pytest.fixture
def members():
    found = [
        MemberFactory(named__name=name, department=department) for name, department in (("Ay", "51"), ("Bazancourt", "51"), ("Caen", "14"))
    ]
    for member in found[:2]:
        person(Role.CORRESPONDENT, member=member)
    return found


def test_every_member_is_asked_once_and_each_correspondent_has_a_mail(members):
    campaign = opened()
    assert RosterReminder.objects.filter(campaign=campaign, sent_on=TODAY).count() == 3
    mails = Outgoing.objects.filter(key__startswith="roster_campaign:2024:asked:").order_by("pk")
    assert mails.count() == 2
    assert "attendue jusqu’au 01/12/2024 inclus" in mails[0].content["body"]
    assert AuditEntry.objects.filter(verb="beneficiaries.roster_campaign_opened").count() == 1
    assert roster_campaigns() == [campaign]


def test_a_former_member_is_not_asked(members):
    MemberFactory(named__name="Dole", membership__until=date(2023, 1, 1))
    assert asked_members(opened(), actor=SYSTEM, on=TODAY).count() == 3


def test_the_statements_of_a_campaign_do_not_follow_the_number_of_members():
    counted = []
    for year, count in ((2024, 1), (2023, 20)):
        for _ in range(count):
            person(Role.CORRESPONDENT, member=MemberFactory())
        with CaptureQueriesContext(connection) as captured:
            open_roster_campaign(year=year, due_on=date(year, 12, 31), actor=SYSTEM, at=NOW, on=date(year, 10, 1))
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_those_who_have_not_answered_are_reminded_once_a_day(members):
    campaign = opened()
    applied(members[0], staff(3), SYSTEM)
    assert remind_roster_campaign(campaign_id=campaign.pk, actor=SYSTEM, **AT) == 0
    assert remind_roster_campaign(campaign_id=campaign.pk, actor=SYSTEM, **LATER) == 2
    assert remind_roster_campaign(campaign_id=campaign.pk, actor=SYSTEM, **LATER) == 0
    assert [mail.key.rpartition(":")[2] for mail in Outgoing.objects.filter(key__contains=":2024-11-04:")] == [str(members[1].pk)]


def test_progress_is_counted_by_department(members):
    campaign = opened()
    confirm_unchanged(member_id=members[0].pk, year=2024, actor=SYSTEM, **AT)
    remind_roster_campaign(campaign_id=campaign.pk, actor=SYSTEM, **LATER)
    rows = roster_progress(campaign, on=TODAY)
    assert [(row.department, row.asked, row.answered, row.silent, row.reminded) for row in rows] == [("14", 1, 0, 1, 1), ("51", 2, 1, 1, 1)]


def test_who_has_answered_who_has_begun_and_who_has_not_are_told_apart(members):
    campaign = opened()
    applied(members[0], staff(3), SYSTEM)

    def named(**state):
        return [row.current_name for row in asked_members(campaign, actor=SYSTEM, on=TODAY, **state)]

    by_state = {state: named(state=state) for state in ("answered", "begun", "silent", "")}
    assert by_state == {"answered": ["Ay"], "begun": [], "silent": ["Bazancourt", "Caen"], "": ["Ay", "Bazancourt", "Caen"]}
    assert [row.current_name for row in asked_members(campaign, actor=SYSTEM, on=TODAY, text="bazan")] == ["Bazancourt"]
    assert asked_members(campaign, actor=SYSTEM, on=TODAY, department="14").get().answered_on is None


def test_a_list_of_another_year_is_no_answer(members):
    campaign = opened()
    confirm_unchanged(member_id=members[0].pk, year=2023, actor=SYSTEM, **AT)
    assert not asked_members(campaign, actor=SYSTEM, on=TODAY, state="answered").exists()


def test_a_member_knows_what_is_awaited_and_until_when(members):
    assert awaited_list(members[0].pk) is None
    opened()
    awaited = awaited_list(members[0].pk)
    assert (awaited.year, awaited.due_on, awaited.is_answered) == (2024, DUE, False)
    confirm_unchanged(member_id=members[0].pk, year=2024, actor=SYSTEM, **AT)
    assert awaited_list(members[0].pk).is_answered


def test_a_campaign_of_next_year_is_prepared_from_november(members):
    assert opened(year=2025, due_on=date(2025, 1, 31), on=date(2024, 11, 4)).year == 2025
    with pytest.raises(RosterCampaignDates):
        opened(year=2026, due_on=date(2026, 1, 31))


@pytest.mark.parametrize("due_on", [TODAY, date(2025, 1, 1), date(2024, 1, 1)])
def test_a_day_due_that_is_not_to_come_within_the_year_is_refused(due_on):
    with pytest.raises(RosterCampaignDates):
        opened(due_on=due_on)
    assert not RosterCampaign.objects.exists()


def test_a_campaign_is_opened_once():
    opened()
    with pytest.raises(RosterCampaignOpen):
        opened()


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.CORRESPONDENT, Role.CLAIMS_OFFICER])
def test_only_who_develops_the_network_runs_a_campaign(role):
    campaign = opened()
    with pytest.raises(NotCampaignKeeper):
        open_roster_campaign(year=2025, due_on=date(2025, 1, 31), actor=actor(role), at=NOW, on=date(2024, 11, 4))
    with pytest.raises(NotCampaignKeeper):
        remind_roster_campaign(campaign_id=campaign.pk, actor=actor(role), **AT)
