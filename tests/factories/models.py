"""Which factory makes the rows of which model."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db.models import Model

import tests.factories
from tests.factories.base import RowFactory


def our_models() -> set[type[Model]]:
    """List the models of the project's apps."""
    return {model for model in apps.get_models() if model.__module__.startswith("entraide.")}


def factory_of() -> dict[type[Model], type[RowFactory]]:
    """Give the factory of each model that has one."""
    names = [found.name for found in iter_modules(tests.factories.__path__) if not found.name.startswith("test_")]
    modules = [import_module(f"tests.factories.{name}") for name in names]
    named = [value for module in modules for value in vars(module).values() if isinstance(value, type) and issubclass(value, RowFactory)]
    factories = sorted({each for each in named if not each._meta.abstract}, key=lambda each: each.__name__)
    return {each._meta.model: each for each in factories}
