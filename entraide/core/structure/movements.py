"""Movements of communes as INSEE publishes them, one row per commune before and after, read as events that a register can apply."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from entraide.core.refusals import Finding
from entraide.core.structure.register import Register, department_of
from entraide.core.structure.values import MERGERS, SPLITS, Body, EventKind, StructureEvent


COMMUNE = "COM"
SOURCE = "INSEE, code officiel géographique, mouvements du {day:%d/%m/%Y}"

# The kinds of movement (MOD) that change a commune, as INSEE numbers them.
KINDS: Mapping[str, EventKind] = {
    "10": EventKind.RENAMING,
    "20": EventKind.SPLIT,
    "21": EventKind.RE_ESTABLISHMENT,
    "30": EventKind.MERGER,
    "31": EventKind.MERGER,
    "32": EventKind.NEW_COMMUNE,
    "33": EventKind.MERGER,
    "41": EventKind.RENAMING,
    "50": EventKind.RENAMING,
}


@dataclass(frozen=True, slots=True)
class Movement:
    """One row: on a day, what a commune was and what it became. `mod` and the types are INSEE's; SIRENs are empty where nobody gives them.

    `line` is its place in the file it was read from.
    """

    mod: str
    on: date
    code_before: str
    name_before: str
    code_after: str
    name_after: str
    type_before: str = COMMUNE
    type_after: str = COMMUNE
    siren_before: str = ""
    siren_after: str = ""
    line: int = 0

    @property
    def is_of_communes(self) -> bool:
        """Tell whether a commune becomes a commune: delegated and associated communes are no body of the register."""
        return self.type_before == COMMUNE == self.type_after

    @property
    def changes_nothing(self) -> bool:
        """Tell whether a commune stays what it was (MOD 34: an association of communes becomes a plain merger)."""
        return (self.code_before, self.name_before) == (self.code_after, self.name_after) and self.mod not in KINDS


@dataclass(frozen=True, slots=True)
class Group:
    """The movements of one day that hang together: they share a commune before or after."""

    on: date
    movements: tuple[Movement, ...]

    @property
    def before(self) -> tuple[str, ...]:
        """Give the INSEE codes before."""
        return tuple(dict.fromkeys(row.code_before for row in self.movements))

    @property
    def after(self) -> tuple[str, ...]:
        """Give the INSEE codes after."""
        return tuple(dict.fromkeys(row.code_after for row in self.movements))

    @property
    def kind(self) -> EventKind | None:
        """Give the kind of event that the rows tell; none if they tell several or one that is not known."""
        kinds = {KINDS.get(row.mod) for row in self.movements}
        return kinds.pop() if len(kinds) == 1 else None


def groups_of(movements: Iterable[Movement]) -> tuple[Group, ...]:
    """Group the rows between communes by day and by what hangs together, in an order in which they can be applied.

    On one day, what gives a commune its code comes before what merges it under that code.
    """
    rows = sorted((row for row in movements if row.is_of_communes and not row.changes_nothing), key=lambda row: row.on)
    return tuple(group for day, same_day in groupby(rows, key=lambda row: row.on) for group in _in_order(_connected(day, tuple(same_day))))


def _connected(day: date, rows: Sequence[Movement]) -> list[Group]:
    roots: dict[tuple[str, str], tuple[str, str]] = {}

    def root(place: tuple[str, str]) -> tuple[str, str]:
        while roots.setdefault(place, place) != place:
            place = roots[place]
        return place

    for row in rows:
        roots[root(("before", row.code_before))] = root(("after", row.code_after))
    groups: dict[tuple[str, str], list[Movement]] = {}
    for row in rows:
        groups.setdefault(root(("before", row.code_before)), []).append(row)
    return [Group(day, tuple(members)) for members in groups.values()]


def _in_order(groups: list[Group]) -> Iterator[Group]:
    """Put first the groups whose codes before are nobody's codes after, then those that wait for them."""
    waiting = groups
    while waiting:
        made = {code: group for group in waiting for code in group.after}
        ready = [group for group in waiting if all(made.get(code, group) is group for code in group.before)] or waiting
        yield from ready
        waiting = [group for group in waiting if group not in ready]


def event_of(group: Group, register: Register) -> tuple[StructureEvent | None, tuple[Finding, ...]]:
    """Read a group as an event over the register as it stands; what cannot be read is said, line by line.

    A commune before is known by its SIREN, else by who holds its code on that day; without either it is left out of the event, and said.
    A merger of which nothing else is left than the commune that goes on is read as its renaming.
    """
    kind = group.kind
    if kind is None:
        return None, (_finding("structure.mixed_movements", group, mods=", ".join(sorted({row.mod for row in group.movements}))),)
    before, unknown = _before(group, register)
    after, nameless = _after(group, kind, before)
    findings = (*unknown, *nameless)
    if not before or (nameless and kind in SPLITS) or not after:
        return None, findings
    if kind in MERGERS and before == (after[0].siren,):
        held = register.name(before[0], group.on)
        if held is not None and held.name == after[0].name:
            return None, findings
        kind = EventKind.RENAMING
    return StructureEvent(kind, group.on, before, after, SOURCE.format(day=group.on)), findings


def _before(group: Group, register: Register) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    known: dict[str, str] = {}
    findings = []
    for code in group.before:
        rows = [row for row in group.movements if row.code_before == code]
        told = next((row.siren_before for row in rows if row.siren_before), "")
        holder = register.holder(code, group.on) or ""
        if told and holder and told != holder:
            findings.append(_finding("structure.other_siren", group, rows[0], siren=told, holder=holder))
        elif not (holder or told):
            findings.append(_finding("structure.no_siren", group, rows[0], name=rows[0].name_before, code=code))
        if holder or told:
            known[code] = holder or told
    return tuple(dict.fromkeys(known.values())), tuple(findings)


def _after(group: Group, kind: EventKind, before: tuple[str, ...]) -> tuple[tuple[Body, ...], tuple[Finding, ...]]:
    bodies: list[Body] = []
    findings = []
    for code in group.after:
        row = next(row for row in group.movements if row.code_after == code)
        siren = row.siren_after or (before[0] if kind is EventKind.RENAMING and len(before) == 1 else "")
        if siren:
            bodies.append(Body(siren, row.name_after, code=code, department=department_of(code)))
        else:
            findings.append(_finding("structure.no_siren", group, row, name=row.name_after, code=code))
    return tuple(bodies), tuple(findings)


def _finding(fault: str, group: Group, row: Movement | None = None, **params: str) -> Finding:
    shown = row or group.movements[0]
    return Finding(fault, f"ligne {shown.line}" if shown.line else "", {"day": f"{group.on:%d/%m/%Y}", "name": shown.name_before} | params)


def is_reflected(group: Group, register: Register) -> bool:
    """Tell whether the register already stands as the group leaves it, or begins after it."""
    told = {row.siren_after for row in group.movements if row.siren_after}
    before = {register.holder(code, group.on) for code in group.before} - {None}
    if group.kind is EventKind.RENAMING:
        row = group.movements[0]
        holder = register.holder(row.code_after, group.on)
        name = register.name(holder, group.on) if holder else None
        return (name is not None and name.name == row.name_after) or not ({holder, *before} - {None})
    if group.kind in SPLITS:
        return not before or {register.holder(code, group.on) for code in group.after} <= told
    return before <= told


def communes_before(groups: Sequence[Group], standing: Iterable[Body]) -> tuple[tuple[Body, ...], tuple[Finding, ...]]:
    """Give the communes that stood before all these movements, told from those that stand after them.

    A commune stood before if the first that is heard of its code is that something happens to it, or if nothing is ever heard of it. Its
    SIREN is what the movements say of it, under any code it takes, else what stands today; without any it is left out, and said.
    """
    origins: dict[str, str] = {}
    found: dict[str, Body] = {}
    seen: set[str] = set()
    for group in groups:
        for row in group.movements:
            if row.code_before not in seen:
                seen.add(row.code_before)
                origins[row.code_before] = row.code_before
                found[row.code_before] = Body("", row.name_before, code=row.code_before, department=department_of(row.code_before))
            origin = origins.get(row.code_before, "")
            if origin and row.siren_before and not found[origin].siren:
                found[origin] = replace(found[origin], siren=row.siren_before)
        kept = {row.code_after: origins.get(row.code_before, "") for row in group.movements if _goes_on(row)}
        for code in group.before:
            origins.pop(code, None)
        seen.update(group.after)
        origins.update({code: origin for code, origin in kept.items() if origin})
    for body in standing:
        origin = origins.get(body.code, "" if body.code in seen else body.code)
        if origin and not found.setdefault(origin, body).siren:
            found[origin] = replace(found[origin], siren=body.siren)
    findings = tuple(
        Finding("structure.no_siren", "", {"name": body.name, "code": body.code, "day": "avant 2012"})
        for body in found.values()
        if not body.siren
    )
    return tuple(body for body in found.values() if body.siren), findings


def _goes_on(row: Movement) -> bool:
    """Tell whether the commune before and the one after are one body: it is renamed, or both have the same SIREN."""
    return KINDS.get(row.mod) is EventKind.RENAMING or bool(row.siren_before and row.siren_before == row.siren_after)
