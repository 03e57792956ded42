"""Yearly perimeters of the EPCI, read as events: what a list says otherwise than the register becomes extensions and withdrawals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from entraide.core.refusals import Finding
from entraide.core.structure.facts import AttachmentKind
from entraide.core.structure.register import Register
from entraide.core.structure.values import Body, BodyKind, EventKind, StructureEvent


SOURCE = "DGCL, liste des EPCI à fiscalité propre au {day:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Perimeter:
    """Which EPCI each commune belongs to on a day, by INSEE code, and the EPCI by SIREN; a name left empty is not known that year."""

    on: date
    epcis: Mapping[str, Body]
    members: Mapping[str, str] = field(default_factory=dict)


def perimeter_events(perimeter: Perimeter, register: Register) -> tuple[tuple[StructureEvent, ...], tuple[Finding, ...]]:
    """Give the events that bring the register to a perimeter, those of an EPCI together, and the communes that it does not know.

    Renamings come first, then one extension per EPCI that communes join (which creates it where it does not exist), then one withdrawal
    per EPCI that communes leave for none. An EPCI that loses its last commune ends by the event that takes it. A commune that the register
    knows only from a later day joins on that day, unless it says already what the commune belongs to.
    """
    on, source = perimeter.on, SOURCE.format(day=perimeter.on)
    wanted, begun_later, findings = _by_siren(perimeter, register)
    joining: dict[str, list[str]] = {}
    leaving: dict[str, list[str]] = {}
    for commune in register:
        if commune.kind is not BodyKind.COMMUNE or register.name(commune.siren, on) is None:
            continue
        held = register.attachment(commune.siren, AttachmentKind.EPCI, on)
        now, then = wanted.get(commune.siren, ""), held.parent if held else ""
        if now and now != then:
            joining.setdefault(now, []).append(commune.siren)
        elif then and not now:
            leaving.setdefault(then, []).append(commune.siren)
    events = [
        *_renamings(perimeter, register, source),
        *(
            StructureEvent(EventKind.EXTENSION, on, tuple(sorted(joining[epci])), (perimeter.epcis[epci],), source)
            for epci in sorted(joining)
        ),
        *(
            StructureEvent(EventKind.WITHDRAWAL, on, tuple(sorted(leaving[epci])), (_standing(epci, perimeter, register),), source)
            for epci in sorted(leaving)
        ),
        *(
            StructureEvent(EventKind.EXTENSION, day, tuple(sorted(begun_later[day, epci])), (perimeter.epcis[epci],), source)
            for day, epci in sorted(begun_later)
        ),
    ]
    return tuple(events), findings


def _by_siren(perimeter: Perimeter, register: Register) -> tuple[dict[str, str], dict[tuple[date, str], list[str]], tuple[Finding, ...]]:
    """Turn INSEE codes into the SIRENs that hold them on the day; set apart, by day and EPCI, those that join on a later first day."""
    wanted: dict[str, str] = {}
    later: dict[tuple[date, str], list[str]] = {}
    findings = []
    for code, epci in perimeter.members.items():
        holder = register.holder(code, perimeter.on)
        first = register.next_holder(code, perimeter.on) if holder is None else None
        if holder is not None:
            wanted[holder] = epci
        elif first is None:
            findings.append(Finding("structure.unknown_code", code, {"code": code, "day": f"{perimeter.on:%d/%m/%Y}"}))
        elif register.name(first.siren, first.since) and register.attachment(first.siren, AttachmentKind.EPCI, first.since) is None:
            later.setdefault((first.since, epci), []).append(first.siren)
    return wanted, later, tuple(findings)


def _renamings(perimeter: Perimeter, register: Register, source: str) -> Iterable[StructureEvent]:
    for siren in sorted(perimeter.epcis):
        body, held = perimeter.epcis[siren], register.name(siren, perimeter.on)
        if held is not None and body.name and body.name != held.name:
            yield StructureEvent(EventKind.RENAMING, perimeter.on, (siren,), (body,), source)


def _standing(siren: str, perimeter: Perimeter, register: Register) -> Body:
    """Give an EPCI that communes leave, which the later perimeter may no longer name."""
    held = register.name(siren, perimeter.on)
    return perimeter.epcis.get(siren) or Body(siren, held.name if held else siren, BodyKind.EPCI)
