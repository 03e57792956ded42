"""Columns of a million rows as Parquet files: names by their codes, days as days, what the file is in its own metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray


ROWS_AT_ONCE = 131_072


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Words told by their rank: one rank per row, each word once."""

    ranks: NDArray[Any]
    words: NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Days since 1970-01-01; `never` says which number stands for none."""

    days: NDArray[np.int32]
    never: int | None = None


Column = Coded | Days | NDArray[Any]


def write_parquet(path: Path, columns: Mapping[str, Column], *, told: Mapping[str, str]) -> None:
    """Write columns of one length to a file, with what it is told to be; the same columns give the same bytes."""
    arrays = {name: _array(column) for name, column in columns.items()}
    table = pa.table(arrays).replace_schema_metadata(dict(told))
    pq.write_table(table, path, row_group_size=ROWS_AT_ONCE)


def _array(column: Column) -> pa.Array:
    if isinstance(column, Coded):
        # A dictionary with fewer words than 128 would otherwise have narrower ranks than the others: readers see one type for all.
        return pa.DictionaryArray.from_arrays(pa.array(column.ranks.astype(np.int32)), pa.array(column.words.tolist(), pa.string()))
    if isinstance(column, Days):
        mask = None if column.never is None else column.days == column.never
        return pa.array(column.days.astype("datetime64[D]"), pa.date32(), mask=mask)
    return pa.array(column.tolist(), pa.string()) if column.dtype.kind == "U" else pa.array(column)
