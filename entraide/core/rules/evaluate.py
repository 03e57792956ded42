"""The scalar reading: what a term is worth for one person, exactly, with its trace; what is not known reads as an interval."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from entraide.core.rules import terms as t
from entraide.core.rules.facts import FACTS, FIRST_DAY, LAST_DAY
from entraide.core.rules.known import NOT_ASKED, WITHHELD, Facts, Kind, Known, Value, to_reckon
from entraide.core.rules.parameters import TIER_1_AT_MOST, TIER_2_AT_MOST, ParameterBook, ParameterSpec
from entraide.core.rules.trace import Published, TraceNode
from entraide.core.timeline import years_between


# What a parameter that has no value may be; wide, so that nothing is decided from it.
UNPUBLISHED: dict[Kind, tuple[Value, Value]] = {
    Kind.MONEY: (0, 10**10),
    Kind.RATE: (Fraction(0), Fraction(10)),
    Kind.COUNT: (0, 10**6),
    Kind.DATE: (FIRST_DAY, LAST_DAY),
    Kind.FLAG: (False, True),
    Kind.CHOICE: ("", "\U0010ffff"),
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a term is read against: facts, parameters, and the days of the event and of the parameters (intervals while not known)."""

    facts: Facts
    parameters: ParameterBook
    event: tuple[date, date] = (FIRST_DAY, LAST_DAY)
    day: tuple[date, date] = (FIRST_DAY, LAST_DAY)
    event_fact: str = "event_on"


def evaluate(term: t.Term, context: Context) -> TraceNode:
    """Read a term: flags are reckoned as False < True, so that a condition not decided is the interval of both.

    A term whose facts are all known gives one value; the interval of any other holds every value that the missing facts may lead to.
    """
    return _READERS[type(term)](term, context)


def bounds_of(term: t.Term, specs: Mapping[str, ParameterSpec]) -> tuple[Value, Value]:
    """Give the least and the greatest value that a term may ever have, from the plausible bounds of its facts."""
    node = evaluate(term, Context({}, ParameterBook(specs)))
    return node.low, node.high


def fact_node(name: str, context: Context) -> TraceNode:
    """Read one fact as it is held."""
    spec = FACTS[name]
    held = context.facts.get(name, NOT_ASKED)
    if isinstance(held, Known):
        value = to_reckon(held.value)
        return TraceNode("fact", spec.kind, value, value, (), name, held.proof)
    low, high = context.event if name == context.event_fact else spec.bounds
    if held is WITHHELD:
        return TraceNode("fact", spec.kind, low, high, (), name, withheld=(name,))
    return TraceNode("fact", spec.kind, low, high, (), name, missing=(name,))


def _const(term: t.Const, context: Context) -> TraceNode:
    return TraceNode("value", term.kind, term.value, term.value)


def _fact(term: t.Fact, context: Context) -> TraceNode:
    return fact_node(term.name, context)


def parameter_node(key: str, kind: Kind, context: Context) -> TraceNode:
    """Read one parameter on the day of the rule; without a value it stays open, and is named among what is missing."""
    first, last = context.day
    label = context.parameters.label_of(key)
    values = context.parameters.during(key, first, last)
    if not values or values[0].since > first:
        low, high = UNPUBLISHED[kind]
        return TraceNode("parameter", kind, low, high, (), key, missing=(f"parameter:{key}",), label=label)
    checked = context.parameters.is_checked_on(key, last)
    reckoned = [to_reckon(dated.value) for dated in values]
    origin = Published(values[-1].since, values[-1].source, values[-1].confidence, checked)
    low, high = _least(reckoned), _greatest(reckoned)
    missing = () if low == high else (context.event_fact,)
    return TraceNode("parameter", kind, low, high, (), key, origin, missing, label=label)


def _parameter(term: t.Parameter, context: Context) -> TraceNode:
    return parameter_node(term.key, context.parameters.specs[term.key].kind, context)


def _age(term: t.Age, context: Context) -> TraceNode:
    born, event = fact_node("born_on", context), fact_node(context.event_fact, context)
    measure: Callable[[Any, Any], int] = years_between if term.at is t.AgeAt.EVENT else lambda born_on, day: day.year - born_on.year
    low, high = max(measure(born.high, event.low), 0), max(measure(born.low, event.high), 0)
    return _made(t.AGE_WORDS[term.at], Kind.COUNT, (low, high), (born, event))


def _tax_tier(term: t.TaxTier, context: Context) -> TraceNode:
    line = fact_node("tax_line_14", context)
    first = parameter_node(TIER_1_AT_MOST, Kind.MONEY, context)
    second = parameter_node(TIER_2_AT_MOST, Kind.MONEY, context)
    low = 1 + (line.low > first.high) + (line.low > second.high)  # type: ignore[operator]
    high = 1 + (line.high > first.low) + (line.high > second.low)  # type: ignore[operator]
    # A withheld line leaves the tier open whatever the thresholds are: nothing else is worth asking.
    own = (line,) if line.is_blocked else None
    return _made("tax_tier", Kind.COUNT, (low, high), (line, first, second), own=own)


def _plus(term: t.Plus, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)  # type: ignore[misc]
    return _made("plus", parts[0].kind, (low, high), parts)


def _minus(term: t.Minus, context: Context) -> TraceNode:
    left, right = evaluate(term.left, context), evaluate(term.right, context)
    low, high = left.low - right.high, left.high - right.low  # type: ignore[operator]
    return _made("minus", left.kind, (low, high), (left, right))  # type: ignore[arg-type]


def _times(term: t.Times, context: Context) -> TraceNode:
    left, right = evaluate(term.left, context), evaluate(term.right, context)
    kind = Kind.MONEY if Kind.MONEY in (left.kind, right.kind) else Kind.RATE if Kind.RATE in (left.kind, right.kind) else Kind.COUNT
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[operator]
    return _made("times", kind, (min(corners), max(corners)), (left, right))


def _min(term: t.Min, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    return _made("min", parts[0].kind, (_least(part.low for part in parts), _least(part.high for part in parts)), parts)


def _max(term: t.Max, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    return _made("max", parts[0].kind, (_greatest(part.low for part in parts), _greatest(part.high for part in parts)), parts)


def _capped(term: t.Capped, context: Context) -> TraceNode:
    value, limit = evaluate(term.value, context), evaluate(term.limit, context)
    return _made("capped_at", value.kind, (_least((value.low, limit.low)), _least((value.high, limit.high))), (value, limit))


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
        return _made("when_withheld", value.kind, (value.low, value.high), (value,))
    instead = evaluate(term.instead, context)
    if value.is_blocked:
        return _made("when_withheld", value.kind, (instead.low, instead.high), (instead, value), own=(instead,))
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
    word = t.WORDS[type(term)]
    sure, possible = _SURE_AND_POSSIBLE[word](left.low, left.high, limit.low, limit.high)
    return _made(word, Kind.FLAG, (sure, possible), (left, limit))


def _between(term: t.Between, context: Context) -> TraceNode:
    value, low, high = evaluate(term.value, context), evaluate(term.low, context), evaluate(term.high, context)
    sure = value.low >= low.high and value.high <= high.low  # type: ignore[operator]
    possible = value.high >= low.low and value.low <= high.high  # type: ignore[operator]
    return _made("between", Kind.FLAG, (sure, possible), (value, low, high))


def _one_of(term: t.OneOf, context: Context) -> TraceNode:
    value = evaluate(term.value, context)
    listed = tuple(evaluate(item, context) for item in term.among)
    possible = any(value.low <= item.low <= value.high for item in listed)  # type: ignore[operator]
    return _made("one_of", Kind.FLAG, (possible and value.is_settled, possible), (value, *listed))


def _all(term: t.All, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    blocked = tuple(part for part in parts if part.is_blocked)
    return _made("all", Kind.FLAG, (all(part.low for part in parts), all(part.high for part in parts)), parts, own=blocked or parts)


def _any(term: t.Any, context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in term.terms)
    open_parts = tuple(part for part in parts if part.missing)
    return _made("any", Kind.FLAG, (any(part.low for part in parts), any(part.high for part in parts)), parts, own=open_parts or parts)


def _not(term: t.Not, context: Context) -> TraceNode:
    part = evaluate(term.term, context)
    return _made("not", Kind.FLAG, (not part.high, not part.low), (part,))


def _made(
    word: str,
    kind: Kind,
    bounds: tuple[Value, Value],
    children: tuple[TraceNode, ...],
    *,
    own: tuple[TraceNode, ...] | None = None,
) -> TraceNode:
    """Make a node of `children`; what keeps it from being settled comes from `own`, those of them that still matter."""
    low, high = bounds
    if low == high:
        return TraceNode(word, kind, low, high, children)
    matter = children if own is None else own
    missing = tuple(dict.fromkeys(fact for part in matter for fact in part.missing))
    withheld = tuple(dict.fromkeys(fact for part in matter for fact in part.withheld))
    return TraceNode(word, kind, low, high, children, missing=missing, withheld=withheld)


def _hull(word: str, over: TraceNode, reached: list[t.Term], context: Context) -> TraceNode:
    parts = tuple(evaluate(part, context) for part in reached)
    low, high = _least(part.low for part in parts), _greatest(part.high for part in parts)
    return _made(word, parts[0].kind, (low, high), (over, *parts))


def _least(values: Iterable[Any]) -> Any:
    return min(values)


def _greatest(values: Iterable[Any]) -> Any:
    return max(values)


_READERS: Mapping[type, Callable[[Any, Context], TraceNode]] = {
    t.Const: _const,
    t.Fact: _fact,
    t.Parameter: _parameter,
    t.Age: _age,
    t.TaxTier: _tax_tier,
    t.Plus: _plus,
    t.Minus: _minus,
    t.Times: _times,
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
