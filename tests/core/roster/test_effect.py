"""What a list makes of the contribution and lets one fear of rights: estimates, never refusals."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from entraide.core.eligibility.values import Contract, Position
from entraide.core.money import Money
from entraide.core.roster.comparison import compare
from entraide.core.roster.effect import effect
from entraide.core.roster.plan import settle
from entraide.core.roster.stays import stay_of
from entraide.core.roster.values import HeldPerson, RosterLine, Status, Stay
from entraide.core.roster.warnings import eligibility_warning
from tests.harness.tariffs import TARIFF


ON = date(2024, 10, 15)
ARRIVED = date(2015, 1, 1)
YEAR = Money.of(217)


def held(number: int, status: Status = Status.ACTIVE, until: date | None = None, since: date = ARRIVED, **more) -> HeldPerson:
    names = (UUID(int=1000 + number), f"Petit{'abcdefghij'[number]}", "Zoé", date(1980, number, 1))
    stay = Stay(status, since, until, since, **more)
    return HeldPerson(*names, status, since, until, stays=(stay,), **more)


def line(person: HeldPerson, **more) -> RosterLine:
    values = {"status": person.status, "since": person.since, "until": person.until, **more}
    return RosterLine(person.id.int - 1000, person.family_name, person.given_name, person.born_on, **values)


def effect_of(people, lines, year: int = 2024, **values) -> tuple[Money | None, Money | None]:
    plan = compare(people, lines, year=year, on=ON)
    found = effect(plan, people, tariff=TARIFF, **values)
    return found.before, found.after


def days(count: int, rate: int = 217) -> Money:
    """Give what so many days of 2024 cost at a rate, rounded once."""
    return Money((rate * 100 * count * 2 + 366) // (2 * 366))


def test_a_list_that_says_what_is_held_changes_nothing():
    people = [held(1), held(2, Status.APPRENTICE), held(3, Status.RETIREE)]
    assert effect_of(people, [line(person) for person in people]) == (YEAR * 2 + Money.of(141), YEAR * 2 + Money.of(141))


def test_an_arrival_costs_its_days_and_a_departure_those_until_it():
    staying, leaving = held(1), held(2)
    lines = [line(staying), line(leaving, until=date(2024, 7, 1)), line(held(3), since=date(2024, 3, 1))]
    assert effect_of([staying, leaving], lines) == (YEAR * 2, YEAR + days(182) + days(306))
    assert effect_of([staying], [line(staying), line(held(4), since=date(2024, 3, 1), until=date(2024, 9, 1))])[1] == YEAR + days(184)


@pytest.mark.parametrize(
    "nobody",
    [
        held(2, until=date(2023, 12, 1)),
        held(2, since=date(2025, 1, 1)),
        held(2, position=Position.AVAILABILITY),
        held(2, contract=Contract.FIXED_TERM, contract_until=date(2024, 3, 1), since=date(2024, 1, 1)),
    ],
)
def test_who_left_before_the_year_comes_after_it_or_has_no_rights_is_called_by_nobody(nobody):
    assert effect_of([held(1), nobody], [line(held(1))])[0] == YEAR


def test_an_arrival_that_gives_no_rights_costs_nothing():
    summer = line(held(2), since=date(2024, 7, 1), contract=Contract.FIXED_TERM, contract_until=date(2024, 9, 1), until=date(2024, 9, 1))
    assert effect_of([held(1)], [line(held(1)), summer])[1] == YEAR


def test_days_after_the_end_of_rights_are_called_by_nobody():
    ended = held(1, contract=Contract.FIXED_TERM, contract_until=date(2024, 2, 1))
    assert effect_of([ended], [line(ended)], year=2024)[0] == YEAR
    assert effect_of([ended], [], year=2025)[0] == Money(0)
    body_left = replace(held(2), stays=(replace(held(2).stays[0], covered_until=date(2024, 7, 1)),))
    assert effect_of([body_left], [])[0] == days(182)


def test_a_change_of_class_is_counted_from_its_day_and_rounded_once():
    person = held(1)
    assert effect_of([person], [line(person, status=Status.RETIREE)])[1] == Money((21700 * 288 * 2 + 14100 * 78 * 2 + 366) // 732)
    assert effect_of([person], [line(person, time_share=80)])[1] == YEAR


def test_who_comes_back_costs_the_days_of_the_return_too():
    gone = held(1, until=date(2024, 3, 1))
    assert effect_of([gone], [line(gone, since=date(2024, 9, 1), until=None)]) == (days(60), days(60 + 122))
    assert effect_of([gone], [line(gone, until=None)])[1] == YEAR


def test_an_arrival_corrected_over_an_earlier_stay_counts_no_day_twice():
    first = Stay(Status.ACTIVE, date(2020, 1, 1), date(2024, 3, 1), date(2020, 1, 1))
    last = stay_of(line(held(1), since=date(2024, 6, 1)))
    person = replace(held(1), since=date(2024, 6, 1), stays=(first, last))
    assert effect_of([person], [line(person, since=date(2024, 2, 1))])[1] == YEAR


def test_a_doubt_leaves_the_person_held_and_its_answer_does_not():
    person = held(1)
    plan = compare([person], [replace(line(person), family_name="Petita x")], year=2024, on=ON)
    assert effect(plan, [person], tariff=TARIFF).after == YEAR
    assert effect(settle(plan, {1: False}), [person], tariff=TARIFF).after == YEAR + days(289)


def test_who_has_another_principal_employer_is_called_there():
    person = held(1)
    assert effect_of([person], [line(person)], elsewhere={person.id}) == (Money(0), Money(0))
    assert effect_of([person], [line(person), line(held(2))], second={2}) == (YEAR, YEAR)


def test_a_year_without_rate_has_no_estimate():
    assert effect_of([held(1, since=date(2000, 1, 1))], [], year=2010) == (None, None)


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
    told = "Cette ligne n’ouvre pas de droits. Les contrats comptent 91 jours en tout : il en faut 181, soit six mois."
    assert eligibility_warning(SHORT, ON) == told
