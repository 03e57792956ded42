"""The accountant's contributions: a campaign is opened, followed, stopped and resumed; accounts, disputes, ways to the rate, quotes."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import CallCampaign, ContributionLine, Dispute, RateTrajectory
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.campaigns import continue_campaign
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.integrations.spreadsheets.reading import read_table
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.calls import CallCampaignFactory, DisputeFactory, PersonLineFactory
from tests.factories.members import MemberFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


@pytest.fixture
def accountant():
    return signed_in(person(Role.ACCOUNTANT_PREPARES))


@pytest.fixture
def director():
    return signed_in(person(Role.DIRECTOR))


@pytest.fixture
def reims():
    member = MemberFactory(named__name="CU du Grand Reims")
    BeneficiaryFactory(affiliation__member=member, identity__family_name="Ferrand", identity__given_name="Nadia")
    return member


def url(name, *args):
    return reverse(f"staff:{name}", args=args)


def told(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").replace("\u202f", " ").split())


OPENING = {"kind": "call", "year": "2024", "issued_on": "2024-10-15", "due_on": "2024-11-14"}


def test_what_a_call_would_find_is_said_before_it_is_opened(accountant, reims):
    MemberFactory(named__name="Fismes")
    assert "Ce que l’appel de 2024 trouverait aujourd’hui" in told(accountant.get(url("contributions")))
    shown = told(accountant.get(url("contributions"), {"listes": 1}))
    assert "2 adhérents ont un contrat en 2024, dont 1 sans personne sur la liste" in shown


def test_a_campaign_is_opened_and_followed_to_its_end(accountant, reims):
    MemberFactory(named__name="Fismes")
    shown = told(accountant.post(url("contributions"), OPENING, follow=True))
    assert "La campagne est ouverte" in shown
    campaign = CallCampaign.objects.get()
    while continue_campaign(campaign_id=campaign.pk, **ACT):
        pass
    shown = told(accountant.get(url("call_campaign", campaign.pk)))
    assert "Terminée" in shown and "1 personne" in shown and "217,00 €" in shown
    assert "Fismes Un contrat est en vigueur, mais personne n’est sur la liste du personnel." in shown
    file = accountant.get(url("call_campaign", campaign.pk), {"format": "csv"})
    assert [row.cells[0] for row in read_table(b"".join(file), "x.csv").rows] == ["Fismes"]
    again = accountant.post(url("contributions"), OPENING)
    assert again.status_code == 422 and "L’appel de 2024 a déjà sa campagne" in told(again)


def test_a_campaign_that_runs_is_drawn_again_and_may_be_stopped_then_resumed(accountant, reims):
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **ACT)
    page = accountant.get(url("call_campaign", key)).content.decode()
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "La campagne est arrêtée" in told(accountant.post(url("call_campaign_stop", key), follow=True))
    assert "refresh" not in accountant.get(url("call_campaign", key)).content.decode()
    assert "La campagne reprend" in told(accountant.post(url("call_campaign_resume", key), follow=True))
    assert "n’a plus lieu d’être" in told(accountant.post(url("call_campaign_resume", key), follow=True))


def test_lists_that_changed_after_the_call_are_told(accountant, reims):
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **ACT)
    while continue_campaign(campaign_id=key, **ACT):
        pass
    page = url("call_campaign", key)
    assert "Aucune liste n’a changé depuis l’ouverture" in told(accountant.get(page, {"listes": 1}))
    BeneficiaryFactory(affiliation__member=reims, affiliation__recorded_at=NOW + timedelta(hours=1))
    assert "Les listes ont-elles changé depuis ?" in told(accountant.get(page))
    assert "1 liste a changé depuis l’ouverture" in told(accountant.get(page, {"listes": 1}))


def test_the_direction_reads_and_changes_nothing(director, reims):
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **ACT)
    assert "Arrêter" not in told(director.get(url("call_campaign", key)))
    assert "Ouvrir une campagne" not in told(director.get(url("contributions")))
    director.post(url("contributions"), OPENING | {"year": "2025"})
    assert CallCampaign.objects.count() == 1
    assert director.post(url("call_campaign_stop", key)).status_code == 403


def test_accounts_are_found_sorted_added_up_and_downloaded(accountant, reims):
    call_member(member_id=reims.pk, year=2024, **ACT)
    other = BeneficiaryFactory(affiliation__member__named__name="Fismes").affiliations.get().member
    call_member(member_id=other.pk, year=2024, **ACT)
    shown = told(accountant.get(url("contribution_accounts")))
    assert "Total de la liste 2 434,00 € 0,00 € 434,00 €" in shown
    assert "Fismes" not in told(accountant.get(url("contribution_accounts"), {"q": "grand reims"})).split("Comptes de 2024")[-1]
    assert reims.siren in told(accountant.get(url("contribution_accounts"), {"q": reims.siren[:6], "tri": "-total"}))
    file = accountant.get(url("contribution_accounts"), {"format": "csv"})
    assert len(read_table(b"".join(file), "x.csv").rows) == 2


def test_one_account_is_called_then_adjusted_alone(accountant, reims):
    page = url("contribution_account", reims.pk)
    assert "Appeler cet adhérent" in told(accountant.get(page))
    shown = told(accountant.post(url("contribution_call", reims.pk, 2024), follow=True))
    assert "L’appel est fait" in shown and "Ferrand Nadia" in shown and "217,00 €" in shown
    assert "rien à régulariser" in told(accountant.post(url("contribution_adjust", reims.pk, 2024), follow=True))
    BeneficiaryFactory(affiliation__member=reims, affiliation__since=date(2024, 10, 1))
    shown = told(accountant.post(url("contribution_adjust", reims.pk, 2024), follow=True))
    assert "La régularisation est écrite" in shown and "54,55 €" in shown
    assert ContributionLine.objects.count() == 2
    assert "déjà fait" in told(accountant.post(url("contribution_call", reims.pk, 2024), follow=True))
    assert accountant.post(url("contribution_call", reims.pk, 99_999)).status_code == 404


def test_a_dispute_shows_what_the_list_says_now_and_is_answered(accountant, reims):
    call_member(member_id=reims.pk, year=2024, **ACT)
    line = ContributionLine.objects.get().persons.get()
    dispute = DisputeFactory(person_line=line)
    assert "Ferrand Nadia" in told(accountant.get(url("contribution_disputes")))
    page = url("contribution_dispute", dispute.pk)
    assert "La liste n’a pas changé" in told(accountant.get(page))
    refused = accountant.post(page, {"verdict": "upheld", "why": "Vous avez raison."})
    assert refused.status_code == 422 and "accepter ne changerait rien" in told(refused)
    ended(list(line.beneficiary.affiliations.all()), date(2024, 7, 1), act=Stamp(uuid7(), NOW), leaving="departure")
    assert "Ce que l’acceptation changerait" in told(accountant.get(page))
    shown = told(accountant.post(page, {"verdict": "upheld", "why": "Vous avez raison."}, follow=True))
    assert "La réponse est enregistrée" in shown
    assert Dispute.objects.get().state == "upheld"
    assert "Acceptée" in told(accountant.get(url("contribution_disputes"), {"etat": "upheld"}))
    assert "109,09 €" in told(accountant.get(page))


TRAJECTORY = {
    "reason": "floor",
    "since_year": "2025",
    "active": "150",
    "flat_years": "1",
    "steps": "2",
    "source": "Offre d’entrée",
    "confidence": "illustrative",
}


def test_a_way_to_the_rate_is_shown_year_by_year_before_it_is_recorded(accountant, reims):
    page = url("contribution_trajectory", reims.pk)
    shown = told(accountant.post(page, TRAJECTORY | {"step": "preview"}))
    assert "183,50 €" in shown and not RateTrajectory.objects.exists()
    accountant.post(page, TRAJECTORY | {"step": "record"})
    assert "183,50 €" in told(accountant.get(page))
    assert "CU du Grand Reims Cotisation plancher 2025 2027" in told(accountant.get(url("contribution_trajectories")))
    refused = accountant.post(page, TRAJECTORY | {"active": "", "step": "record"})
    assert refused.status_code == 422 and "au moins un tarif de départ" in told(refused)
    assert "paie le tarif national" in told(accountant.post(url("contribution_trajectory_end", reims.pk), follow=True))
    assert "n’a pas de trajectoire" in told(accountant.post(url("contribution_trajectory_end", reims.pk), follow=True))


def test_rates_are_shown_with_their_source(accountant):
    shown = told(accountant.get(url("contribution_rates")))
    for words in ("217,00 €", "25 septembre 2024", "lu dans une source", "exemple, aucune source", "les jours de l’arrivée au départ"):
        assert words in shown


def test_a_quote_counts_the_days_of_the_first_year_and_the_floor(accountant):
    typed = {"active": "100", "retiree": "0", "since": "2024-09-01", "years": "2"}
    shown = told(accountant.get(url("contribution_quote"), typed))
    assert "7 233,00 €" in shown and "21 700,00 €" in shown
    floor = told(accountant.get(url("contribution_quote"), typed | {"floor": "150", "flat_years": "1", "steps": "1"}))
    assert "5 000,00 €" in floor
    wrong = accountant.get(url("contribution_quote"), typed | {"since": "2024-03-01"})
    assert wrong.status_code == 422 and "1er" in told(wrong)
    assert "Écrivez un jour de 2004 à 2044" in told(accountant.get(url("contribution_quote"), typed | {"since": "9998-01-01"}))
    assert accountant.get(url("contribution_quote"), typed | {"active": "0"}).status_code == 422
    assert "n’est pas publié" in told(accountant.get(url("contribution_quote"), typed | {"since": "2012-01-01"}))


def test_pages_ask_as_many_queries_for_twenty_rows_as_for_one(accountant, reims):
    line = PersonLineFactory(line__member=reims).line
    made = {
        "contributions": lambda count: [CallCampaignFactory(kind="adjustment", state="done") for _ in range(count)],
        "contribution_accounts": lambda count: PersonLineFactory.create_batch(count),
        "contribution_disputes": lambda count: DisputeFactory.create_batch(count),
    }
    for name, make in made.items():
        assert_query_budget(accountant, url(name), make)
    assert_query_budget(accountant, url("contribution_account", reims.pk), lambda count: PersonLineFactory.create_batch(count, line=line))
