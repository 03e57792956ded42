"""The bounds of every term before a row is read: what may overflow 64 bits, or divide by zero, is refused then and there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import product
from math import ceil, gcd, lcm
from typing import Any

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.known import Kind, to_reckon
from entraide.core.rules.language.parameters import PARTNER_LINE_SHARE, TIER_1_AT_MOST, TIER_2_AT_MOST
from entraide.population.columns.frame import Frame, numerator, timed, unpublished


MOST = 2**63 - 1
OLDEST = 200


class TooWideForColumns(OverflowError):
    """A rule whose numerators may pass 64 bits, or whose divisor may be zero: it is read one person at a time."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a term, the least and greatest value, and how large its numerators and its denominator may be.

    `is_fixed` tells a denominator that is one number from one that changes by row; `words` are what the ranks of a choice stand for.
    """

    kind: Kind
    low: Fraction
    high: Fraction
    size: int
    denominator: int = 1
    is_fixed: bool = True
    words: tuple[str, ...] = ()


def shape_of(term: t.Term, frame: Frame) -> Shape:
    """Bound a term.

    :raises TooWideForColumns: if it may overflow 64 bits, or divide by zero.
    """
    return _checked(_SHAPERS[type(term)](term, frame))


def fact_shape(name: str, frame: Frame) -> Shape:
    """Bound a fact by what is plausible of it."""
    spec = frame.specs[name]
    words = tuple(sorted(spec.choices)) if spec.kind is Kind.CHOICE else ()
    if spec.kind is not Kind.RATE:
        lowest, highest = (numerator(bound, 1, words) for bound in spec.bounds)
        return _of_numerators(spec.kind, lowest, highest, words=words)
    low, high = (Fraction(bound) for bound in spec.bounds)  # type: ignore[arg-type]
    denominator = lcm(frame.denominators.get(name, 1), low.denominator, high.denominator)
    return Shape(Kind.RATE, low, high, ceil(max(abs(low), abs(high)) * denominator), denominator)


def check_rounding(shape: Shape) -> None:
    """Hold an amount to what its rounding reckons with.

    :raises TooWideForColumns: if it may overflow 64 bits.
    """
    _checked(replace(shape, size=2 * (shape.size + shape.denominator), is_fixed=True))


def aligned_shapes(shapes: Iterable[Shape]) -> Shape:
    """Bound what several numbers come to over one denominator: the widest of them, from the least to the greatest."""
    return reduce(_hulled, shapes)


def _checked(shape: Shape) -> Shape:
    # Two values whose denominators change by row are compared by multiplying them crosswise.
    widest = shape.size if shape.is_fixed else shape.size * shape.denominator
    if widest > MOST or shape.denominator > MOST:
        raise TooWideForColumns("a rule may pass 64 bits between the facts and the rounding")
    return shape


def _of_numerators(kind: Kind, low: int, high: int, denominator: int = 1, words: tuple[str, ...] = ()) -> Shape:
    return Shape(kind, Fraction(low, denominator), Fraction(high, denominator), max(abs(low), abs(high)), denominator, words=words)


def _aligned(one: Shape, other: Shape) -> tuple[int, int, int]:
    """Bound both numerators and the denominator that they are brought to."""
    shared = gcd(one.denominator, other.denominator) if one.is_fixed and other.is_fixed else 1
    left, right = one.size * (other.denominator // shared), other.size * (one.denominator // shared)
    denominator = one.denominator // shared * other.denominator
    if max(left, right, denominator) > MOST:
        raise TooWideForColumns("a rule may pass 64 bits where it compares")
    return left, right, denominator


def _hulled(one: Shape, other: Shape) -> Shape:
    left, right, denominator = _aligned(one, other)
    words = tuple(sorted({*one.words, *other.words}))
    low, high, is_fixed = min(one.low, other.low), max(one.high, other.high), one.is_fixed and other.is_fixed
    if one.kind is Kind.CHOICE:
        return Shape(Kind.CHOICE, Fraction(0), Fraction(len(words) - 1), len(words), words=words)
    if is_fixed:
        return Shape(one.kind, low, high, max(left, right), denominator)
    return Shape(one.kind, low, high, max(one.size, other.size), max(one.denominator, other.denominator), is_fixed=False)


def _added(one: Shape, other: Shape) -> Shape:
    left, right, denominator = _aligned(one, other)
    is_fixed = one.is_fixed and other.is_fixed
    return _checked(Shape(one.kind, one.low + other.low, one.high + other.high, left + right, denominator, is_fixed))


def _minus(term: t.Minus, frame: Frame) -> Shape:
    left, right = shape_of(term.left, frame), shape_of(term.right, frame)
    return _added(left, replace(right, low=-right.high, high=-right.low))


def _multiplied(one: Shape, other: Shape) -> Shape:
    kinds = {one.kind, other.kind}
    kind = next((kind for kind in (Kind.MONEY, Kind.RATE) if kind in kinds), Kind.COUNT)
    corners = [a * b for a, b in product((one.low, one.high), (other.low, other.high))]
    is_fixed = one.is_fixed and other.is_fixed
    return Shape(kind, min(corners), max(corners), one.size * other.size, one.denominator * other.denominator, is_fixed)


def _divided(term: t.DividedBy, frame: Frame) -> Shape:
    one, other = shape_of(term.left, frame), shape_of(term.right, frame)
    if other.low <= 0:
        raise TooWideForColumns("a divisor may be zero")
    corners = [a / b for a, b in product((one.low, one.high), (other.low, other.high))]
    kind = Kind.MONEY if one.kind is Kind.MONEY is not other.kind else Kind.RATE
    is_fixed = one.is_fixed and isinstance(term.right, t.Const)
    return Shape(kind, min(corners), max(corners), one.size * other.denominator, one.denominator * other.size, is_fixed)


def parameter_shape(key: str, frame: Frame) -> Shape:
    """Bound a parameter by its values, and by what stands for it where it has none."""
    held, kind = timed(key, frame), frame.kind_of(key)
    low, high = unpublished(kind, held.denominator, held.words)
    return _of_numerators(kind, min(low, *held.values.tolist()), max(high, *held.values.tolist()), held.denominator, held.words)


def _tier(term: t.TaxTier, frame: Frame) -> Shape:
    share, partner = parameter_shape(PARTNER_LINE_SHARE, frame), fact_shape("partner_tax_line_14", frame)
    line = _added(fact_shape("tax_line_14", frame), _checked(_multiplied(partner, share)))
    for key in (TIER_1_AT_MOST, TIER_2_AT_MOST):
        _aligned(line, parameter_shape(key, frame))
    return _of_numerators(Kind.COUNT, 1, 3)


def _hull(term: t.Lookup | t.Match, frame: Frame) -> Shape:
    over = shape_of(term.over, frame)
    keys = [row.start for row in term.rows] if isinstance(term, t.Lookup) else [case.key for case in term.cases]
    gives = [part.gives for part in (term.rows if isinstance(term, t.Lookup) else term.cases)]
    for key in keys:
        _aligned(over, shape_of(key, frame))
    rest = () if isinstance(term, t.Lookup) or term.otherwise is None else (term.otherwise,)
    return aligned_shapes(shape_of(part, frame) for part in (*gives, *rest))


def _flag(parts: Iterable[t.Term], frame: Frame) -> Shape:
    """Hold the parts of a condition, which are compared over one denominator."""
    aligned_shapes(shape_of(part, frame) for part in parts)
    return _of_numerators(Kind.FLAG, 0, 1)


def _const(term: t.Const, frame: Frame) -> Shape:
    if isinstance(term.value, str):
        return Shape(Kind.CHOICE, Fraction(0), Fraction(0), 1, words=(term.value,))
    value = to_reckon(term.value)
    denominator = value.denominator if isinstance(value, Fraction) else 1
    return _of_numerators(term.kind, *(numerator(value, denominator),) * 2, denominator)


def _several(combine: Callable[[Shape, Shape], Shape]) -> Callable[[Any, Frame], Shape]:
    return lambda term, frame: reduce(combine, (shape_of(part, frame) for part in term.terms))


_SHAPERS: Mapping[type, Callable[[Any, Frame], Shape]] = {
    t.Const: _const,
    t.Fact: lambda term, frame: fact_shape(term.name, frame),
    t.Parameter: lambda term, frame: parameter_shape(term.key, frame),
    t.Age: lambda term, frame: _of_numerators(Kind.COUNT, 0, OLDEST),
    t.TaxTier: _tier,
    t.Plus: _several(_added),
    t.Minus: _minus,
    t.Times: lambda term, frame: _multiplied(shape_of(term.left, frame), shape_of(term.right, frame)),
    t.DividedBy: _divided,
    t.Min: _several(_hulled),
    t.Max: _several(_hulled),
    t.Capped: lambda term, frame: _hulled(shape_of(term.value, frame), shape_of(term.limit, frame)),
    t.Lookup: _hull,
    t.Match: _hull,
    t.WhenWithheld: lambda term, frame: _hulled(shape_of(term.value, frame), shape_of(term.instead, frame)),
    t.AtLeast: lambda term, frame: _flag((term.left, term.limit), frame),
    t.AtMost: lambda term, frame: _flag((term.left, term.limit), frame),
    t.MoreThan: lambda term, frame: _flag((term.left, term.limit), frame),
    t.LessThan: lambda term, frame: _flag((term.left, term.limit), frame),
    t.Equals: lambda term, frame: _flag((term.left, term.limit), frame),
    t.Between: lambda term, frame: _flag((term.value, term.low, term.high), frame),
    t.OneOf: lambda term, frame: _flag((term.value, *term.among), frame),
    t.All: lambda term, frame: _flag(term.terms, frame),
    t.Any: lambda term, frame: _flag(term.terms, frame),
    t.Not: lambda term, frame: _flag((term.term,), frame),
}
