"""What every side of the catalogue's benchmark reads: the same rules, the same synthetic persons, one table of claims per benefit."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules import Kind, ParameterBook, Revision
from entraide.integrations.rule_files import read_catalogue, read_parameters
from entraide.population.columns.facts import FactColumn, FactTable
from entraide.population.synthetic import People, claims_for, filing_days, synthetic_people


ROOT = Path(__file__).resolve().parents[1]
CATALOGUE, GUIDE = ROOT / "catalogue", ROOT / "docs" / "fr" / "exemples"
# The twelve that the peers decide too: those of the shipped catalogue and of the guide's examples that have the richest shapes.
TWELVE = {
    "accueil-de-loisirs": CATALOGUE,
    "enfant-handicape": CATALOGUE,
    "etudes-superieures": CATALOGUE,
    "plan-epargne-cheques-vacances": CATALOGUE,
    "rentree-scolaire-beneficiaire": CATALOGUE,
    "precarite-energetique": CATALOGUE,
    "billetterie-cinema": CATALOGUE,
    "garde-du-mercredi": GUIDE,
    "colonie-au-quotient": GUIDE,
    "bourse-d-etudes": GUIDE,
    "abonnement-culturel": GUIDE,
    "allocation-de-repit": GUIDE,
}
BENEFICIARIES = 1_000_000
SEED = 2024
YEAR = 2024
ON = date(YEAR, 12, 31)

# A rate has at most six decimals: the peers read it in whole millionths.
MILLION = 10**6

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Benefit:
    """The revisions of one benefit, and the parameters of its catalogue."""

    revisions: tuple[Revision, ...]
    parameters: ParameterBook

    @property
    def code(self) -> str:
        """Give the code that its revisions share."""
        return self.revisions[-1].code


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """The claims of one benefit: their facts, and the day on which each is filed."""

    benefit: Benefit
    table: FactTable
    filed_on: NDArray[np.int32]


def catalogue(folder: Path = CATALOGUE) -> dict[str, Benefit]:
    """Read the benefits of a catalogue by their codes.

    :raises SystemExit: if a file of it has a fault
    """
    revisions, findings = read_catalogue(folder)
    if findings:
        raise SystemExit(f"entraide: {folder.name} has {len(findings)} faults, the first at {findings[0].where}.")
    by_code: dict[str, tuple[Revision, ...]] = {}
    for revision in revisions:
        by_code[revision.code] = (*by_code.get(revision.code, ()), revision)
    parameters = read_parameters(folder)[0]
    return {code: Benefit(own, parameters) for code, own in by_code.items()}


def twelve() -> list[Benefit]:
    """Read the benefits that the peers decide too."""
    read = {folder: catalogue(folder) for folder in (CATALOGUE, GUIDE)}
    return [read[folder][code] for code, folder in TWELVE.items()]


def persons(beneficiaries: int = BENEFICIARIES) -> People:
    """Draw the persons of the benchmark."""
    return synthetic_people(beneficiaries=beneficiaries, seed=SEED, on=ON)


def drawn(people: People, benefit: Benefit) -> Claims:
    """Draw one claim of a benefit for each of its subjects, with an event in the year."""
    table = claims_for(people, benefit.revisions, year=YEAR, seed=SEED)
    return Claims(benefit, table, filing_days(table, benefit.revisions, seed=SEED))


def plain_columns(claims: Claims) -> Columns:
    """Give claims as the peers read them: plain arrays by name (benchmarks/peers/README.md says types and units)."""
    specs = {name: spec for revision in claims.benefit.revisions for name, spec in revision.specs.items()}
    facts = {name: _plain(column, specs[name].kind) for name, column in claims.table.facts.items()}
    whose = {name: getattr(claims.table, name) for name in ("opener", "subject", "household")}
    return facts | whose | {"filed_on": claims.filed_on}


def _plain(column: FactColumn, kind: Kind) -> NDArray[Any]:
    return column.values * (MILLION // column.denominator) if kind is Kind.RATE else column.values
