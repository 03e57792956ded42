"""Keys and indexes put aside while millions of rows come in, and put back as they were: what the database checks, it checks then."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model


# Foreign keys, exclusions and unique constraints of a table but its primary key, which others may refer to; then its other indexes.
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('f', 'u', 'x') ORDER BY contype = 'f', conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT indisprimary AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY indexrelid
"""
# What waits for the end of the transaction is checked now: no table changes while something waits.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
# What one index may hold in memory while it is written.
MEMORY = "256MB"


@contextmanager
def rebuilt_after(models: Sequence[type[Model]]) -> Iterator[None]:
    """Put aside what PostgreSQL would check row by row on these tables, and put all of it back at the end of the block.

    Inside one transaction: what fails to be put back undoes the whole. On SQLite nothing is put aside.
    """
    if connection.vendor != "postgresql":
        yield
        return
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(CHECKED)
        constraints = [row for table in tables for row in _read(cursor, CONSTRAINTS, table)]
        indexes = [row for table in tables for row in _read(cursor, INDEXES, table)]
        # Foreign keys go first and come back last: they lean on what is unique.
        for table, name, _ in reversed(constraints):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {connection.ops.quote_name(name)}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(CHECKED)
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in sorted(constraints, key=lambda row: row[2].startswith("FOREIGN KEY")):
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {connection.ops.quote_name(name)} {definition}")
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def _read(cursor, question: str, table: str) -> list[tuple[str, ...]]:
    cursor.execute(question, [table])
    return cursor.fetchall()
