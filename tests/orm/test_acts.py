"""An act over valid-time rows is taken back whole: what stood before stands again, and both acts stay in history."""

from datetime import date, timedelta

import pytest

from entraide.apps.members.models import MemberName
from entraide.orm.acts import Stamp, ended, from_day_on, is_built_upon, rewrite, take_back
from entraide.orm.keys import uuid7
from tests.factories.base import NOW
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def renamed():
    """A member whose name was rewritten by an act."""
    member, act = MemberFactory(named__name="Reims"), Stamp(uuid7(), NOW)
    rewrite(list(MemberName.objects.current().filter(member=member)), act, name="Reims-la-Neuve")
    return member, act


def said(member):
    """What a member is called, as every current view reads it."""
    return list(MemberName.objects.current().filter(member=member).order_by("since").values_list("name", "search_name", "since", "until"))


def test_what_is_written_again_is_all_that_the_row_said_but_what_the_act_says_otherwise(renamed):
    member, _ = renamed
    assert said(member) == [("Reims-la-Neuve", "reims la neuve", date(2020, 1, 1), None)]


def test_an_act_taken_back_leaves_every_current_view_as_before_and_both_acts_in_history(renamed):
    member, act = renamed
    take_back(MemberName, act.id, Stamp(uuid7(), LATER))
    assert said(member) == [("Reims", "reims", date(2020, 1, 1), None)]
    assert MemberName.objects.filter(member=member).count() == 3


def test_an_act_is_built_upon_once_what_it_wrote_was_superseded(renamed):
    member, act = renamed
    assert not is_built_upon(MemberName, act.id)
    rewrite(list(MemberName.objects.current().filter(member=member)), Stamp(uuid7(), LATER), name="Autre")
    assert is_built_upon(MemberName, act.id)


def test_acts_are_taken_back_one_after_the_other(renamed):
    member, first = renamed
    second = Stamp(uuid7(), LATER)
    rewrite(list(MemberName.objects.current().filter(member=member)), second, name="Autre")
    take_back(MemberName, second.id, Stamp(uuid7(), LATER))
    assert said(member)[0][0] == "Reims-la-Neuve"
    assert not is_built_upon(MemberName, first.id)
    take_back(MemberName, first.id, Stamp(uuid7(), LATER))
    assert said(member) == [("Reims", "reims", date(2020, 1, 1), None)]


def named(member):
    """The rows of a member's name that count."""
    return list(MemberName.objects.current().filter(member=member).order_by("since"))


def test_a_fact_said_otherwise_from_a_day_on_stays_what_it_was_before(renamed):
    member, _ = renamed
    from_day_on(named(member), date(2024, 1, 1), act=Stamp(uuid7(), LATER), name="Autre")
    first, second = said(member)
    assert (first[0], *first[2:]) == ("Reims-la-Neuve", date(2020, 1, 1), date(2024, 1, 1))
    assert (second[0], *second[2:]) == ("Autre", date(2024, 1, 1), None)


def test_a_fact_said_otherwise_from_its_first_day_is_replaced(renamed):
    member, _ = renamed
    from_day_on(named(member), date(2020, 1, 1), act=Stamp(uuid7(), LATER), name="Autre")
    assert [one[0] for one in said(member)] == ["Autre"]


def test_an_ended_fact_keeps_its_days_before_and_one_that_was_to_begin_later_never_does(renamed):
    member, _ = renamed
    from_day_on(named(member), date(2030, 1, 1), act=Stamp(uuid7(), LATER), name="Autre")
    ended(named(member), date(2024, 1, 1), act=Stamp(uuid7(), LATER + timedelta(hours=1)))
    assert [one[2:] for one in said(member)] == [(date(2020, 1, 1), date(2024, 1, 1))]


def test_a_fact_that_is_over_by_that_day_is_left_as_it_is(renamed):
    member, _ = renamed
    ended(named(member), date(2022, 1, 1), act=Stamp(uuid7(), LATER))
    before = named(member)[0].pk
    ended(named(member), date(2024, 1, 1), act=Stamp(uuid7(), LATER))
    from_day_on(named(member), date(2023, 1, 1), act=Stamp(uuid7(), LATER), name="Autre")
    assert [one.pk for one in named(member)] == [before]
