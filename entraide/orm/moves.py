"""Rows that name one person by two keys come to name them by one: each app says how its own follow, and gives them back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from entraide.orm.acts import EVERYTHING, parts


class Treatment(StrEnum):
    """What joining two rows of one person does with a column that names a person."""

    REWRITTEN = "rewritten"
    """A fact: superseded for the absorbed row, written again for the kept one."""
    MOVED = "moved"
    """The row goes to the kept person, and its key is listed for undoing."""
    READ = "read"
    """History: the row stays as it is, and reads by person go through `absorbed_into`."""


# What a row said and what it says, by its key; kept by column, for undoing.
Triple = tuple[str, str | None, str | None]
Moved = dict[str, list[Triple]]


@dataclass(frozen=True, slots=True)
class Joining:
    """Two keys of one person: what names `absorbed` comes to name `kept`; `dependants` tells so of each child that both had entered."""

    absorbed: UUID
    kept: UUID
    dependants: Mapping[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose values change when two rows of a person are joined."""

    model: type[Model]
    name: str

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def follow(self, origin: UUID, destination: UUID, *, moved: Moved, about: Q = EVERYTHING) -> None:
        """Have the rows that name one key, and are `about` something, name another."""
        rows = self.model._base_manager.filter(about, **{self._attname: origin}).order_by("pk")
        self.put([(key, origin, destination) for key in rows.values_list("pk", flat=True)], moved=moved)

    def put(self, values: Iterable[tuple[Any, Any, Any]], *, moved: Moved) -> None:
        """Write values by sets, from (key, what it said, what it says), and keep what they were."""
        values = list(values)
        self._write([(key, after) for key, _, after in values])
        moved.setdefault(str(self), []).extend((str(key), _plain(before), _plain(after)) for key, before, after in values)

    def back(self, moved: Moved) -> None:
        """Give every row what it said before."""
        self._write([(key, before) for key, before, _ in reversed(moved.get(str(self), []))])

    def has_changed(self, moved: Moved) -> bool:
        """Tell whether a row that was moved says something else by now."""
        last = {key: after for key, _, after in moved.get(str(self), [])}
        rows = (self.model._base_manager.filter(pk__in=part).order_by("pk") for part in parts(list(last)))
        now = {str(key): _plain(value) for found in rows for key, value in found.values_list("pk", self._attname)}
        return any(now.get(key) != after for key, after in last.items())

    @property
    def _attname(self) -> str:
        return self.model._meta.get_field(self.name).attname

    def _write(self, values: Iterable[tuple[Any, Any]]) -> None:
        by_value: dict[Any, list[Any]] = {}
        for key, value in values:
            by_value.setdefault(value, []).append(key)
        for value, keys in by_value.items():
            for part in parts(keys):
                self.model._base_manager.filter(pk__in=part).update(**{self._attname: value})


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


class PersonRows:
    """The columns of one app that name a person, with their treatment.

    An app whose rows do more than follow overrides `move`; what it writes beside, in the order of writing, is `beside`.
    """

    def __init__(
        self, *, moved: Sequence[Column] = (), read: Sequence[Column] = (), rewritten: Sequence[Column] = (), beside: Sequence[Column] = ()
    ) -> None:
        self.moved, self.beside = moved, beside
        told = ((Treatment.MOVED, moved), (Treatment.READ, read), (Treatment.REWRITTEN, rewritten))
        self.treatments = {str(column): treatment for treatment, columns in told for column in columns}

    def move(self, joining: Joining, moved: Moved) -> None:
        """Have the rows of the app follow; `moved` gathers what each said."""
        for column in self.moved:
            column.follow(joining.absorbed, joining.kept, moved=moved, about=self.following(column, joining))

    def following(self, column: Column, joining: Joining) -> Q:
        """Narrow the rows that follow: all of them, unless an app says otherwise."""
        return EVERYTHING

    def back(self, moved: Moved) -> None:
        """Give back what was moved, what was written last first."""
        for column in reversed((*self.beside, *self.moved)):
            column.back(moved)

    def have_changed(self, moved: Moved) -> bool:
        """Tell whether a row that was moved says something else by now."""
        return any(column.has_changed(moved) for column in (*self.beside, *self.moved))
