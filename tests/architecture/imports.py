"""Rules over the graph of imports."""

import re
import sys
from graphlib import CycleError, TopologicalSorter

from grimp import ImportGraph


APP_MODELS = re.compile(r"entraide\.apps\.(\w+)\.models(\..+)?")


def foreign_models(graph: ImportGraph) -> list[str]:
    """List the imports of an app's models from outside that app."""
    models = [(module, match[1]) for module in graph.modules if (match := APP_MODELS.fullmatch(module))]
    pairs = [(importer, module, app) for module, app in models for importer in graph.find_modules_that_directly_import(module)]
    return sorted(f"{importer} imports {module}" for importer, module, app in pairs if not importer.startswith(f"entraide.apps.{app}."))


def outside_core(graph: ImportGraph) -> list[str]:
    """List what core imports that is neither core nor the standard library."""
    core = {"entraide.core"} | graph.find_descendants("entraide.core")
    pairs = [(module, imported) for module in core for imported in graph.find_modules_directly_imported_by(module)]
    return sorted(f"{module} imports {imported}" for module, imported in pairs if not _is_for_core(imported))


def _is_for_core(module: str) -> bool:
    return module.split(".")[0] in sys.stdlib_module_names or module == "entraide.core" or module.startswith("entraide.core.")


def cycle(graph: ImportGraph) -> list[str]:
    """Give one circle of modules that import each other, first repeated last, or nothing."""
    try:
        TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)}).prepare()
    except CycleError as fault:
        return list(fault.args[1])
    return []
