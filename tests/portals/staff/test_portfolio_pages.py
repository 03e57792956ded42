"""The portfolio for the staff: what awaits, prospects as intervals, accounts at risk with reasons, one body's file, targets."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import RosterCampaign, RosterReminder
from entraide.apps.portfolio.models import Commitment, Exchange, Followed, Target
from entraide.apps.portfolio.queries import accounts_at_risk
from entraide.apps.reporting.operations import publish
from entraide.integrations.spreadsheets.reading import read_table
from entraide.portals.staff.presentation.risks import LowUse, risk_sentences
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, RosterImportFactory
from tests.factories.figures import UseFactory
from tests.factories.members import MemberFactory, SuccessionFactory
from tests.factories.network import CommitteeDepartmentFactory, MandateFactory
from tests.factories.portfolio import CommitmentFactory, ExchangeFactory, FollowedFactory, TargetFactory
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
HOME, PROSPECTS, RISKS, PROMISES, EXCHANGES, TARGETS = (
    reverse(f"staff:{name}") for name in ("portfolio", "prospects", "risks", "promises", "exchanges", "targets")
)
DAY = timedelta(days=1)


@pytest.fixture
def laure(client_as):
    return client_as(Role.DEVELOPMENT_OFFICER)


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def plain(response):
    rows = response.context["table"].rows
    said = [[getattr(cell, "text", getattr(cell, "label", cell)) for cell in row] for row in rows]
    return [[cell.replace("\xa0", " ").replace("\u202f", " ") if isinstance(cell, str) else cell for cell in row] for row in said]


def prospect(name="Épernay", **kwargs):
    return MemberFactory(membership=None, named__name=name, **({"population": 22_000} | kwargs))


def url(name, *keys):
    return reverse(f"staff:{name}", args=[getattr(key, "pk", key) for key in keys])


# What awaits.


def test_an_empty_portfolio_says_how_to_begin(laure):
    shown = text(laure.get(HOME))
    for words in ("Aucune promesse à tenir", "Aucun échange prévu", "Aucun compte à risque"):
        assert words in shown


def test_the_home_tells_promises_due_visits_planned_reports_to_write_and_risks(laure):
    CommitmentFactory(what="Envoyer une estimation.", due_on=TODAY - DAY, member__membership=None)
    ExchangeFactory(is_planned=True, held_on=TODAY + DAY, summary="Présenter l’offre.", member__membership=None)
    ExchangeFactory(is_planned=True, held_on=TODAY - DAY, summary="Rencontrer le maire.", member__membership=None)
    FollowedFactory(member__named__name="Muizon", stage="at_risk", reason="Compare avec un COS.")
    shown = text(laure.get(HOME))
    for words in ("Envoyer une estimation.", "En retard", "Présenter l’offre.", "Écrire le compte rendu", "Muizon", "Compare avec un COS."):
        assert words in shown


def test_the_queries_of_the_home_do_not_follow_what_awaits(laure):
    def make(count):
        CommitmentFactory.create_batch(count)
        ExchangeFactory.create_batch(count, is_planned=True, held_on=TODAY + DAY)
        FollowedFactory.create_batch(count, stage="at_risk")

    assert_query_budget(laure, HOME, make)


# Prospects.


def test_a_prospect_is_estimated_as_intervals_and_the_page_says_what_they_are_worth(laure):
    prospect("Fismes", population=5_850, department="51")
    prospect("SDIS de la Marne", kind="sdis", population=None)
    MemberFactory(named__name="Reims", population=180_000)
    shown = laure.get(PROSPECTS)
    assert plain(shown) == [
        ["Fismes", "Commune", "51", 5_850, "64 à 108", "13 888 € à 23 436 €", "non suivi"],
        ["SDIS de la Marne", "SDIS", "51", None, "non estimé", "non estimé", "non suivi"],
    ]
    assert "aucune table publiée ne les donne" in text(shown) and "25 septembre 2024" in text(shown)


def test_prospects_are_narrowed_sorted_and_downloaded(laure):
    FollowedFactory(member=prospect("Épernay", department="51"), stage="met")
    prospect("Rennes-le-Bourg", population=900, department="35")

    def names(**query):
        return [row[0] for row in plain(laure.get(PROSPECTS, query))]

    assert names() == ["Épernay", "Rennes-le-Bourg"]
    assert names(tri="name") == ["Épernay", "Rennes-le-Bourg"]
    assert names(tri="population") == ["Rennes-le-Bourg", "Épernay"]
    assert names(stage="met") == ["Épernay"] and names(stage="none") == ["Rennes-le-Bourg"]
    assert names(population="5000") == ["Épernay"] and names(department="35") == ["Rennes-le-Bourg"]
    assert names(text="eper") == ["Épernay"] and names(kind="epci") == []
    for kind in ("csv", "xlsx"):
        assert len(read_table(laure.get(PROSPECTS, {"format": kind}).content, f"f.{kind}").rows) == 2


def test_the_queries_of_prospects_do_not_follow_them(laure):
    assert_query_budget(laure, PROSPECTS, lambda count: [prospect() for _ in range(count)])


# Accounts at risk.


def used(member, people, users):
    keys = [BeneficiaryFactory(affiliation__member=member).pk for _ in range(people)]
    for key in keys[:users]:
        UseFactory(beneficiary_id=key, member_id=member.pk, on=date(2023, 6, 6), told_at=NOW - timedelta(days=9))


def calm(name, **kwargs):
    member = MemberFactory(named__name=name, **kwargs)
    MandateFactory(member=member)
    RosterImportFactory(member=member, state="applied", year=2024)
    return member


def test_a_low_user_rate_is_read_in_the_published_table_and_told_with_its_comparison(laure):
    CommitteeDepartmentFactory(department="51", committee="Nord-Est")
    used(calm("Peu d’usage"), 40, 6)
    used(calm("Beaucoup d’usage"), 40, 30)
    publish(year=2023, as_of=date(2023, 12, 31), actor=system_actor("suite"), at=NOW, on=TODAY)
    shown = plain(laure.get(RISKS))
    assert [row[0] for row in shown] == ["Peu d’usage"]
    assert shown[0][-1] == "15,0 % d’utilisateurs en 2023, 45,0 % dans son comité régional."
    assert plain(laure.get(RISKS, {"signal": "no_list"})) == []


def test_reasons_are_said_in_words_and_the_list_is_downloaded(laure):
    calm("Muizon", membership__notice_on=date(2024, 9, 3), membership__until=date(2025, 1, 1))
    gueux = MemberFactory(named__name="Gueux", department="35")
    campaign = RosterCampaign.objects.create(year=2024, opened_on=date(2024, 1, 2), due_on=date(2024, 2, 1), opened_at=NOW)
    RosterReminder.objects.create(campaign=campaign, member=gueux, sent_on=date(2024, 1, 2))
    rows = {row[0]: row[-1] for row in plain(laure.get(RISKS))}
    assert rows["Muizon"] == "Préavis reçu le 3 septembre 2024, départ le 1er janvier 2025."
    assert rows["Gueux"] == "Personne n’est correspondant depuis trois mois ou plus. Aucune liste du personnel appliquée en 2024."
    assert [row[0] for row in plain(laure.get(RISKS, {"department": "35"}))] == ["Gueux"]
    assert [row[0] for row in plain(laure.get(RISKS, {"tri": "-name"}))] == ["Muizon", "Gueux"]
    assert len(read_table(laure.get(RISKS, {"format": "xlsx"}).content, "f.xlsx").rows) == 2


def test_the_queries_of_accounts_at_risk_do_not_follow_them(laure):
    assert_query_budget(laure, RISKS, lambda count: MemberFactory.create_batch(count))


# One body.


def test_a_body_tells_its_estimate_exchanges_promises_and_stage(laure):
    body = prospect(population=5_850)
    ExchangeFactory(member=body, summary="Le maire est intéressé.", met="le maire", noted_by=laure.person.account.pk)
    CommitmentFactory(member=body, what="Envoyer une estimation.")
    FollowedFactory(member=body, stage="met")
    shown = text(laure.get(url("portfolio_body", body)))
    for words in (
        "64 à 108",
        "13 888 € à 23 436 €",
        "Le maire est intéressé.",
        "Envoyer une estimation.",
        "Rencontré",
        laure.person.account.name,
    ):
        assert words in shown
    assert "Signaler à risque" not in shown


def test_an_exchange_is_noted_and_a_planned_one_is_reported(laure):
    body = prospect()
    typed = {"exchange-kind": "visit", "exchange-held_on": TODAY + DAY, "exchange-summary": "Présenter l’offre."}
    assert "L’échange est noté" in text(laure.post(url("exchange_note", body), typed, follow=True))
    planned = Exchange.objects.get()
    reporting = url("exchange_report", planned)
    refused = laure.post(reporting, {"summary": "Accord."})
    assert (refused.status_code, "Cet échange est prévu le 16/10/2024" in text(refused)) == (422, True)
    Exchange.objects.update(held_on=TODAY)
    assert "Le compte rendu est enregistré" in text(laure.post(reporting, {"summary": "Accord."}, follow=True))
    assert "déjà écrit" in text(laure.post(url("exchange_cancel", planned), follow=True))


def test_a_form_sent_twice_or_come_back_to_notes_one_exchange_and_one_promise(laure):
    body = MemberFactory()
    page = laure.get(url("portfolio_body", body))
    keys = {name: str(page.context[f"{name}_form"]["key"].value()) for name in ("exchange", "promise")}
    assert keys["exchange"] in text(page) and keys["promise"] in text(page)
    noted = {"exchange-key": keys["exchange"], "exchange-kind": "call", "exchange-held_on": TODAY, "exchange-summary": "Bonjour."}
    promised = {"promise-key": keys["promise"], "promise-what": "Rappeler", "promise-due_on": TODAY + DAY}
    for _ in range(2):
        laure.post(url("exchange_note", body), noted)
        laure.post(url("promise_make", body), promised)
    assert (Exchange.objects.count(), Commitment.objects.count()) == (1, 1)
    assert laure.post(url("exchange_note", body), noted | {"exchange-key": "pas une clé"}).status_code == 422


def test_a_planned_exchange_is_cancelled(laure):
    planned = ExchangeFactory(is_planned=True, held_on=TODAY + DAY)
    assert "L’échange prévu est annulé" in text(laure.post(url("exchange_cancel", planned), follow=True))
    assert not Exchange.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "said", "kept"),
    [
        (
            "exchange_note",
            {"exchange-kind": "visit", "exchange-held_on": TODAY, "exchange-met": "le maire"},
            "Écrivez en quelques mots",
            "le maire",
        ),
        (
            "exchange_note",
            {"exchange-kind": "visit", "exchange-held_on": "2044-01-01", "exchange-summary": "Objet"},
            "plus de deux ans",
            "Objet",
        ),
        ("promise_make", {"promise-what": "Une estimation", "promise-due_on": TODAY - DAY}, "aujourd’hui ou plus tard", "Une estimation"),
        ("promise_make", {"promise-what": "Une estimation", "promise-due_on": "jamais"}, "Cette date n’existe pas", "Une estimation"),
        ("body_flag", {"risk-reason": "Mécontent"}, "n’adhère pas", "Mécontent"),
        ("body_move", {"stage-stage": "lost", "stage-reason": " "}, "Dites pourquoi", "Sans suite"),
        ("body_move", {"stage-stage": "spotted", "stage-reason": "Erreur"}, "Choisissez une étape", "Erreur"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(laure, name, typed, said, kept):
    body = prospect()
    FollowedFactory(member=body, stage="met")
    refused = laure.post(url(name, body), typed)
    assert (refused.status_code, said in text(refused), kept in text(refused)) == (422, True, True)
    assert not Exchange.objects.exists() and not Commitment.objects.exists()
    assert Followed.objects.get().stage == "met"


def test_a_promise_is_made_and_kept(laure):
    body = prospect()
    laure.post(url("promise_make", body), {"promise-what": "Une estimation", "promise-due_on": TODAY})
    promise = Commitment.objects.get()
    assert "La promesse est tenue" in text(laure.post(url("promise_keep", promise), follow=True))
    assert "déjà tenue" in text(laure.post(url("promise_keep", promise), follow=True))


def test_a_prospect_is_followed_moved_and_let_go(laure):
    body = prospect()
    assert "Vous suivez cet organisme" in text(laure.post(url("body_follow", body), follow=True))
    assert "déjà suivi" in text(laure.post(url("body_follow", body), follow=True))
    moved = laure.post(url("body_move", body), {"stage-stage": "offered", "stage-reason": ""}, follow=True)
    assert "L’étape est enregistrée" in text(moved) and "Proposition faite" in text(moved)
    assert "Le suivi est terminé" in text(laure.post(url("body_unfollow", body), follow=True))


def test_a_member_is_flagged_and_the_flag_is_lifted(laure):
    member = MemberFactory()
    flagged = laure.post(url("body_flag", member), {"risk-reason": "Compare avec un COS."}, follow=True)
    assert "signalé à risque" in text(flagged) and "Lever le signalement" in text(flagged)
    assert "Cet organisme adhère" in text(laure.post(url("body_follow", member), follow=True))
    assert "Le signalement est levé" in text(laure.post(url("body_unfollow", member), follow=True))
    assert not Followed.objects.exists()


@pytest.mark.parametrize("name", ["portfolio_body", "exchange_report"])
def test_what_does_not_exist_is_not_found(laure, name):
    assert laure.get(url(name, "01900000-0000-7000-8000-000000000000")).status_code == 404


@pytest.mark.parametrize("name", ["promise_keep", "exchange_cancel"])
def test_an_act_on_what_does_not_exist_is_not_found(laure, name):
    assert laure.post(url(name, "01900000-0000-7000-8000-000000000000")).status_code == 404


def test_the_queries_of_a_body_do_not_follow_its_file(laure):
    body = prospect()

    def make(count):
        ExchangeFactory.create_batch(count, member=body)
        CommitmentFactory.create_batch(count, member=body)

    assert_query_budget(laure, url("portfolio_body", body), make)


# Lists of promises and exchanges.


def test_promises_and_exchanges_are_narrowed_sorted_and_downloaded(laure):
    own = laure.person.account.pk
    CommitmentFactory(what="En retard", due_on=TODAY - DAY)
    CommitmentFactory(what="La mienne", promised_by=own)
    CommitmentFactory(what="Tenue", done_on=TODAY)
    ExchangeFactory(is_planned=True, held_on=TODAY + DAY, noted_by=own)
    ExchangeFactory(kind="call")
    assert [row[0] for row in plain(laure.get(PROMISES))] == ["En retard", "La mienne"]
    assert [row[0] for row in plain(laure.get(PROMISES, {"tri": "-due"}))] == ["La mienne", "En retard"]
    assert [row[0] for row in plain(laure.get(PROMISES, {"whose": "own"}))] == ["La mienne"]
    assert [row[0] for row in plain(laure.get(PROMISES, {"state": "kept"}))] == ["Tenue"]
    assert [row[2] for row in plain(laure.get(EXCHANGES, {"state": "planned", "whose": "own"}))] == ["Visite"]
    assert [row[2] for row in plain(laure.get(EXCHANGES, {"kind": "call"}))] == ["Appel"]
    assert len(plain(laure.get(EXCHANGES, {"tri": "held"}))) == 2
    for address, count in ((PROMISES, 2), (EXCHANGES, 2)):
        assert len(read_table(laure.get(address, {"format": "xlsx"}).content, "f.xlsx").rows) == count


@pytest.mark.parametrize(("address", "factory"), [(PROMISES, CommitmentFactory), (EXCHANGES, ExchangeFactory)])
def test_the_queries_of_the_lists_do_not_follow_their_rows(laure, address, factory):
    assert_query_budget(laure, address, factory.create_batch)


# Targets.


def test_targets_are_set_and_held_against_what_is_reached(laure):
    CommitteeDepartmentFactory(department="51", committee="Nord-Est")
    MemberFactory(department="51", membership__since=date(2024, 1, 1))
    assert "Aucun objectif n’est fixé pour 2024" in text(laure.get(TARGETS))
    typed = {"area": "c:Nord-Est", "new_members": "4", "new_heads": "", "visits": "10"}
    assert "Les objectifs 2024 sont enregistrés" in text(laure.post(TARGETS, typed, follow=True))
    assert plain(laure.get(TARGETS)) == [
        ["Comité Nord-Est", "Nouveaux adhérents", 4, 1, "25 %"],
        ["Comité Nord-Est", "Visites", 10, 0, "0 %"],
    ]
    laure.post(f"{TARGETS}?annee=2025", {"area": "d:51", "visits": "3"})
    assert Target.objects.get(year=2025).department == "51"
    assert len(read_table(laure.get(TARGETS, {"format": "csv"}).content, "f.csv").rows) == 2
    assert laure.get(TARGETS, {"annee": "1984"}).context["year"] == 2024


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"area": "", "visits": "3"}, "Choisissez un comité"),
        ({"area": "c:Nulle part", "visits": "3"}, "Choisissez dans la liste"),
        ({"area": "c:Nord-Est", "visits": "trois"}, "Écrivez un nombre entier"),
        ({"area": "c:Nord-Est", "visits": "-1"}, "ne peut pas être négatif"),
        ({"area": "c:Nord-Est", "visits": "1000000"}, "100 000 au plus"),
        ({"area": "c:Nord-Est"}, "Écrivez au moins un objectif"),
    ],
)
def test_a_bad_target_is_said_and_sets_nothing(laure, typed, said):
    CommitteeDepartmentFactory(department="51", committee="Nord-Est")
    refused = laure.post(TARGETS, typed)
    assert (refused.status_code, said in text(refused)) == (422, True)
    assert not Target.objects.exists()


def test_the_queries_of_targets_do_not_follow_them(laure):
    def make(count):
        for _ in range(count):
            TargetFactory(committee=f"Comité {Target.objects.count()}")

    assert_query_budget(laure, TARGETS, make)


# After a succession.


def taken_over(*heirs):
    gone = prospect("Vieux-Bourg", named__until=TODAY - DAY)
    for heir in heirs:
        SuccessionFactory(predecessor=gone, successor=heir, since=TODAY - DAY, is_whole=len(heirs) == 1)
    return gone


def test_the_address_of_a_body_that_is_gone_leads_to_the_one_that_took_it_over(laure):
    heir = prospect("Bourg-Neuf")
    gone = taken_over(heir)
    ExchangeFactory(member=gone, summary="Le maire hésite.")
    shown = laure.get(url("portfolio_body", gone), follow=True)
    assert shown.redirect_chain[-1][0] == url("portfolio_body", heir)
    for words in ("Vieux-Bourg n’existe plus : voici Bourg-Neuf", "Le maire hésite.", "Repris du dossier de Vieux-Bourg."):
        assert words in text(shown)


def test_a_body_that_several_took_over_keeps_its_page_and_names_them(laure):
    gone = taken_over(prospect("Bourg-Nord"), prospect("Bourg-Sud"))
    promise = CommitmentFactory(member=gone)
    shown = text(laure.get(url("portfolio_body", gone)))
    assert all(words in shown for words in ("Bourg-Nord", "Bourg-Sud", promise.what, "C’est fait")) and "Noter un échange" not in shown
    refused = laure.post(url("exchange_note", gone), {"exchange-kind": "visit", "exchange-held_on": "2024-10-15", "exchange-summary": "x"})
    assert refused.url == url("portfolio_body", gone) and not Exchange.objects.exists()


def test_lists_name_the_body_that_is_gone_and_the_one_that_took_it_over(laure):
    heir = prospect("Bourg-Neuf")
    gone = taken_over(heir)
    CommitmentFactory(member=gone)
    ExchangeFactory(member=gone)
    said = f"repris par Bourg-Neuf, SIREN {heir.siren}"
    for page in (PROMISES, EXCHANGES):
        (row,) = laure.get(page).context["table"].rows
        assert ("Vieux-Bourg", said) in [(cell.text, cell.note) for cell in row if hasattr(cell, "note")]
        assert f"Vieux-Bourg ({said})" in laure.get(page, {"format": "csv"}).content.decode("utf-8-sig")
    home = text(laure.get(HOME))
    assert "Vieux-Bourg" in home and ">None<" not in home


def test_a_planned_exchange_with_a_body_that_is_gone_is_still_reported_and_leads_to_the_one_that_took_it_over(laure):
    heir = prospect("Bourg-Neuf")
    planned = ExchangeFactory(member=taken_over(heir), is_planned=True, held_on=TODAY)
    assert "Vieux-Bourg" in text(laure.get(url("exchange_report", planned)))
    assert laure.post(url("exchange_report", planned), {"summary": "Accord."}).url == url("portfolio_body", heir)
    assert not Exchange.objects.get().is_planned


def test_a_low_use_is_said_of_the_member_that_took_over_with_the_name_of_the_one_it_was_published_for():
    rates = {"own": Fraction(1, 10), "common": Fraction(1, 2)}
    heir = MemberFactory(named__name="Bourg-Neuf")
    (row,) = accounts_at_risk(actor=system_actor("suite"), on=TODAY, low_use=[heir.pk], filters={"signal": "low_use"})
    said = risk_sentences(row, {heir.pk: LowUse(**rates, origin="Vieux-Bourg")}, TODAY)
    assert "en 2023 chez Vieux-Bourg, " in " ".join(said)
