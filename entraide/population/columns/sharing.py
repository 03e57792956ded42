"""Ceilings that several rows of one call share: used in order of event, then of birth, then of benefit and of row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.choices import Scope
from entraide.core.rules.definition import Ceiling
from entraide.population.columns.calendar import FIRST, LAST, read, starts_of
from entraide.population.columns.facts import FactTable
from entraide.population.columns.outcomes import GRANTED, After, Before, Used, closed, joined
from entraide.population.columns.plan import Plan


# A day takes 17 bits of a key that sorts by group, event and birth.
DAY_BITS = 17
MOST_GROUPS = 2 ** (63 - 2 * DAY_BITS - 1)

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Rows that one plan has read, with their days of event and of birth (for the order), before their ceilings are used.

    `benefit` is the place of the benefit in the call.
    """

    benefit: int
    plan: Plan
    rows: Rows
    event: NDArray[np.int32]
    birth: NDArray[np.int32]
    before: Before

    @property
    def code(self) -> str:
        """Name the benefit."""
        return self.plan.revision.code


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


class Repeats:
    """Which rows of a table are not alone under a ceiling: those that must be decided in order."""

    def __init__(self, table: FactTable) -> None:
        """Take a table; each scope is looked through once, when a ceiling needs it."""
        self._table = table
        self._found: dict[Scope, NDArray[np.bool_] | None] = {}

    def under(self, ceilings: Sequence[Ceiling]) -> NDArray[np.bool_] | None:
        """Tell which rows share one of these ceilings with another row; nothing where none does."""
        found: NDArray[np.bool_] | None = None
        for scope in {ceiling.scope for ceiling in ceilings}:
            rows = self.of(scope)
            if rows is not None:
                found = rows if found is None else found | rows
        return found

    def of(self, scope: Scope) -> NDArray[np.bool_] | None:
        """Tell which rows share one scope with another row; nothing where none does."""
        if scope not in self._found:
            self._found[scope] = self._of_both() if scope is Scope.SUBJECT_OF_BENEFICIARY else _repeated(scope_ids(scope, self._table))
        return self._found[scope]

    def _of_both(self) -> NDArray[np.bool_] | None:
        """Rows of one subject and one beneficiary are first rows of one subject: few."""
        rows = self.of(Scope.SUBJECT)
        if rows is None:
            return None
        places = np.flatnonzero(rows)
        inside = _repeated(scope_ids(Scope.SUBJECT_OF_BENEFICIARY, self._table, places))
        if inside is None:
            return None
        found = np.zeros(len(rows), np.bool_)
        found[places[inside]] = True
        return found


def _repeated(ids: Rows) -> NDArray[np.bool_] | None:
    """Tell which rows have the number of another row; nothing if all numbers differ."""
    if len(ids) < 2 or bool((ids[1:] > ids[:-1]).all()):
        return None
    low, high = int(ids.min()), int(ids.max())
    if high - low < 8 * len(ids):
        places = ids - low
        rows = np.bincount(places)[places] > 1
    else:
        places, counts = np.unique(ids, return_inverse=True, return_counts=True)[1:]
        rows = counts[places] > 1
    return rows if rows.any() else None


def scope_ids(scope: Scope, table: FactTable, rows: Any = slice(None)) -> Rows:
    """Number those for whom a ceiling counts, on some rows."""
    if scope is Scope.SUBJECT_OF_BENEFICIARY:
        opener = table.opener[rows]
        ids: Rows = table.subject[rows].astype(np.int64) * (int(opener.max(initial=0)) + 1) + opener
        return ids
    ids = {Scope.SUBJECT: table.subject, Scope.BENEFICIARY: table.opener, Scope.HOUSEHOLD: table.household}[scope][rows]
    return ids.astype(np.int64, copy=False)


class Sharing:
    """The books of some parts, and the order in which their entries are decided."""

    def __init__(self, parts: Sequence[Part], table: FactTable) -> None:
        """Open a book for each ceiling: it counts the claims of the same benefit, and those of benefits that name the same key."""
        parts = [_joined(group) for group in _alike(parts)]
        self.parts = parts
        self.starts = np.cumsum([0, *(len(part.rows) for part in parts)])
        self._rows = np.concatenate([part.rows for part in parts])
        self._rank = np.concatenate([part.rows + table.size * part.benefit for part in parts])
        self._event = np.concatenate([part.event for part in parts])
        self._birth = np.concatenate([part.birth for part in parts])
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
        after = closed(part.before.picked(inside), part.plan.closing, used)
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


def _alike(parts: Sequence[Part]) -> list[list[Part]]:
    """Group the parts that one plan read in the same way."""
    found: dict[tuple[int, bool], list[Part]] = {}
    for part in parts:
        found.setdefault((id(part.plan), part.before.is_settled), []).append(part)
    return list(found.values())


def _joined(parts: Sequence[Part]) -> Part:
    """Put parts that were read alike after one another."""
    if len(parts) == 1:
        return parts[0]
    rows, event, birth = (np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "event", "birth"))
    return Part(parts[0].benefit, parts[0].plan, rows, event, birth, joined([part.before for part in parts]))


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
