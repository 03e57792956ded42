"""One replay of the real movements in a database of its own, then its final rows as they are: a process of `bench_replay`."""

import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction


# From what nothing refers to up to what everything does: emptied in this order, written in the other.
TABLES = ("members_succession", "members_attachment", "members_communecode", "members_membername", "members_member")

Rows = Sequence[tuple[Any, ...]]


def main() -> None:
    """Measure both, check that they leave the same rows, and print what was found as JSON."""
    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    replayed = _seconds(_replay)
    columns = {table: _columns(table) for table in TABLES}
    rows = {table: _rows(table, columns[table]) for table in TABLES}
    for table in TABLES:
        _execute(f'DELETE FROM "{table}"')
    _execute("VACUUM")
    copied = _seconds(lambda: _copy(columns, rows))
    again = {table: _rows(table, columns[table]) for table in TABLES}
    if again != rows:
        raise SystemExit("entraide: nothing is measured, the rows written as they are differ from those of the replay.")
    print(json.dumps({"replay": replayed, "copy": copied, "rows": sum(map(len, rows.values())), "vendor": connection.vendor}))


def _replay() -> None:
    # Models can only be imported once Django is set up.
    from entraide.apps.accounts.actor import system_actor  # noqa: PLC0415
    from entraide.apps.members.operations.replay import replay_register  # noqa: PLC0415

    report = replay_register(until=2026, actor=system_actor("bench"), at=datetime.now(UTC), on=date(2026, 1, 1))
    if report.differing:
        raise SystemExit(f"entraide: nothing is measured, {len(report.differing)} communes differ from the list.")


def _copy(columns: dict[str, list[str]], rows: dict[str, Rows]) -> None:
    """Write rows without reading any: COPY on PostgreSQL, executemany on SQLite; indexes, constraints and triggers are in place."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in reversed(TABLES):
            names = ", ".join(f'"{column}"' for column in columns[table])
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                    for row in rows[table]:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(columns[table]))
                cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows[table])


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _rows(table: str, columns: list[str]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY id')
        return cursor.fetchall()


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _seconds(act: Any) -> float:
    start = time.perf_counter()
    act()
    return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    sys.exit(main())
