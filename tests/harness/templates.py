"""Templates show what a view prepared: an undefined variable fails, and so does a query made while rendering."""

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import local
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.template.base import Node, Template

from tests.harness.faults import Fault, report
from tests.harness.patches import replace, wrapped


PROJECT = Path(__file__).resolve().parents[2]
OURS = (PROJECT / "entraide", PROJECT / "tests")


class UndefinedVariable(Fault):
    """A template of ours names a variable that its context lacks."""


class QueryInTemplate(Fault):
    """SQL ran while a template rendered: the view or its query must fetch it before."""


class UselessExemption(Fault):
    """A test says `undefined_allowed` for a variable that is defined."""


_allowed: dict[str, bool] = {}


def _is_ours(origin: str) -> bool:
    """Tell whether a template is the project's; one written in a test has no file and counts as ours."""
    path = Path(origin)
    return not path.is_absolute() or any(path.is_relative_to(folder) for folder in OURS)


def _template_of_caller() -> str:
    frame = sys._getframe(1)
    while frame is not None:
        holder = frame.f_locals.get("self")
        if isinstance(holder, Node) and getattr(holder, "origin", None) is not None:
            return str(holder.origin.name)
        frame = frame.f_back
    return "<unknown source>"


class Undefined(str):
    """What Django writes in place of an undefined variable: it refuses to be written in a template of ours."""

    __slots__ = ()

    def __mod__(self, variable: Any) -> str:
        name, template = str(variable), _template_of_caller()
        if name in _allowed:
            _allowed[name] = True
            return ""
        if _is_ours(template):
            report(UndefinedVariable(f"« {name} » is undefined in {template}"))
        return ""


def _patch_render() -> None:
    # A live server renders in one thread while another one queries, on the connection that they share in memory.
    rendering = local()

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not getattr(rendering, "depth", 0):
            return execute(sql, params, many, context)
        return report(QueryInTemplate(f"while a template rendered: {sql[:300]}"))

    def render(self: Template, context: Any) -> str:
        depth = getattr(rendering, "depth", 0)
        watched = connections.all(initialized_only=True) if depth == 0 and _is_ours(str(self.origin.name)) else []
        with wrapped(watched, refuse):
            rendering.depth = depth + 1
            try:
                return original(self, context)
            finally:
                rendering.depth = depth

    original = replace(Template, "render", render)


def pytest_configure(config: pytest.Config) -> None:
    """Watch every template of the session."""
    config.addinivalue_line("markers", "undefined_allowed(*names): these variables may be undefined in the templates of this test")
    _patch_render()
    for engine in settings.TEMPLATES:
        engine["OPTIONS"]["string_if_invalid"] = Undefined("%s")


@pytest.fixture(autouse=True)
def undefined_variables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test name the variables that may be undefined in it, and hold it to that.

    :raises UselessExemption: if such a variable was defined all along.
    """
    marker = request.node.get_closest_marker("undefined_allowed")
    _allowed.clear()
    _allowed.update(dict.fromkeys(marker.args if marker else (), False))
    yield
    useless = [name for name, used in _allowed.items() if not used]
    _allowed.clear()
    if useless:
        raise UselessExemption(f"undefined_allowed{tuple(useless)} is not needed: remove it")
