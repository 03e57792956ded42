"""Papers that serve again: for which events, and for whom."""

from datetime import date

import pytest

from entraide.core.papers import REUSED, covered_days, is_of_household


SENT, EVENT = date(2024, 10, 1), date(2024, 8, 23)


def serves(kind, event_on):
    days = covered_days(kind, sent_on=SENT, event_on=EVENT)
    return days is not None and days.contains(event_on)


@pytest.mark.parametrize(
    ("kind", "event_on", "does"),
    [
        ("family_record", date(1999, 1, 1), True),
        ("family_record", date(2050, 1, 1), True),
        ("birth_certificate", date(2050, 1, 1), True),
        ("tax_notice", date(2024, 1, 1), True),
        ("tax_notice", date(2025, 1, 1), False),
        ("tax_notice", date(2023, 12, 31), False),
        ("school_certificate", date(2024, 8, 31), True),
        ("school_certificate", date(2024, 9, 1), False),
        ("disability_notice", date(2025, 9, 30), True),
        ("disability_notice", date(2025, 10, 1), False),
        ("invoice", EVENT, False),
    ],
)
def test_a_paper_serves_again_for_the_events_that_it_covers(kind, event_on, does):
    assert serves(kind, event_on) is does


def test_only_what_speaks_of_the_whole_household_serves_for_its_other_persons():
    assert {kind for kind in REUSED if is_of_household(kind)} == {"family_record", "tax_notice"}
    assert not is_of_household("invoice")
