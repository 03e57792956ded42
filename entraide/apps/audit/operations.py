"""Record acts, seal days."""

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from entraide.apps.audit.models import AuditEntry, AuditPayload, AuditSeal
from entraide.apps.audit.queries import day_digest, payload_digest, previous_seal, unsealed_days
from entraide.apps.audit.registry import sentence_of
from entraide.orm.together import write


# An act begun before midnight ends after it, and its entry bears the day on which it began.
STILL_OPEN = timedelta(days=1)


class MissingActor(Exception):
    """An act was recorded without saying who did it."""


class Author(Protocol):
    """What the trail needs to know of an actor."""

    kind: str

    @property
    def audit_id(self) -> UUID | None: ...

    @property
    def audit_role(self) -> str: ...


def record(
    verb: str,
    *,
    actor: Author,
    subject: tuple[str, UUID],
    at: datetime,
    on: date,
    payload: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Record one act in the running transaction; `subject` is (type, key), `payload` may hold personal data.

    :raises UnregisteredVerb: if no app declares the verb.
    :raises MissingActor: if there is no actor, or a person without a key.
    """
    sentence_of(verb)
    if actor is None or (actor.kind == "person" and actor.audit_id is None):
        raise MissingActor(verb)
    content = json.loads(json.dumps(dict(payload or {}), cls=DjangoJSONEncoder))
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.audit_id,
        role=actor.audit_role,
        subject_type=subject[0],
        subject_id=subject[1],
        at=at,
        on=on,
        digest=payload_digest(salt, content),
    )
    write(entry)
    if content:
        write(AuditPayload(entry_id=entry.pk or _sequence_of(entry), salt=salt, content=content))
    return entry


def _sequence_of(entry: AuditEntry) -> RawSQL:
    """Let the database find the number that it gives to an entry that waits to be written."""
    return RawSQL(
        "(SELECT sequence FROM audit_auditentry WHERE key = %s)",
        [AuditEntry._meta.get_field("key").get_db_prep_value(entry.key, connection)],
    )


def seal_days_gone_by(*, on: date) -> list[AuditSeal]:
    """Seal each day that is over and whose next day is over too, so that no act under way at midnight comes after the seal."""
    return seal_days(before=on - STILL_OPEN)


@transaction.atomic
def seal_days(*, before: date) -> list[AuditSeal]:
    """Seal each day before `before` that has entries and no seal yet, in order."""
    sealed = []
    for day in unsealed_days(before=before):
        digest, count, last = day_digest(day, previous=previous_seal(day))
        sealed.append(AuditSeal.objects.create(on=day, digest=digest, entry_count=count, last_sequence=last))
    return sealed
