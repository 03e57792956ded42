"""Every state has its label for every audience that has labels."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import ModuleType

from entraide.core.labels import Labelled


def states_of(module: ModuleType) -> list[type[StrEnum]]:
    """List the states that a module defines: its `StrEnum` whose name ends with State."""
    held = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, StrEnum)]
    return [each for each in held if each.__name__.endswith("State") and each.__module__ == module.__name__]


def labels_of(module: ModuleType, states: type[StrEnum]) -> list[Mapping[str, Mapping[StrEnum, str]]]:
    """List the tables audience → state → label that a module holds for these states; one audience alone may have its table as it is."""
    tables = [value for name, value in vars(module).items() if name.endswith("_LABELS") and isinstance(value, Mapping)]
    by_audience = [{"whoever looks": table} if all(isinstance(key, states) for key in table) else table for table in tables]
    return [table for table in by_audience if any(isinstance(state, states) for labels in table.values() for state in _keys(labels))]


def _keys(labels: object) -> Iterable[object]:
    return labels.keys() if isinstance(labels, Mapping) else ()


def missing_labels(modules: Iterable[ModuleType]) -> list[str]:
    """List the states without a table of labels, and each audience for which a state has none."""
    found = []
    for module in modules:
        for states in states_of(module):
            tables = labels_of(module, states)
            if not tables and not issubclass(states, Labelled):
                found.append(f"{states.__name__} has no labels")
            found += [
                f"{states.__name__}.{state.name} has no label for {audience}"
                for table in tables
                for audience, labels in table.items()
                for state in states
                if not labels.get(state)
            ]
    return found
