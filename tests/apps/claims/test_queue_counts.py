"""What the queue counts is what it lists, on every shelf and at every risk."""

from datetime import timedelta
from itertools import product

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.desk import desk, desk_counts
from entraide.apps.claims.queries.desk_filters import DeskFilter, Risk, Shelf
from entraide.apps.claims.queries.workload import loads_of_branches, loads_of_officers
from entraide.core.workflow.claims import ClaimState
from tests.factories.actors import person
from tests.factories.base import TODAY
from tests.factories.claims import ClaimFactory, DecisionFactory


pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def away(officer):
    """Write a claim of every kind, and give who is away."""
    absent = person(Role.CLAIMS_OFFICER).account.pk
    for state, days in product(set(ClaimState) - {ClaimState.DRAFT}, (-1, 0, 3, 4, 7, 8)):
        for holder in (None, officer.account.pk, absent):
            ClaimFactory(state=state, due_on=TODAY + timedelta(days=days), taken_by=holder, decided_on=TODAY - timedelta(days=days + 24))
    ClaimFactory(due_on=None)
    ClaimFactory(is_confidential=True)
    return absent


def test_each_count_is_that_of_its_list(officer, away):
    for absent in (frozenset(), frozenset({away})):
        found = {"actor": officer.actor, "on": TODAY}
        counts = desk_counts(DeskFilter(absent=absent), **found)
        for shelf in Shelf:
            assert getattr(counts, shelf) == desk(DeskFilter(shelf, absent=absent), **found).count() > 0, shelf
        for risk in Risk:
            assert getattr(counts, risk) == desk(DeskFilter(risk=risk), **found).count() > 0, risk
        for shelf, risk in product(Shelf, (None, *Risk)):
            wanted = DeskFilter(shelf, risk=risk, absent=absent)
            assert desk_counts(wanted, **found).found == desk(wanted, **found).count(), (shelf, risk)


def test_confidential_claims_weigh_on_nobody(officer):
    held = {"state": "in_review", "taken_by": officer.account.pk, "committee": "Nord-Est"}
    ClaimFactory(**held)
    ClaimFactory(**held, is_confidential=True)
    for is_confidential in (True, False):
        DecisionFactory(
            claim__is_confidential=is_confidential, claim__committee="Nord-Est", claim__state="granted", decided_by=officer.account.pk
        )
    load = loads_of_officers(officer.actor, on=TODAY)[officer.account.pk]
    assert (load.open, load.taken, load.decided) == (1, 1, 1)
    assert loads_of_branches(officer.actor, on=TODAY)["Nord-Est"].decided == 1
