"""What an officer works on next: the order of the term, from a file to the next, however many wait and whoever is away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.roles import Role
from entraide.apps.catalogue.models import BenefitRevision
from entraide.apps.claims.operations.checking import take
from entraide.apps.claims.queries import desk
from entraide.apps.claims.queries.desk import around, following, worklist
from entraide.apps.claims.queries.desk_filters import DeskFilter
from entraide.core.workflow.engine import TransitionRefused
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.claims import ClaimFactory
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def claim_of(**columns):
    """Write a claim for leisure care that waits, or stands as said."""
    revision = BenefitRevision.objects.filter(benefit__code=BENEFIT).order_by("-since")[0]
    return ClaimFactory(**{"revision": revision} | columns)


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def waiting():
    """Write claims that wait, in their order: by term, then by the instant of filing."""
    terms = [(days, minutes) for days in (-3, 0, 0, 5) for minutes in (0, 1)]
    rows = [claim_of(due_on=TODAY + timedelta(days=days), filed_at=NOW + timedelta(minutes=minutes)) for days, minutes in terms]
    return sorted(rows, key=lambda claim: (claim.due_on, claim.filed_at, claim.pk))


def places(actor, claim, **options):
    found = around(claim, actor=actor, on=TODAY, **options)
    return found.before, [line.claim.pk for line in found.lines], found.after


def test_each_file_stands_between_the_one_before_and_the_one_after(officer, waiting):
    keys = [claim.pk for claim in waiting]
    assert list(worklist(officer.actor, on=TODAY).values_list("pk", flat=True)) == keys
    for place, claim in enumerate(waiting):
        before, after = keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None
        assert places(officer.actor, claim, shown=3) == (before, keys[max(place - 1, 0) :][:3], after)
        assert following(claim, actor=officer.actor, on=TODAY) == (after or keys[0])


def test_a_file_that_is_no_longer_to_work_on_stands_before_those_that_are(officer, waiting):
    decided = claim_of(state="granted", decided_on=TODAY, due_on=TODAY + timedelta(days=2))
    for claim in (decided, claim_of(due_on=None)):
        assert places(officer.actor, claim, shown=3) == (None, [claim.pk, waiting[0].pk, waiting[1].pk], waiting[0].pk)
        assert following(claim, actor=officer.actor, on=TODAY) == waiting[0].pk


def test_the_only_file_has_nothing_around_it(officer):
    claim = claim_of()
    assert places(officer.actor, claim) == (None, [claim.pk], None)
    assert following(claim, actor=officer.actor, on=TODAY) is None


def test_a_file_is_placed_by_reading_its_neighbours_and_not_the_list(officer):
    first = claim_of()
    for _ in range(12):
        claim_of(due_on=TODAY + timedelta(days=30))
    with CaptureQueriesContext(connection) as read:
        around(first, actor=officer.actor, on=TODAY, shown=3)
        following(first, actor=officer.actor, on=TODAY)
    listed = [
        query["sql"].rpartition("LIMIT")[2].strip() for query in read if '"claims_claim"' in query["sql"] and "ORDER BY" in query["sql"]
    ]
    assert listed and set(listed) <= {"1", "2", "3"}


def test_what_somebody_away_holds_is_counted_worked_on_and_taken_alike(officer):
    away = person(Role.CLAIMS_OFFICER)
    claim = families.taken(families.family(), away)
    absent = frozenset({away.account.pk})
    assert list(worklist(officer.actor, on=TODAY)) == []
    assert list(worklist(officer.actor, on=TODAY, absent=absent)) == [claim]
    assert desk.desk_counts(DeskFilter(absent=absent), actor=officer.actor, on=TODAY).to_take == 1
    with pytest.raises(TransitionRefused):
        take(claim_id=claim.pk, actor=officer.actor, **AT)
    take(claim_id=claim.pk, held_by=absent, actor=officer.actor, **AT)
    claim.refresh_from_db()
    assert (claim.state, claim.taken_by) == ("in_review", officer.account.pk)


def test_a_name_that_more_people_bear_than_are_searched_says_so(monkeypatch):
    monkeypatch.setattr(desk, "MAX_FOUND", 2)
    for _ in range(2):
        BeneficiaryFactory(identity__family_name="Martin")
    assert not desk.is_cut(DeskFilter(text="martin"), on=TODAY)
    BeneficiaryFactory(identity__family_name="Martin")
    assert desk.is_cut(DeskFilter(text=" martin "), on=TODAY)
    assert not desk.is_cut(DeskFilter(), on=TODAY)
