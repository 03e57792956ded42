"""What the worker does for files."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django_tasks import task

from entraide.apps.accounts.actor import system_actor
from entraide.apps.documents.operations import read
from entraide.ui import clock


@task()
def read_now(document_id: str) -> bool:
    """Read what a file says: seconds of processor, which no page may take."""
    return read(document_id=UUID(document_id), actor=system_actor("reader"), at=clock.now(), on=clock.today())


def read_later(document_id: UUID) -> None:
    """Hand a file to the worker once it is kept for good; the schedule takes over where the worker fell."""
    transaction.on_commit(partial(read_now.enqueue, str(document_id)))
