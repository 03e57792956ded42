"""The day may be frozen, the instant never."""

from datetime import UTC, date, datetime
from typing import Any

import time_machine

from entraide.ui import clock
from entraide.ui.components import date_fr, instant_fr


def test_a_frozen_day_is_the_day(settings: Any) -> None:
    settings.ENTRAIDE_TODAY = date(2024, 10, 15)
    assert clock.today() == date(2024, 10, 15)


def test_without_a_frozen_day_the_day_is_that_of_paris(settings: Any) -> None:
    settings.ENTRAIDE_TODAY = None
    with time_machine.travel(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 7, 2)


def test_a_frozen_day_does_not_freeze_the_instant(settings: Any) -> None:
    settings.ENTRAIDE_TODAY = date(2024, 10, 15)
    with time_machine.travel(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


def test_what_is_done_on_a_frozen_day_is_done_that_day(settings: Any) -> None:
    settings.ENTRAIDE_TODAY = date(2024, 10, 15)
    assert clock.day_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2024, 10, 15)
    assert date_fr(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "15\xa0octobre 2024"
    assert instant_fr(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "15\xa0octobre 2024 à\xa00\xa0h\xa030"
    assert instant_fr(datetime(2024, 9, 2, 7, 5, tzinfo=UTC)) == "2\xa0septembre 2024 à\xa09\xa0h\xa005"
    settings.ENTRAIDE_TODAY = None
    with time_machine.travel(datetime(2026, 7, 3, tzinfo=UTC), tick=False):
        assert clock.day_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
        assert clock.day_of(datetime(2026, 7, 8, tzinfo=UTC)) == date(2026, 7, 8)
