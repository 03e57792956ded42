"""Claims that wait and that nobody has looked at yet."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.queries.papers import AWAITED
from entraide.core.workflow.claims import ClaimState


def benefit_that_waits(claim_id: UUID) -> QuerySet[Claim, str]:
    """Give the code of the benefit of a claim that nobody has taken; nothing for another, nor for one that is confidential."""
    return _waiting().filter(pk=claim_id).order_by().values("benefit_code")


def benefit_of(claim_id: UUID) -> str:
    """Give the code of the benefit of a claim."""
    return Claim.objects.order_by().values_list("benefit_code", flat=True).get(pk=claim_id)


def waiting_unlooked(benefit_codes: Collection[str], *, after: UUID | None, limit: int) -> list[UUID]:
    """Give the next claims for some benefits that nobody has taken and that hold no paper to look at, in the order of their keys."""
    to_look_at = ClaimDocument.objects.filter(claim=OuterRef("pk"), state__in=("received", *AWAITED))
    rows = _waiting().filter(~Exists(to_look_at), benefit_code__in=benefit_codes)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _waiting() -> QuerySet[Claim]:
    return Claim.objects.filter(state=ClaimState.SUBMITTED, is_confidential=False)
