"""What was called plus every adjustment is what is due, to the cent, and each adjustment is one person's."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.adjustments import AdjustmentReason, adjustments
from entraide.core.contributions.person_lines import Presence, person_lines
from entraide.core.contributions.tariff import HeadClass
from entraide.core.contributions.trajectory import Trajectory
from entraide.core.money import Money, total
from tests.core.contributions.test_person_lines import YEAR, presence
from tests.harness.tariffs import TARIFF


ANNE, BRUNO = UUID(int=1), UUID(int=2)
ACTIVE, RETIREE = HeadClass.ACTIVE, HeadClass.RETIREE
ALL_YEAR = Presence(ANNE, ACTIVE, date(2010, 1, 1))


def lines(*presences, trajectory=None):
    """The lines of 2024."""
    return person_lines(YEAR, presences, tariff=TARIFF, trajectory=trajectory)


@pytest.mark.parametrize(
    ("before", "after", "reason", "cents"),
    [
        ((), (ALL_YEAR,), AdjustmentReason.ARRIVAL, 217_00),
        ((ALL_YEAR,), (), AdjustmentReason.REMOVAL, -217_00),
        ((ALL_YEAR,), (Presence(ANNE, ACTIVE, date(2010, 1, 1), date(2024, 7, 1)),), AdjustmentReason.DAYS, -109_09),
        ((ALL_YEAR,), (Presence(ANNE, RETIREE, date(2010, 1, 1)),), AdjustmentReason.CLASS, -76_00),
    ],
)
def test_an_adjustment_says_why_a_person_costs_otherwise(before, after, reason, cents):
    (found,) = adjustments(lines(*before), lines(*after))
    assert (found.person, found.reason, found.amount) == (ANNE, reason, Money(cents))


def test_a_rate_that_changes_alone_is_an_adjustment_of_its_own():
    own = Trajectory(2024, {ACTIVE: Money.of("150")}, flat_years=1, steps=1, source="exemple")
    (found,) = adjustments(lines(ALL_YEAR), lines(ALL_YEAR, trajectory=own))
    assert (found.reason, found.amount) == (AdjustmentReason.RATE, Money.of("-67"))


def test_who_costs_the_same_by_the_same_lines_has_no_adjustment():
    assert adjustments(lines(ALL_YEAR), lines(ALL_YEAR)) == ()


@given(st.lists(presence(), max_size=6), st.lists(presence(), max_size=6))
def test_what_was_called_plus_the_adjustments_is_what_is_due(before, after):
    called, due = lines(*before), lines(*after)
    found = adjustments(called, due)
    assert total(line.amount for line in called) + total(each.amount for each in found) == total(line.amount for line in due)
    assert len({each.person for each in found}) == len(found)
