"""How wide the numbers of a rule may grow: what the column reading holds in 64 bits, bounded before a rule is published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import reduce
from math import ceil, gcd
from typing import Any

from entraide.core.rules.checking.domains import branches_of
from entraide.core.rules.checking.typing import TypeFault
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.known import Kind, Value, to_reckon
from entraide.core.rules.language.parameters import (
    PARTNER_LINE_SHARE,
    RATE_PARTS,
    TIER_1_AT_MOST,
    TIER_2_AT_MOST,
    UNPUBLISHED,
    ParameterSpec,
)
from entraide.core.rules.language.parts import children_of


# Half of what 64 bits hold, so that a sum of two numbers that fit still fits.
MOST = 2**62
# What is counted by rank or by day, far under anything that matters here.
_SMALL = 10**6
_OLDEST = 200

Specs = Mapping[str, ParameterSpec]


@dataclass(frozen=True, slots=True)
class Width:
    """How large a numerator and its denominator may be; `is_fixed` where the denominator is one number for every person."""

    size: int
    denominator: int = 1
    is_fixed: bool = True

    @property
    def widest(self) -> int:
        """Give the largest number that reading the value makes: two that change by person are compared crosswise."""
        return max(self.size if self.is_fixed else self.size * self.denominator, self.denominator)


@dataclass(frozen=True, slots=True)
class _Measure:
    """The parameters that exist, and the terms that may be too wide: the deepest ones, not all that is made of them."""

    specs: Specs
    found: list[t.Term] = field(default_factory=list)

    def of(self, term: t.Term) -> Width:
        """Bound a term; one that is too wide is noted, and reckoned as small from there on."""
        before = len(self.found)
        width = _MEASURES[type(term)](term, self)
        return self.held(term, width) if len(self.found) == before else Width(_SMALL)

    def held(self, term: t.Term, width: Width) -> Width:
        """Note a term whose numbers may be too wide."""
        if width.widest <= MOST:
            return width
        self.found.append(term)
        return Width(_SMALL)


def too_wide_in(term: t.Term, specs: Specs) -> tuple[TypeFault, ...]:
    """Find the terms, in a condition or an amount that is well typed, whose numbers may pass what columns hold."""
    measure = _Measure(specs)
    whole = measure.of(term)
    if not measure.found:
        # The one rounding doubles the numerator before it divides.
        measure.held(term, Width(2 * (whole.size + whole.denominator), whole.denominator))
    return tuple(TypeFault(found, "rules.overflow") for found in measure.found)


def _fact(spec: FactSpec) -> Width:
    if spec.kind in (Kind.MONEY, Kind.COUNT):
        return _range(spec.bounds, 1)
    return _range(spec.bounds, RATE_PARTS) if spec.kind is Kind.RATE else Width(_SMALL)


def _parameter(spec: ParameterSpec) -> Width:
    if spec.kind in (Kind.MONEY, Kind.RATE, Kind.COUNT):
        return _range(UNPUBLISHED[spec.kind], spec.denominator if spec.kind is Kind.RATE else 1)
    return Width(_SMALL)


def _range(bounds: tuple[Value, Value], denominator: int) -> Width:
    return Width(max(ceil(abs(Fraction(end)) * denominator) for end in bounds), denominator)  # type: ignore[arg-type]


def _const(term: t.Const, measure: _Measure) -> Width:
    value = to_reckon(term.value)
    if isinstance(value, str | date):
        return Width(_SMALL)
    exact = Fraction(value)
    return Width(abs(exact.numerator), exact.denominator)


def _aligned(one: Width, other: Width) -> tuple[int, int, int]:
    """Bring two numbers to one denominator: both numerators, then that denominator."""
    shared = gcd(one.denominator, other.denominator) if one.is_fixed and other.is_fixed else 1
    return one.size * (other.denominator // shared), other.size * (one.denominator // shared), one.denominator // shared * other.denominator


def _added(one: Width, other: Width) -> Width:
    left, right, denominator = _aligned(one, other)
    return Width(left + right, denominator, one.is_fixed and other.is_fixed)


def _beside(one: Width, other: Width) -> Width:
    """Bound two numbers of which one is chosen, or which are compared."""
    if one.is_fixed and other.is_fixed:
        left, right, denominator = _aligned(one, other)
        return Width(max(left, right), denominator)
    # What is compared crosswise is no wider than the widest numerator times the widest denominator.
    widest = max(one.denominator, other.denominator)
    return Width(max(one.size, other.size, widest), widest, is_fixed=False)


def _times(term: t.Times, measure: _Measure) -> Width:
    left, right = measure.of(term.left), measure.of(term.right)
    return Width(left.size * right.size, left.denominator * right.denominator, left.is_fixed and right.is_fixed)


def _divided_by(term: t.DividedBy, measure: _Measure) -> Width:
    left, right = measure.of(term.left), measure.of(term.right)
    is_fixed = left.is_fixed and isinstance(term.right, t.Const)
    return Width(left.size * right.denominator, left.denominator * right.size, is_fixed)


def _tax_tier(term: t.TaxTier, measure: _Measure) -> Width:
    """Hold the sum of both lines, and its comparison with each threshold, to what fits."""
    partner, share = _fact(FACTS["partner_tax_line_14"]), _parameter(measure.specs[PARTNER_LINE_SHARE])
    line = _added(_fact(FACTS["tax_line_14"]), Width(partner.size * share.size, share.denominator))
    for key in (TIER_1_AT_MOST, TIER_2_AT_MOST):
        measure.held(term, _beside(line, _parameter(measure.specs[key])))
    return Width(3)


def _branches(term: t.Lookup | t.Match, measure: _Measure) -> Width:
    """Bound what a scale or a choice gives, its keys compared with what it goes by."""
    keys = [row.start for row in term.rows] if isinstance(term, t.Lookup) else [case.key for case in term.cases]
    over = measure.of(term.over)
    measure.held(term, reduce(_beside, map(measure.of, keys), over))
    return reduce(_beside, [measure.of(gives) for _, gives in branches_of(term)])


def _condition(term: t.Term, measure: _Measure) -> Width:
    """Hold what a condition compares, and give the width of its answer."""
    measure.held(term, reduce(_beside, map(measure.of, children_of(term))))
    return Width(1)


def _each(combine: Callable[[Width, Width], Width]) -> Callable[[t.Term, _Measure], Width]:
    return lambda term, measure: reduce(combine, map(measure.of, children_of(term)))


_MEASURES: Mapping[type, Callable[[Any, _Measure], Width]] = {
    t.Const: _const,
    t.Fact: lambda term, measure: _fact(term.spec),
    t.Parameter: lambda term, measure: _parameter(measure.specs[term.key]),
    t.Age: lambda term, measure: Width(_OLDEST),
    t.TaxTier: _tax_tier,
    t.Plus: _each(_added),
    t.Minus: _each(_added),
    t.Times: _times,
    t.DividedBy: _divided_by,
    t.Min: _each(_beside),
    t.Max: _each(_beside),
    t.Capped: _each(_beside),
    t.Lookup: _branches,
    t.Match: _branches,
    t.WhenWithheld: _each(_beside),
    t.AtLeast: _condition,
    t.AtMost: _condition,
    t.MoreThan: _condition,
    t.LessThan: _condition,
    t.Equals: _condition,
    t.Between: _condition,
    t.OneOf: _condition,
    t.All: _condition,
    t.Any: _condition,
    t.Not: _condition,
}
