"""Two acts on the claims of one household cross, and neither waits for the other for ever."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, Reservation
from entraide.apps.claims.operations import checking, deaths, deciding, filing, keying, waiting
from entraide.apps.claims.operations.entering import NewClaim
from entraide.core.workflow.claims import ClaimState
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import KinshipFactory
from tests.factories.families import Typed
from tests.factories.thread import AT, BENEFIT
from tests.harness.together import Crossing, together


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]
OTHER_STAY = Typed(stay_ended_on=date(2024, 7, 5))
REFUSED = deciding.Verdict("refuse", note="Ce séjour n’ouvre pas de droit.")


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def home():
    return families.family()


def test_refusing_a_claim_while_another_of_the_household_is_checked_lets_both_through(monkeypatch, home, officer):
    holder = families.checked(home, officer)
    waiting_one = families.taken(home, officer, OTHER_STAY)
    paper, crossing = families.paper_of(waiting_one, "invoice").pk, Crossing(monkeypatch, checking, "require_deciding")

    def refuse():
        return deciding.decide_claim(claim_id=holder.pk, verdict=REFUSED, actor=officer.actor, **AT)

    together(lambda: checking.accept_paper(claim_document_id=paper, values={}, actor=officer.actor, **AT), crossing.second(refuse))
    assert Claim.objects.get(pk=holder.pk).state == "refused"
    assert Reservation.objects.filter(claim=waiting_one, released_at__isnull=True).exists()


def test_a_claim_is_decided_while_the_death_of_its_opener_is_recorded_and_both_go_through(monkeypatch, home, officer):
    claim = families.checked(home, officer)
    Claim.objects.filter(pk=claim.pk).update(event_on=TODAY + timedelta(days=90))
    crossing = Crossing(monkeypatch, deciding, "require_deciding")

    def die():
        return deaths.close_for_death(beneficiary_id=home.opener.beneficiary.pk, died_on=TODAY, actor=officer.actor, **AT)

    decided, closed = together(
        lambda: deciding.decide_claim(claim_id=claim.pk, verdict=REFUSED, actor=officer.actor, **AT), crossing.second(die)
    )
    assert (Claim.objects.get(pk=claim.pk).state, closed) == (ClaimState.REFUSED, [])
    assert decided == claim.decisions.get().pk


def test_a_draft_is_filed_while_somebody_enters_the_same_claim_and_both_go_through(monkeypatch, home, officer):
    claim_id = families.drafted(home)
    crossing = Crossing(monkeypatch, filing, "require_drafting")
    new = NewClaim(home.opener.beneficiary.pk, BENEFIT, home.child)

    def key():
        return keying.key(claim=new, arrival=keying.Arrival("paper", TODAY), actor=officer.actor, **AT)

    filed, keyed = together(lambda: filing.file(claim_id=claim_id, actor=home.actor, **AT), crossing.second(key))
    assert (filed, Claim.objects.get(pk=claim_id).state) == (claim_id, ClaimState.SUBMITTED)
    assert Claim.objects.get(pk=keyed).state == ClaimState.DRAFT


@pytest.mark.usefixtures("one_right_a_child")
def test_a_late_answer_and_a_filing_for_a_child_of_two_homes_do_not_both_hold_the_ceiling(monkeypatch, officer):
    home, other = families.family(custody="alternating"), families.family()
    KinshipFactory(beneficiary=other.opener.beneficiary, dependant_id=home.child, custody="alternating")
    claim, late = families.taken(home, officer), TODAY + timedelta(days=31)
    paper, illegible = families.paper_of(claim, "invoice").pk, checking.Correction("illegible", "Refaites la photo.")
    checking.ask_correction(claim_document_id=paper, correction=illegible, actor=officer.actor, **AT)
    waiting.close_unanswered(actor=system_actor("schedule"), at=NOW, on=late)
    draft, sent = families.drafted(other, child=home.child), families.kept(home.actor)
    crossing = Crossing(monkeypatch, waiting, "reassessed")
    together(
        lambda: waiting.correct_paper(claim_document_id=paper, document_id=sent, actor=home.actor, at=NOW, on=late),
        crossing.second(lambda: filing.file(claim_id=draft, actor=other.actor, **AT)),
    )
    assert set(Claim.objects.values_list("state", flat=True)) == {ClaimState.IN_REVIEW, ClaimState.SUBMITTED}
    assert Reservation.objects.filter(scope_id=home.child, released_at__isnull=True).count() == 1
