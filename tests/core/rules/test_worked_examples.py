"""The page of the algorithm says what the rules do."""

import doctest

import pytest

from tests.scenarios.reading import ROOT


def test_the_worked_example_of_the_amount_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = ROOT / "docs" / "algorithms" / "benefit-amount.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0
