"""A member's own way begins where it begins, ends at the national rate, and never turns back on its way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.tariff import Division, HeadClass, Tariff
from entraide.core.contributions.trajectory import Trajectory, merged_start, rate_for
from entraide.core.money import Money
from entraide.core.timeline import Dated, Timeline
from tests.harness.tariffs import TARIFF


ACTIVE = HeadClass.ACTIVE
SOURCE = "La décision de Troyes, 3 juillet 2015"


def fixed(euros):
    """A tariff of one rate since long ago."""
    rate = Timeline((Dated(date(2000, 1, 1), Money.of(euros), SOURCE),))
    return Tariff({HeadClass.ACTIVE: rate, HeadClass.RETIREE: rate}, Timeline((Dated(date(2000, 1, 1), Division.DAYS, SOURCE),)))


def rates(trajectory, years, tariff):
    """The rates of agents over years, in euros."""
    return [str(rate_for(ACTIVE, year, tariff=tariff, trajectory=trajectory).value.euros) for year in years]


def test_an_alignment_takes_equal_steps_and_ends_at_the_national_rate():
    aligned = Trajectory(2016, {ACTIVE: Money.of("160")}, flat_years=0, steps=3, source=SOURCE)
    assert rates(aligned, range(2015, 2020), fixed("205")) == ["205.00", "175.00", "190.00", "205.00", "205.00"]
    assert aligned.arrives_in == 2018


def test_a_new_member_pays_the_floor_then_comes_to_the_rate_of_each_year():
    joined = Trajectory(2023, {ACTIVE: Money.of("150")}, flat_years=2, steps=2, source="exemple", confidence="illustrative")
    assert rates(joined, range(2023, 2027), TARIFF) == ["150.00", "150.00", "183.50", "217.00"]
    assert rate_for(ACTIVE, 2023, tariff=TARIFF, trajectory=joined).confidence == "illustrative"
    assert rate_for(ACTIVE, 2026, tariff=TARIFF, trajectory=joined).source == TARIFF.rate(ACTIVE, 2026).source


def test_a_class_that_the_way_does_not_name_pays_the_national_rate():
    joined = Trajectory(2023, {ACTIVE: Money.of("150")}, flat_years=2, steps=2, source="exemple")
    assert rate_for(HeadClass.RETIREE, 2024, tariff=TARIFF, trajectory=joined) == TARIFF.rate(HeadClass.RETIREE, 2024)


@pytest.mark.parametrize(("flat_years", "steps"), [(0, 0), (-1, 3)])
def test_a_way_that_never_arrives_is_refused(flat_years, steps):
    with pytest.raises(ValueError, match="ends at the national rate"):
        Trajectory(2016, {}, flat_years=flat_years, steps=steps, source=SOURCE)


def test_no_mean_rate_without_a_head():
    with pytest.raises(ValueError, match="needs a head"):
        merged_start([])


amounts = st.integers(0, 500_00).map(Money)


@given(amounts, st.integers(0, 5), st.integers(1, 10))
def test_on_its_way_a_rate_stays_between_the_start_and_the_national_rate_and_never_turns_back(start, flat_years, steps):
    way = Trajectory(2016, {ACTIVE: start}, flat_years=flat_years, steps=steps, source=SOURCE)
    national = Money.of("205")
    found = [rate_for(ACTIVE, year, tariff=fixed("205"), trajectory=way).value for year in range(2016, way.arrives_in + 1)]
    assert found[-1] == national
    assert found == sorted(found, reverse=start > national)
    assert all(min(start, national) <= rate <= max(start, national) for rate in found)


@given(st.lists(st.tuples(st.integers(1, 5_000), amounts), min_size=1, max_size=6))
def test_a_mean_rate_lies_between_those_that_it_is_made_of(parts):
    mean = merged_start(parts)
    assert min(rate for _, rate in parts) <= mean <= max(rate for _, rate in parts)
