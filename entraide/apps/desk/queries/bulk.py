"""Reads of decisions asked together: what each would be, and what each became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.claims.queries.desk import DeskLine, desk_claims, desk_lines
from entraide.apps.claims.queries.files import guarded_facts, reassessed
from entraide.apps.desk.models import BulkDecision, PlannedDecision
from entraide.apps.desk.refusals import NothingPlanned
from entraide.apps.desk.sentences import NOT_WAITING, PLANNED
from entraide.core.money import Money
from entraide.core.workflow.claims import CLAIM_WORKFLOW, ClaimState
from entraide.core.workflow.engine import TransitionRefused
from entraide.orm.keys import padded
from entraide.orm.reading import prepared
from entraide.ui.refusals import say


MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a decision would be for one file: the amount of a grant, or why it is not possible.

    `rules_grant` is what a refusal takes away against the rules, which grant it.
    """

    line: DeskLine
    amount: Money | None
    why_not: str
    rules_grant: Money | None = None


def claims_ticked(claim_ids: Iterable[UUID], *, actor: Actor) -> QuerySet:
    """Give the claims that the actor may see among those that are ticked, the first filed first.

    :raises NothingPlanned: if more are ticked than are decided together.
    """
    keys = set(claim_ids)
    if len(keys) > MOST_FILES:
        raise NothingPlanned(limit=MOST_FILES)
    return desk_claims(actor).filter(pk__in=keys).order_by("filed_at", "pk")


def foreseen(claim_ids: Iterable[UUID], act: str, *, actor: Actor, on: date) -> list[Foreseen]:
    """Try an act on claims that the actor may see, without writing anything; the guards are those of the decision itself.

    :raises NothingPlanned: if more are ticked than are decided together.
    """
    claims = list(claims_ticked(claim_ids, actor=actor))
    lines = {line.claim.pk: line for line in desk_lines(claims, on=on)}
    planned = planned_elsewhere([claim.pk for claim in claims])
    return [_foreseen(lines[claim.pk], act, actor=actor, on=on, is_planned=claim.pk in planned) for claim in claims]


def _foreseen(line: DeskLine, act: str, *, actor: Actor, on: date, is_planned: bool) -> Foreseen:
    claim = line.claim
    _, assessment = reassessed(claim)
    facts = guarded_facts(claim, actor=actor, on=on, assessment=assessment)
    # A claim that nobody has taken is taken in the same act.
    state = ClaimState.IN_REVIEW if claim.state == ClaimState.SUBMITTED else ClaimState(claim.state)
    transition = CLAIM_WORKFLOW.transition(act)
    amount = assessment.outcome.amount if act == "grant" else None
    if is_planned:
        return Foreseen(line, None, PLANNED)
    if state not in transition.sources:
        return Foreseen(line, None, NOT_WAITING)
    finding = transition.closed_by(facts)
    if finding is not None:
        return Foreseen(line, None, say(TransitionRefused(finding, state, act)))
    outcome = assessment.outcome
    against = outcome.amount if act == "refuse" and outcome.status == "granted" else None
    return Foreseen(line, amount, "", against)


def planned_elsewhere(claim_ids: Sequence[UUID]) -> set[UUID]:
    """Give those of the claims for which a decision is planned."""
    return set(_planned(padded(claim_ids)).rows())


@prepared
def _planned(claim_ids: tuple[UUID, ...]) -> QuerySet:
    return PlannedDecision.objects.filter(claim_id__in=claim_ids, state="planned").order_by("pk").values_list("claim_id", flat=True)


@dataclass(frozen=True, slots=True)
class Planned:
    """A decision planned for a claim: asked by whom, together with which, made when."""

    bulk_id: UUID
    act: str
    asked_by: UUID
    officer: str
    effective_at: datetime


def planned_for(claim_id: UUID) -> Planned | None:
    """Give the decision planned for a claim, or nothing."""
    row = PlannedDecision.objects.filter(claim_id=claim_id, state="planned").select_related("bulk").order_by("pk").first()
    if row is None:
        return None
    bulk = row.bulk
    officer = names_of({bulk.asked_by}).get(bulk.asked_by, "")
    return Planned(bulk.pk, bulk.get_act_display(), bulk.asked_by, officer, bulk.effective_at)


def bulk_decisions(actor: Actor) -> QuerySet[BulkDecision]:
    """Give the decisions that the actor asked together, the last first, with `file_count`, `done_count` and `refused_count`."""
    counts = {state: Count("files", filter=Q(files__state=state)) for state in ("done", "refused")}
    rows = BulkDecision.objects.filter(asked_by=actor.account_id)
    return rows.annotate(file_count=Count("files"), done_count=counts["done"], refused_count=counts["refused"]).order_by("-asked_at", "-pk")


def bulk_decision(bulk_id: UUID, actor: Actor) -> BulkDecision | None:
    """Give decisions that the actor asked together, or nothing."""
    return bulk_decisions(actor).filter(pk=bulk_id).first()


def may_withdraw(bulk: BulkDecision, *, at: datetime) -> bool:
    """Tell whether decisions asked together may still be withdrawn."""
    return bulk.withdrawn_at is None and bulk.done_at is None and at < bulk.effective_at


def results_of(bulk_id: UUID) -> QuerySet[PlannedDecision]:
    """Give each file of decisions asked together with what became of it: what was not possible first."""
    rows = PlannedDecision.objects.filter(bulk_id=bulk_id).select_related("claim", "decision")
    return rows.annotate(is_refused=Q(state="refused")).order_by("-is_refused", "pk")


@dataclass(frozen=True, slots=True)
class Result:
    """A file of decisions asked together, as the queue shows it, with what became of it and the amount granted, or foreseen until then."""

    line: DeskLine
    state: str
    amount: Money | None
    sentence: str


def result_lines(rows: Iterable[PlannedDecision], *, on: date) -> list[Result]:
    """Put results beside the person and the benefit of their claim, in five queries whatever their number."""
    held = list(rows)
    lines = {line.claim.pk: line for line in desk_lines([row.claim for row in held], on=on)}
    return [Result(lines[row.claim_id], row.state, _amount_of(row), row.sentence) for row in held]


def _amount_of(row: PlannedDecision) -> Money | None:
    if row.decision is not None:
        return row.decision.cents if row.decision.outcome == "granted" else None
    return row.foreseen if row.state == "planned" else None
