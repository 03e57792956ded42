"""Real movements and perimeters applied to a register in the order of their days, with what could not be and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from entraide.core.refusals import Finding
from entraide.core.structure.changing import changes_of
from entraide.core.structure.facts import Changes
from entraide.core.structure.movements import Group, event_of
from entraide.core.structure.perimeters import Perimeter, perimeter_events
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.register import Register
from entraide.core.structure.values import Body, EventKind, StructureEvent


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay gives: the register after it, what was changed event by event, and what could not be, with its reason."""

    register: Register
    changes: tuple[Changes, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[EventKind, int]:
        """Count the events by kind."""
        return Counter(changes.event.kind for changes in self.changes)


def replay(register: Register, groups: Sequence[Group], perimeters: Sequence[Perimeter] = ()) -> Replayed:
    """Apply movements, then perimeters, day by day; an event that is not possible is left out and said."""
    changes: list[Changes] = []
    findings: list[Finding] = []
    register = register.applied()
    by_day = {perimeter.on: perimeter for perimeter in perimeters}
    moved = {day: tuple(same) for day, same in groupby(groups, key=lambda group: group.on)}
    for day in sorted({*by_day, *moved}):
        for group in moved.get(day, ()):
            event, unread = event_of(group, register)
            findings += unread
            _apply([event] if event else [], register, changes, findings)
        if day in by_day:
            events, unread = perimeter_events(by_day[day], register)
            findings += unread
            _apply(events, register, changes, findings)
    return Replayed(register, tuple(changes), tuple(findings))


def _apply(events: Iterable[StructureEvent], register: Register, changes: list[Changes], findings: list[Finding]) -> None:
    for event in events:
        try:
            made = changes_of(event, register)
        except ImpossibleEvent as fault:
            findings += fault.findings
        else:
            changes.append(made)
            register.grow(made)


def differences(standing: Iterable[Body], expected: Iterable[Body]) -> Iterator[Finding]:
    """Hold the communes that stand against a list of them, by INSEE code: SIREN and name."""
    held = {body.code: body for body in standing}
    wanted = {body.code: body for body in expected}
    for code in sorted({*held, *wanted}):
        ours, theirs = held.get(code), wanted.get(code)
        if ours is None and theirs is not None:
            yield Finding("structure.replay_lacks", code, {"code": code, "name": theirs.name})
        elif ours is not None and theirs is None:
            yield Finding("structure.replay_keeps", code, {"code": code, "name": ours.name})
        elif ours is not None and theirs is not None and (ours.siren, ours.name) != (theirs.siren, theirs.name):
            yield Finding(
                "structure.replay_differs",
                code,
                {"code": code, "name": ours.name, "siren": ours.siren, "other": theirs.name, "other_siren": theirs.siren},
            )
