"""Facts over columns: one array per fact, and whose claim each row is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


KNOWN, NOT_ASKED, WITHHELD = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class FactColumn:
    """One fact for n rows: int64 cents (money), int32 days since 1970-01-01 (date), int64 numerators over `denominator` (rate), int64
    (count), bool (flag), int8 rank in sorted(choices) (choice); `state` uint8 per row, None where every row is known.
    """

    values: NDArray[Any]
    denominator: int = 1
    state: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FactTable:
    """Facts by name for `size` rows, one row per subject of a claim; a fact that is not there is not asked on every row.

    `opener` is the index of the opener (groups ceilings per beneficiary), `subject` that of the person that the right is for, unique over
    openers and dependants (ceilings per subject), `household` that of the household.
    """

    size: int
    facts: Mapping[str, FactColumn]
    opener: NDArray[np.int64]
    subject: NDArray[np.int64]
    household: NDArray[np.int64]
