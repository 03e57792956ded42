"""Opinions asked of experts: the question with the pages that it needs, the answer, the calling off; the officer decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account, holders_of_role
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.beneficiaries.queries import beneficiary_of_account, shares_household
from entraide.apps.claims.queries.files import filed_claim
from entraide.apps.claims.queries.pages import paged_papers
from entraide.apps.desk.models import Opinion
from entraide.apps.desk.policies import can_ask_opinions, can_give, require
from entraide.apps.desk.refusals import AdviceWanted, NotAnExpert, NotOfTheDesk, OpinionIsOver, QuestionWanted
from entraide.apps.notifications.operations import Letter, tell
from entraide.core.workflow.claims import OPEN_STATES


TOLD = "Un avis vous est demandé avant le {due_on:%d/%m/%Y}. Répondez depuis « Avis demandés »."
ADVICE = {key: label for key, label in Opinion._meta.get_field("advice").choices}


@dataclass(frozen=True, slots=True)
class Question:
    """What an expert is asked: `pages` maps the key of a paper of the claim to the page numbers that they may see, from 1 on."""

    expert_id: UUID
    words: str
    pages: Mapping[UUID, Sequence[int]]
    due_on: date


@transaction.atomic
def ask_opinion(*, claim_id: UUID, question: Question, actor: Actor, at: datetime, on: date) -> UUID:
    """Ask an expert for an opinion on a claim that waits; give its key. The expert is told that something waits, and of whom by nobody.

    :raises NotOfTheDesk: if the actor does not decide claims, or may not see this one.
    :raises OwnHousehold: if it is of the actor's own household.
    :raises OpinionIsOver: if the claim is decided.
    :raises NotAnExpert: if the account is no expert's, or is of the claim's household.
    :raises QuestionWanted: if there is no question, no page, a page that is not there, or the day is over.
    """
    require(can_ask_opinions(actor))
    claim = filed_claim(claim_id, actor)
    if claim is None:
        raise NotOfTheDesk
    require_unconcerned(actor, claim.beneficiary_id, on=on)
    if claim.state not in OPEN_STATES:
        raise OpinionIsOver
    expert = account(question.expert_id)
    if expert is None or expert.pk not in holders_of_role(Role.EXPERT, on=on):
        raise NotAnExpert
    if shares_household(beneficiary_of_account(expert.pk), claim.beneficiary_id, on=on):
        raise NotAnExpert
    pages = {str(key): sorted(set(numbers)) for key, numbers in question.pages.items() if numbers}
    counts = {str(paper.id): paper.page_count for paper in paged_papers(claim)}
    are_there = all(numbers[0] >= 1 and numbers[-1] <= counts.get(key, 0) for key, numbers in pages.items())
    if not question.words.strip() or not pages or not are_there or question.due_on < on:
        raise QuestionWanted
    opinion = Opinion.objects.create(
        claim=claim,
        expert=expert,
        question=question.words.strip(),
        pages=pages,
        asked_by=actor.account_id,
        asked_at=at,
        asked_on=on,
        due_on=question.due_on,
    )
    body = TOLD.format(due_on=question.due_on)
    tell(Letter(f"opinion:{opinion.pk}", "Un avis vous est demandé", body, account_id=expert.pk, email=expert.email), at=at, on=on)
    payload = {"expert": str(expert.pk), "pages": pages}
    record("desk.opinion_asked", actor=actor, subject=("claim", claim_id), at=at, on=on, payload=payload)
    return opinion.pk


@transaction.atomic
def give_opinion(*, opinion_id: UUID, advice: str, answer: str, actor: Actor, at: datetime, on: date) -> None:
    """Give the opinion that one was asked for.

    :raises NotOfTheDesk: if it is asked of somebody else.
    :raises OpinionIsOver: if it was given or called off, or the claim is decided.
    :raises AdviceWanted: if no verdict is given, or no words.
    """
    opinion = _awaited(opinion_id)
    require(can_give(actor, opinion))
    _require_awaited(opinion)
    if advice not in ADVICE or not answer.strip():
        raise AdviceWanted
    opinion.advice, opinion.answer, opinion.given_at = advice, answer.strip(), at
    opinion.save(update_fields=["advice", "answer", "given_at"])
    record("desk.opinion_given", actor=actor, subject=("claim", opinion.claim_id), at=at, on=on, payload={"advice": advice})


@transaction.atomic
def cancel_opinion(*, claim_id: UUID, opinion_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Call an opinion off: the expert sees nothing of it any more.

    :raises NotOfTheDesk: if the actor does not decide claims, or may not see this one.
    :raises OwnHousehold: if it is of the actor's own household.
    :raises OpinionIsOver: if it was given or called off.
    """
    require(can_ask_opinions(actor))
    opinion = _awaited(opinion_id)
    require(opinion.claim_id == claim_id and filed_claim(claim_id, actor) is not None)
    require_unconcerned(actor, opinion.claim.beneficiary_id, on=on)
    if opinion.given_at or opinion.cancelled_at:
        raise OpinionIsOver
    opinion.cancelled_at = at
    opinion.save(update_fields=["cancelled_at"])
    record("desk.opinion_cancelled", actor=actor, subject=("claim", claim_id), at=at, on=on)


def _awaited(opinion_id: UUID) -> Opinion:
    return Opinion.objects.select_for_update(of=("self",), no_key=True).select_related("claim").get(pk=opinion_id)


def _require_awaited(opinion: Opinion) -> None:
    if opinion.given_at or opinion.cancelled_at or opinion.claim.state not in OPEN_STATES:
        raise OpinionIsOver
