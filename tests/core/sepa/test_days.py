"""Banks are open on the days that T2 is."""

from datetime import date, timedelta

import pytest

from entraide.core.sepa.days import is_bank_day, next_bank_day


@pytest.mark.parametrize("easter", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)])
def test_good_friday_and_easter_monday_are_closed(easter):
    closed = [easter + timedelta(days=shift) for shift in range(-3, 3) if not is_bank_day(easter + timedelta(days=shift))]
    assert closed == [easter + timedelta(days=shift) for shift in (-2, -1, 0, 1)]


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 5, 1), date(2024, 12, 25), date(2024, 12, 26), date(2024, 10, 19)])
def test_a_closed_day_is_no_bank_day(day):
    assert not is_bank_day(day)


def test_the_next_bank_day_is_the_day_itself_or_the_first_open_one():
    assert next_bank_day(date(2024, 10, 15)) == date(2024, 10, 15)
    assert next_bank_day(date(2024, 12, 25)) == date(2024, 12, 27)


def test_11_november_is_a_holiday_but_banks_transfer():
    assert is_bank_day(date(2024, 11, 11))
