"""What officers wrote for each other about a claim."""

from uuid import UUID

from entraide.apps.accounts.queries import names_of
from entraide.apps.desk.models import Note


def notes_on(claim_id: UUID) -> list[tuple[Note, str]]:
    """List the notes on a claim with the name of their author, the last first, in two queries."""
    rows = list(Note.objects.filter(claim_id=claim_id).order_by("-written_at", "-pk"))
    names = names_of({row.author_id for row in rows})
    return [(row, names.get(row.author_id, "")) for row in rows]
