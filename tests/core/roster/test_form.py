"""A staff told person by person changes what a list would, and never makes anybody leave by silence."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from entraide.core.roster.form import already_listed, is_listed, line_of, plan_of_form
from entraide.core.roster.plan import Arrival, settle
from entraide.core.roster.values import HeldPerson, RosterLine, Status


ON = date(2024, 10, 15)
ZOE = HeldPerson(UUID(int=1), "Petit", "Zoé", date(1980, 1, 1), Status.ACTIVE, date(2015, 1, 1), service="Voirie")
PAUL = HeldPerson(UUID(int=2), "Grand", "Paul", date(1970, 1, 1), Status.ACTIVE, date(2010, 1, 1))
GONE = replace(PAUL, id=UUID(int=3), family_name="Ancien", until=date(2023, 1, 1))
NEW = RosterLine(9, "Nguyen", "Ana", date(1990, 1, 1), Status.ACTIVE, date(2024, 9, 1))


def told(people, told_of=(), added=()):
    return plan_of_form(people, dict(told_of), added, year=2024, on=ON)


def test_a_line_made_of_a_person_says_exactly_what_is_held():
    assert told([ZOE, PAUL], {ZOE.id: line_of(ZOE, 1)}.items()).is_empty


def test_whoever_is_not_told_of_stays_as_held():
    plan = told([ZOE, PAUL])
    assert (plan.is_empty, plan.unchanged_count, plan.staff_count) == (True, 2, 2)


def test_a_departure_and_a_change_are_those_of_a_list():
    left = replace(line_of(ZOE, 1), until=date(2024, 9, 1))
    moved = replace(line_of(PAUL, 2), service="Parcs")
    plan = told([ZOE, PAUL], {ZOE.id: left, PAUL.id: moved}.items())
    assert [departure.until for departure in plan.departures] == [date(2024, 9, 1)]
    assert [field.field for change in plan.changes for field in change.fields] == ["service"]
    assert plan.unchanged_count == 0


def test_an_added_agent_arrives_and_one_who_had_left_comes_back():
    back = replace(line_of(GONE, 8), since=date(2024, 9, 1), until=None)
    plan = told([ZOE, GONE], added=[NEW, back])
    assert plan.arrivals == (Arrival(back, GONE.id), Arrival(NEW))
    assert (plan.departures, plan.unchanged_count, plan.staff_count) == ((), 1, 1)


def test_a_doubt_answered_by_another_person_keeps_the_one_who_is_there():
    alike = replace(line_of(ZOE, 9), family_name="Petiot")
    plan = told([ZOE], added=[alike])
    assert [doubt.is_kept for doubt in plan.doubts] == [True]
    settled = settle(plan, {9: False})
    assert (len(settled.arrivals), settled.departures) == (1, ())


def test_someone_who_is_told_of_is_not_looked_for_among_those_added():
    left = replace(line_of(ZOE, 1), until=date(2024, 9, 1))
    plan = told([ZOE], {ZOE.id: left}.items(), [replace(line_of(ZOE, 9), family_name="Petiot")])
    assert (len(plan.departures), len(plan.arrivals), plan.doubts) == (1, 1, ())


def test_someone_who_has_left_is_neither_asked_about_nor_already_there():
    assert is_listed(ZOE, ON)
    assert is_listed(replace(ZOE, until=date(2024, 12, 1)), ON)
    assert not is_listed(GONE, ON)
    assert already_listed([ZOE, GONE], replace(line_of(ZOE, 1), given_name="ZOE"), ON) is ZOE
    assert already_listed([ZOE, GONE], line_of(GONE, 1), ON) is None
    assert told([GONE], {GONE.id: line_of(GONE, 1)}.items()).unchanged_count == 0
