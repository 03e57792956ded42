"""What is decided without a human act, on screens: switched on, stopped, looked at again, told to everyone."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from entraide.apps.accounts.roles import Role
from entraide.apps.catalogue.models import BenefitRevision
from entraide.apps.claims.operations.deciding import Verdict
from entraide.apps.desk.models import Automation, OfficerSample, SecondLook
from entraide.apps.desk.operations.by_hand import decide_by_hand
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW
from tests.factories.claims import DecisionFactory
from tests.factories.desk import AutomationFactory, SecondLookFactory
from tests.factories.thread import AT, BENEFIT
from tests.harness.budgets import assert_query_budget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
LIST, ONE, LOOKS = reverse("staff:automations"), reverse("staff:automation", args=[BENEFIT]), reverse("staff:second_looks")
SAMPLE = reverse("staff:second_looks_sample")


@pytest.fixture
def manager():
    return signed_in(person(Role.CLAIMS_MANAGER))


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def decided(count=1, **kwargs):
    for _ in range(count - 1):
        decided(**kwargs)
    home, officer = families.family(), person(Role.CLAIMS_OFFICER)
    claim = families.granted(home, officer)
    return SecondLookFactory(decision=claim.decisions.get(), benefit_code=BENEFIT, **kwargs)


def many_looked_at(count):
    """Write decisions of leisure care that somebody found right, the first half of which no human made."""
    revision = BenefitRevision.objects.filter(benefit__code=BENEFIT).order_by("-since")[0]
    for place in range(count):
        way = "straight_through" if 2 * place < count else "officer"
        SecondLookFactory(decision=DecisionFactory(claim__revision=revision, way=way), benefit_code=BENEFIT, verdict="right", looked_at=NOW)


def test_the_list_names_what_can_be_automated_and_nothing_confidential(manager):
    said = text(manager.get(LIST))
    assert "Accueil de loisirs" in said
    assert "Secours exceptionnel" not in said
    assert "Aucune relecture encore" in said


def test_a_benefit_is_switched_on_with_the_share_that_is_looked_at_again(manager):
    assert "À la main" in text(manager.get(ONE))
    manager.post(ONE, {"rate": "2,5"})
    assert Automation.objects.get().recheck_rate == 25
    assert "En marche depuis" in text(manager.get(ONE))


@pytest.mark.parametrize("rate", ["", "0", "0,05", "-3", "1e2", "101", "beaucoup"])
def test_what_is_no_share_is_said_beside_the_field_and_kept(manager, rate):
    for url in (ONE, SAMPLE):
        response = manager.post(url, {"rate": rate})
        assert response.status_code == 422
        assert ("Écrivez un nombre de 0,1 à 100" if rate else "Indiquez la part") in text(response)
        assert f'value="{rate}"' in text(response) or not rate
    assert not Automation.objects.exists() and not OfficerSample.objects.exists()


def test_a_page_shown_before_somebody_else_s_change_changes_nothing(manager):
    stale = {"rate": "20", "seen": ""}
    manager.post(ONE, {"rate": "50"})
    refused = manager.post(ONE, stale)
    assert refused.status_code == 422 and "Quelqu’un a changé cet automatisme" in text(refused) and 'value="20"' in text(refused)
    assert [each.recheck_rate for each in Automation.objects.all()] == [500]
    manager.post(ONE, {"rate": "20", "seen": str(refused.context["form"]["seen"].value())})
    assert Automation.objects.get(stopped_at__isnull=True).recheck_rate == 200


def test_the_days_of_the_history_are_those_of_the_installation(manager):
    manager.post(ONE, {"rate": "5"})
    page = text(manager.get(ONE))
    assert page.count("15 octobre 2024") >= 2 and f"{now().year}" not in page


def test_who_is_in_charge_says_how_many_of_each_officer_s_decisions_are_drawn(manager):
    officer = signed_in(person(Role.CLAIMS_OFFICER))
    assert "5,0 % sont tirées au sort" in text(officer.get(LOOKS)) and SAMPLE not in text(officer.get(LOOKS))
    assert officer.post(SAMPLE, {"rate": "100"}).status_code == 403
    assert "12,5 % sont tirées au sort" in text(manager.post(SAMPLE, {"rate": "12,5"}, follow=True))
    manager.post(SAMPLE, {"rate": "100"})
    claims = [families.checked(families.family(), officer.person) for _ in range(2)]
    for claim in claims:
        decide_by_hand(claim_id=claim.pk, verdict=Verdict("grant"), actor=officer.person.actor, **AT)
    assert all(claim.reference in text(manager.get(LOOKS)) for claim in claims)


def test_one_button_stops_it_with_its_reason(manager):
    manager.post(ONE, {"rate": "5"})
    stop = reverse("staff:automation_stop", args=[Automation.objects.get().pk])
    assert "Dites pourquoi" in text(manager.post(stop, {"reason": ""}, follow=True))
    assert Automation.objects.get().stopped_at is None
    said = text(manager.post(stop, {"reason": "Barème à revoir."}, follow=True))
    assert "chaque demande attend désormais un gestionnaire" in said
    assert "Barème à revoir." in said
    assert "À la main" in said


def test_a_benefit_that_nobody_can_claim_has_no_page(manager):
    assert manager.get(reverse("staff:automation", args=["secours-exceptionnel"])).status_code == 404


def test_few_second_looks_are_said_to_be_few_with_the_interval(manager):
    many_looked_at(1)
    said = text(manager.get(ONE))
    assert "1 décision relue, aucune erronée ; entre 0,0 % et" in said
    assert "trop peu pour conclure" in said


class TestLookingAgain:
    def test_the_page_shows_what_the_decision_rests_on_and_takes_what_is_found(self, manager):
        row = decided()
        page = reverse("staff:second_look", args=[row.pk])
        assert page in manager.get(LOOKS).content.decode()
        assert "Livret de famille" in text(manager.get(page))
        assert manager.post(page, {"verdict": "wrong", "cause": ""}).status_code == 422
        manager.post(page, {"verdict": "wrong", "cause": "family", "note": "L’enfant est chez l’autre parent."})
        found = SecondLook.objects.get()
        assert (found.verdict, found.cause, found.looked_by) == ("wrong", "family", manager.person.account.pk)
        assert "Rien à relire" in text(manager.get(LOOKS))
        assert "situation familiale" in text(manager.get(page))

    def test_nobody_looks_again_at_their_own_decision(self):
        officer = person(Role.CLAIMS_OFFICER)
        row = decided(officer_id=officer.account.pk, drawn_from="officer")
        client = signed_in(officer)
        assert "Rien à relire" in text(client.get(LOOKS))
        said = text(client.post(reverse("staff:second_look", args=[row.pk]), {"verdict": "right"}))
        assert "une autre personne doit la relire" in said
        assert SecondLook.objects.get().verdict == ""

    def test_nobody_looks_again_at_what_is_about_their_household(self):
        row = decided()
        home = row.decision.claim.beneficiary
        client = signed_in(person(Role.CLAIMS_OFFICER, beneficiary=home))
        client.post(reverse("staff:second_look", args=[row.pk]), {"verdict": "right"})
        assert SecondLook.objects.get().verdict == ""

    def test_a_second_verdict_changes_nothing(self, manager):
        page = reverse("staff:second_look", args=[decided().pk])
        manager.post(page, {"verdict": "right"})
        assert "déjà relu cette décision" in text(manager.post(page, {"verdict": "wrong", "cause": "act"}))
        assert SecondLook.objects.get().verdict == "right"

    def test_a_confidential_decision_is_shown_to_nobody_here(self, manager):
        row = SecondLookFactory(decision=DecisionFactory(claim__is_confidential=True))
        assert manager.get(reverse("staff:second_look", args=[row.pk])).status_code == 404
        assert manager.get(LOOKS).context["page"].paginator.count == 0

    def test_a_longer_list_asks_no_more_of_the_database(self, manager):
        assert_query_budget(manager, LOOKS, decided)


class TestPublished:
    def test_everyone_reads_that_a_benefit_is_automated_and_no_rate_of_a_few(self, client):
        page = reverse("public:benefit", args=[BENEFIT])
        assert "sans intervention humaine" not in text(client.get(page))
        AutomationFactory(benefit_code=BENEFIT)
        said = text(client.get(page))
        assert "Un refus reste toujours décidé par une personne" in said
        assert "Trop peu de décisions ont été relues" in said

    def test_the_share_and_the_errors_are_published_once_they_are_many(self, client):
        AutomationFactory(benefit_code=BENEFIT)
        many_looked_at(30)
        said = text(client.get(reverse("public:benefit", args=[BENEFIT])))
        assert "50 % des demandes ont été décidées ainsi" in said
        assert "30 décisions relues après tirage au sort, 0 était erronée" in said
