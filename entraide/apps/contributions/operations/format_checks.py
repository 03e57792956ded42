"""Files of documents held against the rules of the electronic invoice; what they say is kept, with the version of the rules."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallDocument, FormatCheck
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.format_checks import unchecked
from entraide.apps.contributions.refusals import CheckNotRun, NotFound, NotPrinted
from entraide.apps.documents.queries import content_of
from entraide.integrations.schematron import CannotCheck, Report, check_files
from entraide.orm.keys import uuid7


# One process checks that many.
BATCH = 50
KEPT = ("name", "version", "fired", "failed", "warned")


def check_documents(*, limit: int, actor: Actor, at: datetime, on: date) -> int:
    """Check printed documents that never were, in the order of their numbers; give how many.

    :raises CheckNotRun: if the rules could not be run.
    """
    rows, count = list(unchecked()[:limit]), 0
    for start in range(0, len(rows), BATCH):
        count += len(_checked(rows[start : start + BATCH], actor=actor, at=at, on=on))
    return count


def check_document(*, document_id: UUID, actor: Actor, at: datetime, on: date) -> tuple[Report, ...]:
    """Check the file of one document now, whether it was or not; give the reports, whole.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NotFound: if there is no such document.
    :raises NotPrinted: if it has no file yet.
    :raises CheckNotRun: if the rules could not be run.
    """
    require_accountant(actor)
    row = CallDocument.objects.filter(pk=document_id).order_by("pk").first()
    if row is None:
        raise NotFound
    if row.file_id is None:
        raise NotPrinted(number=row.number)
    return _checked([row], actor=actor, at=at, on=on)[0]


def _checked(rows: Sequence[Any], *, actor: Actor, at: datetime, on: date) -> list[tuple[Report, ...]]:
    files = [content_of(row.file_id) for row in rows]
    try:
        found = check_files(files)
    except CannotCheck as broken:
        raise CheckNotRun from broken
    made = [
        FormatCheck(
            id=uuid7(),
            document=row,
            digest=sha256(file).hexdigest(),
            reports=[{name: getattr(each, name) for name in KEPT} for each in reports],
            is_sound=not any(each.failed for each in reports),
            checked_at=at,
            checked_on=on,
        )
        for row, file, reports in zip(rows, files, found, strict=True)
    ]
    with transaction.atomic():
        FormatCheck.objects.bulk_create(made)
        payload = {"count": len(made), "failed": [row.document.number for row in made if not row.is_sound]}
        record("contributions.formats_checked", actor=actor, subject=("format_check", made[0].pk), at=at, on=on, payload=payload)
    return found
