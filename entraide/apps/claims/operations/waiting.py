"""While the person is awaited: a paper asked for, the clock that stands still, the reminder, the closing at term, the answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.queries import lock_household
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument, Pause
from entraide.apps.claims.operations.deciding import Verdict, decide_claim
from entraide.apps.claims.operations.reserving import reserve
from entraide.apps.claims.operations.telling import tell_person
from entraide.apps.claims.policies import require_adding, require_deciding
from entraide.apps.claims.queries.answers import answer_delay, awaited_labels, late_answer_delay, may_still_answer
from entraide.apps.claims.queries.files import guarded_facts, reassessed
from entraide.apps.claims.queries.papers import AWAITED, OTHER_PAPER, papers_of
from entraide.apps.claims.queries.reads import held_claim
from entraide.core.workflow.claims import CLAIM_WORKFLOW, ClaimFacts, ClaimState, closed_to_officer
from entraide.core.workflow.engine import Audience, TransitionRefused, apply
from entraide.orm.one_by_one import one_by_one


# Some seconds: the other jobs of the schedule wait no longer than that.
A_MINUTE = 200
UNANSWERED = (
    "Nous vous avions demandé : {papers}. Rien ne nous est parvenu jusqu’au {day} inclus. "
    "Si vous l’envoyez d’ici au {late} inclus, la même demande reprend, à sa date."
)


def await_person(claim: Claim, *, actor: Actor, on: date) -> None:
    """Have a claim wait for the person, within the whole delay from today on: its clock stands still until they have answered.

    :raises TransitionRefused: if nothing is to be sent, or the claim is not under review.
    """
    if claim.state != ClaimState.AWAITING_CORRECTION:
        claim.state = apply(CLAIM_WORKFLOW, ClaimState(claim.state), "ask_correction", guarded_facts(claim, actor=actor, on=on))
        Pause.objects.create(claim=claim, since=on)
    claim.answer_by, claim.reminded_on = on + answer_delay(on=on), None
    claim.save(update_fields=["state", "answer_by", "reminded_on"])


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A paper that became necessary: its kind among those that the benefit knows, or `other`, and what to send in the officer's words."""

    kind: str
    words: str


@transaction.atomic
def ask_paper(*, claim_id: UUID, wanted: WantedPaper, actor: Actor, at: datetime, on: date) -> UUID:
    """Ask the person for a paper that became necessary after filing; give its key.

    :raises UnknownPaper: if its kind is none of the benefit's, or nothing says what to send.
    :raises AskedAlready: if it is asked for already.
    :raises TransitionRefused: if the claim is not under review, or is the officer's own household's.
    """
    claim = held_claim(claim_id)
    require_deciding(actor, claim)
    if finding := closed_to_officer(guarded_facts(claim, actor=actor, on=on)):
        raise TransitionRefused(finding, ClaimState(claim.state), "ask_correction")
    words, kinds = wanted.words.strip(), {each.kind for each in papers_of(reassessed(claim)[1])}
    if wanted.kind not in {*kinds, OTHER_PAPER} or not words:
        raise refusals.UnknownPaper
    if wanted.kind != OTHER_PAPER and claim.documents.filter(requirement=wanted.kind, state__in=AWAITED).exists():
        raise refusals.AskedAlready
    asked = {"state": "asked", "correction_note": words, "checked_by": actor.account_id, "asked_on": on, "added_at": at}
    paper = ClaimDocument.objects.create(claim=claim, requirement=wanted.kind, **asked)
    await_person(claim, actor=actor, on=on)
    tell_person(claim, "asked", at=at, on=on, detail=f"{words} Répondez avant le {claim.answer_by:%d/%m/%Y} inclus.")
    record("claims.paper_asked", actor=actor, subject=("claim", claim_id), at=at, on=on, payload={"kind": wanted.kind})
    return paper.pk


@transaction.atomic
def correct_paper(*, claim_document_id: UUID, document_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Send a paper that is awaited; once none is left the claim goes back to the desk and its clock runs again.

    A claim that was closed because nothing came goes on where it was, as long as that is possible.

    :raises DocumentSettled: if the paper is not awaited, or no longer.
    """
    old = ClaimDocument.objects.get(pk=claim_document_id)
    claim = held_claim(old.claim_id)
    old.refresh_from_db()
    require_adding(actor, claim, on=on)
    if old.state not in AWAITED or not may_still_answer(claim, on=on):
        raise refusals.DocumentSettled
    put_awaited(claim, old, document_id=document_id, actor=actor, at=at, on=on)


def awaited_paper(claim: Claim, kind: str, *, on: date) -> ClaimDocument | None:
    """Give the paper of a kind that a claim awaits, where it may still be sent."""
    awaited = claim.documents.filter(requirement=kind, state__in=AWAITED).order_by("pk").first()
    return awaited if awaited is not None and may_still_answer(claim, on=on) else None


def put_awaited(claim: Claim, old: ClaimDocument, *, document_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Put what came in the place of a paper that a held claim awaits; part of the act of whoever sends or sorts it."""
    if claim.state == ClaimState.CLOSED:
        _open_again(claim, actor=actor, at=at, on=on)
    if old.state == "asked":
        old.document_id, old.state, old.added_at = document_id, "received", at
        old.save(update_fields=["document", "state", "added_at"])
    else:
        old.state = "replaced"
        old.save(update_fields=["state"])
        sent = {"requirement": old.requirement, "document_id": document_id, "state": "received", "added_at": at}
        ClaimDocument.objects.create(claim=claim, replaces=old, **sent)
    if not claim.documents.filter(state__in=AWAITED).exists():
        _resume(claim, on=on)
    record("claims.paper_corrected", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload={"kind": old.requirement})


def _open_again(claim: Claim, *, actor: Actor, at: datetime, on: date) -> None:
    """Have a claim that was closed unanswered wait again; what it held of the ceilings is reserved anew, where any is left."""
    lock_household(claim.beneficiary_id, on=on)
    await_again(claim, on=on)
    reserve(claim, reassessed(claim)[1], at=at)
    record("claims.answered_late", actor=actor, subject=("claim", claim.pk), at=at, on=on)


def await_again(claim: Claim, *, on: date) -> None:
    """Put a closed claim back where it waited, with the whole delay from today on, its clock as if it had stood still all along."""
    claim.state, claim.decided_on, claim.answer_by, claim.reminded_on = ClaimState.AWAITING_CORRECTION, None, on + answer_delay(on=on), None
    claim.save(update_fields=["state", "decided_on", "answer_by", "reminded_on"])
    pause = claim.pauses.order_by("since", "pk").last()
    pause.until = None
    pause.save(update_fields=["until"])


def _resume(claim: Claim, *, on: date) -> None:
    claim.state = apply(CLAIM_WORKFLOW, ClaimState(claim.state), "correct", ClaimFacts(Audience.BENEFICIARY))
    pause = claim.pauses.filter(until__isnull=True).order_by("since").first()
    if pause is not None:
        claim.due_on += on - pause.since
        pause.until = on
        pause.save(update_fields=["until"])
    claim.complete_on, claim.answer_by, claim.reminded_on = on, None, None
    claim.save(update_fields=["state", "due_on", "complete_on", "answer_by", "reminded_on"])


def remind_waiting(*, actor: Actor, at: datetime, on: date, limit: int = A_MINUTE) -> int:
    """Remind the persons who are awaited, once two thirds of the delay are over, of what is awaited and until when; give how many."""
    third = timedelta(days=answer_delay(on=on).days // 3)
    waiting = Claim.objects.filter(state=ClaimState.AWAITING_CORRECTION, reminded_on__isnull=True)
    near = waiting.filter(answer_by__gte=on, answer_by__lte=on + third).order_by("answer_by", "pk")
    keys = list(near.values_list("pk", flat=True)[:limit])
    return one_by_one("reminder of a claim", keys, partial(_remind, actor=actor, at=at, on=on))


def _remind(claim_id: UUID, *, actor: Actor, at: datetime, on: date) -> bool:
    claim = held_claim(claim_id)
    if claim.state != ClaimState.AWAITING_CORRECTION or claim.reminded_on is not None:
        return False
    detail = f"{awaited_labels(claim)}. Répondez avant le {claim.answer_by:%d/%m/%Y} inclus : après, elle sera classée sans suite."
    claim.reminded_on = on
    claim.save(update_fields=["reminded_on"])
    tell_person(claim, "awaited", at=at, on=on, detail=detail)
    record("claims.reminded", actor=actor, subject=("claim", claim_id), at=at, on=on)
    return True


def close_unanswered(*, actor: Actor, at: datetime, on: date, limit: int = A_MINUTE) -> int:
    """Close without follow-up the claims whose last day to answer is over; give how many.

    One that was decided before is left to its officer: what was granted may be paid.
    """
    unanswered = Claim.objects.filter(state=ClaimState.AWAITING_CORRECTION, answer_by__lt=on)
    waiting = unanswered.filter(reopened_on__isnull=True).order_by("answer_by", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:limit])
    return one_by_one("closing of a claim", keys, partial(_close, actor=actor, at=at, on=on))


def _close(claim_id: UUID, *, actor: Actor, at: datetime, on: date) -> bool:
    claim = held_claim(claim_id)
    if claim.state != ClaimState.AWAITING_CORRECTION or claim.answer_by is None or claim.answer_by >= on:
        return False
    days = {"day": f"{claim.answer_by:%d/%m/%Y}", "late": f"{on + late_answer_delay(on=on):%d/%m/%Y}"}
    note = UNANSWERED.format(papers=awaited_labels(claim), **days)
    decide_claim(claim_id=claim_id, verdict=Verdict("close", note=note, way="unanswered"), actor=actor, at=at, on=on)
    return True
