"""A day is a date and an instant is aware: anything else that reaches a column or a lookup fails."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import DateField, DateTimeField
from django.utils.timezone import is_naive

from tests.harness.faults import Fault, report
from tests.harness.patches import replace


class WrongInstant(Fault):
    """A naive datetime or a bare date stands for an instant, or an instant stands for a day."""


def _check(field: DateField, value: Any) -> None:
    if isinstance(field, DateTimeField):
        if isinstance(value, datetime):
            if is_naive(value):
                report(WrongInstant(f"{field} takes an aware datetime, not the naive {value!r}"))
        elif isinstance(value, date):
            report(WrongInstant(f"{field} takes an instant, not the day {value!r}"))
    elif isinstance(value, datetime):
        report(WrongInstant(f"{field} takes a day, not the instant {value!r}"))


def pytest_configure(config: pytest.Config) -> None:
    """Watch every value on its way to the database."""

    def day_prep_value(self: DateField, value: Any) -> Any:
        _check(self, value)
        return original_day(self, value)

    def instant_prep_value(self: DateTimeField, value: Any) -> Any:
        _check(self, value)
        return original_instant(self, value)

    original_day = replace(DateField, "get_prep_value", day_prep_value)
    original_instant = replace(DateTimeField, "get_prep_value", instant_prep_value)
