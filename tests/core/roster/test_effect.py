"""What a list makes of the contribution and lets one fear of rights: estimates, never refusals."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from entraide.core.eligibility.values import Contract, Position
from entraide.core.money import Money
from entraide.core.roster.comparison import compare
from entraide.core.roster.effect import Heads, heads_after, heads_of
from entraide.core.roster.values import HeldPerson, RosterLine, Status
from entraide.core.roster.warnings import eligibility_warning


ON = date(2024, 10, 15)
ARRIVED = date(2015, 1, 1)


def held(number: int, status: Status = Status.ACTIVE, until: date | None = None, since: date = ARRIVED) -> HeldPerson:
    return HeldPerson(UUID(int=number), f"Petit{'abcdefghij'[number]}", "Zoé", date(1980, number, 1), status, since, until)


def line(person: HeldPerson, **more) -> RosterLine:
    values = {"status": person.status, "since": person.since, "until": person.until, **more}
    return RosterLine(person.id.int, person.family_name, person.given_name, person.born_on, **values)


def after(people, lines) -> tuple[Heads, Heads]:
    plan = compare(people, lines, year=2024, on=ON)
    before = heads_of(people, ON)
    return before, heads_after(plan, before)


def test_heads_are_those_present_on_the_day_retirees_apart():
    people = [held(1), held(2, Status.APPRENTICE), held(3, Status.RETIREE), held(4, until=ON), held(5, since=date(2024, 12, 1))]
    assert heads_of(people, ON) == Heads(2, 1)


def test_arrivals_and_departures_move_the_heads_of_their_own_rate():
    staying, leaving, retiree = held(1), held(2), held(3, Status.RETIREE)
    newcomers = [line(held(4)), line(held(5, Status.RETIREE)), line(held(6), until=date(2024, 12, 1))]
    assert after([staying, leaving, retiree], [line(staying), *newcomers]) == (Heads(2, 1), Heads(2, 1))
    assert after([staying, leaving, retiree], [line(staying), line(retiree)]) == (Heads(2, 1), Heads(1, 1))


def test_a_departure_of_someone_who_was_not_there_yet_takes_nobody_away():
    later = held(1, since=date(2024, 12, 1))
    assert after([later], [line(later, until=date(2024, 12, 31))]) == (Heads(), Heads())


@pytest.mark.parametrize(
    ("person", "told", "heads"),
    [
        (held(1), {"status": Status.RETIREE}, Heads(0, 1)),
        (held(1, until=date(2024, 9, 1)), {"until": None}, Heads(1, 0)),
        (held(1, until=date(2024, 9, 1)), {"status": Status.RETIREE}, Heads()),
        (held(1), {"status": Status.RETIREE, "until": date(2024, 12, 1)}, Heads()),
        (held(1), {"service": "Parcs"}, Heads(1, 0)),
    ],
)
def test_a_change_moves_a_head_where_it_moves_the_person(person, told, heads):
    assert after([person], [line(person, **told)])[1] == heads


def test_a_doubt_moves_nobody():
    person = held(1)
    assert after([person], [replace(line(person), family_name="Petita x")])[1] == Heads(1, 0)


def test_heads_are_called_at_the_rates_of_the_year_and_of_no_other():
    assert Heads(9, 1).called(2024) == Money.of(9 * 217 + 141)
    assert Heads(9, 1).called(2010) is None


SHORT = line(held(1, since=date(2024, 9, 1)), contract=Contract.FIXED_TERM, contract_until=date(2024, 12, 1))


@pytest.mark.parametrize(
    ("told", "is_warned"),
    [
        ({}, True),
        ({"since": date(2024, 11, 1)}, True),
        ({"until": date(2024, 10, 1), "contract_until": None}, True),
        ({"contract_until": date(2025, 9, 1)}, False),
        ({"contract": None, "contract_until": None}, False),
        ({"contract": Contract.PERMANENT, "contract_until": None}, False),
        ({"contract": Contract.PERMANENT, "contract_until": None, "position": Position.AVAILABILITY}, True),
        ({"status": Status.RETIREE}, False),
    ],
)
def test_a_line_that_gives_no_rights_is_warned_of(told, is_warned):
    assert bool(eligibility_warning(replace(SHORT, **told), ON)) is is_warned


def test_a_short_contract_is_told_with_its_days():
    assert eligibility_warning(SHORT, ON) == "Les contrats comptent 91 jours en tout : il en faut 181, soit six mois."
