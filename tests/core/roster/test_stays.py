"""A presence is cut, moved and ended as lists say; what was before a change of status stays."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from entraide.core.eligibility.values import Contract, Position
from entraide.core.roster.plan import Change, Departure, FieldChange, matched
from entraide.core.roster.stays import Stay, changed, crosses, cut_before, departed, ended, last_presence, rights_ends, stay_of
from entraide.core.roster.values import HeldPerson, RosterLine, Status


TODAY = date(2024, 10, 15)
ARRIVED = date(2015, 1, 1)
HELD = HeldPerson(UUID(int=1), "Petit", "Paul", date(1980, 5, 1), Status.ACTIVE, ARRIVED, matricule="42", service="Voirie")
STAYS = (Stay(Status.ACTIVE, ARRIVED, None, ARRIVED, "Voirie", "42"),)
LINE = RosterLine(2, "Petit", "Paul", date(1980, 5, 1), Status.ACTIVE, ARRIVED, matricule="42", service="Voirie")


def after(line: RosterLine, stays: tuple[Stay, ...] = STAYS) -> tuple[Stay, ...]:
    last = stays[-1]
    told = {name: getattr(last, name) for name in ("matricule", "service", "contract", "contract_until", "position", "time_share")}
    held = replace(HELD, status=last.status, since=last.arrived_on, until=last.until, **told)
    for entry in matched(held, line, TODAY):
        stays = changed(stays, entry, on=TODAY) if isinstance(entry, Change) else departed(stays, entry)
    return stays


def left(stay: Stay, until: date) -> Stay:
    return replace(stay, until=until, leaving="departure")


def test_an_arrival_is_one_stay_from_its_day():
    assert stay_of(replace(LINE, until=date(2025, 1, 1))) == left(STAYS[0], date(2025, 1, 1))


def test_a_service_and_a_payroll_number_are_corrected_where_they_are():
    assert after(replace(LINE, service="Parcs", matricule="43")) == (replace(STAYS[0], service="Parcs", matricule="43"),)


def test_a_service_that_the_list_leaves_blank_stays_when_something_else_changes():
    assert after(replace(LINE, service="", matricule="43"))[0].service == "Voirie"


def test_a_status_changes_from_the_day_of_the_list_and_what_was_before_stays():
    assert after(replace(LINE, status=Status.RETIREE)) == (
        replace(STAYS[0], until=TODAY),
        replace(STAYS[0], status=Status.RETIREE, since=TODAY),
    )


def test_a_status_with_a_later_arrival_changes_from_that_arrival():
    retired = date(2024, 7, 1)
    assert after(replace(LINE, status=Status.RETIREE, since=retired)) == (
        replace(STAYS[0], until=retired),
        replace(STAYS[0], status=Status.RETIREE, since=retired, arrived_on=retired),
    )


@pytest.mark.parametrize(
    "stay", [replace(STAYS[0], since=TODAY, arrived_on=TODAY), replace(STAYS[0], until=date(2024, 9, 1), leaving="departure")]
)
def test_a_status_whose_stay_has_not_begun_or_is_over_is_corrected(stay):
    line = replace(LINE, status=Status.APPRENTICE, since=stay.arrived_on, until=stay.until)
    assert after(line, (stay,)) == (replace(stay, status=Status.APPRENTICE),)


def test_a_status_told_with_a_departure_that_is_past_is_corrected():
    gone = after(replace(LINE, status=Status.RETIREE, until=date(2024, 6, 1)))
    assert gone == (left(replace(STAYS[0], status=Status.RETIREE), date(2024, 6, 1)),)


def test_an_earlier_arrival_covers_what_it_did_not():
    assert after(replace(LINE, since=date(2010, 3, 1))) == (replace(STAYS[0], since=date(2010, 3, 1), arrived_on=date(2010, 3, 1)),)


def test_an_earlier_presence_gives_way_to_an_arrival_corrected_into_it():
    old = Stay(Status.ACTIVE, date(2000, 1, 1), date(2005, 1, 1), date(2000, 1, 1))
    assert not crosses(old, STAYS)
    into = (replace(STAYS[0], since=date(2003, 1, 1)),)
    assert crosses(old, into)
    assert cut_before(old, into) == replace(old, until=date(2003, 1, 1))
    assert cut_before(old, (replace(STAYS[0], since=date(2000, 1, 1)),)) is None


def test_a_later_arrival_gives_up_what_came_before():
    stays = after(replace(LINE, status=Status.RETIREE))
    moved = after(replace(LINE, status=Status.RETIREE, since=date(2020, 1, 1)), stays)
    assert [(stay.since, stay.until, stay.arrived_on) for stay in moved] == [
        (date(2020, 1, 1), TODAY, date(2020, 1, 1)),
        (TODAY, None, date(2020, 1, 1)),
    ]
    beyond = after(replace(LINE, status=Status.RETIREE, since=date(2024, 12, 1)), stays)
    assert [(stay.since, stay.status) for stay in beyond] == [(date(2024, 12, 1), Status.RETIREE)]


def test_the_same_list_again_changes_nothing_of_a_cut_presence():
    for line in (replace(LINE, status=Status.RETIREE), replace(LINE, status=Status.RETIREE, since=date(2024, 7, 1))):
        once = after(line)
        assert after(line, once) == once


def test_a_departure_ends_the_last_stay_and_forgets_those_that_come_after_it():
    stays = after(replace(LINE, status=Status.RETIREE))
    assert ended(stays, date(2024, 12, 1))[-1].until == date(2024, 12, 1)
    assert ended(stays, date(2024, 9, 1)) == (left(STAYS[0], date(2024, 9, 1)),)
    assert departed(STAYS, Departure(HELD, date(2024, 9, 1))) == (left(STAYS[0], date(2024, 9, 1)),)


def test_a_departure_is_taken_back_or_moved():
    gone = (replace(STAYS[0], until=date(2024, 10, 1)),)
    assert after(LINE, gone) == STAYS
    assert after(replace(LINE, until=date(2024, 11, 1)), gone) == (left(STAYS[0], date(2024, 11, 1)),)


def test_rights_pass_from_stay_to_stay_and_go_on_to_the_end_of_the_year():
    cut = after(replace(LINE, status=Status.RETIREE))
    assert rights_ends(cut) == (TODAY, None)
    assert rights_ends(ended(cut, date(2024, 11, 1))) == (TODAY, date(2025, 1, 1))


def test_the_last_presence_is_that_of_the_last_arrival():
    old = Stay(Status.ACTIVE, date(2000, 1, 1), date(2005, 1, 1), date(2000, 1, 1))
    cut = after(replace(LINE, status=Status.RETIREE))
    assert last_presence((cut[1], old, cut[0])) == cut


def test_what_is_said_of_the_identity_is_left_aside():
    assert changed(STAYS, Change(HELD, LINE, (FieldChange("email", "", "p@ville.example"),)), on=TODAY) == STAYS


def test_what_comes_with_a_departure_is_said_of_the_last_stay_that_it_leaves():
    retired = after(replace(LINE, status=Status.RETIREE))
    gone = after(replace(LINE, service="Parcs", matricule="43", until=date(2024, 6, 1)), retired)
    assert gone == (left(replace(STAYS[0], service="Parcs", matricule="43"), date(2024, 6, 1)),)


FIXED = replace(STAYS[0], contract=Contract.FIXED_TERM, contract_until=date(2025, 1, 1), time_share=80)


def test_what_was_not_known_of_a_contract_is_filled_in_where_it_is():
    told = replace(LINE, contract=Contract.FIXED_TERM, contract_until=date(2025, 1, 1), time_share=80)
    assert after(told) == (FIXED,)
    assert after(told, (FIXED,)) == (FIXED,)


@pytest.mark.parametrize(
    "news",
    [{"position": Position.AVAILABILITY}, {"time_share": 100}, {"contract_until": date(2026, 1, 1)}, {"contract": Contract.APPRENTICESHIP}],
)
def test_a_known_contract_position_or_time_share_changes_from_the_day_of_the_list(news):
    dropped = {"contract_until": None} if "contract" in news else {}
    assert after(replace(LINE, **news), (FIXED,)) == (replace(FIXED, until=TODAY), replace(FIXED, since=TODAY, **news, **dropped))


def test_a_contract_without_end_drops_the_end_that_was_held():
    told = replace(LINE, contract=Contract.OPEN_ENDED)
    (before, now) = after(told, (FIXED,))
    assert (before.contract_until, now.contract, now.contract_until) == (date(2025, 1, 1), Contract.OPEN_ENDED, None)


def test_a_list_that_says_nothing_of_a_contract_loses_nothing_of_it():
    rich = replace(FIXED, position=Position.LENT, came_from=UUID(int=9))
    (changed_stay,) = after(replace(LINE, service="Parcs"), (rich,))
    assert changed_stay == replace(rich, service="Parcs")
    (moved,) = after(replace(LINE, since=date(2010, 3, 1)), (rich,))
    assert moved == replace(rich, since=date(2010, 3, 1), arrived_on=date(2010, 3, 1))
    assert after(replace(LINE, until=date(2024, 9, 1)), (rich,)) == (left(rich, date(2024, 9, 1)),)


def test_why_somebody_left_stays_when_the_day_is_corrected_and_goes_with_a_departure_taken_back():
    retired = replace(STAYS[0], until=date(2024, 9, 1), leaving="retirement")
    assert after(replace(LINE, until=date(2024, 8, 1)), (retired,)) == (replace(retired, until=date(2024, 8, 1)),)
    assert after(LINE, (retired,)) == STAYS
