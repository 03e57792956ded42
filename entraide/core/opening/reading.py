"""Read the files of opening records together: every fault at once, nothing imported while one is left."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from entraide.core.opening.crossing import cross_checks
from entraide.core.opening.formats import FORMATS, FileFormat
from entraide.core.opening.values import OpeningRecords
from entraide.core.refusals import Finding
from entraide.core.tabular.cells import shown
from entraide.core.tabular.lines import LineReader
from entraide.core.tabular.table import Row, Table


def parse_opening(
    tables: Mapping[str, Table], *, on: date, benefit_codes: Collection[str] | None = None, unreadable: Collection[str] = ()
) -> tuple[OpeningRecords, tuple[Finding, ...]]:
    """Read tables named "members.csv", "beneficiaries.csv", "dependants.csv", "contributions.csv" and "benefits.csv".

    `on` is the day of the takeover: nothing may be settled after it. `benefit_codes`, when given, are those of the catalogue.
    `unreadable` names files that were sent and could not be opened: they are not missing, and nothing is crossed with them.
    The rows without fault are returned beside all findings; they may be imported only when there is none.
    """
    names = [one.name for one in FORMATS]
    findings = [
        Finding("opening.missing_file", "", {"file": one.name})
        for one in FORMATS
        if one.is_required and one.name not in {*tables, *unreadable}
    ]
    findings += [
        Finding("opening.unknown_file", "", {"file": shown(name), "expected": ", ".join(names)}) for name in tables if name not in names
    ]
    rows: dict[str, tuple[Any, ...]] = {}
    for one in FORMATS:
        rows[one.name], found = _read_file(one, tables.get(one.name, Table((), ())), on)
        findings.extend(found)
    records = OpeningRecords(*(rows[one.name] for one in FORMATS))
    faulty = {finding.where.partition(",")[0] or str(finding.params["file"]) for finding in findings}
    faulty |= set(unreadable)
    findings.extend(cross_checks(records, benefit_codes, faulty))
    return records, tuple(findings)


def _read_file(one: FileFormat, table: Table, on: date) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
    if not table.header:
        return (), ()
    places = {title.strip().lower(): place for place, title in enumerate(table.header)}
    wrong = _wrong_columns(one, places)
    if wrong:
        return (), wrong
    rows: list[Any] = []
    findings: list[Finding] = []
    for row in table.rows:
        found = _read_row(one, places, row, on, findings)
        if found is not None:
            rows.append(found)
    return tuple(rows), tuple(findings)


def _wrong_columns(one: FileFormat, places: Mapping[str, int]) -> tuple[Finding, ...]:
    missing = (column for column, is_required in one.columns.items() if is_required and column not in places)
    unknown = (title for title in places if title and title not in one.columns)
    expected = ", ".join(one.columns)
    return (
        *(Finding("opening.missing_column", one.name, {"column": column}) for column in missing),
        *(Finding("opening.unknown_column", one.name, {"column": shown(title), "expected": expected}) for title in unknown),
    )


def _read_row(one: FileFormat, places: Mapping[str, int], row: Row, on: date, findings: list[Finding]) -> Any | None:
    reader = LineReader(row, places, {column: column for column in one.columns}, one.name)
    values = {
        column: reader.required(column, one.readers[column]) if is_required else reader.optional(column, one.readers[column])
        for column, is_required in one.columns.items()
    }
    if not reader.findings:
        found = one.build(
            line_number=row.line_number, **{column: _absent(column) if value is None else value for column, value in values.items()}
        )
        one.checks(reader, found, on)
        if not reader.findings:
            return found
    findings.extend(reader.findings)
    return None


def _absent(column: str) -> str | None:
    """Give what stands for a blank cell: None for days, counts and the civil sex, an empty text elsewhere."""
    return None if column in ("until", "heads", "civil_sex") else ""
