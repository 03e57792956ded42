"""The worked examples of the pages on money run."""

import doctest
from pathlib import Path

import pytest


PAGES = Path(__file__).parents[3] / "docs" / "algorithms"


@pytest.mark.parametrize("name", ["journal.md", "transfers.md"])
def test_the_worked_example_of_a_page_on_money_runs(name):
    result = doctest.testfile(str(PAGES / name), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0
