"""What a person and the desk write to each other about a claim; what they join stands on the shelf of its papers."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimMessage
from entraide.apps.claims.operations.telling import tell_person
from entraide.apps.claims.policies import require_writing
from entraide.apps.claims.queries.reads import held_claim
from entraide.core.workflow.claims import ClaimState


# How long a message may be, in characters.
LONGEST = 4_000
# The kind of paper under which what comes with a message stands: no rule asks for it.
JOINED = "message"


@transaction.atomic
def write(*, claim_id: UUID, text: str, documents: Sequence[UUID] = (), actor: Actor, at: datetime, on: date) -> UUID:
    """Write in the thread of a filed claim, with files that were kept; from the desk, the person is told that a message waits.

    :raises NotYourClaim: if the actor is neither the person nor of the desk.
    :raises OwnHousehold: if one of the desk would write to their own household.
    :raises NotFiled: if the claim is a draft.
    :raises ThreadClosed: if the person withdrew the claim.
    :raises MessageRefused: if nothing is said, or too much.
    """
    claim = held_claim(claim_id)
    is_from_person = require_writing(actor, claim)
    require_unconcerned(actor, claim.beneficiary_id, on=on)
    if claim.state == ClaimState.DRAFT:
        raise refusals.NotFiled
    if claim.state == ClaimState.CANCELLED:
        raise refusals.ThreadClosed
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise refusals.MessageRefused(longest=LONGEST)
    message = ClaimMessage.objects.create(
        claim=claim, is_from_person=is_from_person, author_id=actor.account_id, text=said, sent_at=at, sent_on=on
    )
    # What the desk joins is not for the desk to check.
    shelve(claim.pk, documents, message_id=message.pk, at=at, state="received" if is_from_person else "accepted")
    if not is_from_person:
        tell_person(claim, "written", at=at, on=on)
    payload = {"from_person": is_from_person, "papers": len(documents)}
    record("claims.message_written", actor=actor, subject=("claim", claim_id), at=at, on=on, payload=payload)
    return message.pk


def shelve(claim_id: UUID, documents: Sequence[UUID], *, at: datetime, message_id: UUID | None = None, state: str = "received") -> None:
    """Put files that came with what somebody wrote beside the papers of a claim; the act above carries the audit entry."""
    joined = {"claim_id": claim_id, "requirement": JOINED, "state": state, "added_at": at, "message_id": message_id}
    ClaimDocument.objects.bulk_create([ClaimDocument(document_id=document_id, **joined) for document_id in documents])


@transaction.atomic
def mark_read(*, claim_id: UUID, actor: Actor, at: datetime) -> int:
    """Note that what the other side wrote was read; give how many messages were new.

    :raises NotYourClaim: if the actor is neither the person nor of the desk.
    """
    is_person = require_writing(actor, Claim.objects.get(pk=claim_id))
    return ClaimMessage.objects.filter(claim_id=claim_id, is_from_person=not is_person, read_at__isnull=True).update(read_at=at)
