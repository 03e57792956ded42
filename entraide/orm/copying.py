"""Rows by hundreds of thousands: COPY on PostgreSQL, one prepared statement on SQLite; what the database checks stays checked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model, QuerySet

from entraide.orm.keys import uuid7_in_sql


# How COPY writes that there is no value.
NOTHING = "\\N"


def copy_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows of a model given as the values of `names`, in its attributes' order; other columns take their default.

    No `save` runs and no signal leaves: fields that compute their value (`NormalisedField`) must be among `names`.
    """
    fields = [model._meta.get_field(name.removesuffix("_id") if _is_key(model, name) else name) for name in names]
    others = [field for field in model._meta.local_concrete_fields if field not in fields and not isinstance(field, AutoField)]
    written = [field.column for field in (*fields, *others)]
    constants = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    copy_into(model._meta.db_table, written, ((*row, *constants) for row in rows))


def copy_models(model: type[Model], rows: Sequence[Model]) -> None:
    """Add rows that stand as objects of one model, as `bulk_create` does, in a fraction of its time; a counted key takes its next number.

    Nothing of `save` runs, and the objects are not told their counted keys.
    """
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]
    write = writers()
    # What most columns hold is written as it is, without asking the field of each value.
    quick = {"UUIDField": write.key, "DateField": write.day, "CharField": _as_is}
    told = [
        (
            field.attname,
            quick.get(getattr(field, "target_field", field).get_internal_type()) or partial(field.get_db_prep_save, connection=connection),
        )
        for field in fields
    ]
    copy_into(
        model._meta.db_table, [field.column for field in fields], ([write(getattr(row, name)) for name, write in told] for row in rows)
    )


def _is_key(model: type[Model], name: str) -> bool:
    return name.endswith("_id") and name not in {field.name for field in model._meta.local_concrete_fields}


def copy_into(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table as its columns hold their values; without rows, ask nothing of the database."""
    given = iter(rows)
    if (first := next(given, None)) is None:
        return
    named, quoted = ", ".join(map(_quoted, columns)), _quoted(table)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quoted} ({named}) FROM STDIN") as copy:
                for row in chain([first], given):
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {quoted} ({named}) VALUES ({', '.join(['%s'] * len(columns))})", chain([first], given))


@dataclass(frozen=True, slots=True)
class Beside:
    """Rows that stand beside those of a query: the names of their values, and those names by which one finds its like."""

    names: Sequence[str]
    rows: Sequence[Sequence[Any]]
    on: Sequence[str]


def add_selected(model: type[Model], chosen: QuerySet, read: Sequence[str], *, beside: Beside, same: Mapping[str, Any]) -> None:
    """Add a row to a model's table for each one that a query chooses and that has its like beside; the database does it all, keys too.

    Attributes of the model take what is `read` of the query, what stands beside, or what is the `same` for all, in this order, else their
    default; values are given as columns hold them. Nothing of `save` runs.
    """
    fields = {field.attname: field.column for field in model._meta.local_concrete_fields}
    sources = {name: f"beside.{_quoted(name)}" for name in beside.names} | {name: f"chosen.{_quoted(name)}" for name in read}
    held = {name: sources[name] for name in fields if name in sources}
    defaults = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in model._meta.local_concrete_fields}
    others = {name: same.get(name, default) for name, default in defaults.items() if name not in held and name != "id"}
    sql, params = chosen.order_by().values(*{*read, *beside.on}).query.sql_with_params()
    marks = ", ".join([f"({', '.join(['%s'] * len(beside.names))})"] * len(beside.rows))
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(_quoted(fields[name]) for name in ('id', *held, *others))}) "
        f"WITH beside ({', '.join(map(_quoted, beside.names))}) AS (VALUES {marks}) "
        f"SELECT {', '.join([uuid7_in_sql(connection.vendor), *held.values(), *['%s'] * len(others)])} "
        f"FROM ({sql}) chosen JOIN beside ON {' AND '.join(f'beside.{_quoted(name)} = chosen.{_quoted(name)}' for name in beside.on)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*chain.from_iterable(beside.rows), *others.values(), *params])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def copy_texts(table: str, columns: Sequence[str], chunks: Iterable[Sequence[Sequence[str | None]]]) -> None:
    """Add rows given by chunks of columns, each value a text that the database reads, without tab nor line break nor backslash."""
    if connection.vendor != "postgresql":
        copy_into(table, columns, chain.from_iterable(zip(*chunk, strict=True) for chunk in chunks))
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) FROM STDIN") as copy:
        for chunk in chunks:
            written = [[NOTHING if text is None else text for text in column] if None in column else column for column in chunk]
            copy.write("\n".join(map("\t".join, zip(*written, strict=True))) + "\n")


@dataclass(frozen=True, slots=True)
class Writers:
    """How keys and days are written for the columns of the database at hand: asked once for many rows."""

    key: Callable[[Any], Any]
    day: Callable[[Any], Any]


def writers() -> Writers:
    """Give how values are written here: SQLite has a type for neither."""
    if connection.vendor == "postgresql":
        return Writers(_as_is, _as_is)
    return Writers(_hexadecimal, _iso)


def instant_for_database(at: Any) -> Any:
    """Write an instant as its column holds it."""
    return connection.ops.adapt_datetimefield_value(at)


def _as_is(value: Any) -> Any:
    return value


def _hexadecimal(key: Any) -> Any:
    return None if key is None else key.hex


def _iso(day: Any) -> Any:
    return None if day is None else day.isoformat()
