"""Steps follow one another after their delays; a plan adds up to what is owed, and says what of it is missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.reminders import FollowUpTerms, Part, ReminderStep, equal_parts, next_step, plan_state
from entraide.core.money import ZERO, Money, total


DUE = date(2024, 3, 1)
TERMS = FollowUpTerms(15, 30, 45)
REMINDER, NOTICE, MANDATE = ReminderStep


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], (REMINDER, date(2024, 3, 16))),
        ([(REMINDER, date(2024, 4, 1))], (NOTICE, date(2024, 5, 1))),
        ([(NOTICE, date(2024, 5, 2)), (REMINDER, date(2024, 4, 1))], (MANDATE, date(2024, 6, 16))),
        ([(REMINDER, date(2024, 4, 1)), (NOTICE, date(2024, 5, 2)), (MANDATE, date(2024, 7, 1))], None),
    ],
)
def test_each_step_comes_after_the_one_before(taken, expected):
    assert next_step(taken, due_on=DUE, terms=TERMS) == expected


@given(st.integers(1, 10**9), st.integers(1, 36), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_equal_parts_add_up_and_fall_on_different_days(cents, count, first_on):
    parts = equal_parts(Money(cents), count=count, first_on=first_on)
    assert total(part.amount for part in parts) == Money(cents)
    assert len({part.due_on for part in parts}) == count
    assert max(part.amount for part in parts) - min(part.amount for part in parts) <= Money(1)
    assert all(part.due_on.day <= first_on.day for part in parts)


def test_a_plan_is_kept_while_what_should_have_come_has():
    parts = [Part(DUE, Money(100)), Part(DUE + timedelta(days=30), Money(200))]
    assert plan_state(parts, owed=Money(300), on=DUE).is_kept
    late = plan_state(parts, owed=Money(300), on=DUE + timedelta(days=1))
    assert (late.is_kept, late.missing, late.following) == (False, Money(100), parts[1])
    assert plan_state(parts, owed=Money(200), on=DUE + timedelta(days=1)).is_kept
    assert plan_state(parts, owed=Money(199), on=DUE + timedelta(days=31)).missing == Money(199)
    assert plan_state(parts, owed=ZERO, on=DUE).following is None
