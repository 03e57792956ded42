"""Several statements in one trip to the database: rows read together, and rows that are written when their act ends.

PostgreSQL takes statements joined by a semicolon in one message; SQLite lies in the process, and takes them one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, router, transaction
from django.db.models import Model, QuerySet, sql
from django.db.models.constants import OnConflict


Given = ParamSpec("Given")
Result = TypeVar("Result")
Statement = tuple[str, Sequence[Any]]
# A row, and whether one whose key stands already is left alone.
Waiting = tuple[Model, bool]
AT_ONCE = 500

_waiting: ContextVar[list[Waiting] | None] = ContextVar("rows that wait for the end of their act", default=None)


def read_together(*querysets: QuerySet) -> list[list[Any]]:
    """Read several querysets in one trip; each comes back as the list that it would give alone.

    :raises ValueError: if one prefetches: that takes trips of its own, and is not done for rows read together.
    """
    if any(each._prefetch_related_lookups for each in querysets):
        raise ValueError("a queryset that prefetches cannot be read together with others")
    if connection.vendor != "postgresql":
        return [list(each) for each in querysets]
    compilers = [each.query.get_compiler(connection=connection) for each in querysets]
    statements = [_statement_of(compiler) for compiler in compilers]
    asked = [statement for statement in statements if statement is not None]
    found = iter(_rows_of(asked) if asked else [])
    asked_of = zip(querysets, compilers, statements, strict=True)
    return [[] if statement is None else _read(each, compiler, next(found)) for each, compiler, statement in asked_of]


def _statement_of(compiler: Any) -> Statement | None:
    """Write the statement of a queryset; nothing for one that cannot find anything."""
    try:
        return compiler.as_sql()
    except EmptyResultSet:
        return None


def _rows_of(statements: Sequence[Statement]) -> Iterator[list[tuple]]:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(each[0] for each in statements), [value for each in statements for value in each[1]])
        for place in range(len(statements)):
            if place:
                cursor.nextset()
            yield cursor.fetchall()


class _Answered:
    """A query that was asked already: Django makes of its answer what it makes of any answer."""

    def __init__(self, compiler: Any, rows: list[tuple]) -> None:
        self.query, self.compiler = compiler.query, compiler
        compiler.execute_sql = lambda *_, **__: [rows]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self.compiler


def _read(queryset: QuerySet, compiler: Any, rows: list[tuple]) -> list[Any]:
    read = queryset._chain()
    read._query = _Answered(compiler, rows)
    return list(read._iterable_class(read))


@contextmanager
def written_together() -> Iterator[None]:
    """Let the rows that `write` is given wait until the end of the block, and write them in one trip, in their order.

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
    """Make an act one transaction whose new rows are written together when it ends."""

    @wraps(act)
    def acting(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        with transaction.atomic(), written_together():
            return act(*args, **kwargs)

    return acting


def write(*rows: Model, once: bool = False) -> None:
    """Write new rows, at once or at the end of the block that they are given in; with `once`, one whose key stands already changes nothing.

    What waits has no key of the database's own making yet.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.extend((row, once) for row in rows)
    elif len(rows) == 1 and not once:
        rows[0].save(force_insert=True)
    else:
        for _, part in _runs([(row, once) for row in rows]):
            type(part[0])._base_manager.bulk_create(part, ignore_conflicts=once)


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
    statements = [_insertion(part, once=once) for once, part in _runs(rows)]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("; ".join(each[0] for each in statements), [value for each in statements for value in each[1]])
        else:
            for text, values in statements:
                cursor.execute(text, values)
    for row, _ in rows:
        row._state.adding, row._state.db = False, router.db_for_write(type(row))


def _runs(rows: Sequence[Waiting]) -> list[tuple[bool, list[Model]]]:
    """Put rows of one model in one statement, where the first of them stands: what refers to it comes after."""
    runs: dict[tuple[type[Model], bool], list[Model]] = {}
    for row, once in rows:
        runs.setdefault((type(row), once), []).append(row)
    return [(once, held[start : start + AT_ONCE]) for (_, once), held in runs.items() for start in range(0, len(held), AT_ONCE)]


def _insertion(rows: list[Model], *, once: bool) -> Statement:
    """Write the insertion of rows of one model; a key that the database makes is left to it, and not read back."""
    model = type(rows[0])
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    query = sql.InsertQuery(model, on_conflict=OnConflict.IGNORE if once else None)
    query.insert_values(fields, rows)
    ((text, values),) = query.get_compiler(connection=connection).as_sql()
    return text, values
