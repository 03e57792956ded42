"""A member's own way to the rate is recorded with its text, and changes accounts by an adjustment alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import CallDocument, RateTrajectory
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.trajectories import NewTrajectory, end_trajectory, record_trajectory
from entraide.apps.contributions.queries import called_for
from entraide.apps.contributions.queries.estimates import called_ahead, estimate_of, merged_rates, rates_ahead
from entraide.apps.contributions.refusals import (
    FloorAboveRate,
    FloorTooEarly,
    NotAccountant,
    NoTrajectory,
    SourceMissing,
    TrajectoryEmpty,
    TrajectoryTooFar,
    TrajectoryTooLong,
)
from entraide.apps.contributions.translation import lines_of
from entraide.core.contributions.tariff import HeadClass, RateMissing
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import EstablishmentFactory, MemberFactory, SuccessionFactory
from tests.harness.together import together


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
FLOOR = NewTrajectory(2024, {HeadClass.ACTIVE: Money.of(150)}, 1, 2, "floor", "Offre de bienvenue, exemple", "illustrative")


def test_a_floor_recorded_after_the_call_is_an_adjustment_that_says_its_rate():
    member = BeneficiaryFactory().affiliations.get().member
    call_member(member_id=member.pk, year=2024, **ACT)
    record_trajectory(member_id=member.pk, new=FLOOR, **ACT)
    assert called_for(member.pk, year=2024, as_of=TODAY) == Money.of(217)
    adjust_member(member_id=member.pk, year=2024, **ACT)
    assert called_for(member.pk, year=2024, as_of=TODAY) == Money.of(150)
    assert [(step.year, step.own) for step in rates_ahead(member.pk)] == [
        (2024, Money.of(150)),
        (2025, Money.of("183.50")),
        (2026, Money.of(217)),
    ]


def test_a_later_way_stands_for_the_earlier_one_and_both_stay():
    member = MemberFactory()
    record_trajectory(member_id=member.pk, new=FLOOR, **ACT)
    record_trajectory(member_id=member.pk, new=replace(FLOOR, steps=3), **ACT)
    assert list(RateTrajectory.objects.filter(superseded_at=None).values_list("steps", flat=True)) == [3]
    assert RateTrajectory.objects.count() == 2
    end_trajectory(member_id=member.pk, **ACT)
    assert rates_ahead(member.pk) == ()
    with pytest.raises(NoTrajectory):
        end_trajectory(member_id=member.pk, **ACT)


@pytest.mark.django_db(transaction=True)
def test_two_first_ways_recorded_at_once_leave_the_later_one_standing():
    member = MemberFactory()
    together(*[lambda: record_trajectory(member_id=member.pk, new=FLOOR, **ACT)] * 2)
    assert RateTrajectory.objects.count() == 2
    assert RateTrajectory.objects.filter(superseded_at=None).count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"start": {}}, TrajectoryEmpty),
        ({"since_year": 2013}, TrajectoryTooFar),
        ({"since_year": 9999}, TrajectoryTooFar),
        ({"since_year": 0}, TrajectoryTooFar),
        ({"since_year": 2016, "steps": 9}, RateMissing),
        ({"start": {HeadClass.ACTIVE: Money(-1)}}, TrajectoryEmpty),
        ({"steps": 0}, TrajectoryTooLong),
        ({"flat_years": 9}, TrajectoryTooLong),
        ({"source": " "}, SourceMissing),
        ({"since_year": 2023}, FloorTooEarly),
        ({"start": {HeadClass.ACTIVE: Money.of("217.01")}}, FloorAboveRate),
        ({"start": {HeadClass.ACTIVE: Money.of(150), HeadClass.RETIREE: Money.of(150)}}, FloorAboveRate),
    ],
)
def test_a_way_that_cannot_be_says_why(change, refusal):
    with pytest.raises(refusal):
        record_trajectory(member_id=MemberFactory().pk, new=replace(FLOOR, **change), **ACT)


def test_the_director_reads_and_does_not_write():
    director = Actor("person", uuid7(), "D", Hat(Role.DIRECTOR))
    with pytest.raises(NotAccountant):
        record_trajectory(member_id=MemberFactory().pk, new=FLOOR, **ACT | {"actor": director})


def test_next_year_is_estimated_on_the_list_as_it_stands_with_what_is_announced():
    member = BeneficiaryFactory().affiliations.get().member
    BeneficiaryFactory(affiliation__member=member, affiliation__until=date(2025, 7, 1), affiliation__rights_until=date(2026, 1, 1))
    BeneficiaryFactory(affiliation__member=member, affiliation__status="retiree", affiliation__since=date(2025, 4, 1))
    found = estimate_of(member.pk, year=2025, known_at=NOW + timedelta(days=1))
    assert (found.arrivals, found.departures, found.is_confirmed) == (1, 1, False)
    assert [(one.head_class, one.people) for one in found.classes] == [(HeadClass.ACTIVE, 2), (HeadClass.RETIREE, 1)]
    assert found.amount == Money.of("217") + Money.of("107.61") + Money.of("106.23")
    assert estimate_of(member.pk, year=2012, known_at=NOW) is None
    assert estimate_of(MemberFactory().pk, year=2025, known_at=NOW) is None


def test_a_merger_starts_from_the_mean_of_the_former_rates_weighted_by_heads():
    successor = MemberFactory()
    for count, new in ((3, None), (1, FLOOR)):
        former = MemberFactory(named__until=date(2024, 10, 1))
        BeneficiaryFactory.create_batch(count, affiliation__member=former)
        if new:
            record_trajectory(member_id=former.pk, new=new, **ACT)
        call_member(member_id=former.pk, year=2024, **ACT)
        SuccessionFactory(predecessor=former, successor=successor, since=date(2024, 10, 1))
    assert merged_rates(successor.pk, on=TODAY) == {HeadClass.ACTIVE: Money.of("200.25")}
    assert merged_rates(MemberFactory().pk, on=TODAY) == {}


def test_a_year_that_is_called_already_is_no_estimate_any_more():
    member = MemberFactory()
    EstablishmentFactory(member=member, siret=f"{member.siren}00019", is_billed=True)
    BeneficiaryFactory(affiliation__member=member)
    assert called_ahead(member.pk, year=2025, as_of=TODAY) is None
    call_member(member_id=member.pk, year=2025, accepts_provisional=True, **ACT)
    found = called_ahead(member.pk, year=2025, as_of=TODAY)
    assert (found.amount, found.is_confirmed, found.document.number) == (Money.of(217), False, "AC-2024-000001")
    assert [line.label for line in lines_of(CallDocument.objects.get())] == [
        "Cotisation 2025, actifs présents toute l’année (taux à confirmer)"
    ]
