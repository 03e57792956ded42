"""Values that are not decided on every row: between two bounds, with what is missing and what is withheld as bits."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from entraide.population.columns import exact as x
from entraide.population.columns.exact import Exact


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """The least and the greatest value row by row, and the facts that keep them apart; `words` for what ranks of a choice stand for."""

    low: Exact
    high: Exact
    missing: Any = 0
    withheld: Any = 0
    words: tuple[str, ...] = ()

    @property
    def is_settled(self) -> Any:
        """Tell where one value only is possible."""
        return True if self.low is self.high else x.compared(np.equal, self.low, self.high)

    @property
    def is_blocked(self) -> Any:
        """Tell where nothing that can still be asked would settle the value: a proof was withheld."""
        return np.logical_not(self.is_settled) & np.equal(self.missing, 0) & np.not_equal(self.withheld, 0)


def made(low: Exact, high: Exact, own: Iterable[Bounds], words: tuple[str, ...] = ()) -> Bounds:
    """Make a value of others; what keeps it from being settled comes from `own`."""
    parts = tuple(own)
    return bounded(low, high, either(part.missing for part in parts), either(part.withheld for part in parts), words)


def bounded(low: Exact, high: Exact, missing: Any, withheld: Any, words: tuple[str, ...] = ()) -> Bounds:
    """Make a value that nothing keeps apart where both bounds are the same."""
    if low is high:
        return Bounds(low, low, words=words)
    is_open = np.not_equal(*x.aligned(low, high)[:2])
    return Bounds(low, high, where(is_open, missing), where(is_open, withheld), words)


def settled(number: Exact, words: tuple[str, ...] = ()) -> Bounds:
    """Make a value that is decided on every row."""
    return Bounds(number, number, words=words)


def flagged(sure: Any, possible: Any, own: Iterable[Bounds]) -> Bounds:
    """Make a condition: what is sure, and what is possible."""
    return made((sure, 1), (possible, 1), own)


def either(bits: Iterable[Any]) -> Any:
    """Join bits."""
    return reduce(np.bitwise_or, bits, 0)


def where(rows: Any, bits: Any) -> Any:
    """Keep bits on some rows."""
    return 0 if type(bits) is int and bits == 0 else np.where(rows, bits, 0)


def picked_bounds(value: Bounds, rows: Any) -> Bounds:
    """Take some rows of a value."""
    low = x.picked(value.low, rows)
    high = low if value.low is value.high else x.picked(value.high, rows)
    missing, withheld = x.picked((value.missing, value.withheld), rows)
    return Bounds(low, high, missing, withheld, value.words)
