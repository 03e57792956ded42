"""The distinct values of an indexed column of a large table, found by going from one to the next in the index."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def distinct_values(rows: QuerySet, column: str) -> list[Any]:
    """Give each value that a column holds among some rows, once, in order.

    On PostgreSQL in as many steps in an index that begins with the column as there are values, however many rows there are: `SELECT
    DISTINCT` reads them all. The column is never empty.
    """
    values = rows.order_by(column).values_list(column, flat=True)
    if connection.vendor != "postgresql":
        return list(values.distinct())
    steps = (values[:1], values.filter(**{f"{column}__gt": RawSQL("found.value", ())})[:1])
    try:
        (first, given), (following, more) = (each.query.get_compiler(using=rows.db).as_sql() for each in steps)
    except EmptyResultSet:
        return []
    found = f"({first}) UNION ALL SELECT ({following}) FROM found WHERE found.value IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE found (value) AS ({found}) SELECT value FROM found WHERE value IS NOT NULL", [*given, *more])
        return [value for (value,) in cursor.fetchall()]
