"""Whoever something came for in an envelope or by post is told so, and where it stands; nobody else is."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.mailroom.queries.arrivals import CameIn, Standing, came_for
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.claims import ClaimFactory
from tests.factories.mailroom import EnvelopeFactory, EnvelopeFileFactory, PostItemFactory


pytestmark = pytest.mark.django_db


@pytest.fixture
def someone():
    return person(Role.BENEFICIARY)


def standing_of(someone, **kwargs):
    EnvelopeFactory(beneficiary=someone.beneficiary, **kwargs)
    (found,) = came_for(someone.actor)
    return found.standing


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        ({}, Standing.SEALED),
        ({"opened_at": NOW}, Standing.OPENED),
        ({"opened_at": NOW, "asked_again_on": TODAY}, Standing.ASKED_AGAIN),
        ({"opened_at": NOW, "set_aside_on": TODAY}, Standing.SET_ASIDE),
    ],
)
def test_an_envelope_is_told_by_where_it_stands(someone, state, standing):
    assert standing_of(someone, **state) is standing


def test_an_envelope_that_was_entered_names_its_claim_and_a_confidential_one_does_not(someone):
    claim = ClaimFactory(beneficiary=someone.beneficiary)
    hidden = ClaimFactory(beneficiary=someone.beneficiary, is_confidential=True)
    for each in (claim, hidden):
        EnvelopeFileFactory(envelope=EnvelopeFactory(beneficiary=someone.beneficiary, opened_at=NOW, claim=each))
    assert came_for(someone.actor) == [
        CameIn(TODAY, 1, Standing.ENTERED),
        CameIn(TODAY, 1, Standing.ENTERED, claim.pk, claim.reference),
    ]


def test_pages_are_told_once_they_are_in_a_claim_and_to_nobody_else(someone):
    claim = ClaimFactory(beneficiary=someone.beneficiary)
    PostItemFactory(state="filed", reason="", claim=claim, requirement="invoice")
    PostItemFactory(state="filed", reason="", claim=ClaimFactory(beneficiary=someone.beneficiary, is_confidential=True))
    PostItemFactory(state="set_aside", claim=claim)
    EnvelopeFactory()
    assert came_for(someone.actor) == [CameIn(TODAY, 2, Standing.FILED, claim.pk, claim.reference)]
    assert came_for(person(Role.BENEFICIARY).actor) == []


def test_my_papers_say_what_came_for_me_in_a_number_of_queries_that_does_not_grow(someone, django_assert_max_num_queries):
    claim = ClaimFactory(beneficiary=someone.beneficiary)
    for _ in range(3):
        EnvelopeFactory(beneficiary=someone.beneficiary)
        PostItemFactory(state="filed", reason="", claim=claim)
    with django_assert_max_num_queries(3):
        assert len(came_for(someone.actor)) == 6
    page = signed_in(someone).get(reverse("beneficiary:wallet")).content.decode()
    assert page.count("Enveloppe déposée par votre collectivité") == page.count("Courrier postal") == 3
    assert f"Voir la demande {claim.reference}" in page
