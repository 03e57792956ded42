"""Laws of structure acts on the database, over drawn sequences: nobody without a body, no head lost, undoing in turn gives all back."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.lifecycle.operations import structure as operations
from entraide.apps.members.models import Member, MemberName
from entraide.core.structure.moves import Choices
from entraide.core.structure.values import Body, EventKind
from tests.apps.lifecycle.structures import applied, commune, current_views, event, today_of
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory
from tests.factories.claims import ClaimFactory
from tests.factories.members import siren
from tests.factories.network import MandateFactory


pytestmark = pytest.mark.django_db

FIRST = date(2024, 2, 1)
LAST = date(2024, 12, 31)


def standing_on(day):
    """List the communes that exist on a day, with their code."""
    names = MemberName.objects.in_force_on(day).filter(member__codes__superseded_at=None, member__codes__until=None)
    return sorted(names.values_list("member__siren", "name", "member__codes__code").distinct())


def drawn_event(data, day, number):
    """Draw a merger, a split or the transfer of a service in which somebody works, among what stands."""
    standing = standing_on(day)
    serving = set(Affiliation.objects.in_force_on(day).filter(service="Eau").values_list("member__siren", flat=True))
    several = [EventKind.MERGER, *([EventKind.SERVICE_TRANSFER] if serving else [])] if len(standing) > 1 else []
    kind = data.draw(st.sampled_from([EventKind.SPLIT, *several]))
    bodies = [Body(key, name, code=code) for key, name, code in data.draw(st.permutations(standing))]
    fresh = Body(siren(96_000 + number), f"Nouvelle {number}", code=bodies[0].code)
    other = Body(siren(97_000 + number), f"Autre {number}", code=f"16{number:03d}")
    members = {one.siren: one for one in Member.objects.filter(siren__in=[body.siren for body in bodies])}
    if kind is EventKind.MERGER:
        merged = bodies[: data.draw(st.integers(2, min(3, len(bodies))))]
        return event(kind, day, [members[one.siren] for one in merged], [data.draw(st.sampled_from([fresh, merged[0]]))])
    if kind is EventKind.SPLIT:
        return event(kind, day, [members[bodies[0].siren]], [data.draw(st.sampled_from([bodies[0], fresh])), other])
    origin = next(body for body in bodies if body.siren in serving)
    return event(kind, day, [members[origin.siren]], [next(body for body in bodies if body != origin)], "Eau")


def owners(day):
    """Give, of everybody, the bodies on whose staff they are that day."""
    rows = Affiliation.objects.in_force_on(day).order_by("beneficiary_id", "member_id")
    return {(person, member) for person, member in rows.values_list("beneficiary_id", "member__siren")}


@pytest.fixture
def world():
    """Three communes, two of which belong, with people, claims and mandates; somebody is on two staffs."""
    bodies = [commune(800 + place, f"Commune {place}", **({} if place else {"membership": None})) for place in range(3)]
    for place, body in enumerate(bodies):
        people = BeneficiaryFactory.create_batch(2, affiliation__member=body, affiliation__service=["", "Eau"][place % 2])
        ClaimFactory(beneficiary=people[0], member=body)
        MandateFactory(member=body)
    AffiliationFactory(beneficiary=BeneficiaryFactory(affiliation__member=bodies[0]), member=bodies[1], is_principal=False)


def test_acts_keep_everybody_and_are_taken_back_one_after_the_other(world):
    everybody = {person for person, _ in owners(FIRST)}

    @settings(max_examples=15, deadline=None)
    @given(st.data())
    def run(data):
        with transaction.atomic():
            live_through(data, everybody)
            # The next example begins with the same world, whatever happened to this one.
            transaction.set_rollback(True)

    run()


def live_through(data, everybody):
    """Draw acts, apply them, hold what must hold after each, then take them back."""
    act, done, day = today_of(LAST), [], FIRST
    for place in range(data.draw(st.integers(1, 4))):
        day += timedelta(days=30)
        happens = drawn_event(data, day, place)
        choices = Choices(membership=data.draw(st.sampled_from(["", "full", "partial", "none"])))
        done.append((current_views(), applied(happens, choices, **act)))
        placed = owners(day)
        assert {person for person, _ in placed} == everybody
        assert {body for _, body in placed} <= {key for key, _, _ in standing_on(day)}
    for before, key in reversed(done):
        operations.undo_structure_act(act_id=key, **act)
        assert current_views() == before
