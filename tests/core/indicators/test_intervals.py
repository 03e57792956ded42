"""Intervals around a rate that few looks found."""

import pytest

from entraide.core.indicators.intervals import interval_of


def test_the_interval_of_wilson_is_that_of_its_published_examples():
    # 15 of 50: the worked example of the score interval, 0.191 to 0.438.
    found = interval_of(15, 50)
    assert [f"{float(each):.3f}" for each in (found.rate, found.low, found.high)] == ["0.300", "0.191", "0.438"]


def test_none_found_among_few_does_not_say_that_none_are_wrong():
    assert interval_of(0, 10).high > 0.25 > interval_of(0, 1_000).high
    assert interval_of(0, 10).low == 0.0


def test_all_found_reaches_one():
    assert interval_of(10, 10).high == 1.0


def test_nothing_looked_at_says_nothing():
    assert (interval_of(0, 0).low, interval_of(0, 0).high) == (0.0, 1.0)


@pytest.mark.parametrize(("found", "looked"), [(2, 1), (-1, 3)])
def test_more_found_than_looked_at_is_refused(found, looked):
    with pytest.raises(ValueError, match="of"):
        interval_of(found, looked)
