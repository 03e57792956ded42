"""Real movements and perimeters applied to a register in the order of their days, with what could not be and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from entraide.core.membership.contracts import Scope
from entraide.core.membership.coverage import Coverage
from entraide.core.refusals import Finding
from entraide.core.structure.changing import changes_of
from entraide.core.structure.coverage import contracts_after
from entraide.core.structure.facts import Changes
from entraide.core.structure.movements import Group, event_of
from entraide.core.structure.moves import Choices
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


@dataclass(frozen=True, slots=True, order=True)
class ContractSpan:
    """A body belongs over [since, until), by a contract for all its staff; no `until` while it does."""

    siren: str
    since: date
    until: date | None = None


def contracts_followed(sirens: Iterable[str], changes: Iterable[Changes], *, since: date) -> tuple[ContractSpan, ...]:
    """Follow the contracts of bodies that all belonged on `since` through what happened, as each event proposes without an officer.

    >>> contracts_followed(["210100012"], (), since=date(2011, 12, 31))
    (ContractSpan(siren='210100012', since=datetime.date(2011, 12, 31), until=None),)
    """
    begun = dict.fromkeys(sirens, since)
    held = {siren: Coverage(siren, Scope.FULL) for siren in begun}
    ended: list[ContractSpan] = []
    for event in (made.event for made in changes):
        concerned = {*event.before, *(body.siren for body in event.after)}
        before = {siren: held.pop(siren) for siren in concerned if siren in held}
        after = contracts_after(event, Choices(), before, (), lambda group: group.siren)
        held |= after
        ended += [ContractSpan(siren, begun.pop(siren), event.on) for siren in sorted(before.keys() - after.keys())]
        begun |= dict.fromkeys(after.keys() - before.keys(), event.on)
    return tuple(sorted([*(span for span in ended if span.since != span.until), *(ContractSpan(*one) for one in begun.items())]))


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
