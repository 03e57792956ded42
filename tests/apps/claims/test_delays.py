"""The delay that people are told is that of decisions made, without the days spent waiting for them."""

from datetime import date, timedelta

import pytest

from entraide.apps.claims.queries.delays import FEWEST, Delay, delay_in_words, delay_of, reckoned_delay
from tests.factories.base import TODAY
from tests.factories.claims import ClaimFactory, PauseFactory


pytestmark = pytest.mark.django_db
CODE = "aide"


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
        (Delay(20, 6, 15), "La moitié des demandes est décidée en 6 jours, neuf sur dix en 15 jours, hors attente de vos pièces."),
        (Delay(20, 0, 1), "La moitié des demandes est décidée le jour même, neuf sur dix en 1 jour, hors attente de vos pièces."),
        (Delay(20, 4, 4), "Délai de décision : neuf sur dix en 4 jours, hors attente de vos pièces."),
        (Delay(19, 6, 15), "Trop peu de demandes ont été décidées depuis un an pour annoncer un délai."),
    ],
)
def test_a_delay_is_said_in_a_sentence(delay, said):
    assert delay_in_words(delay) == said
