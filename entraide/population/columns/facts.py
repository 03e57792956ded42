"""Facts over columns: one array per fact, and whose claim each row is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


KNOWN, NOT_ASKED, WITHHELD = 0, 1, 2
# Values that stay in the cache from one look to the next.
NEAR = 32_768


@dataclass(frozen=True, slots=True, eq=False)
class FactColumn:
    """One fact for n rows: int64 cents (money), int32 days since 1970-01-01 (date), int64 numerators over `denominator` (rate), int64
    (count), bool (flag), int8 rank in sorted(choices) (choice); `state` uint8 per row, None where every row is known.
    """

    values: NDArray[Any]
    denominator: int = 1
    state: NDArray[np.uint8] | None = None
    _extent: tuple[int, int] | None = field(default=None, init=False, repr=False)
    _is_whole: bool | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no array of whole numbers.

        :raises TypeError: if the values are neither whole numbers with a sign nor booleans.
        """
        if self.values.dtype.kind not in "ib":
            raise TypeError(f"a column of facts holds whole numbers or booleans, not {self.values.dtype}")

    @property
    def extent(self) -> tuple[int, int]:
        """The least and the greatest value, on the rows that are not known too; read once."""
        if self._extent is None:
            object.__setattr__(self, "_extent", (0, 1) if self.values.dtype == np.bool_ or not len(self.values) else _ends(self.values))
        return self._extent  # type: ignore[return-value]

    @property
    def is_whole(self) -> bool:
        """Tell whether the fact is known on every row; read once."""
        if self._is_whole is None:
            object.__setattr__(self, "_is_whole", self.state is None or not self.state.any())
        return self._is_whole  # type: ignore[return-value]


def _ends(values: NDArray[Any]) -> tuple[int, int]:
    """Give the least and the greatest value, each block looked through twice while it is near."""
    blocks = [values[start : start + NEAR] for start in range(0, len(values), NEAR)]
    ends = [(block.min(), block.max()) for block in blocks]
    return int(min(low for low, _ in ends)), int(max(high for _, high in ends))


@dataclass(frozen=True, slots=True, eq=False)
class FactTable:
    """Facts by name for `size` rows, one row per subject of a claim; a fact that is not there is not asked on every row.

    `opener` is the index of the opener (groups ceilings per beneficiary), `subject` that of the person that the right is for, unique over
    openers and dependants (ceilings per subject), `household` that of the household.
    `repeats` keeps which rows are not alone under a scope of ceilings, once that was looked for.
    """

    size: int
    facts: Mapping[str, FactColumn]
    opener: NDArray[np.int64]
    subject: NDArray[np.int64]
    household: NDArray[np.int64]
    repeats: dict[Any, NDArray[np.bool_] | None] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse columns of another length.

        :raises ValueError: if a column does not hold `size` rows.
        """
        held = {"opener": self.opener, "subject": self.subject, "household": self.household}
        lengths = {name: len(rows) for name, rows in held.items()} | {name: len(column.values) for name, column in self.facts.items()}
        for name, length in lengths.items():
            if length != self.size:
                raise ValueError(f"{name} holds {length} rows, the table {self.size}")
