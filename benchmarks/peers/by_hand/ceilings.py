"""The ceilings of the peer written by hand: only the claims whose group has several are put in order and counted."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.peers.by_hand.days import TWO_YEARS, YEAR, Array


SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Ceiling(NamedTuple):
    """So many claims of each part of a group in a year, and so many cents of the whole group."""

    group: str
    claims: int = 0
    part: str = ""
    cents: Callable[[Array], Array | int] | None = None
    year: Array | None = YEAR  # by day; none: two years go from one claim to the next
    by_birth: bool = True


def cut(ceiling: Ceiling, columns: dict[str, Array], event: Array, rows: Array, money: Array) -> None:
    """Bring the money of the rows, in place, to what the ceiling leaves."""
    ids = columns[ceiling.group].take(rows)
    crowd = _crowd(ids)
    crowd = crowd[money.take(crowd) > 0]
    if not crowd.size:
        return
    ids, days = ids.take(crowd), event.take(rows.take(crowd))
    order = _queue(ids, days, columns["born_on"].take(rows.take(crowd)) if ceiling.by_birth else None)
    crowd, ids, days = crowd.take(order), ids.take(order), days.take(order)
    wanted = money.take(crowd)
    if ceiling.year is None:
        wanted *= _spaced(ids, days)
    else:
        run = _run(ids, ceiling.year.take(days))
        if ceiling.claims:
            part = columns[ceiling.part].take(rows.take(crowd)) if ceiling.part else None
            wanted *= _place(run, part) < ceiling.claims
        if ceiling.cents:
            wanted = _left(run, wanted, ceiling.cents(days))
    money[crowd] = wanted


def _crowd(ids: Array) -> Array:
    """Where the id may stand several times: each writes its place in the slot of its id; those that do not find it again share it."""
    size = ids.size
    if (ids[1:] > ids[:-1]).all():
        return np.empty(0, np.intp)
    low, high = int(ids.min()), int(ids.max())
    if high - low < 8 * size:
        slots, room = ids - low if low else ids, high - low + 1
    else:
        bits = size.bit_length() + 2
        slots, room = ((ids.astype(np.uint64) * SPREAD) >> np.uint64(64 - bits)).view(np.int64), 1 << bits
    places = np.arange(size, dtype=np.int32)
    holder = np.empty(room, np.int32)
    holder[slots] = places
    holders = holder.take(slots)
    crowded = holders != places
    crowded[holders[crowded]] = True
    return crowded.nonzero()[0]


def _queue(ids: Array, event: Array, born: Array | None) -> Array:
    """The order by id, event, birth and place, sorted as one packed number where it can hold them."""
    packed, width = None, 0
    for key in (ids, event) if born is None else (ids, event, born):
        low = int(key.min())
        bits = (int(key.max()) - low).bit_length()
        width += bits
        if width > 62:
            break
        shifted = np.subtract(key, low, dtype=np.int64)
        packed = shifted if packed is None else (packed << bits) | shifted
    bits = ids.size.bit_length()
    if packed is None or width + bits > 62:
        return np.lexsort((event, ids) if born is None else (born, event, ids))
    packed = (packed << bits) | np.arange(ids.size)
    packed.sort()
    return packed & ((1 << bits) - 1)


def _run(ids: Array, year: Array) -> Array:
    """The number of the group and year of each claim in the queue."""
    starts = np.zeros(ids.size, np.int64)
    starts[1:] = (ids[1:] != ids[:-1]) | (year[1:] != year[:-1])
    return starts.cumsum()


def _first(run: Array) -> Array:
    """Where the run of each claim starts."""
    starts = np.flatnonzero(np.diff(run, prepend=-1))
    return starts.take(run)


def _place(run: Array, part: Array | None) -> Array:
    """How many claims of the same part of the run come before each."""
    places = np.arange(run.size)
    if part is None:
        return places - _first(run)
    order = np.lexsort((part, run))
    sorted_place = places - _first(_run(part.take(order), run.take(order)))
    place = np.empty_like(places)
    place[order] = sorted_place
    return place


def _left(run: Array, wanted: Array, cents: Array | int) -> Array:
    """What the claims before it in the run leave to each."""
    before = wanted.cumsum() - wanted
    before -= before.take(_first(run))
    return np.minimum(wanted, np.maximum(cents - before, 0))


def _spaced(ids: Array, event: Array) -> Array:
    """Whether two years have gone since the last claim that was granted: round after round, the first that is left of each group is."""
    granted = np.zeros(ids.size, bool)
    left = np.arange(ids.size)
    while left.size:
        run = _run(ids.take(left), np.zeros(left.size))
        firsts = left.take(_first(run))
        granted[firsts] = True
        left = left[event.take(left) >= TWO_YEARS.end.take(event.take(firsts))]
    return granted
