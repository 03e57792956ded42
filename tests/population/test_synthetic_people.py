"""Synthetic beneficiaries and their dependants: the same by seed, close to the published figures, and never impossible."""

from datetime import date
from functools import cache

import numpy as np
import pytest

from entraide.core.rules import FACTS
from entraide.population.synthetic import CHILD, SPOUSE, Dependants, People, synthetic_people
from entraide.population.synthetic.calibration import calibration
from entraide.population.synthetic.incomes import tax
from entraide.population.synthetic.persons import days_of, nbytes


TODAY = date(2024, 10, 15)
DAY = days_of(TODAY)
MANY = 60_000
YEAR = 365.25


@cache
def many() -> People:
    return synthetic_people(beneficiaries=MANY, seed=2024, on=TODAY)


def children(people: People) -> np.ndarray:
    return people.dependants.kind == CHILD


def differences(one: People, other: People) -> set[str]:
    parts = ((one.openers, other.openers), (one.dependants, other.dependants))
    return {
        name for left, right in parts for name in left.__dataclass_fields__ if not np.array_equal(getattr(left, name), getattr(right, name))
    }


def test_the_same_seed_gives_the_same_people_and_another_seed_gives_others() -> None:
    twice = [synthetic_people(beneficiaries=3000, seed=7, on=TODAY) for _ in range(2)]
    assert differences(*twice) == set()
    changed = differences(twice[0], synthetic_people(beneficiaries=3000, seed=8, on=TODAY))
    assert changed == {*twice[0].openers.__dataclass_fields__, *Dependants.__dataclass_fields__}


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_the_smallest_populations_hold_together(size: int) -> None:
    people = synthetic_people(beneficiaries=size, seed=1, on=TODAY)
    assert people.openers.size == size
    assert (people.dependants.opener < size).all()


def test_no_beneficiary_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one beneficiary"):
        synthetic_people(beneficiaries=0, seed=1, on=TODAY)


def test_ages_and_incomes_are_those_that_are_published() -> None:
    openers, published = many().openers, calibration()
    at_work = openers.status == sorted(FACTS["status"].choices).index("active")
    age = (DAY - openers.born_on[at_work]) / YEAR
    assert age.mean() == pytest.approx(published.mean_age, abs=1)
    assert (age >= 50).mean() == pytest.approx(published.aged_50_or_more, abs=0.02)
    assert (age < 30).mean() == pytest.approx(published.under_30, abs=0.01)
    by_share = np.median(openers.reference_income / 50 / openers.tax_half_shares)
    assert by_share == pytest.approx(15_313, rel=0.05)  # « rfr_par_part_2022 », median, in the calibration file


def test_families_are_those_that_are_published() -> None:
    people, published = many(), calibration()
    parents = np.bincount(people.dependants.opener[children(people)], minlength=MANY) > 0
    assert people.openers.has_partner[parents].mean() == pytest.approx(published.couples_among_families, abs=0.03)
    assert people.dependants.size / MANY == pytest.approx(2.5, abs=0.1)


def test_every_dependant_has_an_opener_and_those_of_an_opener_stand_together() -> None:
    dependants = many().dependants
    assert dependants.opener.min() >= 0
    assert dependants.opener.max() < MANY
    assert (np.diff(dependants.opener) >= 0).all()


def test_children_are_born_once_their_opener_is_fifteen_and_before_today() -> None:
    people = many()
    is_child, dependants = children(people), people.dependants
    opener_age = dependants.born_on[is_child] - people.openers.born_on[dependants.opener[is_child]]
    assert opener_age.min() >= 15 * YEAR
    assert dependants.born_on.max() <= DAY
    assert (DAY - dependants.born_on[~is_child]).min() >= 15 * YEAR


def test_an_opener_has_a_spouse_exactly_when_a_partner_lives_there() -> None:
    people = many()
    spouses = np.bincount(people.dependants.opener[people.dependants.kind == SPOUSE], minlength=MANY)
    assert np.array_equal(spouses, people.openers.has_partner.astype(np.int64))
    assert not people.openers.has_two_notices[~people.openers.has_partner].any()
    assert not people.openers.partner_tax_line_14[~people.openers.has_two_notices].any()
    assert not people.openers.is_lone_parent[people.openers.has_partner].any()


def test_two_agents_who_live_together_are_each_other_s_spouse_in_one_household() -> None:
    people = many()
    dependants, openers = people.dependants, people.openers
    rows = np.flatnonzero((dependants.kind == SPOUSE) & (dependants.person < MANY))
    assert len(rows) > 500
    spouse_of = np.full(MANY, -1)
    spouse_of[dependants.opener[rows]] = dependants.person[rows]
    one = dependants.opener[rows]
    other = spouse_of[one]
    assert np.array_equal(spouse_of[other], one)
    assert np.array_equal(openers.household[one], openers.household[other])
    assert np.array_equal(openers.has_two_notices[one], openers.has_two_notices[other])
    assert np.array_equal(dependants.born_on[rows], openers.born_on[other])


def test_a_child_of_two_beneficiaries_is_one_person_with_one_opener_in_each_household() -> None:
    people = many()
    dependants = people.dependants
    is_child = np.flatnonzero(children(people))
    person, first, held_by = np.unique(dependants.person[is_child], return_index=True, return_counts=True)
    assert set(held_by) == {1, 2}
    order = np.argsort(dependants.person[is_child], kind="stable")
    shared = is_child[order][np.repeat(held_by == 2, held_by)].reshape(-1, 2)
    assert (dependants.born_on[shared[:, 0]] == dependants.born_on[shared[:, 1]]).all()
    assert (dependants.opener[shared[:, 0]] != dependants.opener[shared[:, 1]]).all()
    assert dependants.other_parent_is_beneficiary[shared].all()
    household = people.openers.household[dependants.opener[shared]]
    at_one_home = household[:, 0] == household[:, 1]
    assert (dependants.opens_right[shared].sum(axis=1) == np.where(at_one_home, 1, 2)).all()
    alternating = sorted(FACTS["custody"].choices).index("alternating")
    assert (dependants.custody[shared[~at_one_home]] == alternating).all()
    assert 0 < at_one_home.sum() < len(shared)
    assert not dependants.other_parent_is_beneficiary[is_child[first[held_by == 1]]].any()
    assert person.min() >= MANY


def test_half_shares_follow_the_adults_who_declare_and_their_dependent_children() -> None:
    openers, dependants = many().openers, many().dependants
    dependent = np.bincount(dependants.opener[dependants.is_dependent], minlength=MANY)
    of_children = np.array([0, 1, 2, 4, 6, 8, 10, 12, 14])[dependent]
    adults = 2 + 2 * (openers.has_partner & ~openers.has_two_notices)
    assert np.array_equal(openers.tax_half_shares, adults + of_children + openers.is_lone_parent)
    assert np.array_equal(openers.household_size, 1 + openers.has_partner + dependent)


def test_the_tax_is_progressive_by_share() -> None:
    income = np.array([20_000, 40_000, 40_000, 0], np.int32)
    shares = np.array([2, 2, 4, 2], np.uint8)
    # 20 000 by share: (20 000 - 11 294) at 11 %; 40 000 by share: 17 503 at 11 % and 11 203 at 30 %.
    assert tax(income, shares).tolist() == [957, 5286, 1915, 0]


def test_both_sides_of_the_tax_are_there() -> None:
    line = many().openers.tax_line_14
    assert 0.2 < (line == 0).mean() < 0.5
    assert (line > 250_000).mean() > 0.1


def test_a_beneficiary_and_dependants_take_fewer_than_a_hundred_bytes() -> None:
    assert nbytes(many()) / MANY < 100
