"""Campaigns of designation and vacancies after a merger or a split: who ended is asked nothing more, who goes on is; undone, as before."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.models import AuditEntry
from entraide.apps.lifecycle.operations.structure import undo_structure_act
from entraide.apps.members.models import Member
from entraide.apps.network.models import DesignationCampaign
from entraide.apps.network.operations import (
    CampaignPlan,
    Nominee,
    ask_newcomers,
    close_campaign,
    open_designation_campaign,
    receive_designation,
    remind,
)
from entraide.apps.network.queries import (
    campaign,
    dated_answers,
    designations_asked,
    designations_of,
    holders_of,
    lacking_by_department,
    mandates_of,
    not_asked_yet,
    progress_of,
    vacancies,
)
from entraide.apps.network.refusals import CampaignClosed, NotAsked
from entraide.apps.notifications.models import Outgoing
from entraide.core.structure.moves import Choices
from entraide.core.structure.values import Body, EventKind
from tests.apps.lifecycle.structures import applied, commune, event, today_of
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory, siren
from tests.factories.network import MandateFactory


pytestmark = pytest.mark.django_db

NEW = siren(95_000)
SYSTEM = system_actor("suite")
ACT = today_of(TODAY)
AT = {"actor": SYSTEM, "at": NOW, "on": TODAY}
START = TODAY + timedelta(days=120)
ALIX = Nominee("Alix Renard", "alix@exemple.fr", TODAY - timedelta(days=3), "2024-51")


@pytest.fixture
def adour():
    return commune(1, "Adour")


@pytest.fixture
def bresle():
    return commune(2, "Bresle")


def opened():
    plan = CampaignPlan("Désignations de 2024", TODAY + timedelta(days=90), START)
    return open_designation_campaign(plan=plan, **AT)


def merged(*bodies, **choices):
    happens = event(EventKind.NEW_COMMUNE, TODAY, list(bodies), [Body(NEW, "Adour-et-Bresle", code="15001")])
    act = applied(happens, Choices(**choices) if choices else None, **ACT)
    return act, Member.objects.get(siren=NEW)


def asked(key):
    return [(row.member_name, row.college) for row in designations_of(campaign(key), actor=SYSTEM, on=TODAY)]


def both(*names):
    return [(name, college) for name in names for college in ("elected", "staff")]


def test_who_ended_is_asked_nothing_more_who_goes_on_is_and_the_undoing_restores_it(adour, bresle):
    key = opened()
    act, new = merged(adour, bresle)
    assert asked(key) == [] and not_asked_yet(campaign(key), on=TODAY) == [new.pk]
    assert ask_newcomers(campaign_id=key, **AT) == 1
    assert AuditEntry.objects.order_by("sequence").last().verb == "network.newcomers_asked"
    assert asked(key) == both("Adour-et-Bresle")
    assert [(row.total, row.awaited) for row in progress_of(campaign(key), on=TODAY)] == [(2, 2)]
    assert designations_asked(adour.pk, actor=SYSTEM, on=TODAY) == [] and len(designations_asked(new.pk, actor=SYSTEM, on=TODAY)) == 2
    undo_structure_act(act_id=act, **ACT)
    assert asked(key) == both("Adour", "Bresle")
    assert ask_newcomers(campaign_id=key, **AT) == 0


def test_reminding_asks_those_who_entered_since_and_leaves_out_those_who_ended(adour, bresle):
    MandateFactory(member=adour, account__email="adour@exemple.fr")
    MandateFactory(member=bresle, account__email="bresle@exemple.fr")
    key = opened()
    _, new = merged(adour, bresle)
    assert [kind for kind, _ in holders_of(new.pk, on=TODAY)] == ["correspondent"]
    told = remind(campaign_id=key, **AT)
    assert (told.written, told.without_correspondent, Outgoing.objects.count()) == (1, 0, 1)


def test_an_answer_of_a_body_that_ended_keeps_nobody_from_closing_nor_from_confirming_the_others(adour, bresle):
    key = opened()
    receive_designation(designation_id=designations_asked(adour.pk, actor=SYSTEM, on=TODAY)[0].pk, nominee=ALIX, **AT)
    left = designations_asked(bresle.pk, actor=SYSTEM, on=TODAY)[0]
    merged(adour, bresle)
    assert dated_answers(campaign(key), on=TODAY, limit=10) == []
    with pytest.raises(NotAsked):
        receive_designation(designation_id=left.pk, nominee=ALIX, **AT)
    close_campaign(campaign_id=key, **AT)
    assert DesignationCampaign.objects.get().closed_at is not None
    assert asked(key) == both("Adour", "Bresle")
    with pytest.raises(CampaignClosed):
        ask_newcomers(campaign_id=key, **AT)


def test_a_campaign_asks_who_will_belong_when_its_mandates_begin():
    MemberFactory(named__name="Part avant", membership__until=START)
    MemberFactory(named__name="Entre avant", membership__since=START)
    MemberFactory(named__name="Entre après", membership__since=START + timedelta(days=1))
    MemberFactory(named__name="Reste")
    assert asked(opened()) == both("Entre avant", "Reste")


def test_vacancies_are_those_of_the_body_that_goes_on_and_the_undoing_restores_them(adour, bresle):
    for body in (adour, bresle):
        MandateFactory(member=body)

    def lacking():
        return [(row.current_name, row.has_correspondent, row.has_delegate_elected) for row in vacancies(actor=SYSTEM, on=TODAY)]

    act, _ = merged(adour, bresle)
    assert lacking() == [("Adour-et-Bresle", True, False)]
    counts = lacking_by_department(actor=SYSTEM, on=TODAY)["15"]
    assert (counts.member_count, counts.without) == (1, {"correspondent": 0, "delegate_elected": 1, "delegate_staff": 1})
    undo_structure_act(act_id=act, **ACT)
    assert lacking() == [("Adour", True, False), ("Bresle", True, False)]


def test_the_mandate_of_a_body_that_is_gone_is_said_under_its_last_name():
    held = MandateFactory(member__named__name="Vieux-Bourg", member__named__until=TODAY)
    assert mandates_of(held.account_id, on=TODAY) == [("correspondent", held.member_id, "Vieux-Bourg")]


def test_a_body_that_goes_on_without_membership_has_nobody_to_act_for_it():
    celles, chaumes = (commune(number, name, membership=None) for number, name in ((1, "Celles"), (2, "Chaumes")))
    MandateFactory(member=celles, since=date(2020, 1, 1))
    _, new = merged(celles, chaumes)
    assert holders_of(new.pk, on=TODAY) == []
    assert not vacancies(actor=SYSTEM, on=TODAY).exists()
