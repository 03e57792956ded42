"""The schedule asks for notices until nobody is left; each day it revokes the cards of ended rights and looks for duplicates."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.models import Affiliation, Card, TaxNotice
from entraide.apps.beneficiaries.operations import tax_campaigns
from entraide.apps.beneficiaries.operations.tax_campaigns import open_tax_campaign
from entraide.apps.claims.queries.tax_effects import concerns_of
from entraide.apps.contributions.models import CallCampaign
from entraide.apps.contributions.operations.campaigns import stop_campaign
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.config import schedule
from entraide.config.schedule import ask_tax_notices, continue_calls, look_for_duplicates, revoke_cards
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, CardFactory, KinshipFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def test_everybody_concerned_is_asked_then_reminded_and_the_job_rests(monkeypatch):
    monkeypatch.setattr(tax_campaigns, "ASKED_AT_ONCE", 1)
    assert ask_tax_notices(NOW, TODAY) == 0
    for _ in range(4):
        KinshipFactory()
    open_tax_campaign(notice_year=2024, concerns=concerns_of(2024), actor=system_actor("test"), at=NOW, on=TODAY)
    assert ask_tax_notices(NOW, TODAY) == 3
    monkeypatch.setattr(schedule, "concerns_of", lambda year: pytest.fail("nobody is left to ask today"))
    assert ask_tax_notices(NOW, TODAY) == 0
    monkeypatch.undo()
    assert ask_tax_notices(NOW, TODAY + timedelta(days=21)) == 4
    assert TaxNotice.objects.filter(reminded_on__isnull=False).count() == 4
    assert ask_tax_notices(NOW, TODAY + timedelta(days=22)) == 0


def test_cards_of_ended_rights_are_revoked_once_a_day():
    CardFactory()
    kept = CardFactory()
    Affiliation.objects.exclude(beneficiary=kept.beneficiary).update(superseded_at=NOW)
    assert [revoke_cards(NOW, TODAY) for _ in range(2)] == [1, 0]
    Affiliation.objects.filter(beneficiary=kept.beneficiary).update(superseded_at=NOW)
    assert revoke_cards(NOW, TODAY) == 0
    assert revoke_cards(NOW, TODAY + timedelta(days=1)) == 1
    assert Card.objects.filter(revoked_for="rights_ended").count() == 2


def test_persons_on_record_twice_are_looked_for_once_a_day():
    for _ in range(2):
        BeneficiaryFactory(identity__family_name="Ferrand", identity__given_name="Nadia", identity__born_on=date(1985, 3, 12))
    assert [look_for_duplicates(NOW, TODAY) for _ in range(2)] == [1, 0]
    assert look_for_duplicates(NOW, TODAY + timedelta(days=1)) == 1


def test_a_campaign_of_contributions_goes_on_by_itself_unless_it_was_stopped():
    BeneficiaryFactory()
    told = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **told)
    stop_campaign(campaign_id=key, **told)
    assert continue_calls(NOW, TODAY) == 0
    CallCampaign.objects.update(state="running")
    assert continue_calls(NOW, TODAY) == 1
    assert CallCampaign.objects.get().state == "done"
