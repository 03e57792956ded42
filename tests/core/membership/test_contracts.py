"""A contract of membership begins and ends on its days, says whom it covers and who pays, without chain nor circle."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.membership.contracts import (
    RULES,
    ContractRules,
    Cover,
    CoverKind,
    Payer,
    Scope,
    cover_faults,
    crossing_faults,
    deliberation_faults,
    entry_faults,
    exit_faults,
    first_exit,
    next_entry,
    notice_faults,
    payer_faults,
    rules_on,
)
from entraide.core.membership.sentences import REFUSALS
from entraide.core.refusals import Finding
from entraide.core.timeline import Span, add_months


OPEN = Span(date(2022, 1, 1))
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def codes(faults: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(fault.code.removeprefix("membership."), fault.where) for fault in faults]


def said(faults: tuple[Finding, ...]) -> str:
    (fault,) = faults
    return REFUSALS[fault.code].format(**fault.params)


@pytest.mark.parametrize("since", [date(2025, 1, 1), date(2025, 9, 1)])
def test_a_member_enters_on_1_january_or_1_september(since: date) -> None:
    assert entry_faults(since) == ()


@pytest.mark.parametrize("since", [date(2025, 3, 15), date(2025, 1, 2), date(2025, 8, 1), date(2025, 9, 30)])
def test_another_day_of_entry_is_refused(since: date) -> None:
    assert codes(entry_faults(since)) == [("entry_day", "since")]


def test_the_refusal_of_an_entry_names_the_next_possible_day() -> None:
    assert said(entry_faults(date(2025, 3, 15))).endswith("La prochaine date possible est le 01/09/2025.")
    assert said(entry_faults(date(2025, 9, 2))).endswith("La prochaine date possible est le 01/01/2026.")


def test_a_contract_that_continues_an_earlier_one_begins_on_any_day() -> None:
    assert entry_faults(date(2025, 3, 15), continues=True) == ()


@given(DAYS)
def test_the_next_entry_is_an_entry_and_no_entry_lies_before_it(day: date) -> None:
    following = next_entry(day)
    assert following >= day and entry_faults(following) == ()
    assert not any(entry_faults(day + timedelta(days=n)) == () for n in range((following - day).days))


def test_the_rules_known_first_hold_before_them_too() -> None:
    assert rules_on(date(1950, 1, 1)) == rules_on(date(2024, 1, 1)) == ContractRules((1, 9), 3)
    assert all(item.confidence == "illustrative" for item in RULES)


@given(DAYS)
def test_a_notice_ends_a_contract_at_the_first_year_end_that_is_three_months_away(notice_on: date) -> None:
    until = first_exit(notice_on)
    assert (until.month, until.day) == (1, 1)
    assert add_months(notice_on, 3) <= until
    assert add_months(notice_on, 3) > date(until.year - 1, 1, 1)


def test_a_notice_of_1_october_is_in_time_and_the_next_day_is_late() -> None:
    told = {"until": date(2025, 1, 1), "on": date(2024, 10, 15), "contract": OPEN}
    assert notice_faults(notice_on=date(2024, 10, 1), **told) == ()
    late = notice_faults(notice_on=date(2024, 10, 2), **told)
    assert codes(late) == [("notice_late", "until")]
    assert said(late) == (
        "Le préavis est de 3 mois avant la fin de l’année. Reçu le 02/10/2024, il met fin à l’adhésion le 31/12/2025 au plus tôt."
    )


def test_a_notice_after_the_day_is_refused_before_anything_else() -> None:
    faults = notice_faults(notice_on=date(2024, 10, 16), until=date(2024, 6, 1), on=date(2024, 10, 15), contract=OPEN)
    assert codes(faults) == [("notice_to_come", "notice_on")]


def test_a_notice_may_be_received_on_the_very_day() -> None:
    assert notice_faults(notice_on=date(2024, 10, 15), until=date(2026, 1, 1), on=date(2024, 10, 15), contract=OPEN) == ()


def test_a_notice_for_a_day_that_is_no_exit_says_so() -> None:
    assert codes(notice_faults(notice_on=date(2024, 1, 2), until=date(2024, 7, 1), on=date(2024, 10, 15), contract=OPEN)) == [
        ("exit_day", "until")
    ]


def test_a_contract_ends_at_a_year_end_that_is_one_of_its_days() -> None:
    held = Span(date(2022, 1, 1), date(2025, 1, 1))
    assert exit_faults(until=date(2025, 1, 1), contract=held) == exit_faults(until=date(2024, 1, 1), contract=held) == ()
    assert exit_faults(until=date(2040, 1, 1), contract=OPEN) == ()
    assert codes(exit_faults(until=date(2025, 7, 1), contract=OPEN)) == [("exit_day", "until")]
    assert codes(exit_faults(until=date(2022, 1, 1), contract=OPEN)) == [("exit_before_entry", "until")]
    assert codes(exit_faults(until=date(2026, 1, 1), contract=held)) == [("exit_after_end", "until")]


STRUCTURE = Cover(CoverKind.STRUCTURE, key="m1")
SERVICE = Cover(CoverKind.SERVICE, name="Piscine")
RETIREES = Cover(CoverKind.RETIREES)


@pytest.mark.parametrize(
    ("scope", "covers", "found"),
    [
        (Scope.FULL, (), []),
        (Scope.TERRITORIAL, (), []),
        (Scope.PARTIAL, (STRUCTURE, SERVICE, RETIREES), []),
        (Scope.FULL, (RETIREES,), [("covers_for_nothing", "covers")]),
        (Scope.TERRITORIAL, (SERVICE,), [("covers_for_nothing", "covers")]),
        (Scope.PARTIAL, (), [("covers_missing", "covers")]),
        (Scope.PARTIAL, (RETIREES, RETIREES), [("cover_twice", "covers")]),
        (Scope.PARTIAL, (Cover(CoverKind.SERVICE, name=" "),), [("service_missing", "service")]),
        (Scope.PARTIAL, (Cover(CoverKind.STRUCTURE),), [("structure_missing", "structure")]),
        (Scope.PARTIAL, (Cover(CoverKind.STRUCTURE, key="me"), RETIREES), [("structure_itself", "structure")]),
    ],
)
def test_a_partial_contract_says_what_it_covers_and_no_other_does(scope, covers, found) -> None:
    assert codes(cover_faults(scope, covers, member_key="me")) == found


PAYER = {"name": "Amicale de Reims", "exists": True, "is_member_itself": False, "is_paid_for": False}


@pytest.mark.parametrize(
    ("changed", "pays_for_others", "found"),
    [
        ({}, False, []),
        ({"is_member_itself": True}, False, ["payer_itself"]),
        ({"exists": False}, False, ["payer_absent"]),
        ({"is_paid_for": True}, False, ["payer_paid_for"]),
        ({}, True, ["payer_of_others"]),
    ],
)
def test_an_intermediary_exists_pays_for_itself_and_is_no_link_of_a_chain(changed, pays_for_others, found) -> None:
    faults = payer_faults(Payer(**PAYER | changed), pays_for_others=pays_for_others)
    assert codes(faults) == [(code, "payer") for code in found]


def test_a_body_that_pays_for_itself_may_pay_for_others() -> None:
    assert payer_faults(None, pays_for_others=True) == ()


def test_two_contracts_of_a_body_do_not_cross() -> None:
    past, running = Span(date(2015, 1, 1), date(2018, 1, 1)), Span(date(2022, 1, 1))
    assert crossing_faults(Span(date(2018, 1, 1), date(2022, 1, 1)), [running, past]) == ()
    assert "du 01/01/2015 au 31/12/2017" in said(crossing_faults(Span(date(2017, 1, 1)), [running, past]))
    assert "depuis le 01/01/2022" in said(crossing_faults(Span(date(2025, 1, 1)), [running, past]))


def test_a_deliberation_has_taken_place() -> None:
    on = date(2024, 10, 15)
    assert deliberation_faults(deliberated_on=None, on=on) == deliberation_faults(deliberated_on=on, on=on) == ()
    assert codes(deliberation_faults(deliberated_on=date(2024, 10, 16), on=on)) == [("deliberation_to_come", "deliberated_on")]


def test_a_notice_of_before_the_contract_ends_nothing() -> None:
    faults = notice_faults(notice_on=date(2021, 12, 31), until=date(2023, 1, 1), on=date(2022, 9, 1), contract=OPEN)
    assert codes(faults) == [("notice_before_entry", "notice_on")]
    assert "daté du 31/12/2021, et l’adhésion commence le 01/01/2022" in said(faults)
