"""Documents printed apart from their issue: a few seconds a hundred, resumed where it stopped, each one once."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.contributions.models import CallDocument
from entraide.apps.contributions.refusals import NotFound
from entraide.apps.contributions.translation import said_by
from entraide.apps.documents.operations import NewFile, keep
from entraide.integrations.facturx import call_file


logger = logging.getLogger(__name__)


def print_documents(*, limit: int, actor: Actor, at: datetime, on: date) -> int:
    """Print documents that have no file yet, in the order of their numbers; give how many. One that does not print is logged."""
    waiting = CallDocument.objects.filter(file__isnull=True).order_by("issued_on", "number")[:limit]
    return printed_of({row.number: partial(_print, row, actor=actor, at=at, on=on) for row in waiting})


def printed_of(acts: Mapping[str, Callable[[], bool]]) -> int:
    """Print one thing after another; one that fails is logged under its name, keeps no other from being printed, and is tried again."""
    count = 0
    for name, act in acts.items():
        try:
            count += act()
        except Exception:
            logger.exception("%s cannot be printed; the others are", name)
    return count


def print_document(*, document_id: UUID, actor: Actor, at: datetime, on: date) -> bool:
    """Print one document now; give whether it had no file yet.

    :raises NotFound: if there is no such document.
    """
    row = CallDocument.objects.filter(pk=document_id).order_by("pk").first()
    if row is None:
        raise NotFound
    return row.file_id is None and _print(row, actor=actor, at=at, on=on)


def _print(row: CallDocument, *, actor: Actor, at: datetime, on: date) -> bool:
    """Print one document, out of any lock since that is long; of two that print it at once, the second keeps nothing."""
    file = NewFile(call_file(said_by(row)), f"{row.number}.pdf", "application/pdf", "call_document")
    with transaction.atomic():
        held = CallDocument.objects.select_for_update().only("file").get(pk=row.pk)
        if held.file_id is not None:
            return False
        held.file_id = keep(file=file, actor=actor, at=at, on=on)
        held.save(update_fields=["file"])
    return True
