"""The page of the algorithm and the guide of the catalogue say what the rules do."""

import doctest
import re
from pathlib import Path

import pytest

from entraide.core.rules import FACTS
from entraide.core.rules.codec import AGES, WORDS
from entraide.core.rules.documents import HEADER, OWN, decode_benefit
from entraide.integrations.rule_files import load
from tests.scenarios.reading import ROOT, parameters


GUIDE = ROOT / "docs" / "fr" / "catalogue.md"


def test_the_worked_example_of_the_amount_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = ROOT / "docs" / "algorithms" / "benefit-amount.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0


def test_the_guide_names_every_word_of_the_language() -> None:
    guide = GUIDE.read_text("utf-8")
    words = {*WORDS, *AGES, "tax_tier", *FACTS, *HEADER, *OWN, "revisions"}
    assert {word for word in words if f"`{word}`" not in guide} == set()


def test_the_example_of_the_guide_is_a_benefit_without_fault(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(benefit: .*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "exemple.yaml"
    file.write_text(example, "utf-8")
    document, faults = load(file)
    assert document is not None
    revisions = decode_benefit(document, faults, parameters().specs)
    assert (faults.found, len(revisions)) == ([], 1)
