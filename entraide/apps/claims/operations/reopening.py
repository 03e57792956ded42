"""A decision put in question: the claim goes back to an officer who did not make it, and is decided again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.queries import lock_household
from entraide.apps.claims.operations.reserving import hold, taken_by
from entraide.apps.claims.policies import require_deciding
from entraide.apps.claims.queries.files import guarded_facts, reassessed
from entraide.apps.claims.queries.reads import held_claim
from entraide.apps.claims.refusals import ReasonMissing
from entraide.core.workflow.claims import CLAIM_WORKFLOW, ClaimState
from entraide.core.workflow.engine import apply


@transaction.atomic
def reopen(*, claim_id: UUID, reason: str, due_on: date, actor: Actor, at: datetime, on: date) -> None:
    """Open a decided claim again, in the actor's charge, to be decided by `due_on`; what was decided stands until then.

    It is read as on the day of its filing, with what was proved since. It holds of the ceilings what it may come to, and never less than
    what it was granted. What was ordered goes on its way; the next decision supersedes this one, and orders the difference.

    :raises TransitionRefused: if it is not decided, or the actor decided it, or it is their own household's.
    :raises ReasonMissing: if no reason is given.
    """
    claim = held_claim(claim_id)
    require_deciding(actor, claim)
    lock_household(claim.beneficiary_id, on=on)
    claim.state = apply(CLAIM_WORKFLOW, ClaimState(claim.state), "reopen", guarded_facts(claim, actor=actor, on=on))
    if not reason.strip():
        raise ReasonMissing
    claim.decided_on, claim.reopened_on, claim.due_on = None, on, due_on
    claim.taken_by, claim.taken_at, claim.answer_by, claim.reminded_on = actor.account_id, at, None, None
    claim.save(update_fields=["state", "decided_on", "reopened_on", "due_on", "taken_by", "taken_at", "answer_by", "reminded_on"])
    decision = claim.decisions.get(superseded_by__isnull=True)
    _, assessment = reassessed(claim)
    hold(claim, assessment, amount=max(taken_by(assessment), decision.cents), at=at)
    payload = {"decision": decision.pk, "reason": reason.strip()}
    record("claims.opened_again", actor=actor, subject=("claim", claim_id), at=at, on=on, payload=payload)
