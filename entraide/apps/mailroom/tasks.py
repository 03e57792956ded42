"""What the worker does for post."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django_tasks import task

from entraide.apps.accounts.actor import system_actor
from entraide.apps.mailroom.operations.scanning import split
from entraide.ui import clock


@task()
def split_now(batch_id: str) -> int:
    """Part a scan: a minute of processor for three hundred pages, which no page of the site may take."""
    return split(batch_id=UUID(batch_id), actor=system_actor("post"), at=clock.now(), on=clock.today())


def split_later(batch_id: UUID) -> None:
    """Hand a scan to the worker once it is kept for good; the schedule takes over where the worker fell."""
    transaction.on_commit(partial(split_now.enqueue, str(batch_id)))
