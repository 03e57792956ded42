"""The call of all members: batch after batch, stopped and resumed, never a double, on the lists as they were when it began."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.contributions.models import CallCampaign, CallDocument, ContributionLine, DocumentSeries, PersonLine
from entraide.apps.contributions.operations import campaigns
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.campaigns import continue_campaign, resume_campaign, stop_campaign
from entraide.apps.contributions.operations.imports import import_lines
from entraide.apps.contributions.operations.launching import CampaignPlan, launch_campaign, open_campaign
from entraide.apps.contributions.policies import NotAccountant
from entraide.apps.contributions.queries import called_for
from entraide.apps.contributions.queries import campaigns as reads
from entraide.apps.contributions.refusals import (
    AdjustedSince,
    CalledAlready,
    CampaignMade,
    CampaignOpen,
    CampaignOver,
    DueBeforeIssued,
    IssuedBeforeLast,
    NobodyToCall,
    NotFound,
    NothingToAdjust,
)
from entraide.apps.contributions.tasks import go_on
from entraide.apps.ledger.queries import trial_balance
from entraide.core.money import Money, total
from entraide.core.opening.values import ContributionKind, OpeningContribution
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.call_documents import CallDocumentFactory
from tests.factories.members import EstablishmentFactory, MemberFactory, MembershipFactory
from tests.harness.together import together


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
LATER = NOW + timedelta(days=1)


def plan(kind="call", year=2024):
    return CampaignPlan(year, kind, TODAY, TODAY + timedelta(days=30))


@pytest.fixture(autouse=True)
def _two_at_once(monkeypatch):
    monkeypatch.setattr(reads, "MEMBERS_AT_ONCE", 2)


def world(count=5):
    """Members with two persons each."""
    people = [BeneficiaryFactory() for _ in range(count)]
    members = [person.affiliations.get().member for person in people]
    for member in members:
        BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2024, 7, 1))
    return members


def run(key, at=NOW):
    """Go on to the end; give how many members each batch did."""
    done = []
    while count := continue_campaign(campaign_id=key, **ACT | {"at": at}):
        done.append(count)
    return done


def adds_up():
    """What accounts, person lines, campaigns and the journal say, which is one amount."""
    accounts = total(ContributionLine.objects.filter(origin="platform").values_list("cents", flat=True))
    persons = total(PersonLine.objects.values_list("cents", flat=True))
    told = total(CallCampaign.objects.values_list("cents", flat=True))
    journal = next(account.balance for account in trial_balance(as_of=TODAY) if account.code == "411")
    return {accounts, persons, told, journal}


def test_every_member_is_called_once_and_all_sums_agree():
    world()
    key = open_campaign(plan=plan(), **ACT)
    assert not ContributionLine.objects.exists()
    assert run(key) == [2, 2, 1]
    campaign = CallCampaign.objects.get()
    assert (campaign.state, campaign.member_count, campaign.done_count, campaign.head_count) == ("done", 5, 5, 10)
    assert adds_up() == {5 * (Money.of(217) + Money.of("109.09"))}
    assert run(key) == []
    assert ContributionLine.objects.count() == 5


def test_a_campaign_that_was_stopped_goes_on_after_the_last_member_done():
    world()
    key = open_campaign(plan=plan(), **ACT)
    continue_campaign(campaign_id=key, **ACT)
    stop_campaign(campaign_id=key, **ACT)
    assert continue_campaign(campaign_id=key, **ACT) == 0
    with pytest.raises(CampaignOver):
        stop_campaign(campaign_id=key, **ACT)
    resume_campaign(campaign_id=key, **ACT)
    assert run(key) == [2, 1]
    assert ContributionLine.objects.values("member").distinct().count() == ContributionLine.objects.count() == 5


def test_a_batch_that_fails_leaves_nothing_behind(monkeypatch):
    world()
    key = open_campaign(plan=plan(), **ACT)
    continue_campaign(campaign_id=key, **ACT)
    with monkeypatch.context() as broken:
        broken.setattr(campaigns, "record", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            continue_campaign(campaign_id=key, **ACT)
    assert (CallCampaign.objects.get().done_count, ContributionLine.objects.count()) == (2, 2)
    assert run(key) == [2, 1]
    assert len(adds_up()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_continue_one_campaign_at_once_take_turns():
    world()
    key = open_campaign(plan=plan(), **ACT)
    done = together(*[lambda: continue_campaign(campaign_id=key, **ACT)] * 3)
    assert sorted(done) == [1, 2, 2]
    assert ContributionLine.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_call_of_a_year_at_once_open_one():
    world(1)
    done = together(*[lambda: open_campaign(plan=plan(), **ACT)] * 2)
    assert [type(one) for one in sorted(done, key=str)].count(CampaignMade) == 1
    assert CallCampaign.objects.count() == 1


def test_a_member_called_already_is_left():
    members = world(2)
    call_member(member_id=members[0].pk, year=2024, **ACT)
    row = OpeningContribution(2, members[1].siren, 2024, ContributionKind.CALL, "Appel", 2, date(2024, 1, 31), Money.of(300))
    import_lines(rows=[row], import_id=uuid7(), **ACT)
    run(open_campaign(plan=plan(), **ACT))
    campaign = CallCampaign.objects.get()
    assert (campaign.done_count, campaign.head_count, campaign.refused) == (2, 0, [])
    assert ContributionLine.objects.count() == 2


def test_who_owes_nothing_is_kept_with_the_reason():
    world(1)
    no_list = MemberFactory()
    no_contract = MemberFactory(membership=None)
    BeneficiaryFactory(affiliation__member=no_contract)
    nobody = MemberFactory(membership=None)
    MembershipFactory(member=nobody, scope="partial", covers=[{"kind": "retirees"}])
    BeneficiaryFactory(affiliation__member=nobody)
    run(open_campaign(plan=plan(), **ACT))
    campaign = CallCampaign.objects.get()
    assert (campaign.member_count, campaign.done_count) == (4, 4)
    assert {one["member"]: one["code"] for one in campaign.refused} == {
        str(no_list.pk): "contributions.no_list",
        str(no_contract.pk): "contributions.no_contract",
        str(nobody.pk): "contributions.nobody_counted",
    }


def test_a_list_that_changes_while_the_campaign_runs_changes_nothing_of_it():
    members = world(3)
    key = open_campaign(plan=plan(), **ACT)
    for member in members:
        BeneficiaryFactory(affiliation__member=member, affiliation__recorded_at=LATER)
    run(key, at=LATER)
    assert CallCampaign.objects.get().head_count == 6
    again = open_campaign(plan=plan("adjustment"), **ACT | {"at": LATER})
    run(again, at=LATER)
    assert CallCampaign.objects.get(pk=again).head_count == 3
    assert len(adds_up()) == 1


def test_a_year_has_one_call_and_one_campaign_of_a_kind_runs_at_a_time():
    members = world(1)
    with pytest.raises(NothingToAdjust):
        open_campaign(plan=plan("adjustment"), **ACT)
    key = open_campaign(plan=plan(), **ACT)
    with pytest.raises(CampaignMade):
        open_campaign(plan=plan(), **ACT)
    with pytest.raises(CampaignOpen):
        open_campaign(plan=replace(plan(year=2025), accepts_provisional=True), **ACT)
    run(key)
    run(open_campaign(plan=plan("adjustment"), **ACT))
    assert [line.kind for line in ContributionLine.objects.filter(member=members[0])] == ["call"]


def test_a_plan_that_cannot_be_is_refused():
    with pytest.raises(NobodyToCall):
        open_campaign(plan=plan(), **ACT)
    with pytest.raises(DueBeforeIssued):
        open_campaign(plan=CampaignPlan(2024, "call", TODAY, date(2024, 1, 1)), **ACT)
    with pytest.raises(NotFound):
        continue_campaign(campaign_id=uuid7(), **ACT)
    director = Actor("person", uuid7(), "D", Hat(Role.DIRECTOR))
    for act in (lambda told: open_campaign(plan=plan(), **told), lambda told: stop_campaign(campaign_id=uuid7(), **told)):
        with pytest.raises(NotAccountant):
            act(ACT | {"actor": director})


def test_an_imported_call_is_not_adjusted_and_says_why():
    members = world(2)
    row = OpeningContribution(2, members[0].siren, 2024, ContributionKind.CALL, "Appel", 2, date(2024, 1, 31), Money.of(300))
    import_lines(rows=[row], import_id=uuid7(), **ACT)
    run(open_campaign(plan=plan(), **ACT))
    gone = list(BeneficiaryFactory(affiliation__member=members[1], affiliation__recorded_at=LATER).affiliations.all())
    ended(gone, date(2024, 2, 1), act=Stamp(uuid7(), LATER))
    key = open_campaign(plan=plan("adjustment"), **ACT | {"at": LATER})
    run(key, at=LATER)
    campaign = CallCampaign.objects.get(pk=key)
    assert campaign.refused == [{"member": str(members[0].pk), "code": "contributions.imported_call"}]
    assert campaign.head_count == 1


def test_each_act_of_a_campaign_stands_in_the_trail():
    world(1)
    key = open_campaign(plan=plan(), **ACT)
    stop_campaign(campaign_id=key, **ACT)
    resume_campaign(campaign_id=key, **ACT)
    run(key)
    assert list(AuditEntry.objects.filter(subject_id=key).order_by("sequence").values_list("verb", flat=True)) == [
        f"contributions.{word}" for word in ("campaign_opened", "campaign_stopped", "campaign_resumed", "called", "campaign_done")
    ]


def test_a_campaign_is_not_opened_on_a_day_that_documents_have_passed():
    world(1)
    CallDocumentFactory(issued_on=TODAY + timedelta(days=5), due_on=TODAY + timedelta(days=35))
    with pytest.raises(IssuedBeforeLast):
        open_campaign(plan=plan(), **ACT)
    assert not CallCampaign.objects.exists()


def test_a_batch_that_is_refused_by_the_worker_stops_the_campaign():
    members = world(1)
    EstablishmentFactory(member=members[0], siret=f"{members[0].siren}00019", is_billed=True)
    key = open_campaign(plan=plan(), **ACT)
    CallDocumentFactory(issued_on=TODAY + timedelta(days=5), due_on=TODAY + timedelta(days=35))
    with pytest.raises(IssuedBeforeLast):
        go_on.func(str(key), TODAY.isoformat())
    assert CallCampaign.objects.get().state == "stopped"
    assert not ContributionLine.objects.filter(campaign=key).exists()


def test_a_batch_that_breaks_is_said_on_the_campaign_which_may_be_resumed(monkeypatch):
    world(3)
    key = open_campaign(plan=plan(), **ACT)
    with monkeypatch.context() as broken:
        broken.setattr(campaigns, "write_calls", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            go_on.func(str(key), TODAY.isoformat())
    campaign = CallCampaign.objects.get()
    assert (campaign.state, campaign.fault, campaign.done_count) == ("stopped", "failed", 0)
    assert AuditEntry.objects.filter(subject_id=key, verb="contributions.campaign_interrupted").exists()
    resume_campaign(campaign_id=key, **ACT)
    assert run(key) == [2, 1]
    assert CallCampaign.objects.get().fault == ""


def test_a_refusal_that_stops_a_campaign_is_said_on_it():
    members = world(1)
    EstablishmentFactory(member=members[0], siret=f"{members[0].siren}00019", is_billed=True)
    key = open_campaign(plan=plan(), **ACT)
    CallDocumentFactory(issued_on=TODAY + timedelta(days=5), due_on=TODAY + timedelta(days=35))
    with pytest.raises(IssuedBeforeLast):
        go_on.func(str(key), TODAY.isoformat())
    assert CallCampaign.objects.get().fault == IssuedBeforeLast.code


def test_documents_bear_the_day_that_the_campaign_says():
    for member in world(2):
        EstablishmentFactory(member=member, siret=f"{member.siren}00019", is_billed=True)
    run(open_campaign(plan=CampaignPlan(2024, "call", date(2024, 10, 1), date(2024, 10, 31)), **ACT))
    assert set(CallDocument.objects.values_list("issued_on", "due_on")) == {(date(2024, 10, 1), date(2024, 10, 31))}
    assert set(ContributionLine.objects.values_list("on", flat=True)) == {date(2024, 10, 1)}


def test_documents_bear_today_where_a_later_day_was_numbered_meanwhile_and_leave_as_many_days_to_pay():
    for member in world(1):
        EstablishmentFactory(member=member, siret=f"{member.siren}00019", is_billed=True)
    key = open_campaign(plan=CampaignPlan(2024, "call", date(2024, 10, 1), date(2024, 10, 31)), **ACT)
    CallDocumentFactory(number="AC-2024-000001", issued_on=date(2024, 10, 2), due_on=TODAY)
    DocumentSeries.objects.filter(prefix="AC").update(last=1)
    run(key)
    assert CallDocument.objects.exclude(issued_on=date(2024, 10, 2)).get().issued_on == TODAY
    assert CallDocument.objects.exclude(issued_on=date(2024, 10, 2)).get().due_on == TODAY + timedelta(days=30)


@pytest.mark.django_db(transaction=True)
def test_a_list_that_changes_between_two_batches_leaves_each_call_of_one_state():
    members = sorted(world(4), key=lambda member: member.pk)
    key = open_campaign(plan=plan(), **ACT)

    def change():
        for member in members:
            BeneficiaryFactory(affiliation__member=member, affiliation__recorded_at=LATER)

    continue_campaign(campaign_id=key, **ACT)
    done = together(change, lambda: continue_campaign(campaign_id=key, **ACT | {"at": LATER}))
    assert 2 in done
    run(key, at=LATER)
    # Those of the first batch and those after it: two persons each, none half there.
    assert list(ContributionLine.objects.order_by("member_id").values_list("head_count", flat=True)) == [2, 2, 2, 2]
    assert {line.persons.count() for line in ContributionLine.objects.all()} == {2}
    lines = ContributionLine.objects.order_by("pk")
    assert all(line.known_at == NOW and line.cents == total(line.persons.values_list("cents", flat=True)) for line in lines)
    run(open_campaign(plan=plan("adjustment"), **ACT | {"at": LATER}), at=LATER)
    assert set(ContributionLine.objects.filter(kind="adjustment").values_list("head_count", flat=True)) == {1}
    assert len(adds_up()) == 1


def leave(member, day=date(2024, 7, 1), at=LATER):
    """One person of a member leaves, which is known later."""
    person = PersonLine.objects.filter(line__member=member).order_by("since", "pk").first().beneficiary
    ended(list(person.affiliations.filter(superseded_at=None)), day, act=Stamp(uuid7(), at))


@pytest.mark.parametrize("is_prepared", [False, True])
def test_a_round_that_goes_on_late_leaves_whom_a_later_list_adjusted(is_prepared):
    members = sorted(world(2), key=lambda member: member.pk)
    run(open_campaign(plan=plan(), **ACT))
    key = open_campaign(plan=plan("adjustment"), is_prepared=is_prepared, **ACT)
    leave(members[0])
    adjust_member(member_id=members[0].pk, year=2024, **ACT | {"at": LATER})
    owed = called_for(members[0].pk, year=2024, as_of=TODAY)
    run(key)
    if is_prepared:
        assert CallCampaign.objects.get(pk=key).cents == Money(0)
        launch_campaign(campaign_id=key, **ACT)
        run(key)
    campaign = CallCampaign.objects.get(pk=key)
    assert (campaign.refused, campaign.cents) == ([{"member": str(members[0].pk), "code": AdjustedSince.code}], Money(0))
    assert called_for(members[0].pk, year=2024, as_of=TODAY) == owed < called_for(members[1].pk, year=2024, as_of=TODAY)


def test_a_round_of_adjustments_stands_in_the_trail_under_its_name():
    member = world(1)[0]
    run(open_campaign(plan=plan(), **ACT))
    leave(member)
    key = open_campaign(plan=plan("adjustment"), **ACT | {"at": LATER})
    run(key, at=LATER)
    assert list(AuditEntry.objects.filter(subject_id=key).order_by("sequence").values_list("verb", flat=True)) == [
        f"contributions.{word}" for word in ("campaign_opened", "adjusted", "campaign_done")
    ]


def test_each_member_is_called_for_its_own_amount():
    members = world(2)
    call_member(member_id=members[0].pk, year=2024, **ACT)
    with CaptureQueriesContext(connection) as asked:
        assert called_for(members[1].pk, year=2024, as_of=TODAY) == Money(0)
    assert members[1].pk.hex in asked.captured_queries[0]["sql"].replace("-", "")


@pytest.mark.parametrize("act", [launch_campaign, resume_campaign])
def test_documents_bear_the_day_on_which_the_campaign_is_launched_or_resumed_and_leave_as_many_days_to_pay(act):
    for member in world(1):
        EstablishmentFactory(member=member, siret=f"{member.siren}00019", is_billed=True)
    late = ACT | {"on": date(2024, 12, 2)}
    key = open_campaign(plan=plan(), is_prepared=act is launch_campaign, **ACT)
    if act is launch_campaign:
        run(key)
    else:
        stop_campaign(campaign_id=key, **ACT)
    act(campaign_id=key, **late)
    while continue_campaign(campaign_id=key, **late):
        pass
    assert set(CallDocument.objects.values_list("issued_on", "due_on")) == {(date(2024, 12, 2), date(2025, 1, 1))}


@pytest.mark.django_db(transaction=True)
def test_a_round_and_an_adjustment_at_once_take_off_a_person_once():
    members = world(1)
    run(open_campaign(plan=plan(), **ACT))
    leave(members[0])
    late = ACT | {"at": LATER}
    key = open_campaign(plan=plan("adjustment"), **late)
    done = together(lambda: continue_campaign(campaign_id=key, **late), lambda: adjust_member(member_id=members[0].pk, year=2024, **late))
    assert not [one for one in done if isinstance(one, Exception)]
    assert ContributionLine.objects.filter(kind="adjustment").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_call_a_member_at_once_call_it_once_and_the_other_is_told():
    member = world(1)[0]
    done = together(*[lambda: call_member(member_id=member.pk, year=2024, **ACT)] * 2)
    assert [type(one) for one in done].count(CalledAlready) == 1
    assert ContributionLine.objects.count() == 1
