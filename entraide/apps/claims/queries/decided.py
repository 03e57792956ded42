"""Decisions as those who look at them again read them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.policies import visible_to


def decisions_visible_to(actor: Actor, decision_ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """Give some decisions by key, each with its claim, where the actor may see the claim."""
    claims = Claim.objects.filter(visible_to(actor)).order_by()
    rows = Decision.objects.filter(pk__in=set(decision_ids), claim__in=claims.values("pk")).select_related("claim")
    return {row.pk: row for row in rows.order_by("pk")}


def is_concerned(actor: Actor, decision_id: UUID, *, on: date) -> bool:
    """Tell whether a decision is about the actor's own household."""
    beneficiary_id = Decision.objects.values_list("claim__beneficiary_id", flat=True).get(pk=decision_id)
    return actor.beneficiary_id == beneficiary_id or beneficiaries.shares_household(actor.beneficiary_id, beneficiary_id, on=on)
