"""Scales and cases that give constants: the answer of each possible value is worked out once, and then only looked up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.known import Kind
from entraide.population.columns.frame import Frame
from entraide.population.columns.program import Node
from entraide.population.columns.shapes import shape_of


# Above this many possible values a table would leave the nearest cache.
MOST_VALUES = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Numerators over one denominator, for values that follow one another from `first`."""

    values: NDArray[np.int64]
    first: int
    denominator: int


def table_of_rows(term: t.Lookup, gives: Sequence[Node], frame: Frame) -> Table | None:
    """Tabulate a scale; nothing if what it gives changes by row, or if too many values are possible."""
    over = _leaf_of(term.over)
    possible = _possible(over, frame)
    if possible is None or any(node.constant is None for node in gives):
        return None
    denominator = _denominator_of(over, frame)
    starts: list[Any] = [row.start.value * denominator for row in term.rows]  # type: ignore[operator]
    rows = [max((place for place, start in enumerate(starts) if start <= value), default=0) for value in possible]
    return _table(possible, rows, gives)


def table_of_cases(term: t.Match, over: Node, keys: Sequence[Node], gives: Sequence[Node], frame: Frame) -> Table | None:
    """Tabulate cases, the last of `gives` for what no case names; nothing if they change by row, or if too many values are possible."""
    possible = range(len(over.words)) if over.words else _possible(_leaf_of(term.over), frame)
    if possible is None or any(node.constant is None for node in gives):
        return None
    if not over.words and shape_of(term.over, frame).kind is Kind.RATE:
        return None
    named = {key.constant[0]: place for place, key in reversed(list(enumerate(keys))) if key.constant is not None}
    return _table(possible, [named.get(value, len(gives) - 1) for value in possible], gives)


def _leaf_of(over: t.Term) -> t.Term:
    """Look through what stands in for a withheld fact: the facts of settled rows are all known."""
    return _leaf_of(over.value) if isinstance(over, t.WhenWithheld) else over


def _possible(over: t.Term, frame: Frame) -> range | None:
    """List the numerators that a value may have; nothing if they are not few."""
    shape = shape_of(over, frame)
    if shape.kind is Kind.DATE or not isinstance(over, t.Fact | t.Age | t.TaxTier):
        return None
    low, high = (int(end * _denominator_of(over, frame)) for end in (shape.low, shape.high))
    return range(low, high + 1) if high - low < MOST_VALUES else None


def _denominator_of(leaf: t.Term, frame: Frame) -> int:
    return frame.denominators.get(leaf.name, 1) if isinstance(leaf, t.Fact) else 1


def _table(possible: range, places: Iterable[int], gives: Sequence[Node]) -> Table:
    numbers: list[Any] = [node.constant for node in gives]
    denominator = lcm(*(of for _, of in numbers))
    values = [numbers[place][0] * (denominator // numbers[place][1]) for place in places]
    return Table(np.array(values, np.int64), possible.start, denominator)
