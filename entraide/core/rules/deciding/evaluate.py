"""The scalar reading: what a term is worth for one person, exactly, with its trace; what is not known reads as an interval."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from entraide.core.rules.deciding.leaves import UNPUBLISHED, Context, const_node, made, read_age, read_fact, read_parameter, read_tax_tier
from entraide.core.rules.deciding.trace import TraceNode
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.known import Kind, Value
from entraide.core.rules.language.parameters import ParameterBook, ParameterSpec
from entraide.core.rules.language.parts import WORD_OF


def evaluate(term: t.Term, context: Context) -> TraceNode:
    """Read a term: flags are reckoned as False < True, so that a condition not decided is the interval of both.

    A term whose facts are all known gives one value; the interval of any other holds every value that the missing facts may lead to.
    """
    return _READERS[type(term)](term, context)


def bounds_of(term: t.Term, specs: Mapping[str, ParameterSpec]) -> tuple[Value, Value]:
    """Give the least and the greatest value that a term may ever have, from the plausible bounds of its facts."""
    node = evaluate(term, Context({}, ParameterBook(specs)))
    return node.low, node.high


def _plus(term: t.Plus, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)  # type: ignore[misc]
    return made("plus", parts[0].kind, (low, high), parts)


def _minus(term: t.Minus, context: Context) -> TraceNode:
    left, right = evaluate(term.left, context), evaluate(term.right, context)
    low, high = left.low - right.high, left.high - right.low  # type: ignore[operator]
    return made("minus", left.kind, (low, high), (left, right))  # type: ignore[arg-type]


def _times(term: t.Times, context: Context) -> TraceNode:
    left, right = evaluate(term.left, context), evaluate(term.right, context)
    kind = Kind.MONEY if Kind.MONEY in (left.kind, right.kind) else Kind.RATE if Kind.RATE in (left.kind, right.kind) else Kind.COUNT
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[operator]
    return made("times", kind, (min(corners), max(corners)), (left, right))


def _divided_by(term: t.DividedBy, context: Context) -> TraceNode:
    left, right = evaluate(term.left, context), evaluate(term.right, context)
    kind = Kind.MONEY if left.kind is Kind.MONEY is not right.kind else Kind.RATE
    if right.low <= 0:  # type: ignore[operator]
        # Typing refuses a divisor that may be zero; this stays open for whoever asks for the bounds of such a term.
        return made("divided_by", kind, UNPUBLISHED[kind], (left, right))
    corners = [Fraction(a) / b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[arg-type, operator]
    return made("divided_by", kind, (min(corners), max(corners)), (left, right))


def _min(term: t.Min, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    return made("min", parts[0].kind, (_least(part.low for part in parts), _least(part.high for part in parts)), parts)


def _max(term: t.Max, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    return made("max", parts[0].kind, (_greatest(part.low for part in parts), _greatest(part.high for part in parts)), parts)


def _capped(term: t.Capped, context: Context) -> TraceNode:
    value, limit = evaluate(term.value, context), evaluate(term.limit, context)
    return made("capped_at", value.kind, (_least((value.low, limit.low)), _least((value.high, limit.high))), (value, limit))


def _lookup(term: t.Lookup, context: Context) -> TraceNode:
    over = evaluate(term.over, context)
    ends = [row.start.value for row in term.rows[1:]]
    reached = [
        row.gives
        for row, end in zip(term.rows, [*ends, None], strict=True)
        if over.high >= row.start.value and (end is None or over.low < end)  # type: ignore[operator]
    ]
    return _hull("lookup", over, reached, context)


def _match(term: t.Match, context: Context) -> TraceNode:
    over = evaluate(term.over, context)
    reached = [case.gives for case in term.cases if over.low <= case.key.value <= over.high]  # type: ignore[operator]
    if term.otherwise is not None and (not over.is_settled or not reached):
        reached.append(term.otherwise)
    return _hull("match", over, reached, context)


def _when_withheld(term: t.WhenWithheld, context: Context) -> TraceNode:
    value = evaluate(term.value, context)
    if value.is_settled:
        return made("when_withheld", value.kind, (value.low, value.high), (value,))
    instead = evaluate(term.instead, context)
    if value.is_blocked:
        return made("when_withheld", value.kind, (instead.low, instead.high), (instead, value), own=(instead,))
    low, high = _least((value.low, instead.low)), _greatest((value.high, instead.high))
    return TraceNode("when_withheld", value.kind, low, high, (value, instead), missing=value.missing + instead.missing)


_SURE_AND_POSSIBLE: dict[str, Callable[[Any, Any, Any, Any], tuple[bool, bool]]] = {
    "at_least": lambda low, high, least, most: (low >= most, high >= least),
    "at_most": lambda low, high, least, most: (high <= least, low <= most),
    "more_than": lambda low, high, least, most: (low > most, high > least),
    "less_than": lambda low, high, least, most: (high < least, low < most),
    "equals": lambda low, high, least, most: (low == high == least == most, low <= most and least <= high),
}


def _comparison(term: t.Comparison, context: Context) -> TraceNode:
    left, limit = evaluate(term.left, context), evaluate(term.limit, context)
    word = WORD_OF[type(term)]
    sure, possible = _SURE_AND_POSSIBLE[word](left.low, left.high, limit.low, limit.high)
    return made(word, Kind.FLAG, (sure, possible), (left, limit))


def _between(term: t.Between, context: Context) -> TraceNode:
    value, low, high = evaluate(term.value, context), evaluate(term.low, context), evaluate(term.high, context)
    sure = value.low >= low.high and value.high <= high.low  # type: ignore[operator]
    possible = value.high >= low.low and value.low <= high.high  # type: ignore[operator]
    return made("between", Kind.FLAG, (sure, possible), (value, low, high))


def _one_of(term: t.OneOf, context: Context) -> TraceNode:
    value = evaluate(term.value, context)
    low, high = value.low, value.high
    possible = any([low <= item.value <= high for item in term.among])  # type: ignore[operator]
    listed = [TraceNode("value", item.kind, item.value, item.value) for item in term.among]
    return made("one_of", Kind.FLAG, (possible and low == high, possible), (value, *listed))


def _all(term: t.All, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    blocked = tuple(part for part in parts if part.is_blocked)
    return made("all", Kind.FLAG, (all(part.low for part in parts), all(part.high for part in parts)), parts, own=blocked or parts)


def _any(term: t.Any, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    open_parts = tuple(part for part in parts if part.missing)
    return made("any", Kind.FLAG, (any(part.low for part in parts), any(part.high for part in parts)), parts, own=open_parts or parts)


def _not(term: t.Not, context: Context) -> TraceNode:
    part = evaluate(term.term, context)
    return made("not", Kind.FLAG, (not part.high, not part.low), (part,))


def _hull(word: str, over: TraceNode, reached: list[t.Term], context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in reached)
    low, high = _least(part.low for part in parts), _greatest(part.high for part in parts)
    return made(word, parts[0].kind, (low, high), (over, *parts))


def _least(values: Iterable[Any]) -> Any:
    return min(values)


def _greatest(values: Iterable[Any]) -> Any:
    return max(values)


_READERS: Mapping[type, Callable[[Any, Context], TraceNode]] = {
    t.Const: const_node,
    t.Fact: read_fact,
    t.Parameter: read_parameter,
    t.Age: read_age,
    t.TaxTier: read_tax_tier,
    t.Plus: _plus,
    t.Minus: _minus,
    t.Times: _times,
    t.DividedBy: _divided_by,
    t.Min: _min,
    t.Max: _max,
    t.Capped: _capped,
    t.Lookup: _lookup,
    t.Match: _match,
    t.WhenWithheld: _when_withheld,
    t.AtLeast: _comparison,
    t.AtMost: _comparison,
    t.MoreThan: _comparison,
    t.LessThan: _comparison,
    t.Equals: _comparison,
    t.Between: _between,
    t.OneOf: _one_of,
    t.All: _all,
    t.Any: _any,
    t.Not: _not,
}
