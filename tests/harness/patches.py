"""Replace an attribute for the time of the session: what the harness patches, it patches once."""

from typing import Any

import pytest


_patches = pytest.MonkeyPatch()


def replace(owner: Any, name: str, value: Any) -> Any:
    """Put `value` in place of `owner.name` and give what was there."""
    original = getattr(owner, name)
    _patches.setattr(owner, name, value)
    return original


def pytest_unconfigure(config: pytest.Config) -> None:
    """Put everything back."""
    _patches.undo()
