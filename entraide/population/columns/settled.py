"""The reading of rows whose facts are all known: a term compiled once into a closure that gives one array, without any interval."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.choices import ReadsOn
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parameters import PARTNER_LINE_SHARE, TIER_1_AT_MOST, TIER_2_AT_MOST
from entraide.population.columns import exact as x
from entraide.population.columns.ages import BOUNDS, reached
from entraide.population.columns.calendar import FIRST, LAST, YEAR_SHIFT, codes, parameter_days, read, within_calendar
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.exact import Exact
from entraide.population.columns.facts import FactTable
from entraide.population.columns.frame import Frame, numerator, timed
from entraide.population.columns.program import Compute, Node, Program, constant
from entraide.population.columns.scales import Table, table_of_cases, table_of_rows


HOW: dict[type, np.ufunc] = {
    t.AtLeast: np.greater_equal,
    t.AtMost: np.less_equal,
    t.MoreThan: np.greater,
    t.LessThan: np.less,
    t.Equals: np.equal,
}


class Settled:
    """The compiler of one revision over one table."""

    def __init__(self, frame: Frame, program: Program, table: FactTable, filed: tuple[int, int]) -> None:
        """Take the table whose rows will be read, and the first and last days of filing."""
        self.frame = frame
        self.program = program
        self.table = table
        self.filed = filed

    def node(self, term: t.Term) -> Node:
        """Compile a term, or find what reads the same."""
        if isinstance(term, t.WhenWithheld):
            return self.node(term.value)
        if isinstance(term, t.Const):
            return _const(term)
        if isinstance(term, t.Parameter):
            return self.parameter(term.key)
        return self.program.node(self.frame.signature(term), lambda: _COMPILERS[type(term)](term, self))

    def fact(self, name: str) -> Node:
        """Read one column."""
        return self.node(t.Fact(name, self.frame.specs[name]))

    def code(self, name: str) -> Node:
        """Read the year, month and day of a date as one number."""
        fact = self.fact(name)
        return self.program.node(("code", name), lambda: (lambda chunk: (read(codes(), fact(chunk)[0]), 1), ()))

    def day(self) -> Node:
        """Read the day of the parameters."""
        if self.frame.reads_on is ReadsOn.FILING:
            return self.program.node(("filed_on",), lambda: (lambda chunk: (chunk.filed_on, 1), ()))
        event = self.fact(self.frame.event_fact)
        if self.frame.reads_on is ReadsOn.EVENT:
            return event
        days = parameter_days(self.frame.reads_on)
        signature = ("day", self.frame.reads_on, self.frame.event_fact)
        return self.program.node(signature, lambda: (lambda chunk: (read(days, event(chunk)[0]), 1), ()))

    def reached(self, at: t.AgeAt, years: int) -> Node:
        """Tell who is at least so many years old."""
        event_fact = self.frame.event_fact
        born, event = self.fact("born_on"), self.fact(event_fact)
        events = within_calendar(self.table.facts[event_fact].extent)
        holds = reached(at, years, born, event, events=events)
        if holds is True:
            return constant((True, 1))
        return self.program.node(("reached", at, years, event_fact), lambda: (lambda chunk: (holds(chunk), 1), ()))

    def days(self) -> tuple[int, int]:
        """Give the first and last days on which a parameter may be read, as wide as the column of the event."""
        if self.frame.reads_on is ReadsOn.FILING:
            return self.filed
        column = self.table.facts.get(self.frame.event_fact)
        ends = (FIRST, LAST) if column is None else column.extent
        days = parameter_days(self.frame.reads_on)
        first, last = (read(days, end) for end in within_calendar(ends))
        return first, last

    def parameter(self, key: str) -> Node:
        """Read a parameter: one number where every row reads the same value."""
        held = timed(key, self.frame)
        first, last = self.days()
        place = int(held.place(max(first, int(held.starts[0]))))
        if place == held.place(last):
            return constant((int(held.values[place]), held.denominator), held.words)
        day = self.day()
        signature = ("parameter", key, self.frame.reads_on, self.frame.event_fact)

        def compute(chunk: Chunk) -> Exact:
            return held.values.take(held.place(day(chunk)[0]), mode="clip"), held.denominator

        return self.program.node(signature, lambda: (compute, held.words))


def _const(term: t.Const) -> Node:
    words = (term.value,) if isinstance(term.value, str) else ()
    denominator = term.value.denominator if term.kind is Kind.RATE else 1  # type: ignore[union-attr]
    return constant((numerator(term.value, denominator, words), denominator), words)


def _fact(term: t.Fact, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    name, denominator = term.name, to.frame.denominators.get(term.name, 1)
    words = tuple(sorted(to.frame.specs[name].choices)) if term.spec.kind is Kind.CHOICE else ()
    return lambda chunk: (chunk.values(name), denominator), words


def _age(term: t.Age, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    born, event = to.code("born_on"), to.code(to.frame.event_fact)
    if term.at is t.AgeAt.EVENT:
        return lambda chunk: (np.maximum((event(chunk)[0] - born(chunk)[0]) >> YEAR_SHIFT, 0), 1), ()
    return lambda chunk: (np.maximum((event(chunk)[0] >> YEAR_SHIFT) - (born(chunk)[0] >> YEAR_SHIFT), 0), 1), ()


def _tier(term: t.TaxTier, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    line, apart, partner = (to.fact(name) for name in ("tax_line_14", "has_two_notices", "partner_tax_line_14"))
    share, first, second = (to.parameter(key) for key in (PARTNER_LINE_SHARE, TIER_1_AT_MOST, TIER_2_AT_MOST))

    def compute(chunk: Chunk) -> Exact:
        total, is_apart = line(chunk), apart(chunk)[0]
        if is_apart.any():
            total = x.added(total, x.multiplied(x.multiplied(partner(chunk), (is_apart, 1)), share(chunk)))
        is_over_first = x.compared(np.greater, total, first(chunk))
        is_over_second = x.compared(np.greater, total, second(chunk))
        return 1 + (is_over_first.view(np.int8) + is_over_second.view(np.int8)), 1

    return compute, ()


def _folded(combine: Callable[[Exact, Exact], Exact]) -> Callable[[Any, Settled], tuple[Compute, tuple[str, ...]]]:
    def compiler(term: Any, to: Settled) -> tuple[Compute, tuple[str, ...]]:
        parts = [to.node(part) for part in _parts(term)]
        if len(parts) == 2:
            one, other = parts
            return lambda chunk: combine(one(chunk), other(chunk)), ()
        return lambda chunk: reduce(combine, [part(chunk) for part in parts]), ()

    return compiler


def _parts(term: Any) -> tuple[t.Term, ...]:
    if isinstance(term, t.Capped):
        return term.value, term.limit
    return (term.left, term.right) if isinstance(term, t.Minus | t.Times | t.DividedBy) else term.terms


def _compared(term: t.Comparison, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    if isinstance(term.left, t.Age) and isinstance(term.limit, t.Const) and type(term) in BOUNDS:
        more, is_under = BOUNDS[type(term)]
        reached = to.reached(term.left.at, term.limit.value + more)  # type: ignore[operator, arg-type]
        return (lambda chunk: (np.logical_not(reached(chunk)[0]), 1), ()) if is_under else (reached, ())
    left, right = one_space(to.node(term.left), to.node(term.limit))
    how = HOW[type(term)]
    return lambda chunk: (x.compared(how, left(chunk), right(chunk)), 1), ()


def _between(term: t.Between, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    if isinstance(term.value, t.Age) and isinstance(term.low, t.Const) and isinstance(term.high, t.Const):
        least, most = (to.reached(term.value.at, int(years)) for years in (term.low.value, term.high.value + 1))  # type: ignore[operator, arg-type]
        return lambda chunk: (np.logical_and(least(chunk)[0], np.logical_not(most(chunk)[0])), 1), ()
    value, low, high = to.node(term.value), to.node(term.low), to.node(term.high)

    def compute(chunk: Chunk) -> Exact:
        held = value(chunk)
        return x.compared(np.greater_equal, held, low(chunk)) & x.compared(np.less_equal, held, high(chunk)), 1

    return compute, ()


def _one_of(term: t.OneOf, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    value, *among = one_space(to.node(term.value), *(to.node(item) for item in term.among))
    keys = {item.constant for item in among}
    if value.words and len(keys) == len(value.words):
        return lambda chunk: (True, 1), ()

    def compute(chunk: Chunk) -> Exact:
        held = value(chunk)
        return reduce(np.logical_or, [x.compared(np.equal, held, key) for key in keys]), 1  # type: ignore[arg-type]

    return compute, ()


def _all(term: t.All, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    parts = [to.node(part) for part in term.terms]
    return lambda chunk: (reduce(np.logical_and, [part(chunk)[0] for part in parts]), 1), ()


def _any(term: t.Any, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    parts = [to.node(part) for part in term.terms]
    return lambda chunk: (reduce(np.logical_or, [part(chunk)[0] for part in parts]), 1), ()


def _not(term: t.Not, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    part = to.node(term.term)
    return lambda chunk: (np.logical_not(part(chunk)[0]), 1), ()


def one_space(*nodes: Node) -> tuple[Node, ...]:
    """Bring choices to one list of words, so that their ranks compare; other nodes stay as they are."""
    words = tuple(sorted({word for node in nodes for word in node.words}))
    return tuple(node if node.words == words else _moved(node, words) for node in nodes)


def _moved(node: Node, words: tuple[str, ...]) -> Node:
    ranks = np.array([words.index(word) for word in node.words], np.int8)
    if node.constant is not None:
        return constant((int(ranks[node.constant[0]]), 1), words)
    return Node(-1, lambda chunk: (ranks.take(node(chunk)[0]), 1), words, None)


def _lookup(term: t.Lookup, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    over = to.node(term.over)
    starts = [_const(row.start).constant for row in term.rows]
    gives = one_space(*(to.node(row.gives) for row in term.rows))
    table = table_of_rows(term, gives, to.frame)
    if table is not None:
        return _by_table(over, table), gives[0].words

    def compute(chunk: Chunk) -> Exact:
        held, found = over(chunk), gives[0](chunk)
        for start, given in zip(starts[1:], gives[1:], strict=True):
            found = x.chosen(x.compared(np.greater_equal, held, start), given(chunk), found)  # type: ignore[arg-type]
        return found

    return compute, gives[0].words


def _match(term: t.Match, to: Settled) -> tuple[Compute, tuple[str, ...]]:
    over, *keys = one_space(to.node(term.over), *(_const(case.key) for case in term.cases))
    rest = () if term.otherwise is None else (to.node(term.otherwise),)
    *gives, last = one_space(*(to.node(case.gives) for case in term.cases), *rest)
    table = table_of_cases(term, over, keys, (*gives, last), to.frame)
    if table is not None:
        return _by_table(over, table), last.words

    def compute(chunk: Chunk) -> Exact:
        held, found = over(chunk), last(chunk)
        for key, given in zip(keys, gives, strict=False):
            found = x.chosen(x.compared(np.equal, held, key.constant), given(chunk), found)  # type: ignore[arg-type]
        return found

    return compute, last.words


def _by_table(over: Node, table: Table) -> Compute:
    values, first, denominator = table.values, table.first, table.denominator
    if over.constant is not None:
        found = int(values[over.constant[0] - first]), denominator
        return lambda chunk: found

    def compute(chunk: Chunk) -> Exact:
        held = over(chunk)[0]
        place = held.view(np.int8) if held.dtype == np.bool_ else held
        return values.take(place - first if first else place), denominator

    return compute


_COMPILERS: Mapping[type, Callable[[Any, Settled], tuple[Compute, tuple[str, ...]]]] = {
    t.Fact: _fact,
    t.Age: _age,
    t.TaxTier: _tier,
    t.Plus: _folded(x.added),
    t.Minus: _folded(x.taken_off),
    t.Times: _folded(x.multiplied),
    t.DividedBy: _folded(x.divided),
    t.Min: _folded(x.least),
    t.Max: _folded(x.greatest),
    t.Capped: _folded(x.least),
    t.Lookup: _lookup,
    t.Match: _match,
    **dict.fromkeys(HOW, _compared),
    t.Between: _between,
    t.OneOf: _one_of,
    t.All: _all,
    t.Any: _any,
    t.Not: _not,
}
