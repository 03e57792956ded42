"""Letters by post for those without an e-mail of their own: gathered in a run, printed, noted as posted."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.mailroom.policies import require_printing
from entraide.apps.mailroom.refusals import AlreadyPosted, NothingToPrint
from entraide.apps.notifications.operations import gather, note_posted


@transaction.atomic
def print_letters(*, run_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Gather the letters that wait in a run of that key, once; give how many it holds.

    :raises NothingToPrint: if none waits.
    """
    require_printing(actor)
    count = gather(run_id=run_id, actor=actor, at=at, on=on)
    if not count:
        raise NothingToPrint
    record("mailroom.letters_printed", actor=actor, subject=("print_run", run_id), at=at, on=on, payload={"letters": count})
    return count


@transaction.atomic
def post_letters(*, run_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Note that a run was posted today.

    :raises AlreadyPosted: if it was.
    """
    require_printing(actor)
    if not note_posted(run_id=run_id, on=on):
        raise AlreadyPosted
    record("mailroom.letters_posted", actor=actor, subject=("print_run", run_id), at=at, on=on)
