"""Do an act on payments in a child that is killed at each of its SQL statements in turn; tell what was left each time.

A program of its own, on the SQLite file of `ENTRAIDE_VAR`: `python -m tests.faults.killed`; it prints one JSON line.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


django.setup()

from django.db import connection, connections  # noqa: E402

from entraide.apps.ledger.models import JournalEntry  # noqa: E402
from entraide.apps.payments.models import BankLine, BankStatement, PaymentOrder, Transfer, TransferBatch  # noqa: E402
from tests.apps.payments.desk import desk, disagreements, due  # noqa: E402


COUNTED = (JournalEntry, BankStatement, BankLine, Transfer, TransferBatch)
REACHED_THE_COMMIT = 3


def left() -> dict[str, Any]:
    """Tell what the database holds, and whether the journal agrees with it."""
    rows = {model.__name__: model.objects.count() for model in COUNTED}
    orders = sorted(PaymentOrder.objects.order_by("pk").values_list("state", flat=True))
    batches = sorted(TransferBatch.objects.order_by("pk").values_list("state", flat=True))
    return rows | {"orders": orders, "batches": batches, "faults": disagreements()}


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(place: int) -> Callable[..., Any]:
    """Watch SQL, and die instead of running the statement number `place`."""
    seen = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == place:
            die()
        return execute(sql, params, many, context)

    return watch


def in_child(act: Callable[[], Any], place: int, commit: Callable[[], Any]) -> int:
    """Do an act in a child that dies at a statement, with `commit` in place of its commit; give how the child ended."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        connection._commit = commit
        with connection.execute_wrapper(dying_at(place)):
            act()
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_everywhere(act: Callable[[], Any]) -> dict[str, Any]:
    """Kill an act at each statement and before its commit; then let it commit and kill it at once."""
    before, killed, place, ended = left(), [], 1, -signal.SIGKILL
    while ended == -signal.SIGKILL:
        ended = in_child(act, place, lambda: os._exit(REACHED_THE_COMMIT))
        killed.append(left())
        place += 1
    assert ended == REACHED_THE_COMMIT, ended
    own_commit = connection._commit
    assert in_child(act, 0, lambda: (own_commit(), die())) == -signal.SIGKILL
    return {"before": before, "killed": killed, "after": left()}


def main() -> None:
    """Prepare, release, read: each killed everywhere, then done."""
    accountants = desk()
    for cents in (4_700, 3_800, 1):
        due(cents)
    told = {"prepare": killed_everywhere(accountants.prepare)}
    batch = TransferBatch.objects.get()
    told["release"] = killed_everywhere(lambda: accountants.release(batch.pk))
    returned = Transfer.objects.order_by("end_to_end").values_list("end_to_end", flat=True)[0]
    content = accountants.answer(batch.pk, returns={returned: "AC04"})
    told["read"] = killed_everywhere(lambda: accountants.read(content))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
