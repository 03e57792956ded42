"""What happened to communes and EPCI, as public files tell it: movements, yearly perimeters."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from entraide.core.refusals import Finding, Refusal
from entraide.core.structure.movements import Movement
from entraide.core.structure.perimeters import Perimeter
from entraide.core.structure.values import Body, BodyKind
from entraide.core.tabular.cells import CellFault, read_siren
from entraide.integrations.reference_files.layouts import Layout, Line, read_sheet, required_year, shipped_path, shipped_rows


MOVEMENTS = "mvtcommune_cog_2026.csv"
MOVEMENT_SIRENS = "communes_mouvements_siren_2012_2026.csv"
EPCI_NAMES = "epci_noms_2014_2025.csv"
EPCI_MEMBERS = "epci_appartenance_2014_2025.csv"

# The yearly lists that the shipped intervals were made from; that of 2018 is missing.
SHIPPED_YEARS = (2014, 2015, 2016, 2017, 2019, 2020, 2021, 2022, 2023, 2024, 2025)

COG_MOVEMENTS = Layout(
    "INSEE, v_mvtcommune_AAAA.csv",
    {
        "mod": ("MOD",),
        "day": ("DATE_EFF",),
        "type_before": ("TYPECOM_AV",),
        "code_before": ("COM_AV",),
        "name_before": ("LIBELLE_AV",),
        "type_after": ("TYPECOM_AP",),
        "code_after": ("COM_AP",),
        "name_after": ("LIBELLE_AP",),
    },
)
DGCL_MEMBERS = Layout(
    "DGCL, liste des EPCI à fiscalité propre avec leurs communes",
    {
        "siren": ("siren", "siren_epci"),
        "name": ("raison_sociale", "nom", "nom_complet"),
        "code": ("insee",),
        "department": ("dept", "dep_epci"),
    },
    optional=frozenset({"department"}),
)


class UnknownShippedYear(Refusal):
    """A year of which no perimeter is shipped."""

    code: ClassVar[str] = "reference.no_shipped_year"


def read_movements(path: Path | None = None) -> tuple[tuple[Movement, ...], tuple[Finding, ...]]:
    """Read movements of communes: the shipped ones since 2012, or INSEE's file of a year; SIRENs come from the shipped table.

    :raises Refusal: if the file is not there, not readable, or of another layout.
    """
    sheet = read_sheet(path or shipped_path(MOVEMENTS), [COG_MOVEMENTS])
    known = _sirens_of_movements()
    findings: list[Finding] = []
    movements = [movement for line in sheet.lines if (movement := _movement(line, known, findings))]
    return tuple(movements), tuple(findings)


def _movement(line: Line, known: dict[tuple[str, str, str], tuple[str, str]], findings: list[Finding]) -> Movement | None:
    try:
        on = date.fromisoformat(line["day"])
    except ValueError:
        findings.append(Finding("reference.bad_day", line.where, {"value": line["day"]}))
        return None
    before, after = line["code_before"].zfill(5), line["code_after"].zfill(5)
    siren_before, siren_after = known.get((line["day"], before, after), ("", ""))
    return Movement(
        mod=line["mod"],
        on=on,
        code_before=before,
        name_before=line["name_before"],
        code_after=after,
        name_after=line["name_after"],
        type_before=line["type_before"],
        type_after=line["type_after"],
        siren_before=siren_before,
        siren_after=siren_after,
        line=line.number,
    )


@cache
def _sirens_of_movements() -> dict[tuple[str, str, str], tuple[str, str]]:
    return {
        (row["date_effet"], row["code_avant"], row["code_apres"]): (row["siren_avant"], row["siren_apres"])
        for _, row in shipped_rows(MOVEMENT_SIRENS)
    }


def shipped_perimeters(first: int, last: int) -> tuple[Perimeter, ...]:
    """Give the yearly perimeters of the EPCI that are shipped, from one year to another.

    An EPCI that the list of 2025 names has that name; one that ended before has its last one.

    :raises UnknownShippedYear: if one of the two years is not shipped.
    """
    for year in (first, last):
        if year not in SHIPPED_YEARS:
            raise UnknownShippedYear(year=year, first=SHIPPED_YEARS[0], last=SHIPPED_YEARS[-1])
    bodies = {
        row["siren_epci"]: Body(row["siren_epci"], " ".join(row["nom"].split()), BodyKind.EPCI) for _, row in shipped_rows(EPCI_NAMES)
    }
    rows = [
        (row["code_insee"], row["siren_epci"], int(row["premier_millesime"]), int(row["dernier_millesime"]))
        for _, row in shipped_rows(EPCI_MEMBERS)
    ]
    years = [year for year in SHIPPED_YEARS if first <= year <= last]
    return tuple(_perimeter(year, {code: epci for code, epci, since, until in rows if since <= year <= until}, bodies) for year in years)


def _perimeter(year: int, members: dict[str, str], bodies: dict[str, Body]) -> Perimeter:
    used = sorted(set(members.values()))
    return Perimeter(date(year, 1, 1), {siren: bodies[siren] for siren in used}, members)


def read_perimeter(path: Path, *, year: int | None = None) -> tuple[Perimeter, tuple[Finding, ...]]:
    """Read a yearly list of EPCI with their communes, as the DGCL publishes it.

    :raises Refusal: if the file is not there, not readable, of another layout, or of no known year.
    """
    sheet = read_sheet(path, [DGCL_MEMBERS])
    findings = tuple(_siren_faults(sheet.lines))
    wrong = {finding.where for finding in findings}
    lines = [line for line in sheet.lines if line.where not in wrong]
    epcis = {
        line["siren"]: Body(line["siren"], " ".join(line["name"].split()), BodyKind.EPCI, department=_department(line)) for line in lines
    }
    members = {line["code"].zfill(5): line["siren"] for line in lines}
    return Perimeter(date(required_year(sheet, path, year), 1, 1), epcis, members), findings


def _department(line: Line) -> str:
    return line["department"].zfill(2) if line["department"] else ""


def _siren_faults(lines: Iterable[Line]) -> Iterator[Finding]:
    for line in lines:
        try:
            read_siren(line["siren"])
        except CellFault as fault:
            yield Finding(fault.code, line.where, {"column": "SIREN", **fault.params})
