"""Bodies as a public file lists them: communes, EPCI, departments and regions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entraide.core.refusals import Finding
from entraide.core.structure.register import department_of
from entraide.core.structure.values import BodyKind
from entraide.core.tabular.cells import CellFault, read_siren
from entraide.integrations.reference_files.layouts import Layout, Line, read_sheet, required_year, shipped_path


COMMUNES = Layout(
    "communes livrées",
    {
        "code": ("code_insee",),
        "name": ("nom",),
        "department": ("departement",),
        "siren": ("siren",),
        "population": ("population_municipale",),
        "zone": ("zone",),
    },
    optional=frozenset({"population", "zone"}),
)
COG_COMMUNES = Layout(
    "INSEE, v_commune_AAAA.csv",
    {"type": ("TYPECOM",), "code": ("COM",), "department": ("DEP",), "name": ("LIBELLE",), "parent": ("COMPARENT",)},
    optional=frozenset({"parent"}),
)
DGCL_COMMUNES = Layout(
    "DGCL, liste des EPCI à fiscalité propre avec leurs communes, communes",
    {
        "code": ("insee",),
        "siren": ("siren_membre", "siren_com"),
        "name": ("nom_membre", "nom_com"),
        "population": ("pmun_*", "pmun_com"),
    },
)
EPCIS = Layout("EPCI livrés", {"siren": ("siren",), "name": ("nom",), "population": ("population_municipale",), "nature": ("type",)})
DGCL_EPCIS = Layout(
    "DGCL, liste des EPCI à fiscalité propre",
    {
        "siren": ("siren", "siren_epci"),
        "name": ("raison_sociale", "nom", "nom_complet"),
        "nature": ("nature_juridique", "nature", "nj_epci*"),
        "population": ("total_pop_mun", "pmun", "pmun_epci*"),
        "department": ("dept", "dep_epci"),
    },
    optional=frozenset({"population", "department"}),
)
DEPARTMENTS = Layout(
    "départements et régions livrés",
    {"level": ("echelon",), "code": ("code",), "name": ("collectivite",), "siren": ("siren",), "population": ("population_municipale",)},
)
SHIPPED = {
    BodyKind.COMMUNE: "communes_2026.csv",
    BodyKind.EPCI: "epci_2025.csv",
    BodyKind.DEPARTMENT: "departements_regions_2026.csv",
}
LAYOUTS = {
    BodyKind.COMMUNE: (COMMUNES, COG_COMMUNES, DGCL_COMMUNES),
    BodyKind.EPCI: (EPCIS, DGCL_EPCIS),
    BodyKind.DEPARTMENT: (DEPARTMENTS,),
}
CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
# How the SIREN of a commune that is as old as the register of companies begins.
COMMUNE_SIREN = "21"


@dataclass(frozen=True, slots=True)
class ListedBody:
    """A body as a file lists it: `siren` is empty where the file gives none, `population` None where it says nothing."""

    siren: str
    name: str
    kind: BodyKind
    code: str
    department: str
    population: int | None
    line: int


@dataclass(frozen=True, slots=True)
class BodyList:
    """What a file lists on 1 January of `year`; `findings` are its faults, line by line.

    `without_siren` are the communes to which it gives none where it gives others (those of the overseas collectivities).
    """

    kind: BodyKind
    year: int
    bodies: tuple[ListedBody, ...]
    findings: tuple[Finding, ...]
    without_siren: tuple[ListedBody, ...] = ()

    @property
    def day(self) -> date:
        """Give the day that the list describes."""
        return date(self.year, 1, 1)


def read_bodies(kind: BodyKind, *, path: Path | None = None, year: int | None = None) -> BodyList:
    """Read a list of communes, of EPCI, or of departments and regions: the shipped one, or a file as INSEE or the DGCL publishes it.

    Delegated and associated communes are left out; an EPCI on several lines (one per commune) counts once.

    :raises Refusal: if the file is not there, not readable, of another layout, or of no known year.
    """
    chosen = path or shipped_path(SHIPPED[kind])
    sheet = read_sheet(chosen, LAYOUTS[kind])
    told = required_year(sheet, chosen, year)
    gives_sirens = "siren" in sheet.layout.columns
    lines = [line for line in sheet.lines if line["type"] in {"", "COM"}]
    if kind is not BodyKind.COMMUNE:
        # One body holds several lines: an EPCI has one per commune, Corsica is two departments and a region. Paris is a commune first.
        once = {line["siren"]: line for line in reversed(lines)}
        lines = sorted((line for line in once.values() if not line["siren"].startswith(COMMUNE_SIREN)), key=lambda line: line.number)
    findings: list[Finding] = []
    read = [body for line in lines if (body := _read(line, kind, gives_sirens=gives_sirens, findings=findings))]
    bodies = [body for body in read if body.siren or not gives_sirens]
    twice = dict(_twice(bodies))
    return BodyList(
        kind=kind,
        year=told,
        bodies=tuple(body for body in bodies if body.line not in twice),
        findings=(*findings, *twice.values()),
        without_siren=tuple(body for body in read if gives_sirens and not body.siren),
    )


def _read(line: Line, kind: BodyKind, *, gives_sirens: bool, findings: list[Finding]) -> ListedBody | None:
    """Read a line, or say what is wrong with it; a body without SIREN is one where no body of the file must have one."""
    faults = list(_faults(line, kind, gives_sirens=gives_sirens))
    if faults:
        findings += faults
        return None
    code = line["code"].zfill(5) if kind is BodyKind.COMMUNE else ""
    if kind is BodyKind.DEPARTMENT:
        kind = BodyKind.REGION if line["level"] == "region" else kind
        department = "" if kind is BodyKind.REGION else line["code"]
    else:
        department = department_of(code) or line["department"].zfill(2) * bool(line["department"])
    population = "".join(line["population"].split())
    siren = "".join(line["siren"].split())
    return ListedBody(siren, " ".join(line["name"].split()), kind, code, department, int(population) if population else None, line.number)


def _faults(line: Line, kind: BodyKind, *, gives_sirens: bool) -> Iterator[Finding]:
    if line["siren"] or (gives_sirens and kind is not BodyKind.COMMUNE):
        try:
            read_siren(line["siren"])
        except CellFault as fault:
            yield Finding(fault.code, line.where, {"column": "SIREN", **fault.params})
    if not line["name"]:
        yield Finding("reference.no_name", line.where)
    if kind is BodyKind.COMMUNE and not CODE.fullmatch(line["code"].zfill(5)):
        yield Finding("reference.bad_code", line.where, {"value": line["code"]})
    population = "".join(line["population"].split())
    if population and not (population.isascii() and population.isdigit()):
        yield Finding("reference.bad_number", line.where, {"value": line["population"]})


def _twice(bodies: Iterable[ListedBody]) -> Iterator[tuple[int, Finding]]:
    """Find the lines that give a SIREN or a code that an earlier one gives."""
    sirens: dict[str, int] = {}
    codes: dict[str, int] = {}
    for body in bodies:
        if body.siren and sirens.setdefault(body.siren, body.line) != body.line:
            yield body.line, Finding("reference.siren_twice", f"ligne {body.line}", {"siren": body.siren, "first": sirens[body.siren]})
        if body.code and codes.setdefault(body.code, body.line) != body.line:
            yield body.line, Finding("reference.code_twice", f"ligne {body.line}", {"code": body.code, "first": codes[body.code]})
