"""The public reference tables shipped with the package, as frozen rows; origins and licences stand in `entraide/data/ATTRIBUTION.md`."""

from collections.abc import Iterator
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


ATTRIBUTION = (
    "Sources : INSEE (COG 2026, populations légales, Filosofi 2021, fichier des prénoms), DGCL (EPCI), La Poste, SIRENE"
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
class CommitteeDepartment:
    """The regional committee (CRO) that a department belongs to; most rows are illustrative and say so."""

    department: str
    committee: str
    is_attested: bool
    note: str


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
def department_names() -> MappingProxyType[str, str]:
    """Read what each department of 2026 is called, by code."""
    rows = _rows("departements_regions_2026.csv")
    return MappingProxyType({row["code"]: row["nom"] for row in rows if row["echelon"] == "departement"})


@cache
def living_standards() -> MappingProxyType[str, tuple[int, int]]:
    """Read the persons of tax households and their median standard of living in euros a year, by INSEE code (Filosofi 2021).

    Communes whose figures INSEE keeps secret are left out.
    """
    rows = _rows("filosofi_2021_communes.csv")
    return MappingProxyType(
        {
            row["code_insee"]: (int(row["nb_personnes"]), int(row["niveau_vie_median"]))
            for row in rows
            if row["nb_personnes"] and row["niveau_vie_median"]
        }
    )


@cache
def region_departments() -> MappingProxyType[str, str]:
    """Read the department of each region's chief town, by the SIREN of the region."""
    rows = _rows("departements_regions_2026.csv")
    return MappingProxyType({row["siren"]: communes()[row["chef_lieu"]].department for row in rows if row["echelon"] == "region"})
