"""A right kept shut by a ceiling of rolling years: the day on which it reopens, from grants that have a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from entraide.core.money import Money
from entraide.core.rules import Ceiling, Known, ParameterBook, Period, Revision, Scope, Status, Used, decide
from entraide.core.rules.checking.golden import usage_of
from entraide.core.rules.exploring.reopening import reopenings
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.cases import Former
from tests.core.rules.test_decision import BOOK, PLAIN


EVENT_ON = date(2024, 10, 1)


def rolling(years: int = 2, **limits: object) -> Revision:
    ceiling = Ceiling("plafond", Scope.BENEFICIARY, Period.ROLLING_YEARS, years=years, **limits)  # type: ignore[arg-type]
    return replace(PLAIN, ceilings=(ceiling,), deadline=None)


def former(*days: date, cents: int = 5_000) -> tuple[Former, ...]:
    return tuple(Former("plafond", day, Money(cents)) for day in days)


def status_of(revision: Revision, event_on: date, grants: tuple[Former, ...], used: Mapping[str, Used]) -> tuple[Status, dict[str, date]]:
    book: ParameterBook = BOOK
    facts = {"status": Known("active"), "event_on": Known(event_on), "expense": Known(Money(20_000))}
    usage = usage_of(revision, used, grants, event_on)
    outcome = decide(revision, facts=facts, parameters=book, usage=usage, filed_on=event_on)
    return outcome.status, reopenings(revision, outcome, used, grants, event_on)


@pytest.mark.parametrize(
    ("limits", "days", "reopens_on"),
    [
        ({"claims": 1}, [date(2023, 3, 15)], date(2025, 3, 15)),
        ({"claims": 1}, [date(2019, 1, 1), date(2023, 3, 15)], date(2025, 3, 15)),
        ({"claims": 1}, [date(2023, 3, 15), date(2024, 1, 10)], date(2026, 1, 10)),
        ({"claims": 2}, [date(2023, 3, 15), date(2024, 1, 10)], date(2025, 3, 15)),
        ({"claims": 1, "years": 5}, [date(2020, 2, 29)], date(2025, 3, 1)),
        ({"amount": t.money(100)}, [date(2023, 3, 15), date(2024, 1, 10)], date(2025, 3, 15)),
        ({"claims": 2, "amount": t.money(50)}, [date(2023, 3, 15), date(2024, 1, 10)], date(2026, 1, 10)),
    ],
)
def test_a_right_reopens_on_the_first_day_that_is_granted_again(limits: dict[str, object], days: list[date], reopens_on: date) -> None:
    revision, grants = rolling(**limits), former(*days)  # type: ignore[arg-type]
    assert status_of(revision, EVENT_ON, grants, {}) == (Status.REFUSED, {"plafond": reopens_on})
    assert status_of(revision, reopens_on - timedelta(1), grants, {})[0] is Status.REFUSED
    assert status_of(revision, reopens_on, grants, {}) == (Status.GRANTED, {})


def test_what_is_only_said_to_be_used_dates_no_reopening() -> None:
    grants = former(date(2023, 3, 15))
    assert status_of(rolling(claims=1), EVENT_ON, grants, {"plafond": Used(1)}) == (Status.REFUSED, {})
    assert status_of(rolling(claims=2), EVENT_ON, grants, {"plafond": Used(1)}) == (Status.REFUSED, {"plafond": date(2025, 3, 15)})


def test_only_ceilings_of_rolling_years_that_refuse_reopen() -> None:
    civil = replace(rolling().ceilings[0], key="année", period=Period.CIVIL_YEAR, claims=1, years=0)
    open_one = replace(rolling().ceilings[0], key="libre", claims=3)
    revision = replace(PLAIN, ceilings=(civil, open_one))
    grants = (Former("année", EVENT_ON, Money(0)), Former("libre", EVENT_ON, Money(0)))
    assert status_of(revision, EVENT_ON, grants, {}) == (Status.REFUSED, {})
