"""Arrows go down only, and each contract breaks when an import goes up."""

from copy import deepcopy
from pathlib import Path

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from tests.architecture.imports import cycle, foreign_models, outside_core


ROOT = Path(__file__).resolve().parents[2]
TYPES = {"layers": LayersContract, "forbidden": ForbiddenContract, "protected": ProtectedContract}
CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
CONTRACTS = {options["id"]: options for options in CONFIGURATION["contracts_options"]}

# For each contract, imports that must break it.
BREAKING = [
    ("floors", "entraide.core.money", "entraide.orm.fields"),
    ("floors", "entraide.orm.keys", "entraide.apps.audit.models"),
    ("floors", "entraide.ui.clock", "entraide.integrations.keyring"),
    ("floors", "entraide.apps.accounts.queries", "entraide.portals.staff.urls"),
    ("floors", "entraide.portals.staff.urls", "entraide.config.actor"),
    ("ladder", "entraide.apps.audit.queries", "entraide.apps.accounts.queries"),
    ("ladder", "entraide.apps.payments.models", "entraide.apps.claims.models"),
    ("ladder", "entraide.apps.documents.models", "entraide.apps.ledger.models"),
    ("portals", "entraide.portals.staff.urls", "entraide.portals.public.urls"),
    ("core", "entraide.core.money", "django"),
    ("core", "entraide.core.money", "numpy"),
    ("rules", "entraide.core.rules.language.definition", "entraide.core.rules.writing.codec"),
    ("rules", "entraide.core.rules.deciding.decide", "entraide.core.rules.writing.cases"),
    ("rules", "entraide.core.rules.checking.typing", "entraide.core.rules.reading.terms"),
    ("columns", "entraide.population.columns.plan", "entraide.core.rules.deciding.evaluate"),
    ("columns", "entraide.population.columns.reading", "entraide.core.rules.deciding.decide"),
    ("columns", "entraide.core.rules.language.deadlines", "entraide.core.rules.deciding.leaves"),
    ("portals_read_through_queries", "entraide.portals.staff.urls", "entraide.apps.claims.models"),
    ("models", "entraide.config.actor", "entraide.apps.claims.models"),
]
# For each contract of layers, a package that it must not let in unseen.
UNDECLARED = [
    ("floors", "entraide.helpdesk"),
    ("ladder", "entraide.apps.loans"),
    ("rules", "entraide.core.rules.drafting"),
    ("portals", "entraide.portals.visitor"),
]


@pytest.fixture(scope="module")
def project() -> grimp.ImportGraph:
    return grimp.build_graph("entraide", include_external_packages=True, cache_dir=None)


def is_kept(contract: str, graph: grimp.ImportGraph) -> bool:
    """Check a contract of pyproject.toml on a copy, since a check may change its graph."""
    options = CONTRACTS[contract]
    checked = TYPES[options["type"]](options["name"], CONFIGURATION["session_options"], options)
    return checked.check(deepcopy(graph), verbose=False).kept


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_project_keeps_each_contract(contract, project):
    assert is_kept(contract, project)


def test_each_contract_is_proved_by_a_violation():
    assert {contract for contract, _, _ in BREAKING} == set(CONTRACTS)
    assert {contract for contract, _ in UNDECLARED} == {name for name, options in CONTRACTS.items() if options["type"] == "layers"}


@pytest.mark.parametrize(("contract", "importer", "imported"), BREAKING)
def test_an_import_that_goes_up_breaks_its_contract(contract, importer, imported, project):
    graph = deepcopy(project)
    if imported not in graph.modules:
        graph.add_module(imported, is_squashed=True)
    assert importer in graph.modules
    graph.add_import(importer=importer, imported=imported)
    assert not is_kept(contract, graph)


@pytest.mark.parametrize(("contract", "package"), UNDECLARED)
def test_a_package_without_its_place_breaks_the_contract(contract, package, project):
    graph = deepcopy(project)
    graph.add_module(package)
    assert not is_kept(contract, graph)


def test_an_apps_models_are_imported_by_that_app_only(project):
    assert foreign_models(project) == []


def test_the_models_of_another_app_are_found():
    graph = graph_of(
        ("entraide.apps.claims.queries", "entraide.apps.claims.models"),
        ("entraide.apps.claims.queries", "entraide.apps.members.models"),
        ("entraide.apps.claims_more.queries", "entraide.apps.claims.models"),
    )
    assert foreign_models(graph) == [
        "entraide.apps.claims.queries imports entraide.apps.members.models",
        "entraide.apps.claims_more.queries imports entraide.apps.claims.models",
    ]


def test_core_imports_the_standard_library_alone(project):
    assert outside_core(project) == []


def test_an_import_of_core_from_elsewhere_is_found():
    graph = graph_of(
        ("entraide.core", "dataclasses"),
        ("entraide.core.rules", "yaml"),
        ("entraide.core.rules", "entraide.core"),
        ("entraide.core", "entraide.ui"),
    )
    graph.add_module("entraide.core.ledger")
    assert outside_core(graph) == ["entraide.core imports entraide.ui", "entraide.core.rules imports yaml"]


def test_no_modules_import_each_other_in_a_circle(project):
    assert cycle(project) == []


def test_a_circle_of_imports_is_found():
    assert set(cycle(graph_of(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")))) == {"a", "b", "c"}


def graph_of(*imports: tuple[str, str]) -> grimp.ImportGraph:
    """Make a small graph of these imports."""
    graph = grimp.ImportGraph()
    for importer, imported in imports:
        for module in (importer, imported):
            graph.add_module(module)
        graph.add_import(importer=importer, imported=imported)
    return graph
