"""What the harness found: raised at once, and kept, so that code which swallows exceptions does not hide it."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import pytest


class Fault(AssertionError):
    """The code under test did something that must never pass in silence."""


_found: list[Fault] = []


def report(fault: Fault) -> NoReturn:
    """Keep a fault and raise it.

    :raises Fault: always.
    """
    _found.append(fault)
    raise fault


@contextmanager
def expected(kind: type[Fault]) -> Iterator[None]:
    """Prove that a block commits a fault of this kind, whether the fault came out of the block or was swallowed in it."""
    before = len(_found)
    with suppress(kind):
        yield
    found = _found[before:]
    del _found[before:]
    assert any(isinstance(fault, kind) for fault in found), f"{kind.__name__} was expected; found {found}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Forget what the test before found."""
    _found.clear()
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that passed although a fault was found and swallowed."""
    result = yield
    if _found:
        raise _found[0]
    return result
