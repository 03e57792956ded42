"""After municipal elections every member is asked for its two delegates; what it answers becomes mandates of six years."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.network.models import Designation, DesignationCampaign, Mandate
from entraide.apps.network.operations import (
    CampaignPlan,
    Nominee,
    close_campaign,
    confirm_designation,
    open_designation_campaign,
    receive_designation,
    remind,
)
from entraide.apps.network.queries import (
    by_committee,
    campaign,
    designations_asked,
    designations_of,
    holders_of,
    progress_of,
    running_campaign,
)
from entraide.apps.network.refusals import (
    ActInFuture,
    CampaignClosed,
    CampaignDatesCross,
    CampaignRunning,
    DesignationConfirmed,
    DesignationIncomplete,
    DesignationNotReceived,
    DesignationsWaiting,
    NotDesignator,
    NotMandateKeeper,
    RemindedLately,
    SameDelegate,
)
from entraide.apps.notifications.models import Outgoing
from tests.factories.actors import actor
from tests.factories.base import LONG_AGO, NOW, TODAY
from tests.factories.members import MemberFactory
from tests.factories.network import CommitteeDepartmentFactory, DesignationCampaignFactory, DesignationFactory, MandateFactory


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")
DUE, START = TODAY + timedelta(days=90), TODAY + timedelta(days=120)
ALIX = Nominee("Alix Renard", "Alix.Renard@Exemple.fr", TODAY - timedelta(days=3), "2024-51")


def opened(by=SYSTEM, **values):
    plan = CampaignPlan(**({"title": "Désignations de 2024", "due_on": DUE, "mandates_on": START} | values))
    return open_designation_campaign(plan=plan, actor=by, **AT)


def received(designation, nominee=ALIX, by=SYSTEM):
    receive_designation(designation_id=designation.pk, nominee=nominee, actor=by, **AT)


def confirmed(designation, by=SYSTEM, **at):
    return confirm_designation(designation_id=designation.pk, actor=by, **(AT | at))


def asked_of(member, college="elected"):
    return Designation.objects.get(member=member, college=college)


def last_verb():
    return AuditEntry.objects.order_by("sequence").last().verb


# Opening.


def test_every_body_that_belongs_is_asked_for_both_colleges():
    members = [MemberFactory(), MemberFactory()]
    MemberFactory(membership=None)
    MemberFactory(membership__until=TODAY)
    key = opened()
    asked = Designation.objects.filter(campaign_id=key)
    assert {(each.member_id, each.college) for each in asked} == {(one.pk, college) for one in members for college in ("elected", "staff")}
    assert set(asked.values_list("state", flat=True)) == {"awaited"}
    assert last_verb() == "network.campaign_opened"


def test_opening_takes_as_many_queries_for_one_member_as_for_forty(django_assert_max_num_queries):
    MemberFactory.create_batch(40)
    with django_assert_max_num_queries(12):
        opened()


def test_one_campaign_runs_at_a_time():
    opened()
    with pytest.raises(CampaignRunning) as refused:
        opened()
    assert refused.value.params == {"title": "Désignations de 2024"}


@pytest.mark.parametrize(
    "dates",
    [{"due_on": TODAY}, {"due_on": START, "mandates_on": DUE}, {"due_on": TODAY - timedelta(days=1)}],
    ids=["today", "crossed", "past"],
)
def test_dates_that_cross_open_nothing(dates):
    MemberFactory()
    with pytest.raises(CampaignDatesCross):
        opened(**dates)
    assert not DesignationCampaign.objects.exists()


# Answering.


def test_the_correspondent_names_a_delegate_and_may_name_another_before_it_is_confirmed():
    member = MemberFactory()
    correspondent = actor(Role.CORRESPONDENT, member=member)
    opened()
    received(asked_of(member), by=correspondent)
    received(asked_of(member), Nominee("Bao Nguyen", "bao@exemple.fr"), by=correspondent)
    held = asked_of(member)
    assert (held.state, held.name, held.email, held.act_on) == ("received", "Bao Nguyen", "bao@exemple.fr", None)
    assert last_verb() == "network.designation_received"


def test_nobody_names_the_delegates_of_another_member():
    designation = DesignationFactory()
    for someone in (actor(Role.CORRESPONDENT), actor(Role.DIRECTOR), actor(Role.DELEGATE_ELECTED, member=designation.member)):
        with pytest.raises(NotDesignator):
            received(designation, by=someone)
    received(designation, by=actor(Role.DEVELOPMENT_OFFICER))


@pytest.mark.parametrize("nominee", [Nominee("", "a@exemple.fr"), Nominee("Alix", "  ")])
def test_a_delegate_has_a_name_and_an_address(nominee):
    with pytest.raises(DesignationIncomplete):
        received(DesignationFactory(), nominee)


def test_an_act_of_tomorrow_is_refused():
    with pytest.raises(ActInFuture):
        received(DesignationFactory(), Nominee("Alix", "a@exemple.fr", TODAY + timedelta(days=1)))


def test_one_person_is_not_named_for_both_colleges():
    member = MemberFactory()
    opened()
    received(asked_of(member))
    with pytest.raises(SameDelegate):
        received(asked_of(member, "staff"))


def test_a_closed_campaign_takes_no_answer():
    designation = DesignationFactory(campaign__closed_at=NOW)
    with pytest.raises(CampaignClosed):
        received(designation)


def test_an_answer_after_the_last_day_is_taken_until_the_campaign_is_closed():
    designation = DesignationFactory(campaign__due_on=TODAY - timedelta(days=2))
    received(designation)
    assert asked_of(designation.member).state == "received"


# Confirming.


def test_a_confirmed_designation_gives_a_mandate_of_six_years_and_ends_the_earlier_one():
    member = MemberFactory()
    earlier = MandateFactory(member=member, kind="delegate_elected")
    opened()
    received(asked_of(member))
    invited = confirmed(asked_of(member))
    rows = Mandate.objects.current().filter(member=member).order_by("since")
    end = date(START.year + 6, START.month, START.day)
    assert [(row.account_id, row.since, row.until) for row in rows] == [
        (earlier.account_id, LONG_AGO, START),
        (invited.account_id, START, end),
    ]
    assert invited.is_new and Account.objects.get(pk=invited.account_id).email == "alix.renard@exemple.fr"
    assert (asked_of(member).state, last_verb()) == ("confirmed", "network.designation_confirmed")


def test_confirmed_late_a_mandate_begins_that_day_and_ends_with_the_others():
    designation = DesignationFactory(campaign__mandates_on=TODAY - timedelta(days=30), college="staff")
    received(designation)
    confirmed(designation)
    (row,) = Mandate.objects.current().filter(member=designation.member)
    assert (row.kind, row.since, row.until) == ("delegate_staff", TODAY, date(2030, 9, 15))


def test_whoever_is_named_again_has_one_mandate_without_a_hole():
    earlier = MandateFactory(kind="delegate_elected", until=TODAY, account__email="alix.renard@exemple.fr")
    designation = DesignationFactory(member=earlier.member, campaign__mandates_on=TODAY)
    received(designation)
    assert not confirmed(designation).is_new
    (row,) = Mandate.objects.current().filter(member=earlier.member)
    assert (row.account_id, row.since, row.until) == (earlier.account_id, LONG_AGO, date(2030, 10, 15))


def test_the_correspondent_is_not_touched_by_the_delegates():
    designation = DesignationFactory()
    correspondent = MandateFactory(member=designation.member)
    received(designation)
    confirmed(designation, on=TODAY)
    assert ("correspondent", correspondent.account_id) in holders_of(designation.member_id, on=date(2027, 1, 1))


def test_what_names_nobody_is_not_confirmed_and_what_is_confirmed_stands():
    designation = DesignationFactory()
    with pytest.raises(DesignationNotReceived):
        confirmed(designation)
    received(designation)
    confirmed(designation)
    for act in (confirmed, received):
        with pytest.raises(DesignationConfirmed):
            act(designation)


@pytest.mark.parametrize("role", [Role.CORRESPONDENT, Role.DIRECTOR])
def test_campaigns_are_kept_by_those_who_keep_mandates(role):
    someone, designation = actor(role), DesignationFactory(state="received", name="Alix", email="a@exemple.fr")
    key = {"campaign_id": designation.campaign_id, "actor": someone, **AT}
    for act in (
        lambda: opened(by=someone),
        lambda: confirmed(designation, by=someone),
        lambda: remind(**key),
        lambda: close_campaign(**key),
    ):
        with pytest.raises(NotMandateKeeper):
            act()


# Reminding.


def test_correspondents_who_have_not_answered_are_written_to_once_in_ten_days():
    answered, silent, nobody = MemberFactory(), MemberFactory(), MemberFactory()
    for member, email in ((answered, "a@exemple.fr"), (silent, "b@exemple.fr")):
        MandateFactory(member=member, account__email=email)
    key = opened()
    for college in ("elected", "staff"):
        received(asked_of(answered, college), Nominee("X", f"{college}@exemple.fr"))
    told = remind(campaign_id=key, actor=SYSTEM, **AT)
    assert (told.written, told.without_correspondent) == (1, 1)
    assert [mail.recipient for mail in Outgoing.objects.all()] == ["b@exemple.fr"]
    assert set(Designation.objects.filter(reminded_on=TODAY).values_list("member_id", flat=True)) == {silent.pk}
    assert last_verb() == "network.members_reminded"
    again = remind(campaign_id=key, actor=SYSTEM, at=NOW, on=TODAY + timedelta(days=10))
    assert (again.written, Outgoing.objects.count()) == (1, 2)
    MandateFactory(member=nobody)
    remind(campaign_id=key, actor=SYSTEM, at=NOW, on=TODAY + timedelta(days=11))
    with pytest.raises(RemindedLately):
        remind(campaign_id=key, actor=SYSTEM, at=NOW, on=TODAY + timedelta(days=11))


def test_one_correspondent_of_two_members_gets_one_mail():
    first = MandateFactory()
    MandateFactory(account=first.account)
    key = opened()
    assert remind(campaign_id=key, actor=SYSTEM, **AT).written == 2
    assert Outgoing.objects.count() == 1


def test_reminding_takes_as_many_queries_for_forty_members(django_assert_max_num_queries):
    MandateFactory.create_batch(40)
    key = opened()
    with django_assert_max_num_queries(14):
        remind(campaign_id=key, actor=SYSTEM, **AT)


def test_nobody_is_left_to_remind_once_all_have_answered():
    designation = DesignationFactory(state="received")
    told = remind(campaign_id=designation.campaign_id, actor=SYSTEM, **AT)
    assert (told.written, told.without_correspondent) == (0, 0)


# Closing.


def test_a_campaign_is_closed_once_nothing_waits_to_be_confirmed():
    member = MemberFactory()
    key = opened()
    received(asked_of(member))
    with pytest.raises(DesignationsWaiting) as refused:
        close_campaign(campaign_id=key, actor=SYSTEM, **AT)
    assert refused.value.params == {"count": 1}
    confirmed(asked_of(member))
    close_campaign(campaign_id=key, actor=SYSTEM, **AT)
    assert running_campaign() is None and last_verb() == "network.campaign_closed"
    for act in (close_campaign, remind):
        with pytest.raises(CampaignClosed):
            act(campaign_id=key, actor=SYSTEM, **AT)


# Reading.


def test_progress_is_counted_by_department_and_by_committee():
    for department, committee in (("51", "Nord-Est"), ("08", "Nord-Est"), ("35", "Ouest")):
        CommitteeDepartmentFactory(department=department, committee=committee)
    marne, _, _ = (MemberFactory(department=code) for code in ("51", "08", "35"))
    key = opened()
    received(asked_of(marne))
    rows = progress_of(campaign(key), on=TODAY)
    assert [(row.committee, row.department, row.awaited, row.answered) for row in rows] == [
        ("Nord-Est", "08", 2, 0),
        ("Nord-Est", "51", 1, 1),
        ("Ouest", "35", 2, 0),
    ]
    assert [(row.committee, row.total, row.answered) for row in by_committee(rows)] == [("Nord-Est", 4, 1), ("Ouest", 2, 0)]


def test_designations_are_found_by_name_state_college_and_department():
    reims = MemberFactory(named__name="Ville de Reims", department="51")
    lyon = MemberFactory(named__name="Ville de Lyon", department="69")
    key = opened()
    received(asked_of(lyon, "staff"))

    def found(**filters):
        return [(one.member_name, one.college) for one in designations_of(campaign(key), actor=SYSTEM, on=TODAY, filters=filters)]

    assert len(found()) == 4
    assert found(text="reims") == [("Ville de Reims", "elected"), ("Ville de Reims", "staff")]
    assert found(state="received") == [("Ville de Lyon", "staff")]
    assert found(department="51", college="staff") == [("Ville de Reims", "staff")]
    assert designations_of(campaign(key), actor=actor(Role.CORRESPONDENT, member=reims), on=TODAY).count() == 2


def test_a_member_is_asked_by_the_running_campaign_alone():
    designation = DesignationFactory()
    DesignationFactory(member=designation.member, campaign=DesignationCampaignFactory(closed_at=NOW))
    correspondent = actor(Role.CORRESPONDENT, member=designation.member)
    assert designations_asked(designation.member_id, actor=correspondent, on=TODAY) == [designation]
    assert designations_asked(designation.member_id, actor=actor(Role.CORRESPONDENT), on=TODAY) == []
