"""Bringing the register to yearly perimeters and to published movements: events of bodies that nobody of the association belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from entraide.apps.accounts.actor import Actor
from entraide.apps.members.models import Attachment
from entraide.apps.members.operations.facts import begun
from entraide.apps.members.operations.reference import ImportReport, record_import, require_present
from entraide.apps.members.operations.structure import apply_batch, independent_batches
from entraide.apps.members.queries.contracts import belonging_on
from entraide.apps.members.queries.registers import whole_register
from entraide.apps.members.refusals import OlderList
from entraide.core.refusals import Finding
from entraide.core.structure.changing import changes_of
from entraide.core.structure.facts import AttachmentKind, Changes
from entraide.core.structure.movements import Movement, event_of, groups_of, is_reflected
from entraide.core.structure.perimeters import Perimeter, perimeter_events
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.register import Register
from entraide.core.structure.values import EventKind, StructureEvent
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7


@dataclass(slots=True)
class _Progress:
    """The register as events change it, what they changed, what could not be."""

    register: Register
    changes: list[Changes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def apply(self, event: StructureEvent, *, moving: Sequence[str] = ()) -> None:
        """Apply an event; bodies that it cannot be about are left out of it and said, then the rest is tried.

        One that would end a body that belongs to the association, or move it (`moving`), is left to be prepared as an act, and said.
        """
        try:
            made = changes_of(event, self.register)
        except ImpossibleEvent as fault:
            self.findings += fault.findings
            left_out = {finding.where for finding in fault.findings}
            before = tuple(siren for siren in event.before if siren not in left_out)
            if event.kind is EventKind.EXTENSION and before and len(before) < len(event.before):
                self.apply(replace(event, before=before), moving=moving)
            return
        if belonging := _belonging({*moving, *made.ended}, event.on):
            self.findings += [_to_prepare(siren, event.on, self.register) for siren in belonging]
            return
        self.changes.append(made)
        self.register = self.register.applied(made)


def _belonging(sirens: Iterable[str], day: date) -> list[str]:
    """Keep the bodies that belong to the association on a day, or later."""
    held = belonging_on(day).filter(member__siren__in=list(sirens)).order_by("member__siren")
    return list(held.values_list("member__siren", flat=True).distinct())


def _to_prepare(siren: str, day: date, register: Register) -> Finding:
    name, code = register.name(siren, day), register.code(siren, day)
    params = {"name": name.name if name else siren, "code": code.code if code else siren, "day": f"{day:%d/%m/%Y}"}
    return Finding("members.to_prepare", siren, params)


@transaction.atomic
def import_perimeter(
    *, perimeter: Perimeter, actor: Actor, at: datetime, on: date, findings: Sequence[Finding] = (), in_advance: bool = False
) -> ImportReport:
    """Attach communes to the EPCI that a yearly list says, from its day; `in_advance` takes one of a year to come.

    An EPCI that the register does not know is created, one that loses its last commune ends, unless it belongs to the association: what
    would end it is left to be prepared as an act, and said. `findings` are the faults of the file.

    :raises LaterList: if the list is of a year to come, and not taken in advance.
    :raises OlderList: if communes joined an EPCI after the day of the list, and it says otherwise than the register.
    """
    require_present(perimeter.on, on=on, in_advance=in_advance)
    progress = _Progress(whole_register(), findings=list(findings))
    events, unread = perimeter_events(perimeter, progress.register)
    last = Attachment.objects.current().filter(kind=AttachmentKind.EPCI).aggregate(last=Max("since"))["last"]
    if events and last is not None and last > perimeter.on:
        raise OlderList(held=last.year, year=perimeter.on.year)
    progress.findings += unread
    for event in events:
        progress.apply(event)
    moved = sum(len(changes.opened.attachments) for changes in progress.changes)
    unchanged = len(perimeter.members) - moved - len(unread)
    return _written(progress, _Import("perimeters", perimeter.on, max(unchanged, 0)), actor=actor, at=at, on=on)


@transaction.atomic
def import_movements(
    *, movements: Sequence[Movement], actor: Actor, at: datetime, on: date, findings: Sequence[Finding] = ()
) -> ImportReport:
    """Apply published movements that the register does not reflect yet, up to the day of the import.

    An event of a body that belongs to the association, or that would end one, moves its staff: it is left to be prepared, and said.
    """
    progress = _Progress(whole_register(), findings=list(findings))
    groups = [group for group in groups_of(movements) if group.on <= on]
    reflected = 0
    for group in groups:
        if is_reflected(group, progress.register):
            reflected += 1
            continue
        event, unread = event_of(group, progress.register)
        progress.findings += unread
        if event:
            progress.apply(event, moving=event.before)
    return _written(progress, _Import("movements", on, reflected), actor=actor, at=at, on=on)


@dataclass(frozen=True, slots=True)
class _Import:
    """What an import of events is called, its day, and how many of them changed nothing."""

    kind: str
    day: date
    unchanged: int


def _written(progress: _Progress, told: _Import, *, actor: Actor, at: datetime, on: date) -> ImportReport:
    for batch in independent_batches((changes, Stamp(uuid7(), at)) for changes in progress.changes):
        apply_batch(batch)
    report = ImportReport(
        kind=told.kind,
        day=told.day,
        new=tuple(name for changes in progress.changes for name in _names(changes.begun, changes)),
        renamed=tuple(renaming for changes in progress.changes for renaming in _renamings(changes)),
        closed=tuple(fact.name for changes in progress.changes for fact in changes.closed.names if fact.siren in changes.ended),
        attached=sum(len(changes.opened.attachments) for changes in progress.changes),
        unchanged=told.unchanged,
        findings=tuple(progress.findings),
    )
    record_import(report, stamp=begun(at), actor=actor, at=at, on=on)
    return report


def _names(sirens: Iterable[str], changes: Changes) -> list[str]:
    kept = set(sirens)
    return [fact.name for fact in changes.opened.names if fact.siren in kept]


def _renamings(changes: Changes) -> list[tuple[str, str]]:
    before = {fact.siren: fact.name for fact in changes.closed.names}
    return [(before[fact.siren], fact.name) for fact in changes.opened.names if fact.siren in before]
