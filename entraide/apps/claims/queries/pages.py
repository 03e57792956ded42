"""The papers of a claim with their pages, and other claims that may hold the same paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.assessments import Assessment
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.papers import STANDING, label_of
from entraide.apps.documents.queries import Lookalike, lookalikes


@dataclass(frozen=True, slots=True)
class PagedPaper:
    """A paper of a claim that has its file: what it is, and how many pages."""

    id: UUID
    document_id: UUID
    label: str
    page_count: int


def paged_papers(claim: Claim) -> list[PagedPaper]:
    """List the papers of a claim that were not replaced, in the order in which they came."""
    return paged(claim.documents.select_related("document").order_by("added_at", "pk"), reassessed(claim)[1])


def paged(papers: Iterable[ClaimDocument], assessment: Assessment) -> list[PagedPaper]:
    """Keep those of a claim's papers that have their file and were not replaced."""
    held = [paper for paper in papers if paper.document is not None and paper.state != "replaced"]
    return [PagedPaper(paper.pk, paper.document_id, label_of(paper.requirement, assessment), paper.document.pages) for paper in held]


@dataclass(frozen=True, slots=True)
class Hint:
    """Another claim that may hold the same paper: which, whose, and how alike they are."""

    paper: ClaimDocument
    is_same_family: bool
    alike: Lookalike


def hint_count_of(claim_id: UUID, *, actor: Actor) -> int:
    """Count what looks like a paper of a claim in other claims; nothing is asked where the claim has no paper."""
    papers = list(ClaimDocument.objects.filter(claim_id=claim_id, document__isnull=False, state__in=STANDING).order_by("pk"))
    return sum(len(hints) for hints in hints_for(papers, actor=actor).values()) if papers else 0


def hints_for(papers: Iterable[ClaimDocument], *, actor: Actor) -> dict[UUID, list[Hint]]:
    """Look for each paper in the other claims that the actor may see, the surest first: evidence for a human, who alone decides.

    A paper that its family joined again from what it had sent is the same file, and no hint; nor is another paper of the same claim.
    """
    asked = list(papers)
    alike = lookalikes(paper.document_id for paper in asked)
    held = {paper.pk: (paper, alike.get(paper.document_id, [])) for paper in asked}
    keys = {each.document_id for _, found in held.values() for each in found}
    if not keys:
        return {}
    claims = Claim.objects.filter(visible_to(actor), filed_on__isnull=False)
    rows = ClaimDocument.objects.filter(document_id__in=keys, claim__in=claims.values("pk")).select_related("claim", "document")
    by_file: dict[UUID, list[ClaimDocument]] = {}
    for row in rows.order_by("claim__filed_at", "pk"):
        by_file.setdefault(row.document_id, []).append(row)
    return {
        key: [
            Hint(other, other.claim.beneficiary_id == paper.claim.beneficiary_id, each)
            for each in found
            for other in by_file.get(each.document_id, ())
            if other.claim_id != paper.claim_id
        ]
        for key, (paper, found) in held.items()
    }
