"""Rows read together in one trip to the database, by statements that a process writes once.

PostgreSQL takes statements joined by a semicolon in one message; SQLite lies in the process, and takes them one by one. To write a
statement costs Django more than a database needs to answer it: what is read at each act is a `prepared` read.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import wraps
from itertools import count
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError


Statement = tuple[str, Sequence[Any]]
FAR = 1_000_000
# How statements begin that change no row.
UNWRITING = ("SELECT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Read:
    """What `prepared` gives: a read and its values. Two of the same values are the same."""

    build: Callable[..., QuerySet]
    values: tuple[Any, ...]

    def rows(self) -> list[Any]:
        """Give the rows, as the queryset would."""
        return read_together(self)[0]

    def one(self) -> Any:
        """Give the only row.

        :raises DoesNotExist: of the model, if there is none.
        """
        for row in self.rows():
            return row
        raise self.build(*self.values).model.DoesNotExist(str(self.values))


def prepared(build: Callable[..., QuerySet]) -> Callable[..., Read]:
    """Make a read of a function that puts its values in a queryset: its statement is written once, then takes other values.

    A key, a day, a text or a tuple of them may change from read to read; for anything else, and for nothing, another statement is written.
    The function may neither choose by a value nor reckon with it.
    """

    @wraps(build)
    def asked(*values: Any) -> Read:
        return Read(build, values)

    return asked


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement with the places of its values: `places` holds, for each parameter, the number of a value or nothing."""

    queryset: QuerySet
    compiler: Any
    text: str = ""
    parameters: Sequence[Any] = ()
    places: Sequence[int | None] = ()
    is_empty: bool = False

    def given(self, values: Sequence[Any]) -> Statement:
        return self.text, [
            parameter if place is None else values[place] for place, parameter in zip(self.places, self.parameters, strict=True)
        ]

    def read(self, rows: list[tuple]) -> list[Any]:
        """Have Django make of the rows of an answer what it makes of any answer."""
        if not rows:
            return []
        read = self.queryset._chain()
        read._query = _Answered(copy(self.compiler), rows)
        return list(read._iterable_class(read))


class _Answered:
    """A query that was asked already."""

    def __init__(self, compiler: Any, rows: list[tuple]) -> None:
        self.query, self.compiler = compiler.query, compiler
        compiler.execute_sql = lambda *_, **__: [rows]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self.compiler


_written: dict[tuple[Any, ...], _Written] = {}
_ahead: ContextVar[dict[Read, list[Any]] | None] = ContextVar("what an act has read ahead", default=None)


def read_together(*asked: QuerySet | Read) -> list[list[Any]]:
    """Read several querysets or prepared reads, in their order, in one trip; each comes back as the list that it would give alone.

    :raises ValueError: if one prefetches: that takes trips of its own, and is not done for rows read together.
    """
    if any(isinstance(each, QuerySet) and each._prefetch_related_lookups for each in asked):
        raise ValueError("a queryset that prefetches cannot be read together with others")
    ahead = _ahead.get()
    found = {place: ahead.pop(each) for place, each in enumerate(asked) if isinstance(each, Read) and each in ahead} if ahead else {}
    statements = {place: _statement_of(each) for place, each in enumerate(asked) if place not in found}
    sent = {place: (written, values) for place, (written, values) in statements.items() if not written.is_empty}
    answers = _rows_of([written.given(values) for written, values in sent.values()]) if sent else ()
    found |= {place: sent[place][0].read(rows) for place, rows in zip(sent, answers, strict=True)}
    return [found.get(place, []) for place in range(len(asked))]


@contextmanager
def reading_ahead() -> Iterator[None]:
    """Let an act read ahead; what it did not ask for after all is dropped with it, and before it writes. SQLite reads nothing ahead."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        yield
        return
    ahead: dict[Read, list[Any]] = {}

    def asking(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if not str(statement).startswith(UNWRITING):
            ahead.clear()
        return execute(statement, *rest)

    token = _ahead.set(ahead)
    try:
        with connection.execute_wrapper(asking):
            yield
    finally:
        _ahead.reset(token)


def read_ahead(*reads: Read) -> None:
    """Read in one trip what the act asks for next, in that order: locks first. Each answer serves once, then the database is asked again.

    What the act writes in between, itself or in acts within, drops what was not asked for yet: no answer is older than what it tells of.
    Outside an act that is `together`, and on SQLite, which answers in the process, nothing is read ahead.
    """
    ahead = _ahead.get()
    if ahead is not None:
        ahead.update(zip(reads, read_together(*reads), strict=True))


def _statement_of(asked: QuerySet | Read) -> tuple[_Written, Sequence[Any]]:
    if isinstance(asked, QuerySet):
        return _compiled(asked), ()
    connection = connections[DEFAULT_DB_ALIAS]
    shape = (connection.vendor, asked.build, *map(_kind, asked.values))
    if shape not in _written:
        _written[shape] = _prepare(asked)
    written = _written[shape]
    is_lock = written.queryset.query.select_for_update and connection.features.has_select_for_update
    if is_lock and connection.get_autocommit():
        raise TransactionManagementError("a row is locked in a transaction only")
    return written, list(_parts(asked.values))


def _compiled(queryset: QuerySet) -> _Written:
    """Write the statement of a queryset; an empty one for what cannot find anything."""
    compiler = queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
    try:
        text, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Written(queryset, compiler, is_empty=True)
    return _Written(queryset, compiler, text, parameters, (None,) * len(parameters))


def _prepare(read: Read) -> _Written:
    """Write a statement with values that stand for others, twice: what differs between the two is where values go.

    :raises ValueError: if the function reckons with a value, or chooses by it.
    """
    stand_ins = [tuple(_stand_in(value, numbers) for value in read.values) for numbers in (count(1), count(FAR))]
    first, second = (_compiled(read.build(*values)) for values in stand_ins)
    known = [{part: number for number, part in enumerate(_parts(values))} for values in stand_ins]
    places, again = ([held.get(each) for each in way.parameters] for way, held in zip((first, second), known, strict=True))
    fixed = [[each for each in way.parameters if each not in held] for way, held in zip((first, second), known, strict=True)]
    is_whole = first.is_empty or {*places} - {None} == {*known[0].values()}
    if (first.text, places, fixed[0]) != (second.text, again, fixed[1]) or not is_whole:
        raise ValueError(f"{read.build.__name__} does more than put its values in a queryset")
    return _Written(first.queryset, first.compiler, first.text, first.parameters, places, first.is_empty)


def _kind(value: Any) -> Any:
    """Give what the statement depends on: of what may change from read to read, its type alone."""
    if isinstance(value, tuple):
        return tuple(map(_kind, value))
    return type(value) if type(value) in {UUID, date, str} else value


def _stand_in(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_stand_in(each, numbers) for each in value)
    made = {UUID: lambda: UUID(int=next(numbers)), date: lambda: date.fromordinal(next(numbers)), str: lambda: f"text {next(numbers)}"}
    return made[type(value)]() if type(value) in made else value


def _parts(values: Sequence[Any]) -> Iterator[Any]:
    """Give, in order, the values that may change from read to read, as the database takes them."""
    connection = connections[DEFAULT_DB_ALIAS]
    for value in values:
        if isinstance(value, tuple):
            yield from _parts(value)
        elif type(value) is UUID:
            yield value if connection.features.has_native_uuid_field else value.hex
        elif type(value) is date:
            yield connection.ops.adapt_datefield_value(value)
        elif type(value) is str:
            yield value


def _rows_of(statements: Sequence[Statement]) -> Iterator[list[tuple]]:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for text, values in statements:
                cursor.execute(text, values)
                yield cursor.fetchall()
            return
        cursor.execute("; ".join(each[0] for each in statements), [value for each in statements for value in each[1]])
        for place in range(len(statements)):
            if place:
                cursor.nextset()
            yield cursor.fetchall()
