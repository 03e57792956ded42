"""The yearly call."""

import pytest

from entraide.core.contributions.call import call_lines
from entraide.core.contributions.rates import ACTIVE_RATE, RETIREE_RATE
from entraide.core.money import Money


def test_the_call_of_2024_is_heads_times_the_sourced_rates():
    lines = call_lines(2024, active=1360, retired=115)
    assert [(line.heads, line.amount) for line in lines] == [(1360, Money.of(295_120)), (115, Money.of(16_215))]
    assert {line.confidence for line in lines} == {"H"}


def test_a_kind_without_heads_has_no_line():
    assert [line.code for line in call_lines(2018, active=3, retired=0)] == ["active"]


def test_a_year_before_the_first_rate_is_refused():
    with pytest.raises(LookupError):
        call_lines(2017, active=1, retired=1)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="counted from zero"):
        call_lines(2024, active=-1, retired=0)


def test_every_rate_from_memory_says_so():
    from_memory = [dated for dated in (*ACTIVE_RATE, *RETIREE_RATE) if "mémoire" in dated.source]
    assert from_memory and {dated.confidence for dated in from_memory} == {"illustrative"}
