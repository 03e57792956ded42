"""Ceilings that several rows of one call share: used in order of event, then of birth, then of benefit and of row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.language.choices import Scope
from entraide.core.rules.language.definition import Ceiling
from entraide.population.columns.calendar import FIRST, LAST, read, starts_of
from entraide.population.columns.facts import KNOWN, FactTable
from entraide.population.columns.outcomes import GRANTED, After, Before, Closing, Used, closed, joined
from entraide.population.columns.plan import Plan
from entraide.population.columns.program import as_array
from entraide.population.columns.repeats import Rows, repeated_under, scope_ids


# A day takes 17 bits of a key that sorts by group, event and birth.
DAY_BITS = 17
MOST_GROUPS = 2 ** (63 - 2 * DAY_BITS - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Rows that one plan has read, before their ceilings are used; `benefit` is the place of the benefit in the call."""

    benefit: int
    plan: Plan
    closing: Closing
    rows: Rows
    before: Before

    @property
    def code(self) -> str:
        """Name the benefit."""
        return self.plan.revision.code

    def picked(self, inside: Rows) -> "Part":
        """Keep some rows."""
        return Part(self.benefit, self.plan, self.closing, self.rows[inside], self.before.picked(inside))


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """What is counted under one ceiling: entries in order of group, event and birth, with what was granted up to each of them.

    `place` gives the place of each entry in that order, −1 for one that is alone in its group; `first` the place where its group starts.
    """

    place: Rows
    first: Rows
    keys: Rows
    claims: Rows
    cents: Rows

    def former(self) -> Rows:
        """Give for each place the place before it in its group; −1 for the first."""
        places = np.arange(len(self.keys))
        return np.where(places == self.first, -1, places - 1)

    def used_by(self, entries: Rows, since: NDArray[np.int32]) -> Used:
        """Count what was granted to earlier entries of the same group whose event is not before `since`."""
        place = self.place[entries]
        held = place >= 0
        at = place[held]
        group = self.keys[at] >> (2 * DAY_BITS)
        start = np.searchsorted(self.keys, _key(group, since[held], np.full(len(at), FIRST)))
        used = []
        for counted in (self.claims, self.cents):
            total = np.zeros(len(entries), np.int64)
            total[held] = _up_to(counted, at, self.first[at]) - _up_to(counted, start, self.first[at])
            used.append(total)
        return used[0], used[1]

    def note(self, entries: Rows, granted: NDArray[np.bool_], cents: NDArray[np.int64]) -> None:
        """Add what entries were granted; those before them in their group were noted already."""
        place = self.place[entries]
        held = place >= 0
        at = place[held]
        self.claims[at] = _up_to(self.claims, at, self.first[at]) + granted[held]
        self.cents[at] = _up_to(self.cents, at, self.first[at]) + np.where(granted[held], cents[held], 0)


def _up_to(counted: Rows, place: Rows, first: Rows) -> Rows:
    """Give what was counted before a place, from the start of its group."""
    return np.where(place > first, counted[np.maximum(place - 1, 0)], 0)


class Sharing:
    """The books of some parts, and the order in which their entries are decided."""

    def __init__(self, parts: Sequence[Part], table: FactTable, filed_on: Any) -> None:
        """Open a book for each ceiling: it counts the claims of the same benefit, and those of benefits that name the same key."""
        self.parts = parts
        self.starts = np.cumsum([0, *(len(part.rows) for part in parts)])
        self._rows = np.concatenate([part.rows for part in parts])
        self._rank = np.concatenate([part.rows + table.size * part.benefit for part in parts])
        events = [_days(table, part.plan.revision.event_fact, part.rows, filed_on) for part in parts]
        self._event = np.concatenate(events)
        self._birth = _days(table, "born_on", self._rows, LAST)
        self.books: dict[tuple[str, str, Scope], Book] = {}
        for part in parts:
            for ceiling in part.plan.revision.ceilings:
                name = (ceiling.key, part.code, ceiling.scope)
                if name not in self.books:
                    self.books[name] = self._book(name, table)

    def decided(self, usage: Callable[[str, Rows], Used]) -> Iterator[tuple[Part, Rows, After]]:
        """Decide every entry once all those that it depends on are decided; `usage` gives what was used before this call."""
        level = self._levels()
        for wanted in range(int(level.max(initial=-1)) + 1):
            for number, part in enumerate(self.parts):
                inside = np.flatnonzero(level[self.starts[number] : self.starts[number + 1]] == wanted)
                if len(inside):
                    yield part, part.rows[inside], self._decide(part, inside, int(self.starts[number]), usage)

    def _decide(self, part: Part, inside: Rows, start: int, usage: Callable[[str, Rows], Used]) -> After:
        entries = inside + start
        used = [self._used(part, ceiling, entries, usage) for ceiling in part.plan.revision.ceilings]
        after = closed(part.before.picked(inside), part.closing, used)
        granted, cents = after.status == GRANTED, np.asarray(after.amount)
        for book in self.books.values():
            book.note(entries, granted, cents)
        return after

    def _used(self, part: Part, ceiling: Ceiling, entries: Rows, usage: Callable[[str, Rows], Used]) -> Used:
        since = read(starts_of(ceiling), self._event[entries])
        within = self.books[ceiling.key, part.code, ceiling.scope].used_by(entries, since)
        before = usage(ceiling.key, self._rows[entries])
        return before[0] + within[0], before[1] + within[1]

    def _levels(self) -> Rows:
        """Number each entry by the longest chain of entries that are decided before it."""
        level = np.zeros(len(self._rows), np.int64)
        chains = []
        for book in self.books.values():
            entry_at = np.empty(len(book.keys), np.int64)
            held = np.flatnonzero(book.place >= 0)
            entry_at[book.place[held]] = held
            former = book.former()
            later = np.flatnonzero(former >= 0)
            chains.append((entry_at[later], entry_at[former[later]]))
        is_changed = True
        while is_changed:
            is_changed = False
            for later, former in chains:
                wanted = np.maximum(level[later], level[former] + 1)
                is_changed |= bool((wanted != level[later]).any())
                level[later] = wanted
        return level

    def _book(self, name: tuple[str, str, Scope], table: FactTable) -> Book:
        key, code, scope = name
        counts = np.concatenate([np.full(len(part.rows), _counts_under(part, key, code)) for part in self.parts])
        entries = np.flatnonzero(counts)
        groups, sizes = np.unique(scope_ids(scope, table, self._rows[entries]), return_inverse=True, return_counts=True)[1:]
        is_with_others = sizes[groups] > 1
        entries, groups = entries[is_with_others], groups[is_with_others]
        keys = _key(groups, self._event[entries], self._birth[entries])
        order = np.lexsort((self._rank[entries], keys))
        keys, groups = keys[order], groups[order]
        place = np.full(len(self._rows), -1, np.int64)
        place[entries[order]] = np.arange(len(order))
        first = np.searchsorted(groups, groups)
        return Book(place, first, keys, np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64))


def alike(parts: Sequence[Part]) -> list[Part]:
    """Put parts that one plan read in the same way after one another."""
    found: dict[tuple[int, bool], list[Part]] = {}
    for part in parts:
        found.setdefault((id(part.plan), part.before.is_settled), []).append(part)
    return [_joined(group) for group in found.values()]


def _joined(parts: Sequence[Part]) -> Part:
    first = parts[0]
    if len(parts) == 1:
        return first
    rows = np.concatenate([part.rows for part in parts])
    return Part(first.benefit, first.plan, first.closing, rows, joined([part.before for part in parts]))


def together(parts: Sequence[Part], table: FactTable) -> list[Part]:
    """Keep the rows that may share a ceiling with another of these rows, one of which may be granted."""
    scopes = [ceiling.scope for part in parts for ceiling in part.plan.revision.ceilings]
    is_live = np.concatenate([~part.before.failed.any(axis=0) for part in parts])
    mask = repeated_under(scopes, table, np.concatenate([part.rows for part in parts]), is_live)
    if mask is None:
        return []
    ends = np.cumsum([len(part.rows) for part in parts])[:-1]
    kept = [part.picked(np.flatnonzero(inside)) for part, inside in zip(parts, np.split(mask, ends), strict=True)]
    return [part for part in kept if len(part.rows)]


def _days(table: FactTable, name: str, rows: Rows, otherwise: Any) -> NDArray[np.int32]:
    """Read a day of some rows; something else where it is not known."""
    column = table.facts.get(name)
    other = otherwise if isinstance(otherwise, int) else otherwise[rows]
    if column is None:
        return as_array(other, len(rows)).astype(np.int32)  # type: ignore[no-any-return]
    values: NDArray[np.int32] = column.values[rows]
    return values if column.is_whole else np.where(column.state[rows] == KNOWN, values, other)  # type: ignore[index]


def _counts_under(part: Part, key: str, code: str) -> bool:
    return part.code == code or any(ceiling.key == key for ceiling in part.plan.revision.ceilings)


def _key(groups: Rows, event: Any, birth: Any) -> Rows:
    """Write a group, an event and a birth as one number that sorts by them.

    :raises OverflowError: if there are too many groups.
    """
    if len(groups) and int(groups.max()) >= MOST_GROUPS:
        raise OverflowError("too many persons for the books of ceilings")
    days = [np.clip(np.asarray(day, np.int64), FIRST, LAST) - FIRST for day in (event, birth)]
    return (groups.astype(np.int64) << (2 * DAY_BITS)) | (days[0] << DAY_BITS) | days[1]
