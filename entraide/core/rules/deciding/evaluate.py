"""The scalar reading: what a term is worth for one person, exactly, with its trace; what is not known reads as an interval."""

import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from entraide.core.rules.deciding.leaves import (
    Context,
    Reader,
    const_reader,
    fact_reader,
    made,
    read_age,
    read_parameter,
    read_tax_tier,
    settled,
)
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.known import Kind, Value
from entraide.core.rules.language.parameters import UNPUBLISHED, ParameterBook, ParameterSpec
from entraide.core.rules.language.parts import WORD_OF
from entraide.core.rules.language.trace import TraceNode


def evaluate(term: t.Term, context: Context) -> TraceNode:
    """Read a term: flags are reckoned as False < True, so that a condition not decided is the interval of both.

    A term whose facts are all known gives one value; the interval of any other holds every value that the missing facts may lead to.
    """
    return reader_of(term)(context)


def reader_of(term: t.Term) -> Reader:
    """Prepare the reading of a term for many contexts: its parts are found once, its constants are nodes already."""
    return _READERS[type(term)](term)


def bounds_of(term: t.Term, specs: Mapping[str, ParameterSpec]) -> tuple[Value, Value]:
    """Give the least and the greatest value that a term may ever have, from the plausible bounds of its facts."""
    node = evaluate(term, Context({}, ParameterBook(specs)))
    return node.low, node.high


def _readers_of(terms: Iterable[t.Term]) -> tuple[Reader, ...]:
    return tuple(reader_of(term) for term in terms)


def _of_parts(conclude: Callable[[tuple[TraceNode, ...]], TraceNode]) -> Callable[[Any], Reader]:
    """Read every part of a term, then conclude from them all."""

    def prepare(term: t.Plus | t.Min | t.Max | t.All | t.Any) -> Reader:
        readers = _readers_of(term.terms)
        return lambda context: conclude(tuple([read(context) for read in readers]))

    return prepare


def _of_two(first: str, second: str, conclude: Callable[[TraceNode, TraceNode], TraceNode]) -> Callable[[Any], Reader]:
    """Read the two parts of a term, then conclude from both."""

    def prepare(term: t.Term) -> Reader:
        left, right = reader_of(getattr(term, first)), reader_of(getattr(term, second))
        return lambda context: conclude(left(context), right(context))

    return prepare


def _plus(parts: tuple[TraceNode, ...]) -> TraceNode:
    low = sum([part.low for part in parts])  # type: ignore[misc]
    high = low if all([part.low is part.high for part in parts]) else sum([part.high for part in parts])  # type: ignore[misc]
    return made("plus", parts[0].kind, (low, high), parts)


def _minus(left: TraceNode, right: TraceNode) -> TraceNode:
    low, high = left.low - right.high, left.high - right.low  # type: ignore[operator]
    return made("minus", left.kind, (low, high), (left, right))  # type: ignore[arg-type]


def _ends(node: TraceNode) -> tuple[Any, ...]:
    """Give the values to reckon with: one where it is decided, for exact fractions are slow to reckon."""
    return (node.low,) if node.low is node.high else (node.low, node.high)


def _times(left: TraceNode, right: TraceNode) -> TraceNode:
    kind = Kind.MONEY if Kind.MONEY in (left.kind, right.kind) else Kind.RATE if Kind.RATE in (left.kind, right.kind) else Kind.COUNT
    corners = [a * b for a in _ends(left) for b in _ends(right)]
    return made("times", kind, (min(corners), max(corners)), (left, right))


def _divided_by(left: TraceNode, right: TraceNode) -> TraceNode:
    kind = Kind.MONEY if left.kind is Kind.MONEY is not right.kind else Kind.RATE
    if right.low <= 0:  # type: ignore[operator]
        # Typing refuses a divisor that may be zero; this stays open for whoever asks for the bounds of such a term.
        return made("divided_by", kind, UNPUBLISHED[kind], (left, right))
    corners = [Fraction(a) / b for a in _ends(left) for b in _ends(right)]
    return made("divided_by", kind, (min(corners), max(corners)), (left, right))


def _min(parts: tuple[TraceNode, ...]) -> TraceNode:
    return made("min", parts[0].kind, (_least(part.low for part in parts), _least(part.high for part in parts)), parts)


def _max(parts: tuple[TraceNode, ...]) -> TraceNode:
    return made("max", parts[0].kind, (_greatest(part.low for part in parts), _greatest(part.high for part in parts)), parts)


def _capped(value: TraceNode, limit: TraceNode) -> TraceNode:
    return made("capped_at", value.kind, (_least((value.low, limit.low)), _least((value.high, limit.high))), (value, limit))


def _lookup(term: t.Lookup) -> Reader:
    over = reader_of(term.over)
    starts = [row.start.value for row in term.rows]
    rows = tuple(zip(starts, [*starts[1:], None], _readers_of(row.gives for row in term.rows), strict=True))

    def read(context: Context) -> TraceNode:
        node = over(context)
        low, high = node.low, node.high
        reached = [gives for start, end, gives in rows if high >= start and (end is None or low < end)]  # type: ignore[operator]
        return _hull("lookup", node, reached, context)

    return read


def _match(term: t.Match) -> Reader:
    over = reader_of(term.over)
    cases = tuple((case.key.value, reader_of(case.gives)) for case in term.cases)
    otherwise = () if term.otherwise is None else (reader_of(term.otherwise),)

    def read(context: Context) -> TraceNode:
        node = over(context)
        low, high = node.low, node.high
        reached = [gives for key, gives in cases if low <= key <= high]  # type: ignore[operator]
        if low != high or not reached:
            reached.extend(otherwise)
        return _hull("match", node, reached, context)

    return read


def _when_withheld(term: t.WhenWithheld) -> Reader:
    return partial(_read_when_withheld, reader_of(term.value), reader_of(term.instead))


def _read_when_withheld(read_value: Reader, read_instead: Reader, context: Context) -> TraceNode:
    value = read_value(context)
    if value.is_settled:
        return made("when_withheld", value.kind, (value.low, value.high), (value,))
    instead = read_instead(context)
    if value.is_blocked:
        return made("when_withheld", value.kind, (instead.low, instead.high), (instead, value), own=(instead,))
    low, high = _least((value.low, instead.low)), _greatest((value.high, instead.high))
    return TraceNode("when_withheld", value.kind, low, high, (value, instead), missing=value.missing + instead.missing)


# How two decided values compare, then what an interval makes sure and what it leaves possible.
_COMPARED: dict[str, tuple[Callable[[Any, Any], bool], Callable[[Any, Any, Any, Any], tuple[bool, bool]]]] = {
    "at_least": (operator.ge, lambda low, high, least, most: (low >= most, high >= least)),
    "at_most": (operator.le, lambda low, high, least, most: (high <= least, low <= most)),
    "more_than": (operator.gt, lambda low, high, least, most: (low > most, high > least)),
    "less_than": (operator.lt, lambda low, high, least, most: (high < least, low < most)),
    "equals": (operator.eq, lambda low, high, least, most: (low == high == least == most, low <= most and least <= high)),
}


def _comparison(term: t.Comparison) -> Reader:
    left, limit, word = reader_of(term.left), reader_of(term.limit), WORD_OF[type(term)]
    compare, judge = _COMPARED[word]

    def read(context: Context) -> TraceNode:
        parts = held, reach = left(context), limit(context)
        low, high, least, most = held.low, held.high, reach.low, reach.high
        if low is high and least is most:
            holds = compare(low, least)
            return settled(word, Kind.FLAG, holds, holds, parts)
        return made(word, Kind.FLAG, judge(low, high, least, most), parts)

    return read


def _between(term: t.Between) -> Reader:
    readers = _readers_of((term.value, term.low, term.high))

    def read(context: Context) -> TraceNode:
        parts = value, low, high = tuple([read(context) for read in readers])
        sure = value.low >= low.high and value.high <= high.low  # type: ignore[operator]
        possible = value.high >= low.low and value.low <= high.high  # type: ignore[operator]
        return made("between", Kind.FLAG, (sure, possible), parts)

    return read


def _one_of(term: t.OneOf) -> Reader:
    over, values = reader_of(term.value), [item.value for item in term.among]
    listed = tuple(TraceNode("value", item.kind, item.value, item.value) for item in term.among)

    def read(context: Context) -> TraceNode:
        value = over(context)
        low, high = value.low, value.high
        if low is high:
            holds = low in values
            return settled("one_of", Kind.FLAG, holds, holds, (value, *listed))
        possible = any([low <= item <= high for item in values])  # type: ignore[operator]
        return made("one_of", Kind.FLAG, (possible and low == high, possible), (value, *listed))

    return read


def _all(parts: tuple[TraceNode, ...]) -> TraceNode:
    blocked = tuple([part for part in parts if part.withheld and part.is_blocked])
    return made("all", Kind.FLAG, (all([part.low for part in parts]), all([part.high for part in parts])), parts, own=blocked or parts)


def _any(parts: tuple[TraceNode, ...]) -> TraceNode:
    open_parts = tuple([part for part in parts if part.missing])
    return made("any", Kind.FLAG, (any([part.low for part in parts]), any([part.high for part in parts])), parts, own=open_parts or parts)


def _not(term: t.Not) -> Reader:
    of = reader_of(term.term)

    def read(context: Context) -> TraceNode:
        part = of(context)
        return made("not", Kind.FLAG, (not part.high, not part.low), (part,))

    return read


def _hull(word: str, over: TraceNode, reached: list[Reader], context: Context) -> TraceNode:
    parts = [read(context) for read in reached]
    low, high = _least([part.low for part in parts]), _greatest([part.high for part in parts])
    return made(word, parts[0].kind, (low, high), (over, *parts))


def _least(values: Iterable[Any]) -> Any:
    return min(values)


def _greatest(values: Iterable[Any]) -> Any:
    return max(values)


_READERS: Mapping[type, Callable[[Any], Reader]] = {
    t.Const: const_reader,
    t.Fact: fact_reader,
    t.Parameter: lambda term: partial(read_parameter, term.key),
    t.Age: lambda term: partial(read_age, term.at),
    t.TaxTier: lambda term: read_tax_tier,
    t.Plus: _of_parts(_plus),
    t.Minus: _of_two("left", "right", _minus),
    t.Times: _of_two("left", "right", _times),
    t.DividedBy: _of_two("left", "right", _divided_by),
    t.Min: _of_parts(_min),
    t.Max: _of_parts(_max),
    t.Capped: _of_two("value", "limit", _capped),
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
    t.All: _of_parts(_all),
    t.Any: _of_parts(_any),
    t.Not: _not,
}
