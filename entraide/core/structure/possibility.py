"""Why an event is not possible over a register: every reason at once, each a finding with its code."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar

from entraide.core.membership.billing import siren_faults
from entraide.core.refusals import Finding, Refusal
from entraide.core.structure.facts import AttachmentKind
from entraide.core.structure.register import COMMUNE_CODE, Register, department_of, is_department
from entraide.core.structure.values import MERGERS, SPLITS, Body, BodyKind, EventKind, StructureEvent


MOVES = frozenset({EventKind.EXTENSION, EventKind.WITHDRAWAL})


class ImpossibleEvent(Refusal):
    """An event that the register does not allow; `findings` say why, one by one."""

    code: ClassVar[str] = "structure.impossible_event"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(count=len(findings))
        self.findings = tuple(findings)


def faults_of(event: StructureEvent, register: Register) -> tuple[Finding, ...]:
    """List every reason why an event is not possible; none where it is."""
    shape = tuple(_SHAPES[event.kind](event, register))
    if shape:
        return shape
    return (*_missing(event, register), *_too_early(event, register), *_codes(event, register), *_CONTENTS[event.kind](event, register))


def _merger_shape(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """One body stands after a merger, and not only because it was there: a body may take the place of a single other, never its own."""
    if not event.before:
        yield Finding("structure.nobody_moves", "before")
    elif len(event.after) != 1:
        yield Finding("structure.one_body_after", "after", {"count": len(event.after)})
    elif set(event.before) == {event.after[0].siren}:
        yield Finding("structure.merger_with_itself", "before", {"name": _called(event.before[0], event, register)})
    yield from _named_twice(event, register)


def _split_shape(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """A split is of one body, and another one at least stands beside it or in its place."""
    if len(event.before) != 1:
        yield Finding("structure.one_body_before", "before", {"count": len(event.before)})
    elif len({body.siren for body in event.after}) < 2:
        yield Finding("structure.split_into_one", "after", {"name": _called(event.before[0], event, register)})
    yield from _named_twice(event, register)


def _move_shape(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """Communes join or leave one EPCI."""
    if len(event.after) != 1:
        yield Finding("structure.one_body_after", "after", {"count": len(event.after)})
    elif event.after[0].kind is not BodyKind.EPCI:
        yield Finding("structure.not_an_epci", "after", {"name": event.after[0].name})
    elif event.after[0].siren in event.before:
        yield Finding("structure.attached_to_itself", "before", {"name": event.after[0].name})
    if not event.before:
        yield Finding("structure.nobody_moves", "before")
    yield from _named_twice(event, register)


def _transfer_shape(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """A service goes from one body to another."""
    if len(event.before) != 1 or len(event.after) != 1:
        yield Finding("structure.two_sides", "before")
    elif event.before[0] == event.after[0].siren:
        yield Finding("structure.transfer_to_itself", "after", {"name": event.after[0].name})
    if not event.service.strip():
        yield Finding("structure.no_service", "service")


def _renaming_shape(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """A body that is renamed stays itself."""
    if len(event.before) != 1 or len(event.after) != 1:
        yield Finding("structure.two_sides", "before")
    elif event.before[0] != event.after[0].siren:
        yield Finding("structure.renaming_of_another", "after", {"name": event.after[0].name})


def _named_twice(event: StructureEvent, register: Register) -> Iterator[Finding]:
    for side, sirens in (("before", event.before), ("after", tuple(body.siren for body in event.after))):
        for siren in sorted({siren for siren in sirens if sirens.count(siren) > 1}):
            yield Finding("structure.named_twice", side, {"name": _called(siren, event, register)})


def _missing(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """Find the bodies of `before` that do not exist on the day."""
    for siren in event.before:
        if register.name(siren, event.on) is None:
            last = register.last_change(siren)
            if last is None:
                yield Finding("structure.unknown_body", siren, {"siren": siren})
            elif last <= event.on:
                yield Finding("structure.no_longer_exists", siren, {"name": _called(siren, event, register), "until": told(last)})


def require_named(event: StructureEvent, register: Register) -> None:
    """Stop an event that a person describes where a body would begin under a number that is no SIREN, or no name, or a false INSEE code.

    :raises ImpossibleEvent: if one would.
    """
    found = tuple(_misnamed(event, register))
    if found:
        raise ImpossibleEvent(found)


def _misnamed(event: StructureEvent, register: Register) -> Iterator[Finding]:
    for body in event.after:
        if body.siren not in register and siren_faults(body.siren):
            yield Finding("structure.false_siren", body.siren, {"siren": body.siren, "name": body.name})
        if not body.name.strip():
            yield Finding("structure.no_name", body.siren, {"siren": body.siren})
        if body.code and not (COMMUNE_CODE.fullmatch(body.code) and is_department(department_of(body.code))):
            yield Finding("structure.false_code", body.siren, {"code": body.code, "name": body.name})


def _too_early(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """Find the bodies that something changed after the day: what came later was worked out without this event."""
    for siren in dict.fromkeys((*event.before, *(body.siren for body in event.after))):
        last = register.last_change(siren, with_attached=event.kind in MERGERS | SPLITS)
        if last is not None and last > event.on:
            yield Finding(
                "structure.before_last_event", siren, {"name": _called(siren, event, register), "on": told(event.on), "last": told(last)}
            )


def _codes(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """Find the INSEE codes that two bodies would hold, and the communes that would have none."""
    taken: dict[str, str] = {}
    for body in event.after:
        yield from _code_faults(body, event, register)
        kept = register.code(body.siren, event.on)
        code = body.code or (kept.code if kept else "")
        if code and code in taken:
            yield Finding("structure.code_held", body.siren, {"code": code, "name": taken[code], "other": body.name})
        taken.setdefault(code, body.name)


def _code_faults(body: Body, event: StructureEvent, register: Register) -> Iterator[Finding]:
    if body.code and body.kind is not BodyKind.COMMUNE:
        yield Finding("structure.code_of_no_commune", body.siren, {"name": body.name})
    elif not body.code and body.kind is BodyKind.COMMUNE and event.kind not in MOVES and register.code(body.siren, event.on) is None:
        yield Finding("structure.no_code", body.siren, {"name": body.name})
    releases = {*event.before, body.siren} if event.kind in MERGERS | SPLITS else {body.siren}
    for holder in register.holders(body.code, event.on) if body.code else ():
        if holder not in releases:
            yield Finding(
                "structure.code_held", body.siren, {"code": body.code, "name": _called(holder, event, register), "other": body.name}
            )


def _merger_contents(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """What stands after a merger is one of those that merge, or did not exist."""
    body = event.after[0]
    if body.siren not in event.before and register.name(body.siren, event.on) is not None:
        yield Finding("structure.not_among_merged", body.siren, {"name": body.name})
    yield from _mixed_kinds(event, register)


def _split_contents(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """What stands beside the body that splits did not exist, and gives back its name and code if it does not go on."""
    for body in event.after:
        if body.siren not in event.before and register.name(body.siren, event.on) is not None:
            yield Finding("structure.exists_already", body.siren, {"name": body.name})
    yield from _mixed_kinds(event, register)


def _mixed_kinds(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """A commune does not become an EPCI, nor the other way round, and they do not merge."""
    sirens = (*event.before, *(body.siren for body in event.after))
    kinds = {entry.kind for entry in map(register.entry, sirens) if entry} | {body.kind for body in event.after}
    if len(kinds) > 1 and BodyKind.COMMUNE in kinds:
        yield Finding("structure.mixed_kinds", "before")


def _move_contents(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """Communes that join were elsewhere; communes that leave were there."""
    target = event.after[0]
    if event.kind is EventKind.WITHDRAWAL and register.name(target.siren, event.on) is None:
        yield Finding("structure.unknown_body", target.siren, {"siren": target.siren})
    for siren in event.before:
        entry = register.entry(siren)
        if entry is not None and entry.kind is not BodyKind.COMMUNE:
            yield Finding("structure.not_a_commune", siren, {"name": _called(siren, event, register)})
        held = register.attachment(siren, AttachmentKind.EPCI, event.on)
        is_member = held is not None and held.parent == target.siren
        if is_member and event.kind is EventKind.EXTENSION:
            yield Finding("structure.attached_already", siren, {"name": _called(siren, event, register), "parent": target.name})
        if not is_member and event.kind is EventKind.WITHDRAWAL:
            yield Finding("structure.not_attached", siren, {"name": _called(siren, event, register), "parent": target.name})


def _transfer_contents(event: StructureEvent, register: Register) -> Iterator[Finding]:
    yield from ()


def _renaming_contents(event: StructureEvent, register: Register) -> Iterator[Finding]:
    """A renaming changes the name or the code."""
    body = event.after[0]
    name, code = register.name(body.siren, event.on), register.code(body.siren, event.on)
    if name is not None and name.name == body.name and (not body.code or (code is not None and code.code == body.code)):
        yield Finding("structure.nothing_changes", body.siren, {"name": body.name})


def told(day: date) -> str:
    """Write a day as French people do."""
    return f"{day:%d/%m/%Y}"


def _called(siren: str, event: StructureEvent, register: Register) -> str:
    """Give the name by which a sentence speaks of a body: the one of the day, else the last one, else the event's, else its SIREN."""
    entry = register.entry(siren)
    if entry is not None and entry.names:
        on_day = register.name(siren, event.on)
        return (on_day or entry.names[-1]).name
    return next((body.name for body in event.after if body.siren == siren), siren)


Rule = Callable[[StructureEvent, Register], Iterator[Finding]]

_SHAPES: Mapping[EventKind, Rule] = {
    EventKind.MERGER: _merger_shape,
    EventKind.NEW_COMMUNE: _merger_shape,
    EventKind.SPLIT: _split_shape,
    EventKind.RE_ESTABLISHMENT: _split_shape,
    EventKind.EXTENSION: _move_shape,
    EventKind.WITHDRAWAL: _move_shape,
    EventKind.SERVICE_TRANSFER: _transfer_shape,
    EventKind.RENAMING: _renaming_shape,
}
_CONTENTS: Mapping[EventKind, Rule] = {
    EventKind.MERGER: _merger_contents,
    EventKind.NEW_COMMUNE: _merger_contents,
    EventKind.SPLIT: _split_contents,
    EventKind.RE_ESTABLISHMENT: _split_contents,
    EventKind.EXTENSION: _move_contents,
    EventKind.WITHDRAWAL: _move_contents,
    EventKind.SERVICE_TRANSFER: _transfer_contents,
    EventKind.RENAMING: _renaming_contents,
}
