"""The delay that people are told is that of decisions made, without the days spent waiting for them."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import checking
from entraide.apps.claims.operations.deciding import Verdict, decide_claim
from entraide.apps.claims.operations.filing import DAYS_TO_DECIDE
from entraide.apps.claims.operations.waiting import correct_paper
from entraide.apps.claims.queries.delays import FEWEST, FROM_RECEIPT, Delay, delay_in_words, delay_of, reckoned_delay
from entraide.apps.claims.queries.workload import loads_of_branches, loads_of_officers
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.claims import ClaimFactory, DecisionFactory, PauseFactory
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
CODE = "aide"


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


def decided(days, *, on=TODAY, **kwargs):
    return ClaimFactory(**{"benefit_code": CODE, "state": "granted", "filed_on": on - timedelta(days=days), "decided_on": on} | kwargs)


def test_half_and_nine_tenths_of_the_claims_were_decided_within_the_days_told():
    for days in range(1, 21):
        decided(days)
    assert reckoned_delay(CODE, on=TODAY) == Delay(20, 10, 18)
    assert reckoned_delay(CODE, on=TODAY).is_telling


def test_the_clock_stands_still_while_the_person_is_awaited():
    claim = decided(30)
    PauseFactory(claim=claim, since=TODAY - timedelta(days=25), until=TODAY - timedelta(days=10))
    PauseFactory(claim=claim, since=TODAY - timedelta(days=8), until=TODAY - timedelta(days=3))
    decided(30)
    assert reckoned_delay(CODE, on=TODAY) == Delay(2, 10, 30)


def test_what_came_on_paper_waits_from_the_day_on_which_it_was_received():
    received = TODAY - timedelta(days=12)
    decided(4, channel="paper", received_on=received)
    assert reckoned_delay(CODE, on=TODAY) == Delay(1, 12, 12)
    PauseFactory(claim=decided(4, channel="envelope", received_on=received), since=TODAY - timedelta(days=3), until=TODAY)
    assert reckoned_delay(CODE, on=TODAY) == Delay(2, 9, 12)


def test_the_clock_that_people_are_told_of_is_that_of_the_day_it_is_due(officer):
    """Of a claim on paper that waited for the person: the days that the workload counts, and those that its due day leaves."""
    home = families.family()
    claim = families.taken(home, officer)
    Claim.objects.filter(pk=claim.pk).update(received_on=TODAY - timedelta(days=4), due_on=TODAY - timedelta(days=4 - DAYS_TO_DECIDE))
    correction = checking.Correction("illegible", "")
    paper = families.paper_of(claim, "invoice")
    checking.ask_correction(claim_document_id=paper.pk, correction=correction, actor=officer.actor, **AT)
    answered, decided_on = TODAY + timedelta(days=10), TODAY + timedelta(days=12)
    correct_paper(claim_document_id=paper.pk, document_id=families.kept(home.actor), actor=home.actor, at=NOW, on=answered)
    families.accept_all(claim, officer)
    decide_claim(claim_id=claim.pk, verdict=Verdict("grant"), actor=officer.actor, at=NOW, on=decided_on)
    claim.refresh_from_db()
    taken = 4 + 12 - 10
    assert DAYS_TO_DECIDE - (claim.due_on - decided_on).days == taken
    assert reckoned_delay(claim.benefit_code, on=decided_on) == Delay(1, taken, taken)
    assert loads_of_officers(officer.actor, on=decided_on)[officer.account.pk].median == taken


def test_what_is_decided_again_counts_as_work_and_not_in_the_days_that_an_answer_takes(officer):
    for days, reopened_on in ((3, None), (90, TODAY)):
        claim = decided(days, committee="Nord-Est", reopened_on=reopened_on)
        DecisionFactory(claim=claim, decided_by=officer.account.pk)
    load = loads_of_officers(officer.actor, on=TODAY)[officer.account.pk]
    assert (load.decided, load.median) == (2, 3)
    assert loads_of_branches(officer.actor, on=TODAY)["Nord-Est"] == load


def test_claims_that_wait_that_were_closed_that_are_older_or_confidential_are_not_counted():
    decided(5)
    decided(90, state="closed")
    decided(90, state="submitted", decided_on=None)
    decided(90, is_confidential=True)
    decided(90, on=TODAY - timedelta(days=365))
    decided(90, benefit_code="autre")
    assert reckoned_delay(CODE, on=TODAY) == Delay(1, 5, 5)


def test_under_twenty_decisions_nothing_is_told():
    for _ in range(FEWEST - 1):
        decided(3)
    assert not reckoned_delay(CODE, on=TODAY).is_telling
    assert reckoned_delay("inconnue", on=TODAY) == Delay(0, 0, 0)


def test_a_delay_is_reckoned_once_a_day_in_two_queries(django_assert_num_queries):
    decided(4)
    with django_assert_num_queries(2):
        first = delay_of(CODE, on=TODAY)
    decided(8)
    with django_assert_num_queries(0):
        assert delay_of(CODE, on=TODAY) == first
    assert delay_of(CODE, on=date(2024, 10, 16)).count == 2


@pytest.mark.parametrize(
    ("delay", "said"),
    [
        (Delay(20, 6, 15), f"La moitié des demandes est décidée en 6 jours, neuf sur dix en 15 jours, {FROM_RECEIPT}."),
        (Delay(20, 0, 1), f"La moitié des demandes est décidée le jour même, neuf sur dix en 1 jour, {FROM_RECEIPT}."),
        (Delay(20, 4, 4), f"Délai de décision : neuf sur dix en 4 jours, {FROM_RECEIPT}."),
        (Delay(19, 6, 15), "Trop peu de demandes ont été décidées depuis un an pour annoncer un délai."),
    ],
)
def test_a_delay_is_said_in_a_sentence(delay, said):
    assert delay_in_words(delay) == said
