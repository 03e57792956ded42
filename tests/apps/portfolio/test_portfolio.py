"""What is said with bodies, promised to them and followed; what awaits, what is at risk, what is reached."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import RosterCampaign, RosterReminder
from entraide.apps.members.models import Membership
from entraide.apps.portfolio import operations, queries
from entraide.apps.portfolio.models import Commitment, Exchange, Followed, Target
from entraide.apps.portfolio.operations import Area, NewExchange, Promise
from entraide.apps.portfolio.queries.following import following_of
from entraide.apps.portfolio.refusals import (
    AlreadyFollowed,
    ExchangeToCome,
    ExchangeTold,
    ExchangeTooFar,
    IsMember,
    NotFollowed,
    NothingSaid,
    NotMember,
    NotPortfolioKeeper,
    PromiseInThePast,
    PromiseKept,
    PromiseTooFar,
    ReasonMissing,
    StageNotNext,
    UnknownArea,
)
from entraide.ui.refusals import say
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, RosterImportFactory
from tests.factories.members import MemberFactory, MembershipFactory
from tests.factories.network import CommitteeDepartmentFactory, MandateFactory
from tests.factories.portfolio import CommitmentFactory, ExchangeFactory, FollowedFactory


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")
DAY = timedelta(days=1)


def noted(member, held_on=TODAY, summary="Présentation du catalogue.", kind="visit", by=SYSTEM):
    return operations.note_exchange(exchange=NewExchange(member.pk, kind, held_on, summary, "la directrice"), actor=by, **AT)


def prospect(**kwargs):
    return MemberFactory(membership=None, **kwargs)


def stage(member):
    return Followed.objects.get(member=member).stage


def last_verb():
    return AuditEntry.objects.order_by("sequence").last().verb


# Exchanges.


def test_an_exchange_of_today_is_told_and_one_of_tomorrow_is_planned():
    member = MemberFactory()
    noted(member)
    noted(member, TODAY + DAY)
    assert list(Exchange.objects.order_by("held_on").values_list("is_planned", flat=True)) == [False, True]
    assert last_verb() == "portfolio.exchange_noted"


def test_what_came_of_a_planned_exchange_is_told_from_its_day_on_and_once():
    planned = ExchangeFactory(held_on=TODAY, is_planned=True, met="le maire")
    to_come = ExchangeFactory(held_on=TODAY + DAY, is_planned=True)
    with pytest.raises(ExchangeToCome) as refused:
        operations.tell_exchange(exchange_id=to_come.pk, met="", summary="Accord.", actor=SYSTEM, **AT)
    assert refused.value.params == {"held_on": "16/10/2024"}
    with pytest.raises(NothingSaid):
        operations.tell_exchange(exchange_id=planned.pk, met="", summary=" ", actor=SYSTEM, **AT)
    operations.tell_exchange(exchange_id=planned.pk, met="", summary="Accord de principe.", actor=SYSTEM, **AT)
    planned.refresh_from_db()
    assert (planned.is_planned, planned.met, planned.summary) == (False, "le maire", "Accord de principe.")
    for act in (
        lambda: operations.tell_exchange(exchange_id=planned.pk, met="", summary="Encore.", actor=SYSTEM, **AT),
        lambda: operations.cancel_exchange(exchange_id=planned.pk, actor=SYSTEM, **AT),
    ):
        with pytest.raises(ExchangeTold):
            act()


def test_a_planned_exchange_is_cancelled_and_stays_in_the_trail():
    planned = ExchangeFactory(held_on=TODAY + DAY, is_planned=True)
    operations.cancel_exchange(exchange_id=planned.pk, actor=SYSTEM, **AT)
    assert not Exchange.objects.exists() and last_verb() == "portfolio.exchange_cancelled"


@pytest.mark.parametrize(("held_on", "refusal"), [(date(2034, 10, 15), ExchangeTooFar), (date(2014, 1, 1), ExchangeTooFar)])
def test_a_mistyped_year_is_refused(held_on, refusal):
    with pytest.raises(refusal):
        noted(MemberFactory(), held_on)


def test_an_exchange_says_something():
    with pytest.raises(NothingSaid):
        noted(MemberFactory(), summary="  ")


# Promises.


def promised(member, due_on=TODAY, what="Envoyer une estimation."):
    return operations.promise(promise=Promise(member.pk, what, due_on), actor=SYSTEM, **AT)


def test_a_promise_is_made_kept_and_kept_once():
    key = promised(MemberFactory())
    operations.keep_promise(commitment_id=key, actor=SYSTEM, **AT)
    assert Commitment.objects.get().done_on == TODAY and last_verb() == "portfolio.promise_kept"
    with pytest.raises(PromiseKept):
        operations.keep_promise(commitment_id=key, actor=SYSTEM, **AT)


def test_nothing_is_promised_for_yesterday_nor_without_words():
    with pytest.raises(PromiseInThePast):
        promised(MemberFactory(), TODAY - DAY)
    with pytest.raises(NothingSaid):
        promised(MemberFactory(), what=" ")


# Following.


def test_a_prospect_goes_through_its_stages_and_is_let_go():
    body = prospect()
    at = {"member_id": body.pk, "actor": SYSTEM, **AT}
    operations.follow(**at)
    with pytest.raises(AlreadyFollowed):
        operations.follow(**at)
    for each in ("met", "offered"):
        operations.move_stage(stage=each, reason="", **at)
    with pytest.raises(StageNotNext):
        operations.move_stage(stage="met", reason="", **at)
    with pytest.raises(StageNotNext):
        operations.move_stage(stage="anything", reason="", **at)
    with pytest.raises(ReasonMissing):
        operations.move_stage(stage="lost", reason=" ", **at)
    operations.move_stage(stage="lost", reason="Le conseil a dit non.", **at)
    assert (stage(body), last_verb()) == ("lost", "portfolio.stage_moved")
    operations.unfollow(**at)
    for act in (lambda: operations.unfollow(**at), lambda: operations.move_stage(stage="met", reason="", **at)):
        with pytest.raises(NotFollowed):
            act()


def test_a_member_is_not_a_prospect_and_a_prospect_is_not_at_risk():
    with pytest.raises(IsMember):
        operations.follow(member_id=MemberFactory().pk, actor=SYSTEM, **AT)
    with pytest.raises(NotMember):
        operations.flag_at_risk(member_id=prospect().pk, reason="Mécontent.", actor=SYSTEM, **AT)


def test_a_member_that_was_at_risk_and_left_is_followed_as_a_prospect_from_the_first_stage():
    body = MemberFactory()
    operations.flag_at_risk(member_id=body.pk, reason="Compare avec un COS.", actor=SYSTEM, **AT)
    Membership.objects.filter(member=body).update(superseded_at=NOW)
    assert following_of(body.pk, on=TODAY, is_member=False) is None
    operations.follow(member_id=body.pk, actor=SYSTEM, **AT)
    assert stage(body) == "spotted"


def test_a_member_is_flagged_with_its_reason_and_the_last_one_stands():
    at = {"member_id": MemberFactory().pk, "actor": SYSTEM, **AT}
    with pytest.raises(ReasonMissing):
        operations.flag_at_risk(reason="", **at)
    for reason in ("Compare avec un COS.", "Le conseil délibère en décembre."):
        operations.flag_at_risk(reason=reason, **at)
    assert Followed.objects.get().reason == "Le conseil délibère en décembre."
    with pytest.raises(NotFollowed):
        operations.move_stage(stage="met", reason="", **at)
    operations.unfollow(**at)
    assert not Followed.objects.exists()


@pytest.mark.parametrize("role", [Role.CORRESPONDENT, Role.CLAIMS_OFFICER, Role.ADMINISTRATOR])
def test_the_portfolio_is_kept_by_development_officers_and_the_direction(role):
    someone, member, body = actor(role), MemberFactory(), prospect()
    exchange, promise = ExchangeFactory(is_planned=True), CommitmentFactory()
    by = {"actor": someone, **AT}
    acts = (
        lambda: noted(member, by=someone),
        lambda: operations.tell_exchange(exchange_id=exchange.pk, met="", summary="x", **by),
        lambda: operations.cancel_exchange(exchange_id=exchange.pk, **by),
        lambda: operations.promise(promise=Promise(member.pk, "x", TODAY), **by),
        lambda: operations.keep_promise(commitment_id=promise.pk, **by),
        lambda: operations.follow(member_id=body.pk, **by),
        lambda: operations.move_stage(member_id=body.pk, stage="met", reason="", **by),
        lambda: operations.flag_at_risk(member_id=member.pk, reason="x", **by),
        lambda: operations.unfollow(member_id=member.pk, **by),
        lambda: operations.set_targets(year=2024, area=Area("Est"), values={}, **by),
    )
    for act in acts:
        with pytest.raises(NotPortfolioKeeper):
            act()
    seen = {"actor": someone, "on": TODAY}
    assert not queries.promises(**seen) and not queries.exchanges(**seen)
    assert not queries.prospects(**seen) and not queries.accounts_at_risk(**seen)
    assert queries.file_of(exchange.member_id, **seen) == queries.BodyFile((), (), None)


@pytest.mark.parametrize("role", [Role.DEVELOPMENT_OFFICER, Role.DIRECTOR])
def test_those_who_keep_it_write_and_read(role):
    someone, member = actor(role), MemberFactory()
    noted(member, by=someone)
    assert queries.exchanges(actor=someone, on=TODAY, is_own=True).count() == 1
    assert queries.exchanges(actor=actor(role), on=TODAY, is_own=True).count() == 0


# Reading.


def test_promises_are_sorted_by_day_and_told_late():
    late, soon = CommitmentFactory(due_on=TODAY - DAY), CommitmentFactory(due_on=TODAY + DAY)
    kept = CommitmentFactory(done_on=TODAY)
    seen = {"actor": SYSTEM, "on": TODAY}
    assert list(queries.promises(**seen)) == [late, soon]
    assert list(queries.promises(state="late", **seen)) == [late]
    assert list(queries.promises(state="kept", **seen)) == [kept]
    assert queries.promises(state="all", **seen).count() == 3


def test_exchanges_are_planned_to_tell_or_told():
    planned = ExchangeFactory(held_on=TODAY + DAY, is_planned=True)
    to_tell = ExchangeFactory(held_on=TODAY, is_planned=True, kind="call")
    told = ExchangeFactory(held_on=TODAY - DAY)
    seen = {"actor": SYSTEM, "on": TODAY}
    assert [list(queries.exchanges(state=each, **seen)) for each in ("planned", "to_tell", "told")] == [[planned], [to_tell], [told]]
    assert list(queries.exchanges(kind="call", **seen)) == [to_tell]


def test_prospects_are_bodies_that_do_not_belong_the_most_inhabited_first():
    MemberFactory(named__name="Adhérente", population=90_000)
    big = prospect(named__name="Épernay", population=22_000, department="51")
    prospect(named__name="Aÿ", population=5_000, department="51")
    prospect(named__name="SDIS de l’Aube", kind="sdis", department="10")
    left = MemberFactory(named__name="Partie", membership__until=TODAY, population=300, department="52")
    FollowedFactory(member=big, stage="met")

    def names(**filters):
        return [body.current_name for body in queries.prospects(actor=SYSTEM, on=TODAY, filters=filters)]

    assert names() == ["Épernay", "Aÿ", "Partie", "SDIS de l’Aube"]
    assert names(department="51", stage="none") == ["Aÿ"]
    assert names(stage="met") == ["Épernay"]
    assert names(population=5_000) == ["Épernay", "Aÿ"]
    assert names(kind="sdis") == ["SDIS de l’Aube"]
    assert names(text="part") == [left.names.get().name]


def at_risk(on=TODAY, **filters):
    low = filters.pop("low", ())
    rows = queries.accounts_at_risk(actor=SYSTEM, on=on, low_use=low, filters=filters)
    return {row.current_name: [str(signal) for signal in queries.signals_of(row)] for row in rows}


def calm(name, **kwargs):
    member = MemberFactory(named__name=name, **kwargs)
    MandateFactory(member=member)
    RosterImportFactory(member=member, state="applied", year=2024)
    return member


def asked_for_its_list(member, due_on):
    campaign = RosterCampaign.objects.create(year=2024, opened_on=date(2024, 9, 1), due_on=due_on, opened_at=NOW)
    RosterReminder.objects.create(campaign=campaign, member=member, sent_on=date(2024, 9, 1))


@pytest.mark.parametrize(("due_on", "signals"), [(None, {}), (TODAY, {}), (date(2024, 10, 14), {"Silencieuse": ["no_list"]})])
def test_a_member_without_list_is_at_risk_once_the_term_of_what_it_was_asked_is_over(due_on, signals):
    silent = MemberFactory(named__name="Silencieuse")
    MandateFactory(member=silent)
    if due_on:
        asked_for_its_list(silent, due_on)
    assert at_risk() == signals


def test_each_signal_is_read_where_it_is_and_a_calm_member_gives_none():
    CommitteeDepartmentFactory(department="35", committee="Ouest")
    calm("Calme")
    calm("Préavis", membership__notice_on=TODAY, membership__until=date(2025, 1, 1))
    low = calm("Peu d’usage", department="35")
    FollowedFactory(member=calm("Signalée"), stage="at_risk", reason="Compare.")
    silent = MemberFactory(named__name="Sans liste")
    asked_for_its_list(silent, date(2024, 10, 14))
    MandateFactory(member=silent)
    RosterImportFactory(member=silent, state="previewed", year=2024)
    RosterImportFactory(member=silent, state="applied", year=2023)
    alone = MemberFactory(named__name="Sans correspondant")
    RosterImportFactory(member=alone, state="applied", year=2024)
    MandateFactory(member=alone, until=TODAY - timedelta(days=93))
    assert at_risk(low=[low.pk]) == {
        "Peu d’usage": ["low_use"],
        "Préavis": ["notice_given"],
        "Sans correspondant": ["no_correspondent"],
        "Sans liste": ["no_list"],
        "Signalée": ["flagged"],
    }
    assert list(at_risk(signal="no_list")) == ["Sans liste"]
    assert list(at_risk(low=[low.pk], committee="Ouest")) == ["Peu d’usage"]
    assert list(at_risk(text="preavis")) == ["Préavis"]


def test_a_correspondent_gone_two_months_ago_is_no_signal_yet_and_a_new_member_has_three_months():
    gone = calm("Départ récent")
    gone_since = MandateFactory(member=MemberFactory(named__name="Partie en août"), until=TODAY - timedelta(days=60))
    RosterImportFactory(member=gone_since.member, state="applied", year=2024)
    new = MemberFactory(named__name="Nouvelle", membership__since=TODAY - timedelta(days=30))
    RosterImportFactory(member=new, state="applied", year=2024)
    assert gone and at_risk() == {}


def test_the_file_of_a_body_holds_its_exchanges_promises_and_stage():
    body = prospect()
    first, last = ExchangeFactory(member=body, held_on=TODAY - DAY), ExchangeFactory(member=body)
    kept, open_one = CommitmentFactory(member=body, done_on=TODAY, due_on=TODAY - DAY), CommitmentFactory(member=body)
    followed = FollowedFactory(member=body)
    found = queries.file_of(body.pk, actor=SYSTEM, on=TODAY)
    told = queries.Following(followed.stage, followed.reason, followed.since, followed.followed_by)
    assert found == queries.BodyFile((last, first), (open_one, kept), told)


# Targets.


def set_to(area, **values):
    operations.set_targets(year=2024, area=area, values=values, actor=SYSTEM, **AT)


def test_targets_are_set_for_a_committee_or_a_delegation_that_exists():
    CommitteeDepartmentFactory(department="51", committee="Nord-Est")
    set_to(Area("Nord-Est"), new_members=10, visits=4)
    set_to(Area("Nord-Est"), new_members=12, visits=0)
    assert list(Target.objects.values_list("indicator", "value")) == [("new_members", 12)]
    for area in (Area("Nulle part"), Area(department="99"), Area(), Area("Nord-Est", "51")):
        with pytest.raises(UnknownArea):
            set_to(area, visits=1)


def test_what_is_reached_is_held_against_targets():
    for department in ("51", "08"):
        CommitteeDepartmentFactory(department=department, committee="Nord-Est")
    CommitteeDepartmentFactory(department="35", committee="Ouest")
    new = MemberFactory(department="51", membership__since=date(2024, 9, 1))
    BeneficiaryFactory.create_batch(3, affiliation__member=new)
    MemberFactory(department="08", membership__since=date(2024, 1, 1))
    MemberFactory(department="35", membership__since=date(2024, 1, 1))
    renewed = MemberFactory(department="51", membership__until=date(2024, 1, 1))
    MembershipFactory(member=renewed, since=date(2024, 1, 1), scope="partial")
    ExchangeFactory(member=new)
    ExchangeFactory(member=new, is_planned=True, held_on=TODAY + DAY)
    ExchangeFactory(member=new, is_planned=True, held_on=TODAY - DAY)
    ExchangeFactory(member=new, kind="call")
    ExchangeFactory(member=new, held_on=date(2023, 12, 1))
    set_to(Area("Nord-Est"), new_members=5, new_heads=40, visits=2)
    set_to(Area(department="51"), new_members=1)
    lines = queries.targets_of(2024, actor=SYSTEM, on=TODAY)
    assert [(line.committee, line.department, line.indicator, line.value, line.reached) for line in lines] == [
        ("Nord-Est", "", "new_members", 5, 2),
        ("Nord-Est", "", "new_heads", 40, 3),
        ("Nord-Est", "", "visits", 2, 1),
        ("", "51", "new_members", 1, 1),
    ]


def test_a_year_without_targets_reads_nothing_else(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.targets_of(2024, actor=SYSTEM, on=TODAY) == []


def test_a_promise_is_not_made_for_decades_ahead():
    body = prospect()
    with pytest.raises(PromiseTooFar) as refused:
        operations.promise(promise=Promise(body.pk, "Revenir.", date(2999, 1, 1)), actor=SYSTEM, **AT)
    assert say(refused.value) == "Une promesse se fait jusqu’au 15/10/2029 au plus tard. Vérifiez l’année."
    operations.promise(promise=Promise(body.pk, "Revenir.", date(2029, 10, 15)), actor=SYSTEM, **AT)
    assert Commitment.objects.count() == 1
