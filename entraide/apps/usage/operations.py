"""Tell a use, and take it back; the acts above carry the audit entry."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from entraide.apps.usage.models import Use
from entraide.core.money import Money
from entraide.orm.columns import Column, Constant, copy_columns
from entraide.orm.copying import instant_for_database
from entraide.orm.rebuilding import rebuilt_after


@dataclass(frozen=True, slots=True)
class Service:
    """A service rendered to an opener of rights, counted for one member; `source_id` is the row that tells it."""

    kind: str
    code: str
    beneficiary_id: UUID
    member_id: UUID
    on: date
    amount: Money
    source_id: UUID
    attempt: int = 1
    origin: str = "platform"
    is_confidential: bool = False


def tell(services: list[Service], *, at: datetime) -> int:
    """Tell services; what was told already is left as it is. Give how many were new."""
    before = Use.objects.filter(source_id__in=[service.source_id for service in services]).count()
    rows = [
        Use(
            kind=service.kind,
            code=service.code,
            beneficiary_id=service.beneficiary_id,
            member_id=service.member_id,
            on=service.on,
            cents=service.amount,
            origin=service.origin,
            is_confidential=service.is_confidential,
            source_id=service.source_id,
            attempt=service.attempt,
            told_at=at,
        )
        for service in services
    ]
    Use.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)
    return Use.objects.filter(source_id__in=[service.source_id for service in services]).count() - before


def telling_many() -> AbstractContextManager[None]:
    """Put the indexes of uses aside until the end of a block that tells millions."""
    return rebuilt_after((Use,))


def tell_columns(*, size: int, origin: str, columns: Mapping[str, Column], at: datetime) -> None:
    """Tell benefits by columns, none of which was told: keys, code, opener, member, day, cents, source."""
    told = {"kind": Constant("benefit"), "origin": Constant(origin), "told_at": Constant(str(instant_for_database(at)))}
    copy_columns(Use, size, {**columns, **told})


def take_back(*, source_id: UUID, attempt: int, on: date) -> bool:
    """Stop counting a use from the day its money came back, never before it began; give whether it was counted."""
    counted = Use.objects.filter(source_id=source_id, attempt=attempt, cancelled_on__isnull=True)
    return bool(counted.update(cancelled_on=Greatest(F("on"), Value(on, output_field=DateField()))))
