"""What experts are asked, the pages that they may see, and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import holders_of_role, names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.lists import benefit_names
from entraide.apps.claims.queries.pages import paged_papers
from entraide.apps.desk.models import Opinion
from entraide.core.workflow.claims import OPEN_STATES


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper of which an expert sees some pages."""

    id: UUID
    document_id: UUID
    label: str
    pages: tuple[int, ...]


def asked_of(actor: Actor) -> Sequence[Opinion]:
    """List what one expert is asked, each with its `benefit_name`: what waits first, by its day; nothing of what was called off."""
    rows = list(_of_expert(actor).order_by("-is_awaited", "due_on", "pk").select_related("claim"))
    names = benefit_names([row.claim for row in rows])
    for row in rows:
        row.benefit_name = names[row.claim.benefit_code]
    return rows


def _of_expert(actor: Actor, *, or_called_off: bool = False) -> QuerySet[Opinion]:
    awaited = Q(given_at__isnull=True, cancelled_at__isnull=True, claim__state__in=OPEN_STATES)
    rows = Opinion.objects.filter(expert_id=actor.account_id, claim__is_confidential=False).annotate(is_awaited=awaited)
    return rows if or_called_off else rows.filter(cancelled_at__isnull=True)


def opinion_of(opinion_id: UUID, actor: Actor, *, or_called_off: bool = False) -> Opinion | None:
    """Give what the actor is asked themselves, with `is_awaited`; nothing to anyone else, nor of what was called off unless wanted."""
    return _of_expert(actor, or_called_off=or_called_off).filter(pk=opinion_id).select_related("claim").order_by("pk").first()


def shown_papers(opinion: Opinion) -> list[ShownPaper]:
    """List the papers of which the expert sees some pages: none once the opinion is given or the claim decided."""
    if not opinion.is_awaited:
        return []
    held = [(paper, opinion.pages.get(str(paper.id), ())) for paper in paged_papers(opinion.claim)]
    return [ShownPaper(paper.id, paper.document_id, paper.label, tuple(numbers)) for paper, numbers in held if numbers]


def shown_paper(opinion_id: UUID, *, paper_id: UUID, actor: Actor) -> ShownPaper | None:
    """Give a paper with the pages that the actor may see of it; nothing where they may see none."""
    opinion = opinion_of(opinion_id, actor)
    return next((paper for paper in shown_papers(opinion) if paper.id == paper_id), None) if opinion else None


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """An opinion as the file shows it to the desk; `advice` is empty while it is awaited."""

    opinion: Opinion
    expert: str
    asked_by: str
    page_count: int
    is_late: bool


def opinions_on(claim_id: UUID, *, on: date) -> list[OpinionLine]:
    """List the opinions asked on a claim, the last first, in two queries; called off ones stay in history alone."""
    rows = list(Opinion.objects.filter(claim_id=claim_id, cancelled_at__isnull=True).order_by("-asked_at", "-pk"))
    names = names_of({key for row in rows for key in (row.expert_id, row.asked_by)})
    return [
        OpinionLine(
            row,
            names.get(row.expert_id, ""),
            names.get(row.asked_by, ""),
            sum(map(len, row.pages.values())),
            row.given_at is None and row.due_on < on,
        )
        for row in rows
    ]


def experts(*, on: date) -> list[tuple[UUID, str]]:
    """List who may be asked for an opinion today, by name."""
    return sorted(names_of(holders_of_role(Role.EXPERT, on=on)).items(), key=lambda pair: pair[1])
