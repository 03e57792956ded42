"""How a year's claims were decided: closed without follow-up counts among the refused and is shown apart; re-examinations are counted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.claims.queries.outcomes import outcomes_of
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.claims import ClaimFactory, DecisionFactory
from tests.factories.thread import AT
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def again(claim, officer, act):
    reopen(claim_id=claim.pk, reason="Réexamen.", due_on=TODAY + timedelta(days=9), actor=officer.actor, **AT)
    families.decide(claim, officer, act, note="Relue.")


@pytest.fixture
def decided():
    first, second = person(Role.CLAIMS_OFFICER), person(Role.CLAIMS_OFFICER)
    claims = [families.checked(families.family(), first) for _ in range(4)]
    for claim, act in zip(claims, ("grant", "refuse", "refuse", "close"), strict=True):
        families.decide(claim, first, act, note="Raison.")
    again(claims[1], second, "grant")
    again(claims[2], second, "refuse")


def test_closed_is_among_the_refused_and_a_changed_decision_is_counted_once(decided, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = outcomes_of(TODAY.year)
    assert (found.decided, found.granted, found.refused, found.closed, found.changed) == (4, 2, 2, 1, 1)
    assert outcomes_of(TODAY.year - 1).decided == 0


def test_confidential_claims_count_in_the_association_s_own_figures(decided):
    DecisionFactory(claim=ClaimFactory(state="granted", decided_on=TODAY, is_confidential=True))
    assert outcomes_of(TODAY.year).decided == 5


def test_the_direction_reads_it_in_one_sentence(decided):
    said = " ".join(text_of(signed_in(person(Role.DIRECTOR)).get(reverse("staff:board"))).split())
    assert "4 demandes décidées cette année : 2 accordées, 2 refusées (50,0 %), dont 1 classée sans suite." in said
    assert "1 décision a été changée après réexamen." in said
