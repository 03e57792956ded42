"""The scenarios that a benefits officer writes, read as the golden cases of a benefit's file are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from entraide.core.rules import ParameterBook, Revision
from entraide.core.rules.language.cases import GoldenCase
from entraide.core.rules.writing.cases import decode_case
from entraide.core.rules.writing.fields import Fields
from entraide.integrations.rule_files import load, read_catalogue, read_parameters


ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of a scenario file."""

    benefit: str
    case: GoldenCase

    def __str__(self) -> str:
        return f"{self.benefit} : {self.case.title}"


def scenarios() -> Iterator[Scenario]:
    """Give every scenario of the folder."""
    for file in sorted(FOLDER.glob("*.yaml")):
        document, faults = load(file)
        assert document is not None, faults.found
        for fields in Fields(document, faults, ()).mappings("scenarios"):
            yield Scenario(document["benefit"], decode_case(fields, revisions_of(document["benefit"])[-1].specs))
        assert not faults.found, faults.found


@cache
def parameters() -> ParameterBook:
    """Read the parameters of the catalogue."""
    return read_parameters(ROOT / "catalogue")[0]


@cache
def catalogue() -> tuple[Revision, ...]:
    """Read the whole catalogue."""
    revisions, findings = read_catalogue(ROOT / "catalogue")
    assert not findings, findings
    return revisions


def revisions_of(code: str) -> tuple[Revision, ...]:
    """Give the revisions of one benefit, by day."""
    return tuple(revision for revision in catalogue() if revision.code == code)
