"""What an officer writes for their colleagues about a claim: it stays as it was written."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.claims.queries.files import filed_claim
from entraide.apps.desk.models import Note
from entraide.apps.desk.policies import can_ask_opinions, require
from entraide.apps.desk.refusals import NoteWanted


# How long a note may be, in characters.
LONGEST = 2_000


@transaction.atomic
def write_note(*, claim_id: UUID, text: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Write a note on a claim, decided or not; give its key.

    :raises NotOfTheDesk: if the actor does not decide claims, or may not see this one.
    :raises NoteWanted: if nothing is said, or too much.
    """
    require(can_ask_opinions(actor) and filed_claim(claim_id, actor) is not None)
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise NoteWanted(longest=LONGEST)
    note = Note.objects.create(claim_id=claim_id, author_id=actor.account_id, text=said, written_at=at)
    record("desk.noted", actor=actor, subject=("claim", claim_id), at=at, on=on)
    return note.pk
