"""What the harness puts around the product: attributes replaced for the time of the session, wrappers around a connection's statements."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper


_patches = pytest.MonkeyPatch()


def replace(owner: Any, name: str, value: Any) -> Any:
    """Put `value` in place of `owner.name` and give what was there."""
    original = getattr(owner, name)
    _patches.setattr(owner, name, value)
    return original


@contextmanager
def wrapped(connections: Iterable[BaseDatabaseWrapper], wrapper: Any) -> Iterator[None]:
    """Put a wrapper around the statements of some connections, and take that very one away.

    `execute_wrapper` takes the last one away: another thread's, where two requests cross on a connection that they share in memory.
    """
    held = list(connections)
    for each in held:
        each.execute_wrappers.append(wrapper)
    try:
        yield
    finally:
        for each in held:
            each.execute_wrappers.remove(wrapper)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Put everything back."""
    _patches.undo()
