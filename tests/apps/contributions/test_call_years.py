"""A real call goes out for an open year, on a day that has come, at rates that are voted or that somebody accepted as they are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.models import AuditEntry
from entraide.apps.contributions.models import CallCampaign, ContributionLine
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.campaigns import continue_campaign
from entraide.apps.contributions.operations.cancelling import cancel_call
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.apps.contributions.refusals import DueTooFar
from entraide.core.contributions.tariff import RateMissing, RateProvisional
from entraide.core.contributions.years import IssuedInFuture, IssuedTooEarly, YearClosed, YearLapsed, YearNotOpen
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
PLAN = CampaignPlan(2024, "call", TODAY, TODAY + timedelta(days=30))


@pytest.fixture
def member():
    return BeneficiaryFactory().affiliations.get().member


def test_a_year_without_a_rate_is_refused_by_name_and_nothing_is_called(member):
    for accepts in (False, True):
        with pytest.raises(RateMissing) as refused:
            call_member(member_id=member.pk, year=2024, accepts_provisional=accepts, **ACT)
        assert refused.value.params == {"head_class": "actif", "year": 2024}
        with pytest.raises(RateMissing):
            open_campaign(plan=replace(PLAN, accepts_provisional=accepts), **ACT)
    assert not ContributionLine.objects.exists() and not CallCampaign.objects.exists()


@pytest.mark.usefixtures("published_rates")
def test_a_rate_that_is_only_carried_on_is_called_where_somebody_accepts_it_alone(member):
    with pytest.raises(RateProvisional):
        call_member(member_id=member.pk, year=2025, **ACT)
    with pytest.raises(RateProvisional):
        open_campaign(plan=replace(PLAN, year=2025), **ACT)
    assert not ContributionLine.objects.exists() and not CallCampaign.objects.exists()
    key = open_campaign(plan=replace(PLAN, year=2025, accepts_provisional=True), **ACT)
    while continue_campaign(campaign_id=key, **ACT):
        pass
    assert CallCampaign.objects.get().is_provisional
    assert AuditEntry.objects.get(subject_id=key, verb="contributions.campaign_opened").payload.content["provisional"] is True
    assert [told[3] for told in ContributionLine.objects.get().rates.values()] == [False]


@pytest.mark.usefixtures("published_rates")
def test_one_call_at_a_provisional_rate_is_accepted_and_told_in_the_trail(member):
    call_member(member_id=member.pk, year=2025, accepts_provisional=True, **ACT)
    assert AuditEntry.objects.get(verb="contributions.called").payload.content["provisional"] is True
    # What was accepted for the call goes for what follows it.
    BeneficiaryFactory(affiliation__member=member)
    assert adjust_member(member_id=member.pk, year=2025, **ACT)


@pytest.mark.usefixtures("published_rates")
@pytest.mark.parametrize(
    ("year", "refusal"), [(2023, YearClosed), (2019, YearClosed), (0, YearClosed), (-3, YearClosed), (99_999, YearNotOpen)]
)
def test_a_year_that_is_closed_or_not_open_yet_is_not_called(member, year, refusal):
    with pytest.raises(refusal):
        call_member(member_id=member.pk, year=year, accepts_provisional=True, **ACT)
    with pytest.raises(refusal):
        open_campaign(plan=replace(PLAN, year=year, accepts_provisional=True), **ACT)


@pytest.mark.usefixtures("published_rates")
@pytest.mark.parametrize(("year", "refusal"), [(2019, YearLapsed), (0, YearLapsed), (-3, YearLapsed), (99_999, YearNotOpen)])
def test_a_year_that_lapsed_is_neither_adjusted_nor_cancelled(member, year, refusal):
    with pytest.raises(refusal):
        adjust_member(member_id=member.pk, year=year, **ACT)
    with pytest.raises(refusal):
        open_campaign(plan=replace(PLAN, year=year, kind="adjustment"), **ACT)
    with pytest.raises(refusal):
        cancel_call(member_id=member.pk, year=year, reason="Erreur", **ACT)


@pytest.mark.usefixtures("published_rates", "member")
def test_documents_bear_a_day_between_the_opening_of_the_year_and_today():
    for issued_on, refusal in (
        (TODAY + timedelta(days=1), IssuedInFuture),
        (date(2030, 1, 1), IssuedInFuture),
        (date(2023, 12, 31), IssuedTooEarly),
    ):
        with pytest.raises(refusal):
            open_campaign(plan=replace(PLAN, issued_on=issued_on, due_on=issued_on), **ACT)
    with pytest.raises(DueTooFar):
        open_campaign(plan=replace(PLAN, due_on=date(9999, 12, 31)), **ACT)
