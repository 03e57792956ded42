"""`entraide contributions call` shows what a call would ask for, makes it once, and goes on where it stopped."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.models import CallCampaign, ContributionLine
from entraide.apps.contributions.operations.campaigns import CampaignPlan, open_campaign, stop_campaign
from entraide.apps.contributions.refusals import CampaignMade
from entraide.core.contributions.tariff import RateMissing
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import MemberFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]


def run(*words):
    out = StringIO()
    call_command("contributions", "call", *words, stdout=out)
    return out.getvalue().replace("\xa0", " ").replace("\u202f", " ")


def test_without_apply_nothing_is_written_and_the_figures_are_those_of_the_call():
    BeneficiaryFactory()
    MemberFactory()
    shown = json.loads(run("--year", "2024", "--json"))
    assert not ContributionLine.objects.exists() and not CallCampaign.objects.exists()
    done = json.loads(run("--year", "2024", "--json", "--apply"))
    for name in ("members", "heads", "cents", "left_out"):
        assert shown[name] == done[name]
    assert (done["heads"], done["cents"], done["left_out"]) == (1, 217_00, {"contributions.no_list": 1})


def test_what_is_printed_says_who_was_left_out_and_why():
    BeneficiaryFactory()
    MemberFactory()
    told = run("--year", "2024")
    assert "Appel 2024 : 2 adhérents, 1 personne, 217,00 €." in told
    assert "1 adhérent laissé de côté : Un contrat est en vigueur, mais personne n’est sur la liste du personnel." in told
    assert "Rien n’est écrit" in told


def test_a_campaign_that_was_stopped_goes_on_and_a_second_call_is_refused():
    BeneficiaryFactory()
    told = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **told)
    stop_campaign(campaign_id=key, **told)
    run("--year", "2024", "--apply")
    assert CallCampaign.objects.get().state == "done"
    with pytest.raises(CampaignMade):
        run("--year", "2024", "--apply")
    assert "0 personne, 0,00 €" in run("--year", "2024", "--adjust", "--apply")


def test_a_year_without_rate_is_refused_by_name():
    BeneficiaryFactory()
    with pytest.raises(RateMissing):
        run("--year", "2012")


@pytest.mark.parametrize("year", ["99999", "0", "l’an prochain"])
def test_what_is_no_year_is_said_in_french(year):
    with pytest.raises(CommandError, match="n’est pas une année possible"):
        run("--year", year)
