"""The public reference tables shipped with the package, as frozen rows; origins and licences stand in `entraide/data/ATTRIBUTION.md`."""

import json
from collections.abc import Iterator
from csv import DictReader
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


ATTRIBUTION = (
    "Sources : INSEE (COG 2026, populations légales, fichier des prénoms), DGCL (EPCI), La Poste, SIRENE"
    " — Licence Ouverte / Open Licence 2.0 (Etalab)"
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of 2026: the SIREN is its identity (94 overseas communes have none), the INSEE code is not; the point is its middle."""

    insee_code: str
    name: str
    zone: str
    region: str
    department: str
    siren: str | None
    epci_siren: str | None
    population: int | None
    postal_codes: tuple[str, ...]
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Epci:
    """A public body of communes with its own tax, 2025."""

    siren: str
    name: str
    kind: str
    population: int
    member_count: int


@dataclass(frozen=True, slots=True)
class Territory:
    """A department or a region as a local authority; `level` is the word of the file, `siret` that of the seat in 2022."""

    level: str
    code: str
    name: str
    authority: str
    region: str
    siren: str | None
    siret: str | None
    population: int | None


@dataclass(frozen=True, slots=True)
class CommitteeDepartment:
    """The regional committee (CRO) that a department belongs to; most rows are illustrative and say so."""

    department: str
    committee: str
    is_attested: bool
    note: str


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """A school holiday of a zone (A, B or C), half-open."""

    zone: str
    name: str
    since: date
    until: date


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("entraide").joinpath("data", name).read_text(encoding="utf-8")
    return iter(DictReader(text.splitlines()))


def _number(text: str) -> int | None:
    return int(text) if text else None


def _degrees(text: str) -> float | None:
    return float(text) if text else None


@cache
def communes() -> MappingProxyType[str, Commune]:
    """Read the 34,969 communes of 2026, by INSEE code (about 0.3 s the first time)."""
    return MappingProxyType(
        {
            row["code_insee"]: Commune(
                insee_code=row["code_insee"],
                name=row["nom"],
                zone=row["zone"],
                region=row["region"],
                department=row["departement"],
                siren=row["siren"] or None,
                epci_siren=row["siren_epci"] or None,
                population=_number(row["population_municipale"]),
                postal_codes=tuple(row["codes_postaux"].replace("|", " ").split()),
                latitude=_degrees(row["lat"]),
                longitude=_degrees(row["lon"]),
            )
            for row in _rows("communes_2026.csv")
        }
    )


@cache
def epcis() -> MappingProxyType[str, Epci]:
    """Read the 1,255 EPCI of 2025, by SIREN."""
    return MappingProxyType(
        {
            row["siren"]: Epci(row["siren"], row["nom"], row["type"], int(row["population_municipale"]), int(row["nb_membres"]))
            for row in _rows("epci_2025.csv")
        }
    )


def communes_of_epci(siren: str) -> tuple[Commune, ...]:
    """List the communes of an EPCI in order of INSEE code; empty when the SIREN is no EPCI."""
    return tuple(commune for commune in communes().values() if commune.epci_siren == siren)


@cache
def territories() -> tuple[Territory, ...]:
    """Read departments and regions as local authorities, with their SIREN."""
    return tuple(
        Territory(
            level=row["echelon"],
            code=row["code"],
            name=row["nom"],
            authority=row["collectivite"],
            region=row["region"],
            siren=row["siren"] or None,
            siret=row["siret_siege_2022"] or None,
            population=_number(row["population_municipale"]),
        )
        for row in _rows("departements_regions_2026.csv")
    )


@cache
def committee_departments() -> MappingProxyType[str, CommitteeDepartment]:
    """Read which regional committee each department belongs to, by department code."""
    return MappingProxyType(
        {
            row["departement"]: CommitteeDepartment(
                row["departement"], row["comite_regional"], row["attestation"] == "attestée", row["note"]
            )
            for row in _rows("comites_regionaux_departements.csv")
        }
    )


@cache
def school_holidays() -> tuple[SchoolHoliday, ...]:
    """Read the school holidays of zones A, B and C from 2010 to 2028; the file's last day is included, `until` is the day after."""
    return tuple(
        SchoolHoliday(
            row["zone"],
            row["nom"],
            date.fromisoformat(row["premier_jour"]),
            date.fromordinal(date.fromisoformat(row["dernier_jour"]).toordinal() + 1),
        )
        for row in _rows("vacances_scolaires_zones_2010_2028.csv")
    )


@cache
def calibration() -> MappingProxyType[str, Any]:
    """Read the figures of the territorial civil service, each with its source beside it."""
    text = files("entraide").joinpath("data", "calibration_fpt_cnas.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))
