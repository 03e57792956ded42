"""Two acts at the same moment, on PostgreSQL each on its own connection."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from types import ModuleType
from typing import Any

import pytest
from django.db import connection, connections

from entraide.core.refusals import Refusal


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at the same moment; give what each returned, or its refusal. The test needs `django_db(transaction=True)`.

    The SQLite of the suite lives in the memory of one connection: there the acts follow one another, and the same must hold.
    """
    is_parallel = connection.vendor == "postgresql"
    barrier = Barrier(len(acts)) if is_parallel else None

    def run(act: Callable[[], Any]) -> Any:
        try:
            if barrier:
                connection.ensure_connection()
                barrier.wait(timeout=20)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            if is_parallel:
                connections.close_all()

    if not is_parallel:
        return [run(act) for act in acts]
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


class Crossing:
    """Let the second act begin once the first holds what it holds, and give it the time to come as far as it can."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> None:
        self.begun, step = Event(), getattr(module, name)

        def slow(*args: Any, **kwargs: Any) -> Any:
            found = step(*args, **kwargs)
            self.begun.set()
            if connection.vendor == "postgresql":
                time.sleep(0.5)
            return found

        monkeypatch.setattr(module, name, slow)

    def second(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """Give an act that waits for the first one to hold what it holds."""

        def wait() -> Any:
            if connection.vendor == "postgresql":
                assert self.begun.wait(timeout=20)
            return act()

        return wait
