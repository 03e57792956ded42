"""A call is persons and days: each line is explained, and the lines of one person are rounded once."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.person_lines import Presence, counted, person_lines
from entraide.core.contributions.tariff import Division, HeadClass, RateMissing, Tariff
from entraide.core.contributions.trajectory import Trajectory
from entraide.core.money import Money, Rounding, total
from entraide.core.timeline import Dated, Timeline
from tests.harness.tariffs import TARIFF


ACTIVE, RETIREE = HeadClass.ACTIVE, HeadClass.RETIREE
ANNE, BRUNO = UUID(int=1), UUID(int=2)
YEAR = 2024


def divided(division):
    """The national tariff under another division of the year."""
    return Tariff(TARIFF.rates, Timeline((Dated(date(2018, 1, 1), division, "exemple", "illustrative"),)))


def told(lines):
    """What a test reads of lines: class, first and last day, days, cents."""
    return [(line.head_class.value, line.since, line.last_day, line.days, line.amount.cents) for line in lines]


def test_who_is_there_all_year_costs_the_rate_of_the_year():
    (line,) = person_lines(YEAR, [Presence(ANNE, ACTIVE, date(2011, 5, 2))], tariff=TARIFF)
    assert told([line]) == [("active", date(2024, 1, 1), date(2024, 12, 31), 366, 217_00)]
    assert (line.rate, line.confidence, line.is_confirmed, line.year_days) == (Money.of("217"), "H", True, 366)


def test_who_arrives_and_leaves_costs_the_days_between_rounded_half_up():
    lines = person_lines(YEAR, [Presence(ANNE, ACTIVE, date(2024, 3, 1), date(2024, 10, 1))], tariff=TARIFF)
    assert told(lines) == [("active", date(2024, 3, 1), date(2024, 9, 30), 214, 126_88)]


@pytest.mark.parametrize(
    ("division", "days"),
    [(Division.DAYS, 214), (Division.ARRIVALS, 306), (Division.WHOLE, 366)],
)
def test_the_division_of_the_year_says_which_days_count(division, days):
    lines = person_lines(YEAR, [Presence(ANNE, ACTIVE, date(2024, 3, 1), date(2024, 10, 1))], tariff=divided(division))
    assert [line.days for line in lines] == [days]


def test_before_any_rule_of_division_a_head_counts_for_the_year():
    undivided = Tariff(TARIFF.rates, Timeline(()))
    assert [line.days for line in person_lines(YEAR, [Presence(ANNE, ACTIVE, date(2024, 7, 1))], tariff=undivided)] == [366]


def test_a_break_within_the_year_is_covered_where_rights_go_on():
    twice = [Presence(ANNE, ACTIVE, date(2024, 1, 1), date(2024, 2, 1)), Presence(ANNE, ACTIVE, date(2024, 6, 1))]
    assert [line.days for line in person_lines(YEAR, twice, tariff=divided(Division.ARRIVALS))] == [152, 214]


def test_a_retirement_makes_two_lines_at_two_rates():
    lines = person_lines(
        YEAR, [Presence(ANNE, ACTIVE, date(2000, 1, 1), date(2024, 7, 1)), Presence(ANNE, RETIREE, date(2024, 7, 1))], tariff=TARIFF
    )
    assert told(lines) == [
        ("active", date(2024, 1, 1), date(2024, 6, 30), 182, 107_91),
        ("retiree", date(2024, 7, 1), date(2024, 12, 31), 184, 70_88),
    ]


def test_a_person_who_is_there_twice_counts_once_as_an_agent():
    both = [Presence(ANNE, RETIREE, date(2020, 1, 1)), Presence(ANNE, ACTIVE, date(2024, 2, 1), date(2024, 3, 1))]
    assert [(line.head_class, line.days) for line in person_lines(YEAR, both, tariff=TARIFF)] == [
        (RETIREE, 31),
        (ACTIVE, 29),
        (RETIREE, 306),
    ]


def test_who_is_not_there_in_the_year_has_no_line():
    away = [Presence(ANNE, ACTIVE, date(2025, 1, 1)), Presence(BRUNO, ACTIVE, date(2020, 1, 1), date(2024, 1, 1))]
    assert person_lines(YEAR, away, tariff=TARIFF) == ()


def test_a_rate_that_nobody_has_said_is_named_with_its_year():
    with pytest.raises(RateMissing) as refused:
        person_lines(2017, [Presence(ANNE, RETIREE, date(2010, 1, 1))], tariff=TARIFF)
    assert refused.value.params == {"head_class": "retraité", "year": 2017}


def test_a_rate_carried_on_says_that_nobody_confirmed_it():
    (line,) = person_lines(2026, [Presence(ANNE, ACTIVE, date(2010, 1, 1))], tariff=TARIFF)
    assert not line.is_confirmed


def test_a_member_on_its_own_way_pays_its_own_rate():
    own = Trajectory(2024, {ACTIVE: Money.of("150")}, flat_years=2, steps=3, source="exemple", confidence="illustrative")
    presences = [Presence(ANNE, ACTIVE, date(2010, 1, 1)), Presence(BRUNO, RETIREE, date(2010, 1, 1))]
    assert [line.amount for line in person_lines(YEAR, presences, tariff=TARIFF, trajectory=own)] == [Money.of("150"), Money.of("141")]


days = st.integers(-40, 420).map(lambda offset: date(YEAR, 1, 1) + timedelta(days=offset))


anyone = st.sampled_from([ANNE, BRUNO])


@st.composite
def presence(draw, person=anyone):
    """A presence that may begin before the year and end after it, or never."""
    since = draw(days)
    until = draw(st.none() | st.integers(1, 300).map(lambda length: since + timedelta(days=length)))
    return Presence(draw(person), draw(st.sampled_from(HeadClass)), since, until)


divisions = st.sampled_from(Division).map(divided)


@given(st.lists(presence(), max_size=6), divisions)
def test_the_lines_of_a_person_are_rounded_once_and_never_cost_more_than_the_year(presences, tariff):
    lines = person_lines(YEAR, presences, tariff=tariff)
    for person in {line.person for line in lines}:
        own = [line for line in lines if line.person == person]
        exact = sum((Fraction(line.rate.cents * line.days, line.year_days) for line in own), Fraction(0))
        assert total(line.amount for line in own) == Money.rounded(exact, Rounding.HALF_UP)
        assert total(line.amount for line in own) <= Money.of("217")
        assert sum(line.days for line in own) <= 366
        assert all(line.until <= after.since for line, after in zip(own, own[1:], strict=False))


@given(st.lists(presence(st.just(ANNE)), max_size=4), presence(st.just(ANNE)), days, divisions)
def test_a_stay_written_in_two_parts_costs_what_it_costs_in_one(others, stay, cut, tariff):
    end = stay.until or date(9999, 1, 1)
    if not stay.since < cut < end:
        return
    parts = [Presence(ANNE, stay.head_class, stay.since, cut), Presence(ANNE, stay.head_class, cut, stay.until)]
    assert person_lines(YEAR, [*others, stay], tariff=tariff) == person_lines(YEAR, [*others, *parts], tariff=tariff)


@given(st.lists(presence(), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_a_list_changes_nothing(presences, random):
    shuffled = random.sample(presences, len(presences))
    assert person_lines(YEAR, presences, tariff=TARIFF) == person_lines(YEAR, shuffled, tariff=TARIFF)


# Several members


TOWN, SYNDICATE = UUID(int=100), UUID(int=200)


def at(member, since, until=None, **values):
    return Presence(ANNE, values.pop("head_class", ACTIVE), since, until, member, **values)


def shared(*presences, division=Division.DAYS):
    """For which member each day of Anne's counts: member, first day, last day excluded."""
    return [(part.member, part.since, part.until) for part in counted(YEAR, presences, division=division)]


def test_a_day_on_two_lists_counts_for_the_member_declared_principal():
    both = at(TOWN, date(2010, 1, 1)), at(SYNDICATE, date(2020, 1, 1), is_principal=True)
    assert shared(*both) == [(SYNDICATE, date(2024, 1, 1), date(2025, 1, 1))]


def test_without_a_declared_principal_the_first_arrival_counts_even_where_its_presence_was_cut():
    cut = at(TOWN, date(2023, 1, 1), arrived_on=date(2010, 1, 1)), at(SYNDICATE, date(2020, 1, 1))
    assert shared(*cut) == [(TOWN, date(2024, 1, 1), date(2025, 1, 1))]


def test_the_other_member_counts_from_the_day_the_first_one_ends():
    left = at(TOWN, date(2010, 1, 1), date(2024, 7, 1), is_principal=True), at(SYNDICATE, date(2020, 1, 1))
    assert shared(*left) == [(TOWN, date(2024, 1, 1), date(2024, 7, 1)), (SYNDICATE, date(2024, 7, 1), date(2025, 1, 1))]


def test_who_changes_members_is_not_asked_for_twice_where_rights_go_on_to_the_years_end():
    moved = at(TOWN, date(2010, 1, 1), date(2024, 7, 1)), at(SYNDICATE, date(2024, 9, 1))
    assert shared(*moved, division=Division.ARRIVALS) == [
        (TOWN, date(2024, 1, 1), date(2024, 9, 1)),
        (SYNDICATE, date(2024, 9, 1), date(2025, 1, 1)),
    ]
    assert shared(*moved, division=Division.WHOLE) == [(TOWN, date(2024, 1, 1), date(2025, 1, 1))]


@given(
    st.lists(
        st.tuples(presence(st.just(ANNE)), st.sampled_from([TOWN, SYNDICATE]), st.booleans()).map(
            lambda drawn: replace(drawn[0], member=drawn[1], is_principal=drawn[2])
        ),
        max_size=6,
    )
)
def test_each_day_on_some_list_counts_once_and_no_other_day_does(presences):
    first = date(YEAR, 1, 1)
    listed = {
        day
        for offset in range(366)
        for each in presences
        if each.since <= (day := first + timedelta(days=offset)) and (each.until is None or day < each.until)
    }
    found = [
        part.since + timedelta(days=n)
        for part in counted(YEAR, presences, division=Division.DAYS)
        for n in range((part.until - part.since).days)
    ]
    assert len(found) == len(set(found))
    assert set(found) == listed
