"""Rows that an act writes: they wait until it ends, and go to the database in one trip.

PostgreSQL takes statements joined by a semicolon in one message; SQLite lies in the process, and takes them one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import Model, sql
from django.db.models.constants import OnConflict
from django.db.models.expressions import RawSQL

from entraide.orm.reading import Statement, reading_ahead


Given = ParamSpec("Given")
Result = TypeVar("Result")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row to write: a new one, that is left alone with `once` where its key stands already; or the `columns` of one that is there."""

    row: Model
    once: bool = False
    columns: tuple[str, ...] = ()


_waiting: ContextVar[list[Waiting] | None] = ContextVar("rows that wait for the end of their act", default=None)


@contextmanager
def written_together() -> Iterator[None]:
    """Let the rows that `write` and `rewrite` are given wait until the end of the block, and write them in one trip, in their order.

    Only inside a transaction, for rows that nothing reads before the block ends. A block within another waits for the outer one; where it
    fails, its transaction with it, what it gave is dropped, whoever catches the fault.
    """
    waiting = _waiting.get()
    if waiting is not None:
        held = waiting.copy()
        try:
            yield
        except BaseException:
            # What waited before waits again, should the block have had it written: its transaction takes that back.
            waiting[:] = held
            raise
        return
    token = _waiting.set([])
    try:
        yield
        rows = _waiting.get() or []
    finally:
        _waiting.reset(token)
    _write_all(rows)


def together(act: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make an act one transaction whose rows are written together when it ends, and that may read ahead.

    An act within another finds written what the other was given before.
    """

    @wraps(act)
    def acting(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        with transaction.atomic(), reading_ahead(), written_together():
            write_waiting()
            return act(*args, **kwargs)

    return acting


def write(*rows: Model, once: bool = False) -> None:
    """Write new rows, at once or at the end of the block that they are given in; with `once`, one whose key stands already changes nothing.

    What waits has no key of the database's own making yet.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.extend(Waiting(row, once) for row in rows)
    elif len(rows) == 1 and not once:
        rows[0].save(force_insert=True)
    else:
        for part in _runs([Waiting(row, once) for row in rows]):
            type(part[0].row)._base_manager.bulk_create([each.row for each in part], ignore_conflicts=once)


def rewrite(row: Model, *columns: str) -> None:
    """Write columns of a row that is there, as they are then, at once or at the end of the block that it is given in.

    The act holds the row: nobody else changes or takes it away meanwhile.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append(Waiting(row, columns=columns))
    else:
        row.save(update_fields=columns)


def write_waiting() -> None:
    """Write now what waits, before it is read."""
    waiting = _waiting.get()
    if waiting:
        rows = waiting.copy()
        waiting.clear()
        _write_all(rows)


def _write_all(rows: Sequence[Waiting]) -> None:
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    statements = [_change(part[0]) if part[0].columns else _insertion(part) for part in _runs(rows)]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("; ".join(each[0] for each in statements), [value for each in statements for value in each[1]])
        else:
            for text, values in statements:
                cursor.execute(text, values)
    for each in rows:
        each.row._state.adding, each.row._state.db = False, DEFAULT_DB_ALIAS


def _runs(rows: Sequence[Waiting]) -> list[list[Waiting]]:
    """Put new rows of one model in one statement, where the first of them stands: what refers to it comes after. A change stands alone."""
    runs: dict[Any, list[Waiting]] = {}
    for place, each in enumerate(rows):
        runs.setdefault(place if each.columns else (type(each.row), each.once), []).append(each)
    return [held[start : start + AT_ONCE] for held in runs.values() for start in range(0, len(held), AT_ONCE)]


def _insertion(rows: Sequence[Waiting]) -> Statement:
    """Write the insertion of rows of one model; a key that the database makes is left to it, and not read back."""
    fields, head, tail = _around(type(rows[0].row), rows[0].once, connections[DEFAULT_DB_ALIAS].vendor)
    lines = [[_marked(field, each.row, is_new=True) for field in fields] for each in rows]
    marks = ", ".join(f"({', '.join(mark for mark, _ in line)})" for line in lines)
    return f"{head} {marks} {tail}", [value for line in lines for _, values in line for value in values]


@cache
def _around(model: type[Model], once: bool, _vendor: str) -> tuple[Sequence[models.Field], str, str]:
    """Give the columns that an insertion fills, and what it says before and after their values, to one vendor's database."""
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    ops, conflict = connections[DEFAULT_DB_ALIAS].ops, OnConflict.IGNORE if once else None
    columns = ", ".join(ops.quote_name(field.column) for field in fields)
    head = f"{ops.insert_statement(on_conflict=conflict)} {ops.quote_name(model._meta.db_table)} ({columns}) VALUES"
    return fields, head, ops.on_conflict_suffix_sql(fields, conflict, (), ())


def _change(each: Waiting) -> Statement:
    """Write the change of some columns of one row."""
    name, meta = connections[DEFAULT_DB_ALIAS].ops.quote_name, each.row._meta
    fields = [meta.get_field(column) for column in each.columns]
    marked = [_marked(field, each.row, is_new=False) for field in fields]
    key, (told,) = _marked(meta.pk, each.row, is_new=False)
    columns = ", ".join(f"{name(field.column)} = {mark}" for field, (mark, _) in zip(fields, marked, strict=True))
    text = f"UPDATE {name(meta.db_table)} SET {columns} WHERE {name(meta.pk.column)} = {key}"
    return text, [*(value for _, values in marked for value in values), told]


def _marked(field: models.Field, row: Model, *, is_new: bool) -> Statement:
    """Write a value as a statement holds it: a mark and the value, or the expression that the database reckons."""
    connection = connections[DEFAULT_DB_ALIAS]
    value = field.pre_save(row, is_new)
    if not hasattr(value, "resolve_expression"):
        return "%s", (field.get_db_prep_save(value, connection),)
    if isinstance(value, RawSQL):
        return value.as_sql(None, connection)
    query = sql.UpdateQuery(type(row))
    return query.get_compiler(connection=connection).compile(value.resolve_expression(query, allow_joins=False, for_save=True))
