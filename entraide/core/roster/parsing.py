"""From the cells of a nominative list to its lines, with every fault and its line number."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.roster.columns import LABELS, ColumnMap
from entraide.core.roster.values import RosterLine, matricule_key
from entraide.core.roster.words import (
    STATUS_CONTRACTS,
    STATUS_POSITIONS,
    read_contract,
    read_position,
    read_sex,
    read_status,
    read_time_share,
)
from entraide.core.tabular.cells import read_date, read_email, read_last_day, read_name, read_text
from entraide.core.tabular.lines import LineReader
from entraide.core.tabular.table import Table


YOUNGEST = 14
"""Age in civil years below which no contract is possible: apprentices are 16, by exception 15 (code du travail, article L6222-1)."""
OLDEST = 110
"""Age in civil years above which a birth date is a placeholder such as 01/01/1900."""
SERVICE_LENGTH = 120


def parse_rows(table: Table, columns: ColumnMap, year: int) -> tuple[tuple[RosterLine, ...], tuple[Finding, ...]]:
    """Read every row of the list of civil `year`; the lines without fault come first, then all faults in the order of the file.

    A departure is the last day of presence, as people write it: `until` is the day after.
    """
    lines: list[RosterLine] = []
    findings: list[Finding] = []
    persons: dict[tuple[str, str, date], int] = {}
    matricules: dict[str, int] = {}
    for row in table.rows:
        reader = LineReader(row, columns.places, LABELS)
        line = _parse_row(reader, year)
        if line:
            _refuse_twice(reader, line, persons, matricules)
        if line and not reader.findings:
            lines.append(line)
        findings.extend(reader.findings)
    return tuple(lines), tuple(findings)


def _parse_row(reader: LineReader, year: int) -> RosterLine | None:
    family_name = reader.required("family_name", read_name)
    given_name = reader.required("given_name", read_name)
    born_on = reader.required("born_on", read_date)
    status = reader.required("status", read_status)
    since = reader.required("since", read_date)
    optional = _optional_cells(reader)
    if not (family_name and given_name and born_on and status and since):
        return None
    line = RosterLine(reader.line_number, family_name, given_name, born_on, status, since, **optional)
    _check_birth(reader, born_on, since, year)
    _check_span(reader, since, line.until, year)
    _check_contract(reader, line)
    return line


def _optional_cells(reader: LineReader) -> dict[str, Any]:
    """Read what a list may leave out; a contract or a position that has no word of its own is read in the status."""
    status = normalise(reader.text("status"))
    contract, position = reader.optional("contract", read_contract), reader.optional("position", read_position)
    if contract is None and not reader.is_filled("contract"):
        contract = STATUS_CONTRACTS.get(status)
    if position is None and not reader.is_filled("position"):
        position = STATUS_POSITIONS.get(status)
    return {
        "until": reader.optional("until", read_last_day),
        "matricule": reader.optional("matricule", partial(read_text, longest=40)) or "",
        "email": reader.optional("email", read_email) or "",
        "service": reader.optional("service", partial(read_text, longest=SERVICE_LENGTH)) or "",
        "civil_sex": reader.optional("civil_sex", read_sex),
        "contract": contract,
        "contract_until": reader.optional("contract_until", read_last_day),
        "position": position,
        "time_share": reader.optional("time_share", read_time_share),
    }


def _check_birth(reader: LineReader, born_on: date, since: date, year: int) -> None:
    if not YOUNGEST <= year - born_on.year <= OLDEST:
        reader.fault("roster.impossible_birth", "born_on", value=f"{born_on:%d/%m/%Y}", year=year)
    elif since.year - born_on.year < YOUNGEST:
        reader.fault("roster.arrived_too_young", "since", value=f"{since:%d/%m/%Y}", age=max(since.year - born_on.year, 0))


def _check_span(reader: LineReader, since: date, until: date | None, year: int) -> None:
    if since.year > year:
        reader.fault("roster.arrival_after_year", "since", value=f"{since:%d/%m/%Y}", year=year)
    if until is None:
        return
    last_day = until - timedelta(days=1)
    if last_day < since:
        reader.fault("roster.departure_before_arrival", "until", value=f"{last_day:%d/%m/%Y}", since=f"{since:%d/%m/%Y}")
    elif last_day.year < year - 1:
        reader.fault("roster.departed_long_ago", "until", value=f"{last_day:%d/%m/%Y}", year=year)


def _check_contract(reader: LineReader, line: RosterLine) -> None:
    if line.contract_until is not None and line.contract_until <= line.since:
        last_day = line.contract_until - timedelta(days=1)
        reader.fault("roster.contract_before_arrival", "contract_until", value=f"{last_day:%d/%m/%Y}", since=f"{line.since:%d/%m/%Y}")


def _refuse_twice(reader: LineReader, line: RosterLine, persons: dict[tuple[str, str, date], int], matricules: dict[str, int]) -> None:
    key = normalise(line.family_name), normalise(line.given_name), line.born_on
    first = persons.setdefault(key, line.line_number)
    if first != line.line_number:
        reader.fault("roster.same_person_twice", name=f"{line.given_name} {line.family_name}", first=first)
        return
    matricule = matricule_key(line.matricule)
    first = matricules.setdefault(matricule, line.line_number) if matricule else line.line_number
    if first != line.line_number:
        reader.fault("roster.same_matricule_twice", "matricule", value=line.matricule, first=first)
