"""Take in the parameters of a catalogue folder."""

from datetime import date, datetime

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.parameters.models import ParameterValue
from entraide.apps.parameters.refusals import DivisionUnknown
from entraide.apps.parameters.translation import DIVISION_KEY, to_plain
from entraide.core.contributions.tariff import Division
from entraide.core.rules.language.parameters import ParameterBook
from entraide.orm.keys import uuid7


@transaction.atomic
def import_parameters(*, book: ParameterBook, actor: Actor, at: datetime, on: date) -> int:
    """Add the values that are new or differ; what they replace is superseded, never changed. Give how many were written.

    :raises DivisionUnknown: if the year of contributions is divided in a way that nobody knows.
    """
    _check_division(book)
    held = {
        (row.key, row.since): row for row in ParameterValue.objects.select_for_update().filter(superseded_at__isnull=True).order_by("pk")
    }
    new = [row for row in _rows(book, at=at) if not _same(held.get((row.key, row.since)), row)]
    replaced = [held[row.key, row.since].pk for row in new if (row.key, row.since) in held]
    ParameterValue.objects.filter(pk__in=replaced).update(superseded_at=at)
    ParameterValue.objects.bulk_create(new)
    if new:
        payload = {"keys": sorted({row.key for row in new})}
        record("parameters.imported", actor=actor, subject=("parameters", uuid7()), at=at, on=on, payload=payload)
    return len(new)


def _check_division(book: ParameterBook) -> None:
    timeline = book.timelines.get(DIVISION_KEY)
    unknown = [str(dated.value) for dated in timeline or () if dated.value not in set(Division)]
    if unknown:
        raise DivisionUnknown(written=unknown[0], known=", ".join(Division))


def _rows(book: ParameterBook, *, at: datetime) -> list[ParameterValue]:
    return [
        ParameterValue(
            key=key,
            since=dated.since,
            value=to_plain(dated.value),
            kind=book.specs[key].kind,
            label=book.specs[key].label,
            source=dated.source,
            confidence=dated.confidence,
            checked_until=timeline.checked_until,
            recorded_at=at,
        )
        for key, timeline in book.timelines.items()
        for dated in timeline
    ]


COMPARED = ("value", "kind", "label", "source", "confidence", "checked_until")


def _same(held: ParameterValue | None, new: ParameterValue) -> bool:
    return held is not None and all(getattr(held, name) == getattr(new, name) for name in COMPARED)
