"""Some rows of a table, small enough to stay in the processor's cache while every rule reads them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.population.columns.facts import KNOWN, FactTable


Rows = slice | NDArray[np.int64]


class Chunk:
    """Rows of a table, the day on which each claim is filed, and what has been read of them already."""

    __slots__ = ("_held", "_parent", "_states", "_within", "filed_on", "memo", "rows", "size", "table")

    def __init__(self, table: FactTable, rows: Rows, filed_on: Any, within: "tuple[Chunk, NDArray[np.int64]] | None" = None) -> None:
        """Take `rows` of a table; `within` is the chunk that they were taken from, and their places in it."""
        self.table = table
        self.rows = rows
        self.filed_on = filed_on
        self.size = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        self.memo: dict[int, Any] = {}
        self._held: dict[str, Any] = {}
        self._states: dict[str, Any] = {}
        self._parent: Chunk | None = within[0] if within else None
        self._within: Any = within[1] if within else None

    def values(self, name: str) -> Any:
        """Read the column of a fact."""
        held = self._held.get(name)
        if held is None:
            values = self.table.facts[name].values
            held = self._held[name] = values[self.rows] if self._parent is None else self._parent.values(name).take(self._within)
        return held

    def state(self, name: str) -> Any:
        """Read the state of a fact row by row; nothing where it is known on every row of the table."""
        column = self.table.facts[name]
        if column.is_whole:
            return None
        held = self._states.get(name)
        if held is None:
            held = self._states[name] = column.state[self.rows]  # type: ignore[index]
        return held

    def is_known(self, name: str) -> Any:
        """Tell where a fact is known: one answer for all rows where it is the same."""
        if name not in self.table.facts:
            return False
        state = self.state(name)
        return True if state is None else state == KNOWN

    def narrowed(self, within: NDArray[np.int64]) -> "Chunk":
        """Keep some rows, by their place in the chunk; what was read of them is not read anew."""
        rows = within + self.rows.start if isinstance(self.rows, slice) else self.rows.take(within)
        filed_on = self.filed_on if isinstance(self.filed_on, int) else self.filed_on.take(within)
        return Chunk(self.table, rows, filed_on, (self, within))

    def already_read(self, slot: int) -> Any:
        """Give what was read under a slot, here or in the chunk that the rows were taken from; nothing if it was not."""
        found = self.memo.get(slot)
        if found is None and self._parent is not None:
            above = self._parent.already_read(slot)
            if above is not None:
                found = self.memo[slot] = tuple(
                    part.take(self._within) if isinstance(part, np.ndarray) and part.ndim else part for part in above
                )
        return found
