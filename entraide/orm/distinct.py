"""The distinct values of an indexed column of a large table, found by going from one to the next in the index."""

from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from entraide.orm.reading import read_together


def distinct_values(rows: QuerySet, column: str) -> list[Any]:
    """Give each value that a column holds among some rows, once, in order.

    On PostgreSQL in as many steps in an index that begins with the column as there are values, however many rows there are: `SELECT
    DISTINCT` reads them all. The column is never empty.
    """
    if connection.vendor != "postgresql":
        return list(rows.order_by(column).values_list(column, flat=True).distinct())
    held = [rows.order_by(column).filter(**{column: value}).values_list(column, flat=True)[:1] for value in _in_index(rows.model, column)]
    return [value for found in read_together(*held) for value in found]


def _in_index(model: type[Model], column: str) -> list[Any]:
    quoted = connection.ops.quote_name
    name, table = quoted(model._meta.get_field(column).column), quoted(model._meta.db_table)
    first = f"SELECT MIN({name}) AS value FROM {table}"
    following = f"SELECT (SELECT MIN({name}) FROM {table} WHERE {name} > found.value) FROM found WHERE found.value IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE found AS ({first} UNION ALL {following}) SELECT value FROM found WHERE value IS NOT NULL")
        return [value for (value,) in cursor.fetchall()]
