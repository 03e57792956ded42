"""Hand a claim that waits to an officer: part of an act of whoever shares the work out, who records it."""

from datetime import date, datetime
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.policies import can_decide
from entraide.apps.claims.queries.files import guarded_facts
from entraide.apps.claims.queries.reads import held_claim
from entraide.core.workflow.claims import ClaimState, closed_to_officer


HANDED = frozenset({ClaimState.SUBMITTED, ClaimState.IN_REVIEW})


def hand_over(*, claim_id: UUID, held_by: frozenset[UUID], to: Actor, at: datetime, on: date) -> bool:
    """Give an officer a claim that nobody has taken, or that one of `held_by` holds; tell whether it was given.

    What was taken or decided meanwhile, and what is of the officer's own household, stays where it is.
    """
    claim = held_claim(claim_id)
    is_free = claim.taken_by is None if claim.state == ClaimState.SUBMITTED else claim.taken_by in held_by
    if claim.state not in HANDED or not is_free or not can_decide(to, claim):
        return False
    if closed_to_officer(guarded_facts(claim, actor=to, on=on)) is not None:
        return False
    claim.state, claim.taken_by, claim.taken_at = ClaimState.IN_REVIEW, to.account_id, at
    claim.save(update_fields=["state", "taken_by", "taken_at"])
    return True
