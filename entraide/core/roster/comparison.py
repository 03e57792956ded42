"""The nominative list beside what is held: who arrives, leaves, changes, or is in doubt.

Each step sorts or looks up by key, and the search for mistyped persons looks at a fixed number of neighbours: O(n log n).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from entraide.core.roster.plan import Arrival, Doubt, Entry, RosterPlan, absent, matched, with_entries
from entraide.core.roster.resemblance import Identity, identity_of, resemblance
from entraide.core.roster.values import HeldPerson, RosterLine


NEIGHBOURS = 3
"""How many neighbours are looked at on each side of a line, in each order: enough for any real homonymy, bounded for any file."""


@dataclass(frozen=True, slots=True)
class _Listed:
    identity: Identity
    line: RosterLine


@dataclass(frozen=True, slots=True)
class _Held:
    identity: Identity
    person: HeldPerson


_Key = tuple[Any, ...]

# Each lens is a block that must be equal, then an order inside it.
_LENSES: tuple[Callable[[Identity], tuple[_Key, _Key] | None], ...] = (
    lambda one: ((one.born_on,), (one.family, one.given)),
    lambda one: ((one.born_on,), (one.given, one.family)),
    lambda one: ((one.born_on,), tuple(sorted(f"{one.family} {one.given}".split()))),
    lambda one: ((one.family, one.given), (one.born_on,)),
    lambda one: ((one.email,), (one.born_on,)) if one.email else None,
    lambda one: ((one.matricule,), (one.family,)) if one.matricule else None,
)


def compare(current: Sequence[HeldPerson], lines: Sequence[RosterLine], *, year: int, on: date) -> RosterPlan:
    """Compare the list of civil `year`, read on day `on`, with the persons held, one entry per person on each side.

    A line and a person are one when normalised names and birth date are equal (homonyms are told apart by payroll number), or
    else when payroll numbers are equal and names or birth date do not contradict it. The order of either argument does not matter.
    """
    if not current:
        return with_entries(RosterPlan(year, on, 0), [Arrival(line) for line in lines])
    held = sorted((_Held(identity_of(person), person) for person in current), key=lambda one: (_order(one.identity), one.person.id))
    listed = sorted((_Listed(identity_of(line), line) for line in lines), key=lambda one: (_order(one.identity), one.line.line_number))
    pairs: list[tuple[_Listed, _Held]] = []
    for key in (_by_both, _by_names, _by_matricule):
        found, listed, held = _match(listed, held, key)
        pairs += found
    doubts, listed, held = _doubts(listed, held)
    entries: list[Entry] = [Arrival(one.line) for one in listed]
    unchanged_count = 0
    for line, person in pairs:
        changes = matched(person.person, line.line, on)
        unchanged_count += not changes
        entries.extend(changes)
    departures = (absent(one.person, year, on) for one in held)
    entries.extend(departure for departure in departures if departure)
    return with_entries(RosterPlan(year, on, staff_count(current, on), doubts=doubts, unchanged_count=unchanged_count), entries)


def staff_count(people: Iterable[HeldPerson], on: date) -> int:
    """Count who is on the staff on a day."""
    return sum(one.since <= on and (one.until is None or one.until > on) for one in people)


def _order(one: Identity) -> _Key:
    return one.family, one.given, one.born_on, one.matricule, one.email


def _by_both(one: Identity) -> _Key | None:
    return (*_by_names(one), one.matricule) if one.matricule else None


def _by_names(one: Identity) -> _Key:
    return one.family, one.given, one.born_on


def _by_matricule(one: Identity) -> _Key | None:
    return (one.matricule,) if one.matricule else None


def _agree(line: Identity, held: Identity) -> bool:
    """Tell whether one payroll number is one person: a marriage keeps given name and birth date, a corrected date keeps the names."""
    if line.born_on == held.born_on:
        return line.given == held.given or line.family == held.family
    return (line.family, line.given) == (held.family, held.given)


def _match(
    listed: list[_Listed], held: list[_Held], key: Callable[[Identity], _Key | None]
) -> tuple[list[tuple[_Listed, _Held]], list[_Listed], list[_Held]]:
    """Pair lines and persons who agree by an exact key; of several entries with one key, the first lines take the first persons."""
    waiting: dict[_Key, list[_Held]] = {}
    for person in reversed(held):
        found = key(person.identity)
        if found:
            waiting.setdefault(found, []).append(person)
    pairs: list[tuple[_Listed, _Held]] = []
    rest: list[_Listed] = []
    for line in listed:
        found = key(line.identity)
        candidates = waiting.get(found, []) if found else []
        if candidates and _agree(line.identity, candidates[-1].identity):
            pairs.append((line, candidates.pop()))
        else:
            rest.append(line)
    return pairs, rest, _without(held, (person for _, person in pairs))


def _doubts(listed: list[_Listed], held: list[_Held]) -> tuple[tuple[Doubt, ...], list[_Listed], list[_Held]]:
    """Pair what is left by resemblance, the nearest first, each line and each person once."""
    candidates: dict[tuple[int, int], tuple[int, str]] = {}
    for lens in _LENSES:
        for line_place, held_place in _neighbours(listed, held, lens):
            if (line_place, held_place) not in candidates:
                found = resemblance(listed[line_place].identity, held[held_place].identity)
                if found:
                    candidates[line_place, held_place] = found
    taken_lines: set[int] = set()
    taken_held: set[int] = set()
    doubts: list[Doubt] = []
    for (line_place, held_place), (_, reason) in sorted(candidates.items(), key=lambda item: (item[1], item[0])):
        if line_place not in taken_lines and held_place not in taken_held:
            taken_lines.add(line_place)
            taken_held.add(held_place)
            doubts.append(Doubt(held[held_place].person, listed[line_place].line, reason))
    doubts.sort(key=lambda doubt: doubt.line_number)
    rest_listed = [one for place, one in enumerate(listed) if place not in taken_lines]
    rest_held = [one for place, one in enumerate(held) if place not in taken_held]
    return tuple(doubts), rest_listed, rest_held


def _neighbours(
    listed: list[_Listed], held: list[_Held], lens: Callable[[Identity], tuple[_Key, _Key] | None]
) -> Iterable[tuple[int, int]]:
    """Give the places of lines and persons that are neighbours in the order of a lens and share its block."""
    ordered = sorted((*found, place) for place, one in enumerate(held) if (found := lens(one.identity)))
    for place, one in enumerate(listed):
        found = lens(one.identity)
        if not found:
            continue
        at = bisect_left(ordered, (*found, -1))
        for block, _, held_place in ordered[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]:
            if block == found[0]:
                yield place, held_place


def _without(held: list[_Held], taken: Iterable[_Held]) -> list[_Held]:
    ids = {one.person.id for one in taken}
    return [one for one in held if one.person.id not in ids]
