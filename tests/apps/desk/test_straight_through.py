"""Claims decided without a human act: where every fact is proved, as long as nobody stops it, and never to refuse."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.claims.models import Claim, Decision, Reservation
from entraide.apps.claims.operations import checking, filing
from entraide.apps.claims.queries.replays import replay
from entraide.apps.desk.models import Automation, SecondLook
from entraide.apps.desk.operations import straight_through
from entraide.apps.desk.operations.straight_through import RULE
from entraide.apps.desk.queries.automations import history_of, overview
from entraide.apps.desk.refusals import AutomationChanged, AutomationStopped, NotAutomatable, NotOfTheDesk, ReasonWanted
from entraide.apps.notifications.models import Message
from entraide.apps.payments.models import PaymentOrder
from entraide.core.money import Money
from entraide.core.workflow.claims import ClaimState
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.claims import ClaimDocumentFactory, ClaimFactory
from tests.factories.documents import DocumentFactory
from tests.factories.rules import publish_benefit
from tests.factories.thread import AT, iban_of


YEARLY = "prestation-annuelle-retraites"
YEARLY_BENEFIT = """\
benefit: prestation-annuelle-retraites
name: Prestation annuelle
theme: Retraite
summary: Une aide par an, la même pour tous.
subject: self
event: year_claimed_on
reads_parameters_on: event
audience: [active, apprentice, retiree]
paid_by: transfer
facts:
  year_claimed_on:
    kind: date
    label: le jour de la demande pour l’année
    question: Quel jour demandez-vous l’aide de l’année ?
    hint: Une seule demande par année civile.
    proved_by: [claim_form]
revisions:
  - since: 2023-01-01
    source: Texte d’essai
    confidence: M
    amount: 90 EUR
    ceilings:
      - {key: prestation-annuelle-retraites, per: beneficiary, over: civil_year, claims: 1}
    deadline: {months: 0, after: civil_year_end}
"""
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("yearly")]


@pytest.fixture
def yearly(published_catalogue):
    publish_benefit(YEARLY_BENEFIT)
    cache.delete(straight_through.CURSOR)


@pytest.fixture
def manager():
    return person(Role.CLAIMS_MANAGER)


@pytest.fixture
def someone():
    opener = person(Role.BENEFICIARY)
    iban_of(opener)
    return opener


def automated(manager, code=YEARLY, rate=1, seen=None):
    return straight_through.automate(benefit_code=code, recheck_rate=rate, seen=seen, actor=manager.actor, **AT)


def filed(opener, on=TODAY):
    about = {"beneficiary_id": opener.beneficiary.pk, "benefit_code": YEARLY, "dependant_id": None}
    claim_id = filing.start(**about, actor=opener.actor, **AT)
    filing.answer(claim_id=claim_id, answers={"year_claimed_on": on}, actor=opener.actor, **AT)
    filing.file(claim_id=claim_id, actor=opener.actor, **AT)
    return Claim.objects.get(pk=claim_id)


def decided(claim):
    return straight_through.decide_if_proved(claim_id=claim.pk, actor=RULE, **AT)


class TestGranting:
    def test_a_claim_whose_every_fact_is_proved_is_granted_with_all_that_an_officer_s_grant_has(self, manager, someone):
        automated(manager)
        claim = filed(someone)
        assert decided(claim)
        decision = Decision.objects.get(claim=claim)
        assert (decision.way, decision.decided_by, decision.cents) == ("straight_through", None, Money.of(90))
        assert Claim.objects.get(pk=claim.pk).state == ClaimState.GRANTED
        assert PaymentOrder.objects.get(cause_id=claim.pk).cents == Money.of(90)
        assert Reservation.objects.get(claim=claim, released_at__isnull=True).cents == Money.of(90)
        assert replay(decision).is_equal
        assert AuditEntry.objects.get(verb="claims.granted", subject_id=claim.pk).actor_kind == "system"

    def test_the_person_is_told_that_no_human_decided_and_that_one_may_be_asked(self, manager, someone):
        automated(manager)
        decided(filed(someone))
        body = Message.objects.filter(beneficiary_id=someone.beneficiary.pk).order_by("-pk").first().body
        assert "sans intervention humaine" in body
        assert "qu’une personne la relise" in body

    def test_the_claim_itself_proves_its_day_and_no_day_to_come(self, manager, someone):
        automated(manager)
        later = filed(someone, on=date(2024, 12, 1))
        assert not decided(later)

    def test_nothing_happens_without_an_automation(self, someone):
        claim = filed(someone)
        assert not decided(claim)
        assert not Decision.objects.exists()

    def test_a_paper_that_another_family_sent_too_calls_for_a_human(self, manager, someone):
        automated(manager)
        claim = filed(someone)
        for each in (claim, ClaimFactory()):
            ClaimDocumentFactory(claim=each, state="accepted", document=DocumentFactory(content=b"%PDF-1.7 the same paper"))
        assert not decided(claim)
        assert Claim.objects.get(pk=claim.pk).state == ClaimState.SUBMITTED

    def test_a_second_click_decides_nothing_more(self, manager, someone):
        automated(manager)
        claim = filed(someone)
        assert [decided(claim), decided(claim)] == [True, False]
        assert Decision.objects.count() == 1


class TestLeftToAHuman:
    def test_what_the_rules_refuse_waits_for_a_human(self, manager, someone):
        automated(manager)
        assert decided(filed(someone))
        second = filed(someone)
        assert not decided(second)
        assert Claim.objects.get(pk=second.pk).state == ClaimState.SUBMITTED

    def test_a_claim_whose_papers_nobody_has_looked_at_waits(self, manager):
        automated(manager, families.BENEFIT)
        claim = families.filed(families.family())
        assert not decided(claim)

    def test_a_claim_that_an_officer_has_taken_is_theirs(self, manager, someone):
        automated(manager)
        claim = filed(someone)
        checking.take(claim_id=claim.pk, actor=person(Role.CLAIMS_OFFICER).actor, **AT)
        assert not decided(claim)

    def test_a_confidential_claim_is_never_decided_so(self, manager, someone):
        automated(manager)
        claim = filed(someone)
        Claim.objects.filter(pk=claim.pk).update(is_confidential=True)
        assert not decided(claim)

    def test_a_late_claim_waits(self, manager, someone):
        automated(manager)
        assert not decided(filed(someone, on=date(2023, 12, 31)))


class TestFromTheForm:
    def test_a_proved_claim_is_granted_in_the_same_click_and_any_other_waits(self, manager, someone):
        automated(manager)
        client = signed_in(someone)
        about = {"beneficiary_id": someone.beneficiary.pk, "benefit_code": YEARLY, "dependant_id": None}
        said = []
        for _ in range(2):
            claim_id = filing.start(**about, actor=someone.actor, **AT)
            filing.answer(claim_id=claim_id, answers={"year_claimed_on": TODAY}, actor=someone.actor, **AT)
            said.append(client.post(reverse("beneficiary:check", args=[claim_id]), follow=True).content.decode())
        assert "accordée dès maintenant" in said[0]
        assert "accordée dès maintenant" not in said[1]
        assert sorted(Claim.objects.values_list("state", flat=True)) == [ClaimState.GRANTED, ClaimState.SUBMITTED]


class TestStopping:
    def test_once_stopped_every_claim_waits_for_a_human(self, manager, someone):
        automation = automated(manager)
        claim = filed(someone)
        straight_through.stop(automation_id=automation, reason="Une erreur de barème.", actor=manager.actor, **AT)
        assert not decided(claim)
        assert [each.stop_reason for each in history_of(YEARLY)] == ["Une erreur de barème."]

    def test_stopping_asks_why_and_stops_once(self, manager):
        automation = automated(manager)
        with pytest.raises(ReasonWanted):
            straight_through.stop(automation_id=automation, reason=" ", actor=manager.actor, **AT)
        straight_through.stop(automation_id=automation, reason="Vérification.", actor=manager.actor, **AT)
        with pytest.raises(AutomationStopped):
            straight_through.stop(automation_id=automation, reason="Encore.", actor=manager.actor, **AT)

    def test_another_rate_keeps_the_old_one_in_the_history(self, manager):
        automated(manager, rate=10)
        assert (held := automated(manager, rate=10)) == automated(manager, rate=10)
        with pytest.raises(AutomationChanged):
            automated(manager, rate=20)
        automated(manager, rate=20, seen=held)
        rates = Automation.objects.order_by("recheck_rate").values_list("recheck_rate", "stopped_at")
        assert [(rate, stopped is not None) for rate, stopped in rates] == [(10, True), (20, False)]

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CLAIMS_MANAGER, Role.DIRECTOR}])
    def test_nobody_else_automates(self, role):
        with pytest.raises(NotOfTheDesk):
            automated(person(role))

    @pytest.mark.parametrize("code", ["secours-exceptionnel", "noel-des-enfants", "nothing-of-the-kind"])
    def test_what_cannot_be_claimed_online_is_not_automated(self, manager, code):
        with pytest.raises(NotAutomatable):
            automated(manager, code)


class TestTryingAgain:
    def test_the_schedule_grants_what_became_proved_since(self, manager, someone):
        claim = filed(someone)
        automated(manager)
        assert straight_through.decide_those_proved(actor=RULE, **AT) == 1
        assert Decision.objects.get().claim_id == claim.pk
        assert straight_through.decide_those_proved(actor=RULE, **AT) == 0

    def test_each_claim_has_its_turn(self, manager, someone):
        keys = [filed(person(Role.BENEFICIARY), on=date(2023, 12, 31)).pk for _ in range(3)]
        good = filed(someone).pk
        automated(manager)
        turns = [straight_through.decide_those_proved(actor=RULE, limit=2, **AT) for _ in range(2)]
        assert sum(turns) == 1
        assert Decision.objects.get().claim_id == good
        assert Claim.objects.filter(pk__in=keys, state=ClaimState.SUBMITTED).count() == 3


class TestOverview:
    def test_the_overview_counts_what_no_human_decided_and_says_how_little_was_looked_at(self, manager, someone):
        automated(manager, rate=1000)
        decided(filed(someone))
        row = next(each for each in overview(on=TODAY) if each.code == YEARLY)
        assert (row.ways.decided, row.ways.straight, row.looks.waiting, row.looks.done) == (1, 1, 1, 0)
        assert row.looks.is_few
        assert (row.looks.interval.low, row.looks.interval.high) == (0, 1)
        assert SecondLook.objects.get().drawn_from == "straight_through"
