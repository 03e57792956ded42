"""No rule that is published may pass what columns hold between the facts and the one rounding."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from entraide.core.rules import FACTS, FactValue, Kind, ParameterSpec
from entraide.core.rules.checking.widths import MOST, Width, too_wide_in
from entraide.core.rules.deciding.evaluate import evaluate
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.language.trace import TraceNode
from tests.core.rules.strategies import BOOK, MONEYS, WHOLE_FACTS, context_of


EXPENSE, RATE = t.Fact("expense"), t.Fact("disability_rate")
PEOPLE = t.Fact("household_size")
SHARE = t.Parameter("share")
SPECS = {
    **BOOK.specs,
    "cents": ParameterSpec("cents", Kind.RATE, "en centièmes", 100),
    "whole": ParameterSpec("whole", Kind.RATE, "entier", 1),
    "number": ParameterSpec("number", Kind.COUNT, "un nombre"),
    "day": ParameterSpec("day", Kind.DATE, "un jour"),
}


def times(*parts: t.Term) -> t.Term:
    first, *rest = parts
    for part in rest:
        first = t.Times(first, part)
    return first


def shared(by: t.Term, value: t.Term = EXPENSE) -> t.Term:
    return t.DividedBy(value, by)


WIDE_COUNT = t.Fact("wide", FactSpec("wide", Kind.COUNT, "un grand nombre", "Combien ?", unit="unités", low=1, high=10**9))


@pytest.mark.parametrize(
    "term",
    [
        times(EXPENSE, RATE),
        times(EXPENSE, RATE, t.Parameter("cents"), t.Parameter("whole")),
        t.Plus((times(EXPENSE, RATE), t.money(5))),
        t.Minus(EXPENSE, times(EXPENSE, t.percent(33))),
        t.Capped(shared(t.Fact("tax_half_shares"), t.Fact("reference_income")), EXPENSE),
        t.Max((shared(PEOPLE), shared(t.Fact("tax_half_shares")))),
        t.Plus((shared(PEOPLE), shared(t.Fact("tax_half_shares")))),
        times(shared(t.count(12)), RATE),
        t.Match(t.TaxTier(), tuple(t.Case(t.count(tier), t.Parameter("base")) for tier in (1, 2, 3))),
        t.Lookup(RATE, (t.Row(t.percent(0), t.money(1)), t.Row(t.percent(80), EXPENSE))),
        t.WhenWithheld(EXPENSE, t.money(10)),
        times(t.money(3), t.Age(t.AgeAt.EVENT)),
        t.AtMost(EXPENSE, t.Parameter("base")),
        t.All((t.Not(t.Fact("is_dependent")), t.OneOf(t.Fact("status"), (t.Const(Kind.CHOICE, "active"),)))),
        t.Any((t.Between(t.Fact("born_on"), t.Fact("event_on"), t.Parameter("day")), t.Equals(PEOPLE, t.Parameter("number")))),
    ],
)
def test_a_rule_as_people_write_them_fits(term: t.Term) -> None:
    assert too_wide_in(term, SPECS) == ()


TWO_RATES = times(EXPENSE, RATE, SHARE)


@pytest.mark.parametrize(
    ("term", "at"),
    [
        (TWO_RATES, TWO_RATES),
        (t.Plus((t.money(1), TWO_RATES)), TWO_RATES),
        (t.Min((TWO_RATES, t.money(1))), TWO_RATES),
        (t.Lookup(t.Fact("care_days"), (t.Row(t.count(0), TWO_RATES),)), TWO_RATES),
        (t.AtLeast(TWO_RATES, t.money(1)), TWO_RATES),
        (t.Not(t.AtLeast(TWO_RATES, t.money(1))), TWO_RATES),
    ],
)
def test_numbers_that_may_grow_too_wide_are_told_at_the_deepest_term(term: t.Term, at: t.Term) -> None:
    ((found, code),) = [(fault.term, fault.code) for fault in too_wide_in(term, SPECS)]
    assert (found, code) == (at, "rules.overflow")


def test_two_divisors_that_change_by_person_are_compared_crosswise() -> None:
    per_unit = shared(WIDE_COUNT, t.Fact("reference_income"))
    assert too_wide_in(per_unit, SPECS) == ()
    comparison = t.AtMost(per_unit, shared(PEOPLE, times(t.Fact("reference_income"), t.count(50))))
    assert [fault.term for fault in too_wide_in(comparison, SPECS)] == [comparison]
    chosen = t.Max((per_unit, times(t.money(1), t.count(10**11))))
    assert [fault.term for fault in too_wide_in(chosen, SPECS)] == [chosen]


def test_the_keys_of_a_scale_are_compared_too() -> None:
    by_share = t.Lookup(shared(WIDE_COUNT, t.Fact("reference_income")), (t.Row(t.money(0), t.money(1)), t.Row(t.money(10**8), t.money(2))))
    wide = t.Lookup(times(EXPENSE, RATE), (t.Row(t.Const(Kind.MONEY, 10**13), t.money(1)),))
    assert too_wide_in(by_share, SPECS)[0].term == by_share
    assert too_wide_in(wide, SPECS)[0].term == wide


def test_the_thresholds_of_the_tiers_are_compared_with_the_sum_of_both_lines() -> None:
    narrow = SPECS | {"partner_tax_line_share": ParameterSpec("partner_tax_line_share", Kind.RATE, "part", 10**12)}
    assert [fault.term for fault in too_wide_in(t.TaxTier(), narrow)] == [t.TaxTier()] * 2
    assert too_wide_in(t.TaxTier(), SPECS) == ()


def test_the_rounding_doubles_what_it_divides() -> None:
    nearly = times(t.Const(Kind.MONEY, MOST // 10**6 - 1), RATE)
    assert [fault.term for fault in too_wide_in(nearly, SPECS)] == [nearly]
    assert too_wide_in(t.AtMost(nearly, t.money(1)), SPECS) == ()


def test_a_width_is_the_widest_of_what_reading_makes() -> None:
    assert Width(5, 7).widest == 7
    assert Width(5, 7, is_fixed=False).widest == 35


def _numbers(node: TraceNode) -> list[Any]:
    return [value for one in node.walk() for value in (one.low, one.high) if isinstance(value, int | Fraction)]


@settings(max_examples=200, deadline=None)
@given(MONEYS, WHOLE_FACTS)
def test_what_fits_never_passes_the_bound_when_it_is_read(term: t.Term, facts: dict[str, FactValue]) -> None:
    if too_wide_in(term, BOOK.specs):
        return
    found = _numbers(evaluate(term, context_of(facts)))
    assert all(max(abs(Fraction(value).numerator), Fraction(value).denominator) <= MOST for value in found)


def test_every_shared_fact_has_a_width() -> None:
    assert all(too_wide_in(t.Fact(name), SPECS) == () for name in FACTS)
