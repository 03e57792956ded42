"""A benchmark runs seldom: what it takes from the product is there all the same, on every run of the suite."""

import ast
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.architecture.sources import ROOT


TAKEN = [
    (file.stem, node.module, name.name)
    for file in sorted((ROOT / "benchmarks").rglob("*.py"))
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("entraide.")
    for name in node.names
    if name.name != "*"
]


@pytest.mark.parametrize(("file", "module", "name"), TAKEN)
def test_what_a_benchmark_takes_from_the_product_is_there(file, module, name):
    assert hasattr(import_module(module), name) or find_spec(f"{module}.{name}"), f"benchmarks/{file}.py takes {name} from {module}"
