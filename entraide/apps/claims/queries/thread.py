"""The thread of a claim, as either side reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimMessage
from entraide.apps.claims.policies import visible_to


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One message with what came with it; `is_new` tells that the reader's side has not read it yet."""

    message: ClaimMessage
    author: str
    is_mine: bool
    is_new: bool
    papers: tuple[ClaimDocument, ...]


def thread_of(claim: Claim, actor: Actor) -> list[ThreadMessage]:
    """Give the messages of a claim that the actor may see, the oldest first, in four queries; nothing of a claim that is hidden."""
    shown = Claim.objects.filter(visible_to(actor), pk=claim.pk)
    rows = list(ClaimMessage.objects.filter(claim__in=shown.values("pk")).order_by("sent_at", "pk").prefetch_related("papers__document"))
    names = names_of({row.author_id for row in rows if row.author_id})
    is_person = actor.role == Role.BENEFICIARY
    return [
        ThreadMessage(
            row,
            names.get(row.author_id, ""),
            row.is_from_person == is_person,
            row.is_from_person != is_person and row.read_at is None,
            tuple(sorted(row.papers.all(), key=lambda paper: (paper.added_at, paper.pk))),
        )
        for row in rows
    ]


def unread_claims(claims: Iterable[UUID], *, from_person: bool) -> dict[UUID, int]:
    """Count what one side wrote and the other has not read, by claim: for the marks of a list, in one query."""
    rows = ClaimMessage.objects.filter(claim_id__in=set(claims), is_from_person=from_person, read_at__isnull=True)
    counts: dict[UUID, int] = {}
    for claim_id in rows.order_by("pk").values_list("claim_id", flat=True):
        counts[claim_id] = counts.get(claim_id, 0) + 1
    return counts
