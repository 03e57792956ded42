"""Acts over valid-time rows: what one superseded and what it recorded both carry its key, so that it can be taken back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from entraide.orm.history import ValidTime
from entraide.orm.keys import uuid7


BATCH = 1_000
EVERYTHING = Q()
STAMPS = frozenset({"id", "recorded_at", "recorded_by", "superseded_at", "superseded_by"})

Row = TypeVar("Row", bound=ValidTime)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row that an act writes or supersedes keeps: the key of the act and its instant."""

    id: UUID
    at: datetime


def parts(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Cut a list of keys so that a statement can name them."""
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def again(row: Row, act: Stamp, **values: Any) -> Row:
    """Give a row written again by an act, with what it says otherwise; it is not saved."""
    held = {field.attname: getattr(row, field.attname) for field in row._meta.local_concrete_fields}
    fresh = {"id": uuid7(), "recorded_at": act.at, "recorded_by": act.id, "superseded_at": None, "superseded_by": None}
    return type(row)(**held | fresh | values)


def supersede(rows: Sequence[ValidTime], act: Stamp) -> None:
    """Close rows of one model: what they say no longer counts, and stays readable."""
    for keys in parts([row.pk for row in rows]):
        type(rows[0])._default_manager.filter(pk__in=keys).update(superseded_at=act.at, superseded_by=act.id)


def write(rows: Sequence[Row]) -> None:
    """Add rows of one model, by sets."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def rewrite(rows: Sequence[Row], act: Stamp, **values: Any) -> None:
    """Supersede rows of one model and write each again with `values`."""
    supersede(rows, act)
    write([again(row, act, **values) for row in rows])


def from_day_on(rows: Sequence[Row], day: date, *, act: Stamp, **values: Any) -> None:
    """Say rows of one model otherwise from a day on: what they said before it is kept, what they say after it is written with `values`."""
    touched = [row for row in rows if row.until is None or row.until > day]
    before = [again(row, act, until=day) for row in touched if row.since < day]
    supersede(touched, act)
    write([*before, *(again(row, act, **{"since": max(row.since, day)} | values) for row in touched)])


def ended(rows: Sequence[Row], day: date, *, act: Stamp, **values: Any) -> None:
    """End rows of one model on a day, the first one without them; one that would begin that day or later was never to be."""
    touched = [row for row in rows if row.until is None or row.until > day]
    supersede(touched, act)
    write([again(row, act, **{"until": day} | values) for row in touched if row.since < day])


def is_built_upon(model: type[ValidTime], act_id: UUID, *, about: Q = EVERYTHING) -> bool:
    """Tell whether something that an act recorded has been superseded since: taking the act back would lose it.

    What a later act superseded, and its undoing wrote again, stands: acts are taken back one after the other.
    """
    rows = model._default_manager.filter(about, recorded_by=act_id)
    gone = set(map(_said, rows.filter(superseded_at__isnull=False).order_by("pk")))
    return bool(gone) and bool(gone.difference(map(_said, rows.filter(superseded_at__isnull=True).order_by("pk"))))


def were_built_upon(rows: Iterable[ValidTime]) -> bool:
    """Tell the same of all the rows that an act recorded, once they are read."""
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for row in rows:
        said[row.superseded_at is None].add(_said(row))
    return bool(said[False] - said[True])


def _said(row: ValidTime) -> str:
    """Write what a row says, without who wrote it and when; a column may hold a list, which no set takes."""
    return repr([getattr(row, field.attname) for field in row._meta.local_concrete_fields if field.attname not in STAMPS])


def take_back(model: type[ValidTime], undone: UUID, act: Stamp, *, about: Q = EVERYTHING) -> None:
    """Supersede what an act recorded and write again what it had superseded; `about` narrows the rows looked at.

    Every current view is then as before the act, and both acts stay in history. A row written again is still the word of the act that
    recorded it first, so that this one can be taken back in its turn; that it was written again stands in its instant.
    """
    rows = model._default_manager.filter(about)
    returning = [again(row, act, recorded_by=row.recorded_by) for row in rows.filter(superseded_by=undone).order_by("pk")]
    rows.filter(recorded_by=undone, superseded_at__isnull=True).update(superseded_at=act.at, superseded_by=act.id)
    write(returning)
