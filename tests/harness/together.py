"""Two acts at the same moment, on PostgreSQL each on its own connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

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
