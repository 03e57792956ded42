"""The worked examples of the pages on figures run."""

import doctest
from pathlib import Path

import pytest


PAGES = Path(__file__).parents[3] / "docs" / "algorithms"


@pytest.mark.parametrize("name", ["return-rate.md", "contribution-call.md"])
def test_the_worked_example_of_a_page_on_figures_runs(name):
    result = doctest.testfile(str(PAGES / name), module_relative=False, encoding="utf-8")
    assert result.attempted >= 4
    assert result.failed == 0
