"""The synthetic France: the same by seed, near the published figures, and nobody impossible in it."""

from datetime import date
from functools import cache

import numpy as np

from entraide.config.population.sources import known_bodies, known_places
from entraide.core.eligibility.values import Contract
from entraide.population.synthetic.adults import ACTIVE, APPRENTICE, RETIREE
from entraide.population.synthetic.careers import APPRENTICESHIP, FIXED_TERM, LEAVINGS, NEVER, PERMANENT
from entraide.population.synthetic.civil_names import family_names, given_names
from entraide.population.synthetic.france import France, synthetic_france
from entraide.population.synthetic.persons import CHILD, SPOUSE, days_of
from entraide.population.synthetic.reached import reached_by
from entraide.population.synthetic.tuning import LEAST_CONTRACT_DAYS


TODAY = date(2024, 10, 15)
DAY = days_of(TODAY)
MANY = 20_000


@cache
def tables():
    return known_bodies(), known_places()


@cache
def drawn(seed: int = 1, size: tuple[int, int] = (426, MANY)) -> France:
    return synthetic_france(*tables(), size=size, seed=seed, on=TODAY)


def arrays(part: object) -> dict[str, np.ndarray]:
    return {name: held for name in part.__dataclass_fields__ if isinstance(held := getattr(part, name), np.ndarray)}


def parts(france: France) -> list[object]:
    return [
        france,
        france.members,
        france.members.bodies,
        france.careers,
        france.people.openers,
        france.people.dependants,
        france.identities,
    ]


def test_one_seed_gives_one_france_to_the_last_name_and_another_seed_another():
    twice = synthetic_france(*tables(), size=(426, MANY), seed=1, on=TODAY)
    for one, other in zip(parts(drawn()), parts(twice), strict=True):
        assert all(np.array_equal(held, arrays(other)[name]) for name, held in arrays(one).items())
    assert not np.array_equal(drawn(2).identities.given[:MANY], drawn().identities.given[:MANY])


def test_every_published_figure_is_reached_at_twenty_thousand_persons():
    assert not [f"{reached.target.name}: {reached.value}" for reached in reached_by(drawn()) if not reached.is_met]


def test_each_person_has_an_employer_who_has_so_many_of_them_and_joined_before_they_came():
    france = drawn()
    assert np.array_equal(np.bincount(france.employer, minlength=426), france.members.heads)
    assert (france.careers.arrived_on >= france.joined_on[france.employer]).all()
    assert (france.careers.arrived_on <= DAY).all()


def test_a_membership_begins_on_the_first_of_january_or_of_september():
    days = drawn().joined_on.astype("datetime64[D]")
    assert {str(day)[5:] for day in days} <= {"01-01", "09-01"}


def test_nobody_came_before_sixteen_and_who_leaves_was_there_in_january_and_leaves_in_the_year():
    openers, careers = drawn().people.openers, drawn().careers
    assert ((careers.arrived_on - openers.born_on) / 365.25 >= 16).all()
    leaves = careers.left_on != NEVER
    assert 0.02 < leaves.mean() < 0.08
    assert (careers.arrived_on[leaves] < days_of(date(2024, 1, 1))).all()
    assert (careers.left_on[leaves].astype("datetime64[D]").astype("datetime64[Y]").astype(int) == 54).all()
    assert np.array_equal(careers.leaving > 0, leaves)
    retires = careers.leaving == LEAVINGS.index("retirement")
    assert ((DAY - openers.born_on[retires]) / 365.25 >= 62).all()


def test_a_contract_goes_with_the_status_and_a_fixed_term_lasts_six_months_or_more():
    status, careers = drawn().people.openers.status, drawn().careers
    assert (careers.contract[status == RETIREE] == 0).all()
    assert (careers.contract[status == APPRENTICE] == APPRENTICESHIP).all()
    assert (careers.contract[status == ACTIVE] >= PERMANENT).all()
    assert len(Contract) == 4
    ends = careers.contract_until != NEVER
    assert (careers.contract[ends] == FIXED_TERM).all()
    assert (careers.contract_until[ends] - careers.arrived_on[ends] >= 184).all()


def test_no_child_is_older_than_a_parent_and_none_is_left_who_is_on_its_own():
    people = drawn().people
    dependants = people.dependants
    is_child = dependants.kind == CHILD
    assert (dependants.born_on[is_child] - people.openers.born_on[dependants.opener[is_child]] >= 15 * 365).all()
    assert dependants.is_dependent[is_child].all()


def test_who_is_somebody_s_spouse_and_an_agent_bears_one_name_and_couples_are_mostly_mixed():
    france = drawn()
    dependants, identities = france.people.dependants, france.identities
    assert np.array_equal(identities.born_on[: france.size], france.people.openers.born_on)
    assert np.array_equal(identities.born_on[dependants.person], dependants.born_on)
    spouses = dependants.kind == SPOUSE
    mixed = identities.is_woman[dependants.person[spouses]] != identities.is_woman[dependants.opener[spouses]]
    assert 0.95 < mixed.mean() < 1


def test_a_name_is_one_of_the_sex_and_of_the_decade_of_its_bearer():
    identities = drawn().identities
    old = (identities.born_on < days_of(date(1960, 1, 1))) & (identities.born_on >= days_of(date(1950, 1, 1))) & identities.is_woman
    codes, _ = given_names().frequencies[True, 1950]
    assert np.isin(identities.given[old], codes).all()
    assert identities.family.max() < len(family_names())


def test_people_live_in_the_department_of_their_employer_and_earn_what_is_earned_there():
    france = drawn()
    assert (france.places.department[france.home] == france.members.bodies.department[france.employer]).all()
    openers = france.people.openers
    rich = france.places.means[france.home] > np.quantile(france.places.means[france.home], 0.9)
    poor = france.places.means[france.home] < np.quantile(france.places.means[france.home], 0.1)
    assert openers.reference_income[rich].mean() > 1.2 * openers.reference_income[poor].mean()


def test_two_agents_who_live_together_live_in_one_department():
    france = drawn()
    dependants = france.people.dependants
    rows = np.flatnonzero((dependants.kind == SPOUSE) & (dependants.person < france.size))
    departments = france.places.department[france.home]
    assert (departments[dependants.opener[rows]] == departments[dependants.person[rows]]).mean() > 0.9


def test_the_days_after_the_last_published_figure_can_be_drawn_too():
    late = synthetic_france(*tables(), size=(40, 2_000), seed=1, on=date(2026, 5, 2))
    assert late.careers.arrived_on.max() <= days_of(date(2026, 5, 2))
    assert (late.careers.arrived_on >= days_of(date(2025, 1, 1))).any()
    grown = synthetic_france(*tables(), size=(426, MANY), seed=1, on=date(2026, 5, 2))
    assert not [reached.target.name for reached in reached_by(grown) if not reached.is_met]


def test_a_second_job_is_at_another_member_of_the_department_that_belonged_already_and_after_the_first_began():
    france = drawn()
    second, department = france.second_jobs, france.members.bodies.department
    first = france.employer[second.person]
    assert len(np.unique(second.person)) == len(second.person) > 300
    assert (second.member != first).all()
    assert (department[second.member] == department[first]).all()
    assert (second.since >= france.careers.arrived_on[second.person]).all()
    assert (second.since >= france.joined_on[second.member]).all()
    assert second.since.max() <= DAY
    assert (france.careers.left_on[second.person] == NEVER).all()


def test_nobody_leaves_before_rights_have_begun():
    careers = drawn().careers
    left = careers.left_on != NEVER
    stayed = careers.left_on[left] - careers.arrived_on[left]
    assert stayed.min() >= LEAST_CONTRACT_DAYS
