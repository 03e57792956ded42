"""The accountant's contributions: a campaign is opened, followed, stopped and resumed; accounts, disputes, ways to the rate, quotes."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import CallCampaign, ContributionLine, Dispute, PersonLine, RateTrajectory
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


def go_on(key):
    while continue_campaign(campaign_id=key, **ACT):
        pass


def test_a_campaign_is_shown_before_anything_is_written_then_launched_and_followed_to_its_end(accountant, reims):
    MemberFactory(named__name="Fismes")
    shown = told(accountant.post(url("contributions"), OPENING, follow=True))
    assert "La campagne se prépare" in shown and "Abandonner" in shown
    campaign = CallCampaign.objects.get()
    go_on(campaign.pk)
    shown = told(accountant.get(url("call_campaign", campaign.pk)))
    assert "À lancer" in shown and "1 sur 2 adhérents" in shown
    assert "Actifs 1 217,00 € 217,00 € Bilan de l’utilisation faite du CNAS, Grand Reims, 25 septembre 2024" in shown
    assert "Fismes Un contrat est en vigueur" in shown and "Taux à confirmer" not in shown
    assert not ContributionLine.objects.exists()
    assert "La campagne est lancée" in told(accountant.post(url("call_campaign_launch", campaign.pk), follow=True))
    go_on(campaign.pk)
    shown = told(accountant.get(url("call_campaign", campaign.pk)))
    assert "Terminée" in shown and "1 personne" in shown and "217,00 €" in shown
    assert "Fismes Un contrat est en vigueur, mais personne n’est sur la liste du personnel." in shown
    file = accountant.get(url("call_campaign", campaign.pk), {"format": "csv"})
    assert [row.cells[0] for row in read_table(b"".join(file), "x.csv").rows] == ["Fismes"]
    again = accountant.post(url("contributions"), OPENING)
    assert again.status_code == 422 and "L’appel de 2024 a déjà sa campagne" in told(again)
    assert "1 sur 2 1 laissé de côté" in told(accountant.get(url("contributions")))


def test_a_campaign_that_is_not_launched_is_given_up_without_a_trace_in_the_accounts(accountant, reims):
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), is_prepared=True, **ACT)
    assert "n’a plus lieu d’être" in told(accountant.post(url("call_campaign_launch", key), follow=True))
    page = told(accountant.get(url("call_campaign", key)))
    assert "En préparation" in page and "Documents du jour du lancement, à payer le jour même." in page
    assert "rien n’a été écrit" in told(accountant.post(url("call_campaign_drop", key), follow=True))
    assert not CallCampaign.objects.exists() and not ContributionLine.objects.exists()
    assert accountant.post(url("call_campaign_launch", key)).status_code == 404
    assert accountant.post(url("call_campaign_drop", key)).status_code == 302


def test_a_rate_that_is_not_voted_is_said_and_the_campaign_waits_for_it_to_be_accepted(accountant, reims):
    accountant.post(url("contributions"), OPENING | {"year": "2025"})
    campaign = CallCampaign.objects.get()
    go_on(campaign.pk)
    page = url("call_campaign", campaign.pk)
    words = "Le taux de 2025 n’est pas voté. Le dernier connu est repris : 217,00 € pour un actif et 141,00 € pour un retraité."
    assert words in told(accountant.get(page))
    refused = accountant.post(url("call_campaign_launch", campaign.pk))
    assert refused.status_code == 422 and "Cochez cette case" in told(refused)
    accountant.post(url("call_campaign_launch", campaign.pk), {"accepts_provisional": "on"})
    go_on(campaign.pk)
    assert ContributionLine.objects.get().year == 2025
    assert words in told(accountant.get(page))
    assert "Appelé au dernier taux connu" in told(accountant.get(url("contribution_account", reims.pk), {"annee": 2025}))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("issued_on", "2030-01-01", "Le 01/01/2030 n’est pas encore passé"),
        ("issued_on", "2023-12-31", "le premier jour possible est le 01/01/2024"),
        ("due_on", "9999-12-31", "trop lointaine"),
        ("year", "2019", "Sélectionnez un choix valide"),
        ("year", "2023", "Les comptes de 2023 sont clos"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_beside_its_field(accountant, reims, field, value, words):
    refused = accountant.post(url("contributions"), OPENING | {field: value})
    assert refused.status_code == 422 and words in told(refused)
    assert not CallCampaign.objects.exists()


def test_a_campaign_that_something_broke_is_shown_as_interrupted(accountant, reims):
    campaign = CallCampaignFactory(state="stopped", fault="failed", member_count=2)
    shown = told(accountant.get(url("call_campaign", campaign.pk)))
    assert "Interrompue" in shown and "Une erreur de la plateforme" in shown and "Reprendre" in shown
    assert "Interrompue" in told(accountant.get(url("contributions")))


def test_a_campaign_that_was_wrong_is_cancelled_with_its_reason(accountant, reims):
    key = open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **ACT)
    go_on(key)
    refused = accountant.post(url("call_campaign_cancel", key), {"reason": ""})
    assert refused.status_code == 422 and "Dites pourquoi" in told(refused)
    accountant.post(url("call_campaign_cancel", key), {"reason": "Liste fausse"})
    cancellation = CallCampaign.objects.get(kind="cancellation")
    go_on(cancellation.pk)
    shown = told(accountant.get(url("call_campaign", cancellation.pk)))
    assert "Annulation 2024" in shown and "Motif : Liste fausse" in shown and "−217,00 €" in shown
    assert "Annulée" in told(accountant.get(url("call_campaign", key)))
    assert "il n’y a rien à annuler" in told(accountant.post(url("call_campaign_cancel", key), {"reason": "Encore"}, follow=True))


def test_what_cancelling_a_campaign_would_give_back_is_seen_first_with_the_calls_that_would_stay(accountant, reims):
    BeneficiaryFactory()
    go_on(key := open_campaign(plan=CampaignPlan(2024, "call", TODAY, TODAY), **ACT))
    DisputeFactory(person_line=PersonLine.objects.get(line__member=reims))
    page = url("call_campaign", key)
    assert "Annuler ces appels" not in (shown := told(accountant.get(page))) and "voir d’abord ce que cela rendrait" in shown
    for shown in (told(accountant.get(page, {"annulation": "1"})), told(accountant.post(url("call_campaign_cancel", key), {"reason": ""}))):
        assert "1 appel serait annulé par un avoir" in shown and "217,00 € rendus" in shown and "Annuler ces appels" in shown
        assert "1 appel serait laissé" in shown and "1 appel : Une de ses lignes est contestée" in shown
    assert not ContributionLine.objects.filter(kind="cancellation").exists()


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


def test_one_account_is_called_then_adjusted_alone_each_shown_before_it_is_done(accountant, reims):
    page = url("contribution_account", reims.pk)
    assert "Appeler cet adhérent" in told(accountant.get(page))
    act = url("contribution_call", reims.pk, 2024)
    assert "Actifs 1 217,00 €" in told(accountant.get(act)) and not ContributionLine.objects.exists()
    shown = told(accountant.post(act, follow=True))
    assert "L’appel est fait" in shown and "Ferrand Nadia" in shown and "217,00 €" in shown
    act = url("contribution_adjust", reims.pk, 2024)
    assert "rien à régulariser" in told(accountant.get(act))
    assert "rien à régulariser" in told(accountant.post(act, follow=True))
    BeneficiaryFactory(affiliation__member=reims, affiliation__since=date(2024, 10, 1), identity__family_name="Noël")
    shown = told(accountant.get(act))
    assert "Arrivée 1 54,55 €" in shown and "Noël" in shown
    assert ContributionLine.objects.count() == 1
    shown = told(accountant.post(act, follow=True))
    assert "La régularisation est écrite" in shown and "54,55 €" in shown
    assert ContributionLine.objects.count() == 2
    assert "déjà fait" in told(accountant.get(url("contribution_call", reims.pk, 2024), follow=True))
    assert "n’a pas fait l’appel de 2025" in told(accountant.get(url("contribution_adjust", reims.pk, 2025), follow=True))


@pytest.mark.parametrize("year", [0, 2019, 2030, 9_999, 99_999])
def test_no_address_calls_a_year_that_is_lapsed_or_not_open(accountant, reims, year):
    for name in ("contribution_call", "contribution_adjust", "contribution_cancel"):
        for send in (accountant.get, accountant.post):
            assert send(url(name, reims.pk, year)).status_code == 404


def test_one_call_at_a_rate_that_is_not_voted_is_accepted_by_a_box(accountant, reims):
    act = url("contribution_call", reims.pk, 2025)
    assert "Le taux de 2025 n’est pas voté" in told(accountant.get(act))
    refused = accountant.post(act, {"x": ""})
    assert refused.status_code == 422 and "Cochez cette case" in told(refused) and not ContributionLine.objects.exists()
    shown = told(accountant.post(act, {"accepts_provisional": "on"}, follow=True))
    assert "L’appel est fait" in shown and "Appelé au dernier taux connu" in shown and "Ferrand Nadia" in shown
    gone = told(accountant.post(url("contribution_cancel", reims.pk, 2025), {"reason": "Trop tôt"}, follow=True))
    assert "Appelé au dernier taux connu" not in gone and "Personne par personne" not in gone
    assert "Les comptes de 2023 sont clos" in told(accountant.get(url("contribution_call", reims.pk, 2023), follow=True))


def test_one_call_is_taken_back_with_its_reason_and_may_be_made_again(accountant, reims):
    act = url("contribution_cancel", reims.pk, 2024)
    assert "rien à régulariser" in told(accountant.get(act, follow=True))
    call_member(member_id=reims.pk, year=2024, **ACT)
    assert "Un avoir de 217,00 € annule ce qui a été demandé" in told(accountant.get(act))
    assert "Dites pourquoi" in told(accountant.post(act, {"reason": ""}))
    shown = told(accountant.post(act, {"reason": "Liste fausse"}, follow=True))
    assert "L’appel est annulé" in shown and "Annulation de l’appel 2024" in shown and "Appeler cet adhérent" in shown
    for send in (accountant.get, accountant.post):
        again = told(send(act, follow=True))
        assert "L’appel de 2024 est déjà annulé" in again and "n’a pas fait l’appel" not in again
    assert "L’appel est fait" in told(accountant.post(url("contribution_call", reims.pk, 2024), follow=True))


def test_a_call_that_stays_is_not_promised_to_be_cancelled(accountant, reims):
    call_member(member_id=reims.pk, year=2024, **ACT)
    DisputeFactory(person_line=PersonLine.objects.get())
    act = url("contribution_cancel", reims.pk, 2024)
    for shown in (told(accountant.get(act, follow=True)), told(accountant.post(act, {"reason": "Liste fausse"}, follow=True))):
        assert "répondez d’abord à la contestation" in shown and "Un avoir de" not in shown


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
    for since in ("2010", "2099"):
        far = accountant.post(page, TRAJECTORY | {"since_year": since, "step": "record"})
        assert far.status_code == 422 and "va de 2014 à 2029" in told(far)
    for wrong, field, words in (
        ({"active": "500"}, "active", "217,00 € au plus"),
        ({"retiree": "500"}, "retiree", "le tarif national d’un retraité"),
        ({"since_year": "2020"}, "since_year", "Les comptes de 2020 sont clos"),
    ):
        refused = accountant.post(page, TRAJECTORY | wrong | {"step": "record"})
        assert refused.status_code == 422 and words in told(refused) and field in refused.context["form"].errors
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
    assert "aux taux publiés ;" in told(accountant.get(url("contribution_quote"), typed | {"years": "1"}))
    assert "au dernier connu, à confirmer ;" in shown
    for offered, words in (
        ({"floor": "500"}, "217,00 € au plus"),
        ({"floor": "150", "since": "2022-01-01"}, "Les comptes de 2022 sont clos"),
    ):
        refused = accountant.get(url("contribution_quote"), typed | {"flat_years": "1", "steps": "1"} | offered)
        assert refused.status_code == 422 and words in told(refused)
    wrong = accountant.get(url("contribution_quote"), typed | {"since": "2024-03-01"})
    assert wrong.status_code == 422 and "1er" in told(wrong)
    for since in ("9998-01-01", "9999-01-01", "9999-09-01", "0001-01-01"):
        far = accountant.get(url("contribution_quote"), typed | {"since": since})
        assert far.status_code == 422 and "Écrivez un jour de 2004 à 2044" in told(far)
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
