"""Searches of the queue that an officer keeps by name; nobody else sees them."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.desk.models import SavedView
from entraide.apps.desk.policies import can_keep_views, require
from entraide.apps.desk.refusals import NameTaken


@transaction.atomic
def keep_view(*, name: str, query: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep a search under a name; give its key.

    :raises NameTaken: if the officer has a view of that name.
    """
    require(can_keep_views(actor))
    row = SavedView(account_id=actor.account_id, name=name.strip(), query=query, saved_at=at)
    _save(row)
    record("desk.view_kept", actor=actor, subject=("saved_view", row.pk), at=at, on=on)
    return row.pk


@transaction.atomic
def rename_view(*, view_id: UUID, name: str, actor: Actor, at: datetime, on: date) -> None:
    """Give a view of one's own another name.

    :raises NameTaken: if the officer has another view of that name.
    """
    row = SavedView.objects.get(pk=view_id, account_id=actor.account_id)
    row.name = name.strip()
    _save(row)
    record("desk.view_renamed", actor=actor, subject=("saved_view", view_id), at=at, on=on)


@transaction.atomic
def drop_view(*, view_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Keep a view of one's own no longer."""
    SavedView.objects.get(pk=view_id, account_id=actor.account_id).delete()
    record("desk.view_dropped", actor=actor, subject=("saved_view", view_id), at=at, on=on)


def _save(row: SavedView) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise NameTaken from taken
