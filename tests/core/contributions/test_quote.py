"""A quote is what a call would be for as many heads who enter on one day and stay."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.person_lines import Presence, person_lines
from entraide.core.contributions.quote import quote
from entraide.core.contributions.tariff import HeadClass, RateMissing
from entraide.core.contributions.trajectory import Trajectory, steps_of
from entraide.core.money import Money, total
from tests.harness.tariffs import TARIFF


ACTIVE, RETIREE = HeadClass.ACTIVE, HeadClass.RETIREE
FLOOR = Trajectory(2024, {ACTIVE: Money.of("150")}, flat_years=1, steps=2, source="offre", confidence="illustrative")


def test_an_entry_in_september_pays_the_days_that_are_left_then_whole_years():
    found = quote({ACTIVE: 100, RETIREE: 10}, since=date(2024, 9, 1), years=2, tariff=TARIFF)
    assert [(line.year, line.head_class, line.days, line.rate, line.amount) for line in found.lines] == [
        (2024, ACTIVE, 122, Money.of(217), Money.of("72.33") * 100),
        (2024, RETIREE, 122, Money.of(141), Money.of("47.00") * 10),
        (2025, ACTIVE, 365, Money.of(217), Money.of(217) * 100),
        (2025, RETIREE, 365, Money.of(141), Money.of(141) * 10),
    ]
    assert [line.is_confirmed for line in found.lines] == [True, True, False, False]
    assert found.by_year == {2024: Money.of(7703), 2025: Money.of(23_110)}


def test_a_floor_lowers_the_years_of_the_way_and_then_the_rate_is_paid():
    found = quote({ACTIVE: 1}, since=date(2024, 1, 1), years=4, tariff=TARIFF, trajectory=FLOOR)
    assert [line.amount for line in found.lines] == [Money.of("150"), Money.of("183.50"), Money.of("217"), Money.of("217")]
    assert [(step.year, step.own, step.national) for step in steps_of(FLOOR, tariff=TARIFF)] == [
        (2024, Money.of(150), Money.of(217)),
        (2025, Money.of("183.50"), Money.of(217)),
        (2026, Money.of(217), Money.of(217)),
    ]


@given(st.integers(1, 50), st.integers(0, 50), st.dates(date(2018, 1, 1), date(2026, 12, 31)))
def test_a_quote_is_the_call_of_that_many_persons(active, retired, since):
    found = quote({ACTIVE: active, RETIREE: retired}, since=since, years=1, tariff=TARIFF)
    people = [Presence(UUID(int=n), ACTIVE if n < active else RETIREE, since) for n in range(active + retired)]
    assert found.by_year == {since.year: total(line.amount for line in person_lines(since.year, people, tariff=TARIFF))}


@pytest.mark.parametrize(("heads", "years"), [({}, 1), ({ACTIVE: 0}, 1), ({ACTIVE: -1}, 1), ({ACTIVE: 1}, 0)])
def test_a_quote_of_nothing_is_refused(heads, years):
    with pytest.raises(ValueError, match="heads and years"):
        quote(heads, since=date(2024, 1, 1), years=years, tariff=TARIFF)


def test_a_year_without_rate_is_named():
    with pytest.raises(RateMissing):
        quote({ACTIVE: 1}, since=date(2017, 1, 1), years=1, tariff=TARIFF)
