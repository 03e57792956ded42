"""Which rows are not alone under a ceiling: those that must be decided in order, few in a population."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.language.choices import Scope
from entraide.population.columns.facts import FactTable


Rows = NDArray[np.int64]
# Numbers are slots of an array up to so many times as many slots as rows; sorted beyond.
MOST_SLOTS = 8


def scope_ids(scope: Scope, table: FactTable, rows: Any = slice(None)) -> Rows:
    """Number those for whom a ceiling counts, on some rows."""
    if scope is Scope.SUBJECT_OF_BENEFICIARY:
        # Numbered anew: the product of two numbers of any size would not hold in 64 bits.
        subject, opener = (np.unique(ids[rows], return_inverse=True)[1].astype(np.int64) for ids in (table.subject, table.opener))
        both: Rows = subject * (int(opener.max(initial=0)) + 1) + opener
        return both
    ids = {Scope.SUBJECT: table.subject, Scope.BENEFICIARY: table.opener, Scope.HOUSEHOLD: table.household}[scope]
    held: Rows = ids[rows].astype(np.int64, copy=False)
    return held


def repeated_in(table: FactTable, scopes: Iterable[Scope]) -> NDArray[np.bool_] | None:
    """Tell which rows of a table may share a ceiling of these scopes with another row; nothing where none does. Each scope is seen once."""
    found: NDArray[np.bool_] | None = None
    for scope in _wider(scopes):
        if scope not in table.repeats:
            table.repeats[scope] = repeated(scope_ids(scope, table))
        held = table.repeats[scope]
        if held is not None:
            found = held if found is None else found | held
    return found


def repeated_under(scopes: Iterable[Scope], table: FactTable, rows: Rows, is_live: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Tell which of some rows share a ceiling of these scopes with another one, where a row of their group may be granted (`is_live`)."""
    found: NDArray[np.bool_] | None = None
    for scope in _wider(scopes):
        ids = scope_ids(scope, table, rows)
        held = repeated(ids)
        if held is not None and not is_live.all():
            places = np.flatnonzero(held)
            held[places] = np.isin(ids[places], ids[places[is_live[places]]])
        if held is not None:
            found = held if found is None else found | held
    return found


def _wider(scopes: Iterable[Scope]) -> set[Scope]:
    """Rows of one subject and one beneficiary are rows of one subject: they are looked for among those."""
    return {Scope.SUBJECT if scope is Scope.SUBJECT_OF_BENEFICIARY else scope for scope in scopes}


def repeated(ids: Rows) -> NDArray[np.bool_] | None:
    """Tell which rows have the number of another row; nothing if all numbers differ."""
    if len(ids) < 2 or bool((ids[1:] > ids[:-1]).all()):
        return None
    low, high = int(ids.min()), int(ids.max())
    if high - low < MOST_SLOTS * len(ids):
        rows = _written_over(ids - low if low else ids, high - low + 1)
    else:
        places, counts = np.unique(ids, return_inverse=True, return_counts=True)[1:]
        rows = counts[places] > 1
    return rows if rows.any() else None


def _written_over(slots: Rows, room: int) -> NDArray[np.bool_]:
    """Let each row write its place in the slot of its number: who reads another place there, and whose place that is, share it."""
    places = np.arange(len(slots), dtype=np.int32)
    last = np.empty(room, np.int32)
    last[slots] = places
    held = last.take(slots)
    is_repeated: NDArray[np.bool_] = held != places
    is_repeated[held[is_repeated]] = True
    return is_repeated
