"""Those who left a synthetic France: beside those who are here, as many a year as leave in this one, and gone when they say."""

from datetime import date
from functools import cache

import numpy as np
import pytest

from entraide.config.population.sources import known_bodies, known_places
from entraide.config.population.years import committees_of, known_rules
from entraide.population.synthetic import tuning
from entraide.population.synthetic.arrivals import heads_until
from entraide.population.synthetic.careers import LEAVINGS, NEVER
from entraide.population.synthetic.france import France
from entraide.population.synthetic.leavers import france_with_leavers
from entraide.population.synthetic.past import called_for, settled_in
from entraide.population.synthetic.persons import days_of
from entraide.population.synthetic.reached import reached_by


TODAY = date(2024, 10, 15)
YEARS = range(2019, 2024)


@cache
def drawn(years: tuple[int, ...] = tuple(YEARS)) -> France:
    return france_with_leavers(known_bodies(), known_places(), size=(426, 20_000), seed=1, on=TODAY, years=years)


def left() -> np.ndarray:
    return np.arange(drawn().here, drawn().size)


def test_those_who_are_here_are_the_same_persons_at_the_same_members_and_stand_first():
    here, whole = drawn(()), drawn()
    assert here.size == here.here == whole.here == 20_000
    assert np.array_equal(here.joined_on, whole.joined_on)
    for name in ("employer", "home"):
        assert np.array_equal(getattr(here, name), getattr(whole, name)[:20_000])
    for name in ("family", "given", "born_on"):
        assert np.array_equal(getattr(here.identities, name)[:20_000], getattr(whole.identities, name)[:20_000])


def test_about_one_in_twenty_left_each_year_after_rights_had_begun_and_says_why():
    careers = drawn().careers
    years = careers.left_on[left()].astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    for year in YEARS:
        there = drawn().has_rights_in(year) & (careers.arrived_on < days_of(date(year, 1, 1)))
        assert (years == year).sum() / there.sum() == pytest.approx(tuning.LEFT_IN_A_YEAR, abs=0.006)
    assert set(years.tolist()) == set(YEARS)
    assert (careers.left_on[left()] - careers.arrived_on[left()]).min() >= tuning.LEAST_CONTRACT_DAYS
    assert (careers.arrived_on[left()] >= drawn().joined_on[drawn().employer[left()]]).all()
    assert (careers.contract_until[left()] == NEVER).all()
    assert {LEAVINGS[rank] for rank in np.unique(careers.leaving[left()])} == set(LEAVINGS) - {""}


def test_the_heads_of_past_years_are_the_published_ones_and_every_other_figure_is_that_of_those_who_are_here():
    days, heads = zip(*heads_until(TODAY), strict=True)
    for year in YEARS:
        published = np.interp(days_of(date(year, 12, 31)), days, heads) / heads[-1]
        assert drawn().has_rights_in(year).sum() / 20_000 == pytest.approx(published, abs=0.04)
    assert not [one for one in reached_by(drawn()) if not one.is_met]


def test_families_of_those_who_left_are_their_own():
    dependants, names = drawn().people.dependants, drawn().identities
    own = dependants.opener >= drawn().here
    assert own.sum() > len(left())
    assert np.array_equal(names.born_on[dependants.person], dependants.born_on)
    assert not set(dependants.person[own].tolist()) & set(dependants.person[~own].tolist())
    agents = dependants.person[own & (dependants.person < drawn().size)]
    assert len(agents)
    assert agents.min() >= drawn().here
    assert drawn().people.openers.household[left()].min() >= drawn().here


def test_who_left_is_called_for_and_uses_benefits_until_the_end_of_the_year_and_not_after():
    rules, careers = known_rules(), drawn().careers
    for year in (2021, 2022):
        settled = settled_in(drawn(), year, rules=rules, committee=committees_of(drawn()))
        gone = (careers.left_on != NEVER) & (careers.left_on < days_of(date(year, 1, 1)))
        users = np.unique(settled.opener)
        assert not gone[users].any()
        assert (users >= drawn().here).any()
        called = called_for(drawn(), year, rules.tariff)
        assert (called.active + called.retired).sum() == ((careers.arrived_on < days_of(date(year, 1, 1))) & ~gone).sum()
