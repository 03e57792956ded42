"""The September campaign asks each person once whom a benefit with tiers may concern, by sets, and stops when all are asked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries import refusals
from entraide.apps.beneficiaries.models import TaxCampaign, TaxNotice
from entraide.apps.beneficiaries.operations import tax_campaigns
from entraide.apps.beneficiaries.operations.tax_campaigns import continue_tax_campaign, open_tax_campaign, remind_tax_campaign
from entraide.apps.beneficiaries.policies import NotYourFile
from entraide.apps.beneficiaries.queries.tax_campaigns import Concern, progress_of
from entraide.apps.claims.queries.tax_effects import claims_awaiting_line, concerns_of
from entraide.apps.notifications.models import Message, Outgoing
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory, DependantFactory, KinshipFactory, TaxLineFactory
from tests.factories.thread import AT, filed_by


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
YEAR = 2024
CHILDREN = (Concern("child", ("active", "apprentice", "retiree"), date(2012, 1, 1), date(2024, 12, 31)),)


def parent(born_on=date(2016, 3, 2), **kwargs):
    """Make a person with rights and one child."""
    opener = BeneficiaryFactory(**kwargs)
    KinshipFactory(beneficiary=opener, dependant=DependantFactory(identity__born_on=born_on))
    return opener


def open_now(concerns=CHILDREN, *, year=YEAR, on=TODAY):
    key = open_tax_campaign(notice_year=year, concerns=concerns, actor=SYSTEM, at=NOW, on=on)
    return TaxCampaign.objects.get(pk=key)


def asked():
    return set(TaxNotice.objects.order_by("pk").values_list("beneficiary_id", flat=True))


def test_only_those_are_asked_whose_line_is_missing_and_whom_a_benefit_may_concern():
    wanted, grown, childless = parent(), parent(born_on=date(1999, 1, 1)), BeneficiaryFactory()
    known, declared = parent(), parent()
    TaxLineFactory(beneficiary=known, notice_year=YEAR)
    TaxLineFactory(beneficiary=declared, notice_year=YEAR, proof="declared")
    gone = parent(affiliation=None)
    AffiliationFactory(beneficiary=gone, until=date(2023, 5, 1), rights_until=date(2024, 1, 1))
    open_now()
    assert asked() == {wanted.pk, declared.pk}
    assert not {grown.pk, childless.pk, known.pk, gone.pk} & asked()


def test_each_is_told_once_however_often_the_campaign_is_opened():
    someone = person(Role.BENEFICIARY)
    KinshipFactory(beneficiary=someone.beneficiary)
    for _ in range(3):
        open_now()
    assert TaxCampaign.objects.count() == TaxNotice.objects.count() == Message.objects.count() == Outgoing.objects.count() == 1
    message = Message.objects.get()
    assert message.beneficiary_id == someone.beneficiary.pk and "avis d’impôt 2024" in message.body and "tranche de 2025" in message.body
    assert Outgoing.objects.get().recipient == someone.account.email
    assert AuditEntry.objects.filter(verb="beneficiaries.tax_campaign_opened").count() == 3


def test_a_notice_already_sent_is_not_asked_for():
    opener = parent()
    TaxNotice.objects.create(beneficiary=opener, notice_year=YEAR, state="sent", sent_at=NOW)
    open_now()
    assert TaxNotice.objects.get().state == "sent" and not Message.objects.exists()


def test_some_thousands_at_a_time_are_asked_until_nobody_is_left_and_newcomers_follow(monkeypatch):
    monkeypatch.setattr(tax_campaigns, "ASKED_AT_ONCE", 2)
    openers = {parent().pk for _ in range(5)}
    campaign = open_now()
    assert len(asked()) == 2
    given = [continue_tax_campaign(campaign_id=campaign.pk, concerns=CHILDREN, actor=SYSTEM, **AT) for _ in range(3)]
    assert given == [2, 1, 0] and asked() == openers
    late = parent()
    assert continue_tax_campaign(campaign_id=campaign.pk, concerns=CHILDREN, actor=SYSTEM, **AT) == 1
    assert asked() == openers | {late.pk}


def test_who_becomes_concerned_once_the_campaign_has_gone_past_is_asked_when_it_is_opened_again():
    later, first = BeneficiaryFactory(), parent()
    campaign = open_now()
    KinshipFactory(beneficiary=later)
    assert continue_tax_campaign(campaign_id=campaign.pk, concerns=CHILDREN, actor=SYSTEM, **AT) == 0
    assert asked() == {first.pk}
    open_now()
    assert asked() == {first.pk, later.pk}


def test_asking_costs_the_same_statements_for_one_person_as_for_many():
    def cost():
        with CaptureQueriesContext(connection) as captured:
            open_now()
        return len(captured)

    parent()
    cost()
    parent()
    one = cost()
    for _ in range(30):
        parent()
    assert cost() == one


def test_those_who_stay_silent_are_reminded_once_after_three_weeks():
    silent, answered = parent(), parent()
    campaign = open_now(on=TODAY)
    TaxLineFactory(beneficiary=answered, notice_year=YEAR)
    later = {"actor": SYSTEM, "at": NOW, "on": TODAY + timedelta(days=21)}
    assert remind_tax_campaign(campaign_id=campaign.pk, **{**later, "on": TODAY + timedelta(days=20)}) == 0
    assert [remind_tax_campaign(campaign_id=campaign.pk, **later) for _ in range(2)] == [1, 0]
    told = Message.objects.filter(subject__startswith="Rappel").order_by("pk")
    assert [message.beneficiary_id for message in told] == [silent.pk]
    progress = progress_of(campaign)
    assert (progress.asked, progress.silent, progress.checked, progress.reminded) == (2, 1, 1, 1)


@pytest.mark.parametrize(("year", "on"), [(2024, date(2024, 7, 31)), (2025, TODAY), (2022, TODAY)])
def test_a_year_whose_notices_are_not_out_or_serve_nothing_more_has_no_campaign(year, on):
    with pytest.raises(refusals.CampaignTooEarly):
        open_now(year=year, on=on)
    assert not TaxCampaign.objects.exists()


def test_only_a_claims_officer_or_the_schedule_opens_a_campaign():
    officer, correspondent = person(Role.CLAIMS_OFFICER), person(Role.CORRESPONDENT)
    open_tax_campaign(notice_year=YEAR, concerns=(), actor=officer.actor, **AT)
    with pytest.raises(NotYourFile):
        open_tax_campaign(notice_year=YEAR, concerns=(), actor=correspondent.actor, **AT)


def test_whom_a_benefit_with_tiers_may_concern_is_read_from_the_rules_themselves(published_catalogue):
    found = concerns_of(2024)
    children = [each for each in found if each.subject == "child"]
    assert children and all(each.born_since >= date(1995, 1, 1) for each in children)
    assert any(each.born_since <= date(2016, 3, 2) < each.born_until for each in children)
    assert all(each.statuses for each in found)


def test_claims_in_progress_that_wait_for_a_line_are_counted(published_catalogue):
    someone = person(Role.BENEFICIARY)
    assert claims_awaiting_line(2023) == 0
    filed_by(someone)
    assert (claims_awaiting_line(2023), claims_awaiting_line(2024)) == (1, 0)
    TaxLineFactory(beneficiary=someone.beneficiary, notice_year=2023)
    assert claims_awaiting_line(2023) == 0
