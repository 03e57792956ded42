"""A child who comes of age."""

from datetime import date

import pytest

from entraide.core.eligibility.children import birthday, standing_of


BORN = date(2006, 10, 15)


def test_custody_ends_on_the_eighteenth_birthday_and_a_certificate_is_wanted_from_then_on():
    before, after = standing_of(BORN, date(2024, 10, 14)), standing_of(BORN, date(2024, 10, 15))
    assert (before.has_custody, before.wants_certificate, before.is_adult) == (True, False, False)
    assert (after.has_custody, after.wants_certificate, after.is_adult) == (False, True, True)


def test_aid_for_studies_goes_on_until_the_end_of_the_year_of_twenty_five():
    last, over = standing_of(BORN, date(2031, 12, 31)), standing_of(BORN, date(2032, 1, 1))
    assert (last.wants_certificate, last.is_over) == (True, False)
    assert (over.wants_certificate, over.is_over) == (False, True)
    assert last.last_on == date(2032, 10, 15)


@pytest.mark.parametrize(("years", "day"), [(18, date(2030, 3, 1)), (20, date(2032, 2, 29))])
def test_a_birthday_of_a_leap_day_is_the_day_after(years, day):
    assert birthday(date(2012, 2, 29), years) == day
