"""The reading of rows of which something is not known: every term gives its bounds, and the facts that would settle it."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import Any

import numpy as np

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parameters import PARTNER_LINE_SHARE, TIER_1_AT_MOST, TIER_2_AT_MOST
from entraide.population.columns import exact as x
from entraide.population.columns.calendar import YEAR_SHIFT, codes, read
from entraide.population.columns.exact import Exact
from entraide.population.columns.frame import Frame, numerator, timed, unpublished
from entraide.population.columns.spans import Bounds, bounded, either, flagged, made, settled, where


class Unsettled:
    """What the terms of one revision are read against: bounds of the facts, of the event and of the day of the parameters."""

    def __init__(self, frame: Frame, facts: Mapping[str, Bounds], event: tuple[Any, Any], day: tuple[Any, Any]) -> None:
        """Take what is held; a fact that is not there is not asked."""
        self.frame = frame
        self.facts = facts
        self.event = event
        self.day = day

    def read(self, term: t.Term) -> Bounds:
        """Read a term on every row."""
        return _READERS[type(term)](term, self)

    def fact(self, name: str) -> Bounds:
        """Read one fact as it is held."""
        return self.facts[name]

    def parameter(self, key: str) -> Bounds:
        """Read one parameter over the days that are possible; it stays open before its first value."""
        held = timed(key, self.frame)
        first, last = self.day
        start, end = (np.asarray(held.place(day)) for day in (first, last))
        values, reach = held.values, len(held.values)
        lows = np.array([[values[i : max(j, i) + 1].min() for j in range(reach)] for i in range(reach)])
        highs = np.array([[values[i : max(j, i) + 1].max() for j in range(reach)] for i in range(reach)])
        least, most = unpublished(self.frame.kind_of(key), held.denominator, held.words)
        is_open, inside = start < 0, (np.maximum(start, 0), np.maximum(end, 0))
        low, high = np.where(is_open, least, lows[inside]), np.where(is_open, most, highs[inside])
        missing = np.where(is_open, self.frame.bit(f"parameter:{key}"), np.where(low == high, 0, self.frame.bit(self.frame.event_fact)))
        return Bounds((low, held.denominator), (high, held.denominator), missing, 0, held.words)


def _const(term: t.Const, to: Unsettled) -> Bounds:
    words = (term.value,) if isinstance(term.value, str) else ()
    denominator = term.value.denominator if term.kind is Kind.RATE else 1  # type: ignore[union-attr]
    return settled((numerator(term.value, denominator, words), denominator), words)


def _age(term: t.Age, to: Unsettled) -> Bounds:
    born, event = to.fact("born_on"), to.fact(to.frame.event_fact)

    def measure(birth: Exact, day: Exact) -> Exact:
        born_code, day_code = read(codes(), birth[0]), read(codes(), day[0])
        if term.at is t.AgeAt.EVENT:
            return np.maximum((day_code - born_code) >> YEAR_SHIFT, 0), 1
        return np.maximum((day_code >> YEAR_SHIFT) - (born_code >> YEAR_SHIFT), 0), 1

    return made(measure(born.high, event.low), measure(born.low, event.high), (born, event))


def _tier(term: t.TaxTier, to: Unsettled) -> Bounds:
    line, apart, partner = (to.fact(name) for name in ("tax_line_14", "has_two_notices", "partner_tax_line_14"))
    share, first, second = (to.parameter(key) for key in (PARTNER_LINE_SHARE, TIER_1_AT_MOST, TIER_2_AT_MOST))
    low = x.added(line.low, x.multiplied(x.multiplied(partner.low, share.low), apart.low))
    high = x.added(line.high, x.multiplied(x.multiplied(partner.high, share.high), apart.high))
    # The partner's line is worth asking once it is known that there is one.
    is_apart = apart.low[0]
    lines = [line, apart, _on_rows(is_apart, partner), _on_rows(is_apart, share)]
    blocked = [(part, part.is_blocked) for part in lines]
    is_blocked = reduce(np.logical_or, [rows for _, rows in blocked])
    own = [*lines, first, second]
    missing = where(np.logical_not(is_blocked), either(part.missing for part in own))
    withheld = np.where(is_blocked, either(where(rows, part.withheld) for part, rows in blocked), either(part.withheld for part in own))
    return bounded((_tiers_over(low, first.high, second.high), 1), (_tiers_over(high, first.low, second.low), 1), missing, withheld)


def _tiers_over(line: Exact, first: Exact, second: Exact) -> Any:
    return 1 + np.add(x.compared(np.greater, line, first), x.compared(np.greater, line, second), dtype=np.int64)


def _on_rows(rows: Any, part: Bounds) -> Bounds:
    """Read a part on some rows only: elsewhere it is not read, and nothing of it is missing."""
    return Bounds(part.low, x.chosen(rows, part.high, part.low), where(rows, part.missing), where(rows, part.withheld))


def _plus(term: t.Plus, to: Unsettled) -> Bounds:
    parts = [to.read(part) for part in term.terms]
    return made(reduce(x.added, [part.low for part in parts]), reduce(x.added, [part.high for part in parts]), parts)


def _minus(term: t.Minus, to: Unsettled) -> Bounds:
    left, right = to.read(term.left), to.read(term.right)
    return made(x.taken_off(left.low, right.high), x.taken_off(left.high, right.low), (left, right))


def _at_corners(combine: Callable[[Exact, Exact], Exact]) -> Callable[[Any, Unsettled], Bounds]:
    def reader(term: t.Times | t.DividedBy, to: Unsettled) -> Bounds:
        left, right = to.read(term.left), to.read(term.right)
        corners = [combine(one, other) for one, other in product((left.low, left.high), (right.low, right.high))]
        return made(reduce(x.least, corners), reduce(x.greatest, corners), (left, right))

    return reader


def _ends(combine: Callable[[Exact, Exact], Exact]) -> Callable[[Any, Unsettled], Bounds]:
    def reader(term: Any, to: Unsettled) -> Bounds:
        parts = [to.read(part) for part in ((term.value, term.limit) if isinstance(term, t.Capped) else term.terms)]
        return made(reduce(combine, [part.low for part in parts]), reduce(combine, [part.high for part in parts]), parts)

    return reader


def _lookup(term: t.Lookup, to: Unsettled) -> Bounds:
    over = to.read(term.over)
    starts = [_const(row.start, to).low for row in term.rows]
    reached = []
    for place, start in enumerate(starts):
        is_reached = x.compared(np.greater_equal, over.high, start)
        if place + 1 < len(starts):
            is_reached = is_reached & x.compared(np.less, over.low, starts[place + 1])
        reached.append(is_reached)
    return _hull(over, reached, [to.read(row.gives) for row in term.rows])


def _match(term: t.Match, to: Unsettled) -> Bounds:
    over, *keys = one_space(to.read(term.over), *(_const(case.key, to) for case in term.cases))
    reached = [_holds(over, key.low) for key in keys]
    gives = [to.read(case.gives) for case in term.cases]
    if term.otherwise is not None:
        reached.append(np.logical_not(over.is_settled) | np.logical_not(reduce(np.logical_or, reached)))
        gives.append(to.read(term.otherwise))
    return _hull(over, reached, gives)


def _holds(over: Bounds, key: Exact) -> Any:
    return x.compared(np.less_equal, over.low, key) & x.compared(np.greater_equal, over.high, key)


def _hull(over: Bounds, reached: Sequence[Any], gives: Sequence[Bounds]) -> Bounds:
    """Join what is reached: from the least to the greatest of it."""
    parts = one_space(*gives)
    (low, high), is_found = (parts[0].low, parts[0].high), reached[0]
    for part, rows in zip(parts[1:], reached[1:], strict=True):
        is_first = rows & np.logical_not(is_found)
        low = x.chosen(is_first | (rows & x.compared(np.less, part.low, low)), part.low, low)
        high = x.chosen(is_first | (rows & x.compared(np.greater, part.high, high)), part.high, high)
        is_found = is_found | rows
    missing = either([over.missing, *(where(rows, part.missing) for part, rows in zip(parts, reached, strict=True))])
    withheld = either([over.withheld, *(where(rows, part.withheld) for part, rows in zip(parts, reached, strict=True))])
    return bounded(low, high, missing, withheld, parts[0].words)


def _when_withheld(term: t.WhenWithheld, to: Unsettled) -> Bounds:
    value, instead = one_space(to.read(term.value), to.read(term.instead))
    is_settled, is_blocked = value.is_settled, value.is_blocked
    is_open = np.logical_not(is_settled) & np.logical_not(is_blocked)
    low = x.chosen(is_settled, value.low, x.chosen(is_blocked, instead.low, x.least(value.low, instead.low)))
    high = x.chosen(is_settled, value.high, x.chosen(is_blocked, instead.high, x.greatest(value.high, instead.high)))
    missing = where(is_open, value.missing) | where(is_open | is_blocked, instead.missing)
    return Bounds(low, high, missing, where(is_blocked, instead.withheld), value.words)


_SURE_AND_POSSIBLE: Mapping[type, Callable[[Bounds, Bounds], tuple[Any, Any]]] = {
    t.AtLeast: lambda a, b: (x.compared(np.greater_equal, a.low, b.high), x.compared(np.greater_equal, a.high, b.low)),
    t.AtMost: lambda a, b: (x.compared(np.less_equal, a.high, b.low), x.compared(np.less_equal, a.low, b.high)),
    t.MoreThan: lambda a, b: (x.compared(np.greater, a.low, b.high), x.compared(np.greater, a.high, b.low)),
    t.LessThan: lambda a, b: (x.compared(np.less, a.high, b.low), x.compared(np.less, a.low, b.high)),
    t.Equals: lambda a, b: (
        np.logical_and(a.is_settled, b.is_settled) & x.compared(np.equal, a.low, b.low),
        x.compared(np.less_equal, a.low, b.high) & x.compared(np.less_equal, b.low, a.high),
    ),
}


def _compared(term: t.Comparison, to: Unsettled) -> Bounds:
    left, limit = one_space(to.read(term.left), to.read(term.limit))
    return flagged(*_SURE_AND_POSSIBLE[type(term)](left, limit), (left, limit))


def _between(term: t.Between, to: Unsettled) -> Bounds:
    value, low, high = to.read(term.value), to.read(term.low), to.read(term.high)
    sure = x.compared(np.greater_equal, value.low, low.high) & x.compared(np.less_equal, value.high, high.low)
    possible = x.compared(np.greater_equal, value.high, low.low) & x.compared(np.less_equal, value.low, high.high)
    return flagged(sure, possible, (value, low, high))


def _one_of(term: t.OneOf, to: Unsettled) -> Bounds:
    value, *among = one_space(to.read(term.value), *(_const(item, to) for item in term.among))
    possible = reduce(np.logical_or, [_holds(value, item.low) for item in among])
    return flagged(possible & value.is_settled, possible, (value,))


def _all(term: t.All, to: Unsettled) -> Bounds:
    parts = [to.read(part) for part in term.terms]
    blocked = [part.is_blocked for part in parts]
    is_blocked = reduce(np.logical_or, blocked)
    missing = where(np.logical_not(is_blocked), either(part.missing for part in parts))
    withheld = _those(is_blocked, blocked, parts)
    return bounded(_joined(np.logical_and, parts, "low"), _joined(np.logical_and, parts, "high"), missing, withheld)


def _any(term: t.Any, to: Unsettled) -> Bounds:
    parts = [to.read(part) for part in term.terms]
    opened = [np.not_equal(part.missing, 0) for part in parts]
    withheld = _those(reduce(np.logical_or, opened), opened, parts)
    missing = either(part.missing for part in parts)
    return bounded(_joined(np.logical_or, parts, "low"), _joined(np.logical_or, parts, "high"), missing, withheld)


def _those(rows: Any, matter: Sequence[Any], parts: Sequence[Bounds]) -> Any:
    """Join what is withheld in the parts that matter on `rows`, in all of them elsewhere."""
    some = either(where(own, part.withheld) for own, part in zip(matter, parts, strict=True))
    return np.where(rows, some, either(part.withheld for part in parts))


def _joined(how: np.ufunc, parts: Sequence[Bounds], end: str) -> Exact:
    return reduce(how, [getattr(part, end)[0] for part in parts]), 1


def _not(term: t.Not, to: Unsettled) -> Bounds:
    part = to.read(term.term)
    return flagged(np.logical_not(part.high[0]), np.logical_not(part.low[0]), (part,))


def one_space(*values: Bounds) -> tuple[Bounds, ...]:
    """Bring choices to one list of words, so that their ranks compare; other values stay as they are."""
    words = tuple(sorted({word for value in values for word in value.words}))
    return tuple(value if value.words == words else _moved(value, words) for value in values)


def _moved(value: Bounds, words: tuple[str, ...]) -> Bounds:
    ranks = np.array([words.index(word) for word in value.words], np.int64)
    low, high = (ranks[end[0]] for end in (value.low, value.high))
    return Bounds((low, 1), (high, 1), value.missing, value.withheld, words)


_READERS: Mapping[type, Callable[[Any, Unsettled], Bounds]] = {
    t.Const: _const,
    t.Fact: lambda term, to: to.fact(term.name),
    t.Parameter: lambda term, to: to.parameter(term.key),
    t.Age: _age,
    t.TaxTier: _tier,
    t.Plus: _plus,
    t.Minus: _minus,
    t.Times: _at_corners(x.multiplied),
    t.DividedBy: _at_corners(x.divided),
    t.Min: _ends(x.least),
    t.Max: _ends(x.greatest),
    t.Capped: _ends(x.least),
    t.Lookup: _lookup,
    t.Match: _match,
    t.WhenWithheld: _when_withheld,
    **dict.fromkeys(_SURE_AND_POSSIBLE, _compared),
    t.Between: _between,
    t.OneOf: _one_of,
    t.All: _all,
    t.Any: _any,
    t.Not: _not,
}
