"""Decisions as those who look at them again read them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.explanations import BY_THE_PERSON, why
from entraide.apps.claims.queries.lists import benefit_names
from entraide.apps.parameters.queries import parameter_book
from entraide.core.money import Money
from entraide.ui.values import WhyNode


def decisions_visible_to(actor: Actor, decision_ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """Give some decisions by key, each with its claim, where the actor may see the claim."""
    claims = Claim.objects.filter(visible_to(actor)).order_by()
    rows = Decision.objects.filter(pk__in=set(decision_ids), claim__in=claims.values("pk")).select_related("claim")
    return {row.pk: row for row in rows.order_by("pk")}


class DecidedLine(NamedTuple):
    """What a list says of a decision."""

    claim_id: UUID
    reference: str
    benefit_name: str
    cents: Money
    decided_on: date


def decided_lines(actor: Actor, decision_ids: Iterable[UUID]) -> dict[UUID, DecidedLine]:
    """Put some decisions beside the reference and the benefit of their claim, where the actor may see it."""
    decisions = decisions_visible_to(actor, decision_ids)
    names = benefit_names([decision.claim for decision in decisions.values()])
    return {
        key: DecidedLine(row.claim_id, row.claim.reference, names[row.claim.benefit_code], row.cents, row.decided_on)
        for key, row in decisions.items()
    }


def reasoning_of(decision_id: UUID, *, actor: Actor) -> list[WhyNode]:
    """Explain a decision that the actor may see, from the trace that it kept: each condition, the value held and who proved it."""
    found = decisions_visible_to(actor, [decision_id])
    return why(found[decision_id], parameters=parameter_book(), declared=BY_THE_PERSON) if decision_id in found else []
