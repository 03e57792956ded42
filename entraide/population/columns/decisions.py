"""What is decided of every row of a table by one benefit: answers, amounts, and reasons kept as bits until they are asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.population.columns.outcomes import NO_REVISION, REFUSED, UNKNOWN, After


Rows = Any  # A slice, or the numbers of the rows.


class Named(Mapping[str, NDArray[np.bool_]]):
    """Bits by name, each given as an array of booleans when it is asked for."""

    def __init__(self, places: Mapping[str, int], planes: NDArray[Any]) -> None:
        """Take the place of each name among the bits of `planes`."""
        self._places = places
        self._planes = planes

    def __getitem__(self, name: str) -> NDArray[np.bool_]:
        place, width = self._places[name], self._planes.itemsize * 8
        found: NDArray[np.bool_] = (self._planes[place // width] >> self._planes.dtype.type(place % width) & 1).astype(bool)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Decisions:
    """The answers of one benefit: `status` (0 granted, 1 refused, 2 unknown, 3 no revision in force) and `amount` in cents, by row."""

    def __init__(self, size: int, places: Mapping[str, int], bits: Mapping[str, int], *, is_bounded: bool) -> None:
        """Make room for the answers; bounds apart from the amount only where something may be unknown (`is_bounded`)."""
        self.status = np.full(size, NO_REVISION, np.uint8)
        self.amount = np.zeros(size, np.int64)
        self._places, self._bits = places, bits
        self._failed = np.zeros(((len(places) + 7) // 8, size), np.uint8)
        self._low = np.zeros(size, np.int64) if is_bounded else None
        self._high = np.zeros(size, np.int64) if is_bounded else None
        self._missing = np.zeros(size, np.int64) if is_bounded else None

    @property
    def low(self) -> NDArray[np.int64]:
        """The least amount that may be granted, in cents."""
        return self.amount if self._low is None else self._low

    @property
    def high(self) -> NDArray[np.int64]:
        """The greatest amount that may be granted, in cents; −1 where the benefit's amount is not known."""
        return self.amount if self._high is None else self._high

    @property
    def reasons(self) -> Mapping[str, NDArray[np.bool_]]:
        """Where each reason refuses.

        :raises LookupError: if the call did not ask for reasons.
        """
        if not self._places:
            raise LookupError("the call did not ask for reasons")
        return Named(self._places, self._failed)

    @property
    def missing(self) -> Mapping[str, NDArray[np.bool_]]:
        """Where each fact, or each parameter without a value (`parameter:key`), keeps a row from being decided."""
        held = np.zeros(len(self.status), np.int64) if self._missing is None else self._missing
        return Named(self._bits, held[None])

    def refuse(self, rows: Rows) -> None:
        """Refuse some rows, until some of them are written otherwise."""
        self.status[rows] = REFUSED

    def write(self, rows: Rows, after: After) -> None:
        """Take the answers of some rows; the reasons of those that are not refused are none."""
        self.status[rows] = after.status
        self.amount[rows] = after.amount
        if self._places:
            self._failed[:, rows] = after.failed
        if self._low is None or self._high is None or self._missing is None:
            return
        self._low[rows] = after.amount if after.low is None else after.low
        self._high[rows] = after.amount if after.high is None else after.high
        self._missing[rows] = after.missing

    def count(self) -> dict[str, int]:
        """Count the rows by answer."""
        found = np.bincount(self.status, minlength=NO_REVISION + 1)
        return {"granted": int(found[0]), "refused": int(found[REFUSED]), "unknown": int(found[UNKNOWN]), "none": int(found[NO_REVISION])}
