"""The payment orders of claims, also of those that were decided more than once."""

from collections.abc import Collection
from uuid import UUID

from entraide.apps.claims.models import Claim, Decision
from entraide.apps.payments import queries as payments
from entraide.apps.payments.queries import OrderView
from entraide.core.workflow.payments import PaymentOrderState


# What an order pays: a claim, or what a later decision about it added.
CLAIM, DECISION = "claim", "decision"


def causes_of(claim: Claim) -> list[tuple[str, UUID]]:
    """List what the orders of a claim may bear as their cause."""
    return [(CLAIM, claim.pk), *((DECISION, key) for key in claim.decisions.order_by("pk").values_list("pk", flat=True))]


def claims_paid_by(causes: Collection[UUID]) -> dict[UUID, Claim]:
    """Give the claim that each cause of an order is about."""
    own = {claim.pk: claim for claim in Claim.objects.filter(pk__in=causes).order_by("pk")}
    later = Decision.objects.filter(pk__in=set(causes) - set(own)).select_related("claim").order_by("pk")
    return own | {decision.pk: decision.claim for decision in later}


def standing_orders(claims: Collection[Claim]) -> dict[UUID, OrderView]:
    """Give the order that tells where the money of each claim is: one that came back, else the last that stands, else the last."""
    first = payments.orders_for(CLAIM, [claim.pk for claim in claims])
    reopened = [claim.pk for claim in claims if claim.reopened_on is not None]
    if not reopened:
        return first
    of_decisions = dict(Decision.objects.filter(claim_id__in=reopened).order_by("pk").values_list("pk", "claim_id"))
    held: dict[UUID, list[OrderView]] = {key: [order] for key, order in first.items()}
    for key, order in sorted(payments.orders_for(DECISION, of_decisions).items(), key=lambda pair: pair[1].id):
        held.setdefault(of_decisions[key], []).append(order)
    return {key: max(orders, key=_telling) for key, orders in held.items()}


def _telling(order: OrderView) -> tuple[bool, bool, UUID]:
    return order.state is PaymentOrderState.RETURNED, order.state is not PaymentOrderState.CANCELLED, order.id
