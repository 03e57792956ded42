"""Reads of the form that stands for a list: what was typed page after page, and what it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.models import RosterImport
from entraide.core.eligibility.values import Contract, Position
from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.roster.columns import LABELS, map_columns
from entraide.core.roster.form import is_listed, line_of, plan_of_form
from entraide.core.roster.parsing import parse_rows
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.social_security import cells_refused
from entraide.core.roster.telling import STATUS_LABELS, shown
from entraide.core.roster.values import CivilSex, HeldPerson, RosterLine, Status
from entraide.core.tabular.table import Row, Table


DRAFTED = ("draft", "previewed")
# How each field of a line is read from what was kept of it.
READERS = {
    "born_on": date.fromisoformat,
    "since": date.fromisoformat,
    "until": date.fromisoformat,
    "contract_until": date.fromisoformat,
    "status": Status,
    "civil_sex": CivilSex,
    "contract": Contract,
    "position": Position,
}


# A contract as lists write it.
CONTRACT_CELLS = {
    Contract.PERMANENT: "titulaire",
    Contract.OPEN_ENDED: "CDI",
    Contract.FIXED_TERM: "CDD",
    Contract.APPRENTICESHIP: "apprentissage",
}


def drafted_roster(member_id: UUID) -> RosterImport | None:
    """Give the form that a member has begun, or looks at, or nothing."""
    return RosterImport.objects.filter(member_id=member_id, source="form", state__in=DRAFTED).order_by("-pk").first()


def told_of(begun: RosterImport | None) -> dict[UUID, dict[str, Any]]:
    """Give what a form says of people so far: the fields of a line that differ from what is held, by person."""
    people = (begun.draft or {}).get("people", {}) if begun else {}
    return {UUID(key): _read(kept) for key, kept in people.items()}


def listed_persons(people: Sequence[HeldPerson], *, on: date) -> list[HeldPerson]:
    """List who is asked about, by name: on the staff that day, or to arrive."""
    found = [person for person in people if is_listed(person, on)]
    return sorted(found, key=lambda one: (normalise(f"{one.family_name} {one.given_name}"), one.id))


def line_kept(kept: Mapping[str, Any], line_number: int) -> RosterLine:
    """Read the line of an added agent."""
    return RosterLine(line_number, **_read(kept))


def cells_of(person: HeldPerson) -> dict[str, str]:
    """Write what is held of a person as the cells of a list; its address and civil sex, which the form leaves alone, stay out."""
    return {
        "matricule": person.matricule,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "born_on": f"{person.born_on:%d/%m/%Y}",
        "status": STATUS_LABELS[person.status].partition(" ")[0],
        "since": f"{person.since:%d/%m/%Y}",
        "until": shown("until", person.until),
        "service": person.service,
        "contract": CONTRACT_CELLS.get(person.contract, ""),
        "contract_until": shown("contract_until", person.contract_until),
        "position": person.position.label,
        "time_share": str(person.time_share or ""),
    }


def read_cells(cells: Mapping[str, str], *, year: int) -> tuple[RosterLine | None, dict[str, list[Finding]]]:
    """Read what was typed of one person as the line of a list would be, with its faults by column."""
    table = Table(tuple(LABELS.values()), (Row(1, tuple(cells.get(key, "") for key in LABELS)),))
    lines, findings = parse_rows(table, map_columns(table.header)[0], year)
    if refused := cells_refused(table):
        lines, findings = (), refused
    keys = {label: key for key, label in LABELS.items()}
    faults: dict[str, list[Finding]] = {}
    for finding in findings:
        faults.setdefault(keys[finding.params["column"]], []).append(finding)
    return next(iter(lines), None), faults


def kept_of(line: RosterLine, held: RosterLine | None = None) -> dict[str, Any]:
    """Write a line as it is kept in a form: what it says, but for what is held already."""
    names = [field.name for field in fields(line) if field.name != "line_number"]
    told = {name: getattr(line, name) for name in names if getattr(line, name) not in ("", None)}
    return {name: _plain(value) for name, value in told.items() if held is None or value != getattr(held, name)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else getattr(value, "value", value)


def _read(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: READERS[name](value) if name in READERS and value else value for name, value in kept.items()}


def plan_of_draft(people: Sequence[HeldPerson], draft: Mapping[str, Any], *, year: int, on: date) -> RosterPlan:
    """Say what a form changes of a staff; what it says of who is no longer there is left aside.

    A form keeps `people`, the fields that differ by the person's key, and `added`, the fields of each agent added.
    """
    told = {UUID(key): _read(kept) for key, kept in draft.get("people", {}).items()}
    listed = listed_persons(people, on=on)
    lines = {person.id: replace(line_of(person, number), **told[person.id]) for number, person in enumerate(listed, 1) if person.id in told}
    added = [line_kept(kept, number) for number, kept in enumerate(draft.get("added", ()), len(listed) + 1)]
    return plan_of_form(people, lines, added, year=year, on=on)
