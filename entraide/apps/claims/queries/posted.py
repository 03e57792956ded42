"""Claims as post names them: by the reference that a cover sheet says or that an officer types."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.models import Claim
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.answers import may_still_answer
from entraide.apps.claims.queries.drafts import draft_of
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.papers import AWAITED, OTHER_PAPER, OWN_WORDS, label_of, papers_of
from entraide.core.workflow.claims import OPEN_STATES, ClaimState


def claim_on_cover(reference: str) -> Claim | None:
    """Find the claim that a cover sheet of ours names, whoever may see it: its pages go there without being shown to anyone."""
    return Claim.objects.filter(reference=reference).order_by("pk").first()


def claim_typed(reference: str, actor: Actor) -> Claim | None:
    """Give the claim of a reference to who may see it."""
    return Claim.objects.filter(visible_to(actor), reference=reference).order_by("pk").first()


def keys_visible_to(actor: Actor) -> QuerySet:
    """Give the keys of the claims that an actor may see, for a filter."""
    return Claim.objects.filter(visible_to(actor)).order_by().values("pk")


def papers_to_post(claim: Claim, *, on: date) -> Sequence[tuple[str, str]]:
    """List the papers that may be put behind a cover sheet now, each with its label: those that the claim still lacks, the awaited first.

    :raises UnknownBenefit: and what reading a draft refuses.
    """
    if claim.state == ClaimState.DRAFT:
        return [(each.kind, each.label) for each in draft_of(claim, on=on).missing]
    assessment = reassessed(claim)[1]
    kinds = claim.documents.filter(state__in=AWAITED).order_by("asked_on", "pk").values_list("requirement", flat=True)
    return [(kind, label_of(kind, assessment)) for kind in dict.fromkeys(kinds)]


def papers_to_add(claim: Claim, *, on: date) -> Sequence[tuple[str, str]]:
    """List the kinds of paper that may be added to a claim by hand, each with its label; none where it takes no more."""
    if claim.state == ClaimState.DRAFT:
        found = papers_of(draft_of(claim, on=on).assessment)
    elif claim.state in OPEN_STATES or may_still_answer(claim, on=on):
        found = papers_of(reassessed(claim)[1])
    else:
        return []
    return [*((each.kind, each.label) for each in found), (OTHER_PAPER, OWN_WORDS[OTHER_PAPER])]
