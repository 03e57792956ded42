"""Which years may be called or adjusted on a day, and which days documents may bear."""

from datetime import date

import pytest

from entraide.core.contributions.tariff import HeadClass, RateMissing, RateProvisional
from entraide.core.contributions.years import (
    IssuedInFuture,
    IssuedTooEarly,
    YearClosed,
    YearLapsed,
    YearNotOpen,
    adjustable_years,
    callable_years,
    require_adjustable,
    require_callable,
    require_issue_day,
)
from tests.harness.tariffs import TARIFF


ON = date(2024, 10, 15)


@pytest.mark.parametrize("year", [2026, 2030, 9_999, 99_999])
def test_a_year_is_called_from_the_october_before_it(year):
    for require in (require_callable, require_adjustable):
        with pytest.raises(YearNotOpen):
            require(year, on=ON)
    require_callable(2025, on=date(2024, 10, 1))
    with pytest.raises(YearNotOpen):
        require_callable(2025, on=date(2024, 9, 30))


@pytest.mark.parametrize("year", [2023, 2019, 0, -3])
def test_a_year_whose_accounts_are_closed_is_not_called(year):
    with pytest.raises(YearClosed) as refused:
        require_callable(year, on=ON)
    assert refused.value.params == {"year": year, "first": 2024}
    require_callable(2023, on=date(2024, 3, 31))


@pytest.mark.parametrize("year", [2019, 0, -3])
def test_what_was_owed_for_a_year_is_adjusted_for_four_years(year):
    require_adjustable(2020, on=ON)
    with pytest.raises(YearLapsed) as refused:
        require_adjustable(year, on=ON)
    assert refused.value.params["first"] == 2020


def test_every_year_that_is_called_may_be_adjusted():
    for month in range(1, 13):
        on = date(2024, month, 1)
        assert set(callable_years(on)) <= set(adjustable_years(on))


def test_a_document_bears_a_day_between_the_opening_of_its_year_and_today():
    require_issue_day(ON, year=2024, on=ON)
    require_issue_day(date(2024, 10, 1), year=2025, on=ON)
    require_issue_day(date(2024, 1, 1), year=2022, on=ON)
    with pytest.raises(IssuedInFuture):
        require_issue_day(date(2024, 10, 16), year=2024, on=ON)
    for day, year in ((date(2024, 9, 30), 2025), (date(2023, 12, 31), 2024), (date(2023, 12, 31), 2023)):
        with pytest.raises(IssuedTooEarly):
            require_issue_day(day, year=year, on=ON)


def test_a_rate_that_is_only_carried_on_is_not_confirmed_and_is_named():
    TARIFF.require_confirmed(2024)
    assert TARIFF.unconfirmed(2024) == ()
    assert TARIFF.unconfirmed(2025) == tuple(HeadClass)
    assert TARIFF.unconfirmed(2012) == ()
    with pytest.raises(RateProvisional) as refused:
        TARIFF.require_confirmed(2025)
    assert refused.value.params["head_class"] == "actif" and str(refused.value.params["rate"]) == "217,00\xa0€"
    with pytest.raises(RateMissing):
        TARIFF.require_confirmed(2012)
