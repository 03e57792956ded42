"""A decision by an officer: never beside one that is planned, and some drawn by lot for a second look."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.operations.deciding import Verdict, decide_claim
from entraide.apps.claims.queries.waiting import benefit_of
from entraide.apps.desk.models import PlannedDecision, SecondLook
from entraide.apps.desk.operations.second_looks import Drawn, draw, is_drawn
from entraide.apps.desk.queries.second_looks import officer_rate
from entraide.apps.desk.refusals import PlannedElsewhere


@transaction.atomic
def decide_by_hand(*, claim_id: UUID, verdict: Verdict, actor: Actor, at: datetime, on: date) -> UUID:
    """Decide a claim as `decide_claim` does, unless a decision is planned for it; give the decision's key.

    :raises PlannedElsewhere: if a decision is planned for the claim: it is to be withdrawn first.
    """
    if PlannedDecision.objects.filter(claim_id=claim_id, state="planned").exists():
        raise PlannedElsewhere
    decision_id = decide_claim(claim_id=claim_id, verdict=verdict, actor=actor, at=at, on=on)
    draw_of_officer(claim_id=claim_id, decision_id=decision_id, actor=actor, at=at, on=on)
    return decision_id


def draw_of_officer(*, claim_id: UUID, decision_id: UUID, actor: Actor, at: datetime, on: date) -> bool:
    """Draw an officer's decision by lot for a second look, once; tell whether it was drawn."""
    rate = officer_rate()
    if not is_drawn(decision_id, rate=rate) or SecondLook.objects.filter(decision_id=decision_id).exists():
        return False
    drawn = Drawn(decision_id, benefit_of(claim_id), "officer", actor.account_id)
    return draw(drawn, rate=rate, at=at, on=on)
