"""What only a whole catalogue shows is told in each document that it concerns, at the word that is wrong."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from entraide.core.rules import FACTS, Faults, Mark, Revision, decode_benefit, say_fault
from entraide.core.rules.checking.checks import note_catalogue_faults
from tests.core.rules.strategies import BOOK
from tests.core.rules.test_reach import BENEFIT


@dataclass(frozen=True)
class Document:
    code: str
    revisions: tuple[Revision, ...]
    faults: Faults
    ranks: dict[date, int]


CEILING = {"key": "partage", "per": "beneficiary", "over": "civil_year", "claims": 2}


def _proving(written: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"kind": "invoice", "label": "Pièce", "proves": [*FACTS, *written["facts"]]}]


def document(code: str, *revisions: dict[str, Any], **head: Any) -> Document:
    written = deepcopy(BENEFIT) | {"benefit": code} | head
    first = written["revisions"][0]
    written["revisions"] = [first | {"documents": _proving(written | revision)} | revision for revision in revisions or ({},)]
    faults = Faults({("facts",): Mark(f"{code}.yaml", 9, 1), ("on_top_of",): Mark(f"{code}.yaml", 3, 1)})
    read = decode_benefit(written, faults, BOOK.specs)
    assert faults.found == []
    return Document(code, read, faults, {date.fromisoformat(item["since"]): rank for rank, item in enumerate(written["revisions"])})


def told(*documents: Document) -> list[str]:
    note_catalogue_faults(documents)
    return [say_fault(finding) for one in documents for finding in one.faults.found]


def test_benefits_that_share_a_ceiling_as_they_say_have_no_fault() -> None:
    assert told(document("a", {"ceilings": [CEILING]}), document("b", {"ceilings": [CEILING]})) == []


@pytest.mark.parametrize(
    "other", [{"per": "household"}, {"over": "school_year"}, {"over": "rolling_years", "years": 2}, {"claims": 3}, {"amount": "10 EUR"}]
)
def test_one_ceiling_counted_in_two_ways_is_told_at_its_key(other: dict[str, Any]) -> None:
    (said,) = told(document("a", {"ceilings": [CEILING]}), document("b", {"ceilings": [CEILING | other]}))
    assert said.startswith("revisions.0.ceilings.0.key : Le plafond « partage » est aussi celui de « a », qui le compte autrement")


def test_one_ceiling_written_twice_in_a_revision_is_told() -> None:
    (said,) = told(document("a", {"ceilings": [CEILING, CEILING | {"claims": 3}]}))
    assert said.startswith("revisions.0.ceilings.1.key : ")


def test_a_ceiling_may_change_from_one_revision_to_the_next_when_both_benefits_change_together() -> None:
    changes = ({"ceilings": [CEILING], "since": "2023-01-01"}, {"ceilings": [CEILING | {"claims": 3}], "since": "2024-01-01"})
    assert told(document("a", *changes), document("b", *changes)) == []
    (said,) = told(document("a", *changes), document("b", changes[0]))
    assert said.startswith("revisions.0.ceilings.0.key : ")


def test_a_complement_adds_to_a_benefit_of_the_catalogue() -> None:
    assert told(document("a"), document("b", on_top_of="a"), document("c", on_top_of="b")) == []
    (said,) = told(document("a"), document("b", on_top_of="x"))
    assert said == "b.yaml:3:1 : Aucune prestation du catalogue ne s’appelle « x » : un complément s’ajoute à l’une d’elles."


def test_a_complement_that_comes_back_to_itself_is_told_with_the_whole_circle() -> None:
    found = told(document("a", on_top_of="b"), document("b", on_top_of="a"), document("c", on_top_of="a"))
    assert [said.split(" : ")[-1] for said in found] == [
        "a → b → a.",
        "b → a → b.",
    ]
    assert told(document("a", on_top_of="a"))[0].endswith("à lui-même : a → a.")


def test_a_fact_that_two_benefits_declare_is_declared_in_the_same_way() -> None:
    other = {name: spec | {"label": "autre"} for name, spec in BENEFIT["facts"].items() if name == "home"}
    assert told(document("a"), document("b")) == []
    (said,) = told(document("a"), document("b", facts=other))
    assert said == "b.yaml:9:1 : « a » déclare « home » autrement : écrivez-le de même, ou donnez-lui un autre nom."
    later = {"since": "2025-01-01", "facts": other}
    assert told(document("a", {}, later)) == []
    assert len(told(document("a", {}, later), document("b", later, facts={}))) == 0
