"""Reads of the claims that wait, for events that change bodies."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from entraide.apps.claims.models import Claim
from entraide.core.workflow.claims import OPEN_STATES
from entraide.orm.acts import parts


def waiting_claims(member_ids: Collection[UUID]) -> list[tuple[UUID, UUID, UUID]]:
    """List the claims filed and not decided that count for members, as (claim, beneficiary, member)."""
    rows = Claim.objects.filter(member_id__in=member_ids, state__in=OPEN_STATES).order_by("pk")
    return list(rows.values_list("pk", "beneficiary_id", "member_id"))


def are_decided(claim_ids: Collection[UUID]) -> bool:
    """Tell whether one of these claims is no longer waiting."""
    return any(Claim.objects.filter(pk__in=keys).exclude(state__in=OPEN_STATES).exists() for keys in parts(list(claim_ids)))


def filed_for(member_ids: Collection[UUID], *, after: datetime) -> bool:
    """Tell whether a claim that counts for one of these members was filed after an instant."""
    return Claim.objects.filter(member_id__in=member_ids, filed_at__gt=after).exists()


def filed_by(beneficiary_ids: Collection[UUID], *, members: Collection[UUID], after: datetime) -> bool:
    """Tell whether one of these persons filed after an instant a claim that counts for one of these members."""
    rows = Claim.objects.filter(member_id__in=members, filed_at__gt=after)
    return any(rows.filter(beneficiary_id__in=keys).exists() for keys in parts(list(beneficiary_ids)))
