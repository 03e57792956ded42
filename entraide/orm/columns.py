"""Rows given as columns: arrays written to a table some tens of thousands of rows at a time, with no loop over rows in Python."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import AutoField, Model
from numpy.typing import NDArray

from entraide.orm.copying import copy_texts


AT_ONCE = 50_000
Texts = Sequence[str | None]


class Column(ABC):
    """The values of one column as texts that both databases read: days in ISO, keys in hexadecimal, yes as 1."""

    @abstractmethod
    def texts(self, rows: slice) -> Texts:
        """Write some rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Column):
    """One value for every row."""

    value: str | None

    def texts(self, rows: slice) -> Texts:
        return [self.value] * (rows.stop - rows.start)


@dataclass(frozen=True, slots=True, eq=False)
class Written(Column):
    """Texts as they are: without tab nor line break nor backslash."""

    values: Sequence[str | None]

    def texts(self, rows: slice) -> Texts:
        return self.values[rows]


@dataclass(frozen=True, slots=True, eq=False)
class Json(Column):
    """JSON that is written already, whose backslashes COPY would take for its own."""

    values: Sequence[str]

    def texts(self, rows: slice) -> Texts:
        written = self.values[rows]
        return [text.replace("\\", "\\\\") for text in written] if connection.vendor == "postgresql" else written


@dataclass(frozen=True, slots=True, eq=False)
class Documents(Column):
    """Values to be written as JSON."""

    values: Sequence[Any]

    def texts(self, rows: slice) -> Texts:
        written = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in self.values[rows]]
        return Json(written).texts(slice(0, len(written)))


@dataclass(frozen=True, slots=True, eq=False)
class Numbers(Column):
    """Whole numbers, or yes and no; `none` is the number that stands for nothing, `after` what each one is written after."""

    values: NDArray[Any]
    none: int | None = None
    after: str = ""

    def texts(self, rows: slice) -> Texts:
        values = self.values[rows]
        if values.dtype == np.bool_:
            values = values.astype(np.int8)
        written = list(map(f"{self.after}{{}}".format, values.tolist()))
        return _without(written, None if self.none is None else values == self.none)


@dataclass(frozen=True, slots=True, eq=False)
class Days(Column):
    """Days since 1970-01-01; `none` is the number that stands for nothing."""

    values: NDArray[np.int32]
    none: int | None = None

    def texts(self, rows: slice) -> Texts:
        values = self.values[rows]
        return _without(values.astype("datetime64[D]").astype(str).tolist(), None if self.none is None else values == self.none)


@dataclass(frozen=True, slots=True, eq=False)
class Words(Column):
    """Words by their rank, each written once; two columns of ranks are two words with something between them."""

    ranks: NDArray[Any]
    words: NDArray[Any]
    then: "Words | None" = None
    between: str = " "

    def texts(self, rows: slice) -> Texts:
        written = self.words[self.ranks[rows]].tolist()
        if self.then is None:
            return written
        return list(map(self.between.join, zip(written, self.then.texts(rows), strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class Keys(Column):
    """Keys of rows, made here and ordered as the rows are, or those of other rows by their rank (`none` for nothing)."""

    halves: NDArray[np.uint64]
    ranks: NDArray[Any] | None = None
    none: int | None = None

    def of(self, ranks: NDArray[Any], none: int | None = None) -> "Keys":
        """Give the keys of some rows."""
        return Keys(self.halves, ranks, none)

    def texts(self, rows: slice) -> Texts:
        ranks = None if self.ranks is None else self.ranks[rows]
        chosen = self.halves[rows] if ranks is None else self.halves[ranks]
        written = chosen.astype(">u8").tobytes().hex()
        keys = np.frombuffer(written.encode(), "S32").astype("U32").tolist()
        return _without(keys, None if self.none is None else ranks == self.none)

    def part(self, start: int, size: int) -> "Keys":
        """Give some of the keys that were made."""
        return Keys(self.halves[start : start + size])

    @property
    def size(self) -> int:
        """Count the keys that were made."""
        return len(self.halves)


@dataclass(frozen=True, slots=True, eq=False)
class After(Column):
    """Another column, each value after a word, and before another."""

    word: str
    held: Column
    then: str = ""

    def texts(self, rows: slice) -> Texts:
        return list(map(f"{self.word}{{}}{self.then}".format, self.held.texts(rows)))


def _without(texts: list[str], is_none: NDArray[np.bool_] | None) -> Texts:
    if is_none is None or not is_none.any():
        return texts
    held: NDArray[Any] = np.array(texts, object)
    held[is_none] = None
    return held.tolist()


COUNTER_BITS, LUCK_BITS = 20, 42


def draw_keys(size: int, *, seed: int, milliseconds: int, table: str) -> Keys:
    """Make UUIDv7 in order (RFC 9562, 6.2: a counter of 32 bits, then luck), the same for the same seed, instant and table.

    :raises ValueError: if there are more rows than the counter can tell apart.
    """
    if size > 1 << 32:
        raise ValueError(f"{size} keys: a counter of 32 bits tells fewer apart")
    rank = np.arange(size, dtype=np.uint64)
    luck = np.random.Generator(np.random.PCG64([seed, *table.encode()])).integers(0, 1 << LUCK_BITS, size, dtype=np.uint64)
    high = np.uint64(milliseconds << 16 | 0x7 << 12) | rank >> np.uint64(COUNTER_BITS)
    low = np.uint64(0b10 << 62) | (rank & np.uint64((1 << COUNTER_BITS) - 1)) << np.uint64(LUCK_BITS) | luck
    return Keys(np.stack([high, low], axis=1))


def copy_columns(model: type[Model], size: int, columns: Mapping[str, Column]) -> None:
    """Add `size` rows to a model's table; fields that are not given take their default, a counted key its next number.

    Nothing of `save` runs.

    :raises ValueError: if a column is named that the model does not have.
    """
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    if unknown := set(columns) - set(fields):
        raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    others = {name: Constant(_default(field)) for name, field in fields.items() if name not in columns and not isinstance(field, AutoField)}
    held = columns | others
    names = [fields[name].column for name in held]
    chunks = (slice(start, min(start + AT_ONCE, size)) for start in range(0, size, AT_ONCE))
    copy_texts(model._meta.db_table, names, ([column.texts(rows) for column in held.values()] for rows in chunks))


def _default(field: Any) -> str | None:
    value = field.get_db_prep_save(field.get_default(), connection)
    return None if value is None else str(int(value)) if isinstance(value, bool) else str(value)
