"""`entraide contributions call` shows what a call would ask for, makes it once, and goes on where it stopped."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.models import CallCampaign, ContributionLine, Dispute, PersonLine
from entraide.apps.contributions.operations.campaigns import stop_campaign
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign, open_cancellation
from entraide.apps.contributions.queries import called_for
from entraide.apps.contributions.refusals import CampaignMade
from entraide.core.contributions.tariff import RateProvisional
from entraide.core.contributions.years import IssuedInFuture, YearClosed, YearNotOpen
from entraide.core.money import Money
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.calls import DisputeFactory
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
    for name in ("members", "lines", "heads", "cents", "left_out"):
        assert shown[name] == done[name]
    assert (done["heads"], done["cents"], done["left_out"]) == (1, 217_00, {"contributions.no_list": 1})


def test_what_is_printed_says_who_was_left_out_and_why():
    BeneficiaryFactory()
    MemberFactory()
    told = run("--year", "2024")
    assert "Appel 2024 : 1 adhérent, 1 personne, 217,00 €." in told
    assert "1 adhérent laissé de côté : Un contrat est en vigueur, mais personne n’est sur la liste du personnel." in told
    assert "Rien n’est écrit" in told


def test_a_campaign_that_was_stopped_goes_on_and_a_second_call_is_refused():
    BeneficiaryFactory()
    told = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **told)
    stop_campaign(campaign_id=key, **told)
    for option in ("--issued", "--due"):
        with pytest.raises(CommandError, match="est commencée, avec ses jours"):
            run("--year", "2024", "--apply", option, TODAY.isoformat())
    run("--year", "2024", "--apply")
    assert CallCampaign.objects.get().state == "done"
    with pytest.raises(CampaignMade):
        run("--year", "2024", "--apply")
    assert "0 personne, 0,00 €" in run("--year", "2024", "--adjust", "--apply")


@pytest.mark.parametrize(("year", "refusal"), [("2012", YearClosed), ("2027", YearNotOpen)])
def test_a_year_that_is_closed_or_not_open_yet_is_refused_shown_or_applied(year, refusal):
    BeneficiaryFactory()
    for words in ((), ("--apply", "--provisional")):
        with pytest.raises(refusal):
            run("--year", year, *words)


def test_a_rate_that_is_not_voted_is_said_and_called_only_where_it_is_accepted():
    BeneficiaryFactory()
    told = run("--year", "2025")
    assert "Le taux d’un actif pour 2025 n’est pas voté : le dernier connu, à confirmer" in told
    assert "ajoutez --apply et --provisional pour appeler" in told
    assert json.loads(run("--year", "2025", "--json"))["to_confirm"] == ["active", "retiree"]
    with pytest.raises(RateProvisional):
        run("--year", "2025", "--apply")
    assert not ContributionLine.objects.exists()
    assert json.loads(run("--year", "2025", "--apply", "--provisional", "--json"))["to_confirm"] == ["active", "retiree"]
    assert json.loads(run("--year", "2024", "--apply", "--json"))["to_confirm"] == []


def test_documents_bear_no_day_to_come():
    BeneficiaryFactory()
    with pytest.raises(IssuedInFuture):
        run("--year", "2024", "--apply", "--issued", "2030-01-01")


def test_a_prepared_campaign_is_launched_by_the_command():
    BeneficiaryFactory()
    open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), actor=system_actor("suite"), at=NOW, on=TODAY, is_prepared=True)
    assert "Appel 2024 : 1 adhérent, 1 personne, 217,00 €." in run("--year", "2024", "--apply")
    assert CallCampaign.objects.get().state == "done"


def cancel(*words):
    out = StringIO()
    call_command("contributions", "cancel", "--year", "2024", "--reason", "Liste fausse", *words, stdout=out)
    return out.getvalue().replace("\xa0", " ").replace("\u202f", " ")


def test_one_call_is_shown_as_cancelled_then_cancelled():
    member = BeneficiaryFactory().affiliations.get().member
    run("--year", "2024", "--apply")
    told = cancel("--siren", member.siren)
    assert "L’appel 2024 serait annulé : 217,00 € à rendre." in told and "Rien n’est écrit" in told
    assert not ContributionLine.objects.filter(kind="cancellation").exists()
    assert cancel("--siren", member.siren, "--apply") == "Appel 2024 annulé : 217,00 € rendus.\n"
    assert called_for(member.pk, year=2024, as_of=TODAY) == Money(0)
    with pytest.raises(CommandError, match="Aucun adhérent ne porte le SIREN"):
        cancel("--siren", "000000000")


def test_a_campaign_is_cancelled_and_a_cancellation_that_stopped_goes_on():
    with pytest.raises(CommandError, match="Aucun appel de 2024 fait par une campagne"):
        cancel("--campaign")
    BeneficiaryFactory()
    run("--year", "2024", "--apply")
    assert "Annulation 2024 : 1 appel à annuler, 217,00 € à rendre." in cancel("--campaign")
    now = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
    stop_campaign(campaign_id=open_cancellation(campaign_id=CallCampaign.objects.get().pk, reason="Liste fausse", **now), **now)
    assert "Annulation 2024 : 1 appel annulé, 217,00 € rendus." in cancel("--campaign", "--apply")
    assert {row.state for row in CallCampaign.objects.all()} == {"cancelled", "done"}
    run("--year", "2024", "--apply")


def test_calls_that_a_cancellation_leaves_are_told_before_and_may_be_cancelled_later():
    BeneficiaryFactory.create_batch(2)
    run("--year", "2024", "--apply")
    dispute = DisputeFactory(person_line=PersonLine.objects.order_by("pk").first())
    left = "1 appel laissé : Une de ses lignes est contestée"
    told = cancel("--campaign")
    assert "1 appel à annuler, 217,00 € à rendre." in told and left in told
    told = cancel("--campaign", "--apply")
    assert "1 appel annulé, 217,00 € rendus." in told and left in told
    assert "0 appel à annuler, 0,00 € à rendre." in (told := cancel("--campaign")) and left in told
    Dispute.objects.filter(pk=dispute.pk).update(state="withdrawn")
    assert "1 appel annulé, 217,00 € rendus." in cancel("--campaign", "--apply")


@pytest.mark.parametrize("year", ["99999", "0", "l’an prochain"])
def test_what_is_no_year_is_said_in_french(year):
    with pytest.raises(CommandError, match="n’est pas une année possible"):
        run("--year", year)
