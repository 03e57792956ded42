"""Claims as their opener lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries import DependantView
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Claim, ClaimDocument, Decision
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.payments import standing_orders
from entraide.apps.payments.queries import OrderView
from entraide.core.workflow.claims import DECIDED_STATES, ClaimState


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in its opener's list: its benefit, whom it is for, where it stands, what became of the money."""

    claim: Claim
    benefit_name: str
    subject: DependantView | None
    state: ClaimState
    decision: Decision | None
    order: OrderView | None


def claims_of(beneficiary_id: UUID, *, actor: Actor, on: date) -> list[ClaimLine]:
    """List a person's claims that the actor may see, newest first, drafts included."""
    own = Claim.objects.filter(visible_to(actor), beneficiary_id=beneficiary_id).exclude(state=ClaimState.CANCELLED)
    return lines_of(list(own.order_by("-started_at", "-pk")), beneficiary_id=beneficiary_id, on=on)


def lines_of(rows: list[Claim], *, beneficiary_id: UUID, on: date) -> list[ClaimLine]:
    """Put claims of one person beside their benefit, subject, decision and payment, in four queries."""
    names = benefit_names(rows)
    subjects = {dependant.id: dependant for dependant in beneficiaries.household(beneficiary_id, on=on)}
    decisions = latest_decisions([row.pk for row in rows])
    orders = standing_orders(rows)
    return [
        ClaimLine(
            row,
            names[row.benefit_code],
            subjects.get(row.dependant_id),
            ClaimState(row.state),
            decisions.get(row.pk),
            orders.get(row.pk),
        )
        for row in rows
    ]


def benefit_names(rows: Iterable[Claim]) -> dict[str, str]:
    """Name each benefit of some claims as its latest revision does."""
    codes = {row.benefit_code for row in rows}
    if not codes:
        return {}
    published = catalogue.catalogue()
    return {code: published[code][-1].revision.name if code in published else code for code in codes}


def latest_decisions(claim_ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """Give the decision in force of each claim that has one; a claim that was opened again has none."""
    rows = Decision.objects.filter(claim_id__in=set(claim_ids), superseded_by__isnull=True, claim__state__in=DECIDED_STATES).order_by("pk")
    return {row.claim_id: row for row in rows}


def deciders(claim_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Say by whom, or how where no human did, each of some claims was last decided, in two queries; in none where no claim is named."""
    keys = set(claim_ids)
    if not keys:
        return {}
    rows = Decision.objects.filter(claim_id__in=keys, superseded_by__isnull=True).order_by("pk").only("claim_id", "way", "decided_by")
    last = list(rows)
    names = names_of({row.decided_by for row in last if row.decided_by})
    return {row.claim_id: f"par {names[row.decided_by]}" if row.decided_by in names else row.get_way_display() for row in last}


def told_counts(beneficiary_id: UUID) -> dict[str, int]:
    """Count the claims of a person that may be told, and their papers: nothing of what is confidential."""
    told = Claim.objects.filter(beneficiary_id=beneficiary_id, is_confidential=False).order_by()
    return {"claims": told.count(), "documents": ClaimDocument.objects.filter(claim__in=told.values("pk")).count()}


def hidden_claims_of(beneficiary_id: UUID) -> QuerySet[Claim]:
    """Give the confidential claims of a person, for others to leave out what is about them."""
    return Claim.objects.filter(beneficiary_id=beneficiary_id, is_confidential=True).order_by("pk")


def asked_since(beneficiary_id: UUID, *, since: datetime) -> bool:
    """Tell whether a person began, filed or was answered a claim after an instant."""
    claims = Claim.objects.filter(beneficiary_id=beneficiary_id)
    if claims.filter(Q(filed_at__gt=since) | Q(started_at__gt=since)).exists():
        return True
    return Decision.objects.filter(claim__in=claims.order_by().values("pk"), decided_at__gt=since).exists()
