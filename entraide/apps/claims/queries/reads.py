"""The reads that every act on a claim makes: of the claim itself, then of its household."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimFact, Decision, Reservation
from entraide.apps.claims.queries.situations import reads_of_ceilings
from entraide.orm.reading import Read, prepared, read_together


@prepared
def _opener(claim_id: UUID) -> QuerySet:
    return beneficiaries.openers_held(Claim.objects.filter(pk=claim_id).values("beneficiary_id"))


@prepared
def _claim(claim_id: UUID) -> QuerySet[Claim]:
    return Claim.objects.select_for_update(no_key=True).filter(pk=claim_id).order_by("pk")


def reads_to_hold(claim_id: UUID) -> tuple[Read, ...]:
    """Give what `held_claim` reads, to read it ahead of what the lock protects."""
    return _opener(claim_id), _claim(claim_id)


def held_claim(claim_id: UUID) -> Claim:
    """Hold a claim until the end of the transaction, its opener first: every act on a claim begins so, and no two wait for each other.

    What depends on ceilings or family is read under `lock_household`, which holds the dependants too.

    :raises Claim.DoesNotExist: if there is no such claim.
    """
    _, claims = read_together(*reads_to_hold(claim_id))
    for claim in claims:
        return claim
    raise Claim.DoesNotExist(claim_id)


@prepared
def claim_of_paper(claim_document_id: UUID) -> QuerySet[ClaimDocument, UUID]:
    """Read the key of the claim that a paper is of."""
    return ClaimDocument.objects.filter(pk=claim_document_id).order_by("pk").values_list("claim_id", flat=True)


@prepared
def paper_held(claim_document_id: UUID) -> QuerySet[ClaimDocument]:
    """Read a paper of a claim, once the claim is held."""
    return ClaimDocument.objects.filter(pk=claim_document_id).order_by("pk")


@prepared
def facts_held(claim_id: UUID) -> QuerySet[ClaimFact]:
    """Read what was given and checked for a claim."""
    return ClaimFact.objects.filter(claim_id=claim_id, superseded_at__isnull=True).order_by("name")


@prepared
def papers_held(claim_id: UUID) -> QuerySet[ClaimDocument, tuple[str, str]]:
    """Read the papers of a claim, each as a kind and a state."""
    return ClaimDocument.objects.filter(claim_id=claim_id).order_by("pk").values_list("requirement", "state")


@prepared
def reservations_held(claim_id: UUID) -> QuerySet[Reservation]:
    """Read what a claim holds, or held, of the ceilings."""
    return Reservation.objects.filter(claim_id=claim_id).order_by("pk")


@prepared
def standing_decisions(claim_id: UUID) -> QuerySet[Decision, UUID]:
    """Read the key of the decision of a claim that none superseded: one at most."""
    return Decision.objects.filter(claim_id=claim_id, superseded_by__isnull=True).order_by("pk").values_list("pk", flat=True)


def reads_to_decide(claim_id: UUID) -> tuple[Read, ...]:
    """Give what holds a claim, and what deciding reads of it."""
    return *reads_to_hold(claim_id), facts_held(claim_id), papers_held(claim_id), standing_decisions(claim_id)


def reads_under_lock(claim: Claim, *, on: date, known_on: date) -> tuple[Read, ...]:
    """Give the lock of a claim's household on a day, and what an act reads once it has it, as it was known on another."""
    opener = claim.beneficiary_id
    return (
        *beneficiaries.reads_of_lock(opener, on=on),
        *beneficiaries.reads_of_household(opener, on=known_on),
        *reads_of_ceilings(opener, scopes=(opener,)),
        reservations_held(claim.pk),
        beneficiaries.own_address_read(opener),
    )
