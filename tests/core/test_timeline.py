"""Days: spans, dated values, and the calendar's arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.timeline import Dated, Span, Timeline, add_months, civil_year_of, school_year_of, years_between


DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def test_a_span_leaves_its_end_out() -> None:
    span = Span(date(2024, 1, 1), date(2024, 2, 1))
    assert span.contains(date(2024, 1, 1))
    assert span.contains(date(2024, 1, 31))
    assert not span.contains(date(2024, 2, 1))
    assert not span.contains(date(2023, 12, 31))


def test_a_span_without_end_holds_every_later_day() -> None:
    assert Span(date(2024, 1, 1)).contains(date(2090, 1, 1))


def test_a_span_that_holds_no_day_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Span(date(2024, 1, 1), date(2024, 1, 1))


def test_two_spans_that_only_touch_do_not_overlap() -> None:
    year, next_year = Span(date(2024, 1, 1), date(2025, 1, 1)), Span(date(2025, 1, 1))
    assert not year.overlaps(next_year)
    assert not next_year.overlaps(year)


@settings(max_examples=50)
@given(DAYS, st.integers(1, 400), DAYS, st.integers(1, 400))
def test_two_spans_overlap_when_one_day_is_in_both(first: date, length: int, second: date, other_length: int) -> None:
    left = Span(first, first + timedelta(length))
    right = Span(second, second + timedelta(other_length))
    shared = left.contains(right.since) or right.contains(left.since)
    assert left.overlaps(right) == right.overlaps(left) == shared


def test_a_timeline_gives_what_has_started() -> None:
    timeline = Timeline((Dated(date(2024, 1, 1), 217, "Bilan 2024"), Dated(date(2018, 1, 1), 205, "AdCF")))
    assert timeline.at(date(2017, 12, 31)) is None
    assert [found.value for day in (date(2018, 1, 1), date(2023, 12, 31), date(2024, 1, 1)) if (found := timeline.at(day))] == [
        205,
        205,
        217,
    ]
    assert [dated.value for dated in timeline] == [205, 217]


def test_a_timeline_gives_all_that_holds_between_two_days() -> None:
    timeline = Timeline(tuple(Dated(date(year, 1, 1), year, "source") for year in (2020, 2022, 2024)))
    assert [dated.value for dated in timeline.during(date(2021, 5, 1), date(2023, 5, 1))] == [2020, 2022]
    assert [dated.value for dated in timeline.during(date(2019, 5, 1), date(2019, 6, 1))] == []


def test_two_values_cannot_start_on_the_same_day() -> None:
    with pytest.raises(ValueError, match="same day"):
        Timeline((Dated(date(2024, 1, 1), 1, "a"), Dated(date(2024, 1, 1), 2, "b")))


def test_a_value_without_source_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="no source"):
        Dated(date(2024, 1, 1), 217, " ")


def test_past_the_last_check_a_value_is_not_confirmed() -> None:
    timeline = Timeline((Dated(date(2024, 1, 1), 217, "Bilan 2024"),), checked_until=date(2024, 12, 31))
    assert timeline.is_checked_on(date(2024, 12, 31))
    assert not timeline.is_checked_on(date(2025, 1, 1))
    assert Timeline(timeline.items).is_checked_on(date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2021, 12, 20), date(2022, 6, 20)),
        (date(2022, 3, 22), date(2022, 9, 22)),
        (date(2022, 3, 31), date(2022, 9, 30)),
        (date(2022, 4, 11), date(2022, 10, 11)),
        (date(2022, 7, 23), date(2023, 1, 23)),
    ],
)
def test_six_months_are_counted_as_the_published_examples_do(day: date, last: date) -> None:
    assert add_months(day, 6) == last


@settings(max_examples=100)
@given(DAYS, st.integers(-120, 120))
def test_moving_by_months_lands_in_the_right_month_and_never_later_in_it(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
    assert moved.day == day.day or (moved + timedelta(1)).day == 1


@settings(max_examples=50)
@given(DAYS, st.integers(0, 60), st.integers(0, 40))
def test_moving_by_months_keeps_the_order_of_days(day: date, days: int, months: int) -> None:
    assert add_months(day, months) <= add_months(day + timedelta(days), months)


def test_a_school_year_starts_in_september_unless_the_calendar_says_otherwise() -> None:
    assert school_year_of(date(2024, 9, 1)) == Span(date(2024, 9, 1), date(2025, 9, 1))
    assert school_year_of(date(2024, 8, 31)).since == date(2023, 9, 1)
    assert school_year_of(date(2024, 8, 31), first_month=8).since == date(2024, 8, 1)
    assert civil_year_of(date(2024, 8, 31)) == Span(date(2024, 1, 1), date(2025, 1, 1))


def test_a_birthday_counts_from_its_own_day() -> None:
    assert years_between(date(2011, 10, 15), date(2024, 10, 14)) == 12
    assert years_between(date(2011, 10, 15), date(2024, 10, 15)) == 13
