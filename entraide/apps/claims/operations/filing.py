"""What the person does: a draft saved at each answer, papers, filing, withdrawing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries import AffiliationView
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.catalogue.queries import Published, keys_of_revisions
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimFact
from entraide.apps.claims.operations.entering import before_the_rules, plain_answers, require_plausible, require_rules, start
from entraide.apps.claims.operations.reserving import pass_on, release, reserve
from entraide.apps.claims.operations.telling import tell_person
from entraide.apps.claims.policies import require_drafting, require_filing
from entraide.apps.claims.queries.assessments import Assessment, answered_day, assess, ground_of, is_before_the_rules, read_answers
from entraide.apps.claims.queries.drafts import stamp_of
from entraide.apps.claims.queries.papers import missing_papers, proof_by_claim
from entraide.apps.claims.queries.reads import held_claim, papers_held, reads_under_lock
from entraide.apps.claims.translation import OPENER_FACTS, answered_facts, plain_answer
from entraide.apps.network.queries import committee_of_member
from entraide.core.rules import FactSpec, Known, Proof
from entraide.core.workflow.claims import CLAIM_WORKFLOW, DECIDED_STATES, OPEN_STATES, ClaimFacts, ClaimState
from entraide.core.workflow.engine import Audience, apply
from entraide.orm.reading import read_ahead
from entraide.orm.together import rewrite, together, write


# The delay that the association gives itself; no source states one: illustrative.
DAYS_TO_DECIDE = 21
# What filing writes of a claim.
FILLED = ("state", "channel", "received_on", "revision", "member", "committee", "event_on", "time_bar")
FILLED += ("filed_at", "filed_on", "complete_on", "due_on")


@transaction.atomic
def restart(*, claim_id: UUID, actor: Actor, at: datetime, on: date) -> UUID:
    """Leave a draft and open another for the same benefit and subject; give the new one.

    :raises NotADraft: if the claim was filed.
    """
    left = _own_draft(claim_id, actor, on=on)
    left.state = apply(CLAIM_WORKFLOW, ClaimState(left.state), "withdraw", ClaimFacts(Audience.BENEFICIARY))
    left.save(update_fields=["state"])
    record("claims.withdrawn", actor=actor, subject=("claim", claim_id), at=at, on=on)
    about = {"beneficiary_id": left.beneficiary_id, "benefit_code": left.benefit_code, "dependant_id": left.dependant_id}
    return start(**about, actor=actor, at=at, on=on)


@together
def answer(
    *, claim_id: UUID, answers: Mapping[str, Any], typed: Mapping[str, Any] | None = None, actor: Actor, at: datetime, on: date
) -> None:
    """Save answers in a draft, by fact; None says that no proof will come.

    `typed` holds what was typed and is no answer yet, a text or the parts of a date: it is shown again, and the question stays open.

    :raises AnswerRefused: if a value is not of its fact's kind or not plausible; nothing is saved then.
    :raises NotADraft: if the claim was filed.
    :raises BeforeTheRules: if the event is older than the first rule of the benefit.
    :raises UnknownBenefit: if its benefit is no longer in force.
    """
    claim = _own_draft(claim_id, actor, on=on)
    benefit, day = catalogue.revisions_of(claim.benefit_code), claim.received_on or on
    specs = _specs_of(claim, benefit, on=day)
    require_plausible(answers, specs)
    require_rules(benefit, answers, filed_on=day)
    said = plain_answers(answers)
    said |= {name: {"typed": raw} for name, raw in (typed or {}).items() if name in specs}
    changed = sorted(name for name, held in said.items() if claim.answers.get(name) != held)
    if not changed:
        return
    claim.answers = claim.answers | said
    rewrite(claim, "answers")
    record("claims.answered", actor=actor, subject=("claim", claim_id), at=at, on=on, payload={"facts": changed})


@together
def attach(*, claim_id: UUID, requirement: str, document_id: UUID, actor: Actor, at: datetime, on: date) -> UUID:
    """Put a paper in a draft.

    :raises NotADraft: if the claim was filed.
    """
    claim = _own_draft(claim_id, actor, on=on)
    row = ClaimDocument(claim=claim, requirement=requirement, document_id=document_id, state="received", added_at=at)
    write(row)
    record("claims.paper_added", actor=actor, subject=("claim", claim_id), at=at, on=on, payload={"kind": requirement})
    return row.pk


@transaction.atomic
def detach(*, claim_document_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take a paper out of a draft.

    :raises NotADraft: if the claim was filed.
    """
    paper = ClaimDocument.objects.get(pk=claim_document_id)
    claim = _own_draft(paper.claim_id, actor, on=on)
    paper.delete()
    record("claims.paper_removed", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload={"kind": paper.requirement})


def _specs_of(claim: Claim, benefit: list[Published], *, on: date) -> Mapping[str, FactSpec]:
    """Give the facts of the revision that the draft's questions come from."""
    given = read_answers(benefit, claim.answers, filed_on=on)
    published = catalogue.chosen(benefit, event_on=answered_day(benefit, given) or on, filed_on=on)
    if published is None:
        raise refusals.UnknownBenefit
    return published.revision.specs


def _own_draft(claim_id: UUID, actor: Actor, *, on: date) -> Claim:
    claim = held_claim(claim_id)
    require_drafting(actor, claim, on=on)
    if claim.state != ClaimState.DRAFT:
        raise refusals.NotADraft
    return claim


@together
def file(*, claim_id: UUID, reviewed: str = "", actor: Actor, at: datetime, on: date) -> UUID:
    """File a draft: choose its revision and its member for ever, reserve what it takes of the ceilings, start the clock.

    Filed already, it is left as it is: a double click files once. `reviewed` is the stamp of what was shown to be checked.

    :raises ChangedSinceReview: if the draft is not that any more.
    :raises NoRights: if the person has no rights today.
    :raises Incomplete: if an answer or a paper that the rule needs is missing; `params["missing"]` says what.
    """
    claim = held_claim(claim_id)
    require_drafting(actor, claim, on=on)
    if claim.state in OPEN_STATES | DECIDED_STATES:
        return claim.pk
    if actor.beneficiary_id == claim.beneficiary_id:
        # Completed by the person themselves: it did not come whole on paper.
        claim.channel, claim.received_on = "online", None
    counted_on = claim.received_on or on
    read_ahead(*reads_under_lock(claim, on=on, known_on=counted_on), keys_of_revisions(claim.benefit_code), papers_held(claim.pk))
    beneficiaries.lock_household(claim.beneficiary_id, on=on)
    principal, assessment = _assessed(claim, on=counted_on)
    papers = missing_papers(claim, assessment)
    if papers:
        raise refusals.Incomplete(missing=papers[0].label)
    sent = claim.documents.order_by("pk").values_list("requirement", "document_id")
    if reviewed and reviewed != stamp_of(claim, assessment, papers=sent):
        raise refusals.ChangedSinceReview
    claim.state = apply(CLAIM_WORKFLOW, ClaimState(claim.state), "submit", ClaimFacts(Audience.BENEFICIARY))
    _fill(claim, principal, assessment, at=at, on=on)
    _keep_facts(claim, assessment, at=at)
    reserve(claim, assessment, at=at)
    tell_person(claim, "filed", at=at, on=on)
    record("claims.filed", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload={"status": assessment.outcome.status})
    return claim.pk


def _assessed(claim: Claim, *, on: date) -> tuple[AffiliationView, Assessment]:
    """Give the affiliation that the claim counts for, and what the rules say."""
    ground = ground_of(claim.beneficiary_id, on=on)
    if ground.situation.principal is None:
        raise refusals.NoRights
    subject = ground.situation.subject(claim.dependant_id)
    if claim.dependant_id is not None and subject is None:
        raise refusals.NotOfYourHousehold
    benefit = catalogue.revisions_of(claim.benefit_code)
    assessment = assess(ground, benefit, subject=subject, answers=claim.answers, claim_id=claim.pk, filed_on=on)
    if assessment is None or assessment.event_on is None:
        raise refusals.Incomplete(missing="la date de l’événement")
    if is_before_the_rules(benefit, assessment.event_on, filed_on=on):
        raise before_the_rules(benefit, filed_on=on)
    if assessment.outcome.missing:
        raise refusals.Incomplete(missing=assessment.published.revision.specs[assessment.outcome.missing[0]].label)
    return ground.situation.principal, assessment


def _fill(claim: Claim, principal: AffiliationView, assessment: Assessment, *, at: datetime, on: date) -> None:
    claim.revision_id = assessment.published.id
    claim.member_id = principal.member_id
    claim.committee = committee_of_member(principal.member_id)
    claim.event_on = assessment.event_on
    claim.time_bar = assessment.outcome.last_day
    claim.filed_at, claim.filed_on, claim.complete_on = at, on, claim.received_on or on
    claim.due_on = claim.complete_on + timedelta(days=DAYS_TO_DECIDE)
    rewrite(claim, *FILLED)


def _keep_facts(claim: Claim, assessment: Assessment, *, at: datetime) -> None:
    """Write what was answered, and who opens the right of a child of two parents, as it is settled on this day.

    An answer to another revision's question, which this one does not understand, stays with the draft.
    """
    understood = answered_facts(claim.answers, assessment.published.revision.specs).keys() - {*OPENER_FACTS}
    rows = [
        ClaimFact(
            claim=claim,
            name=name,
            value=answer.get("value"),
            is_withheld=bool(answer.get("withheld")),
            recorded_at=at,
            **_proof_columns(proof_by_claim(assessment, name, filed_on=claim.counted_on)),
        )
        for name, answer in sorted(claim.answers.items())
        if name in understood
    ]
    settled = {name: fact for name in OPENER_FACTS if isinstance(fact := assessment.facts.get(name), Known)}
    write(*rows, *(_settled_fact(claim, name, fact, at=at) for name, fact in settled.items()))


def _settled_fact(claim: Claim, name: str, fact: Known, *, at: datetime) -> ClaimFact:
    return ClaimFact(claim=claim, name=name, value=plain_answer(fact.value)["value"], recorded_at=at, **_proof_columns(fact.proof))


def _proof_columns(proof: Proof | None) -> dict[str, Any]:
    return {"proved_by": proof.by, "proved_from": proof.source, "proved_on": proof.on} if proof else {}


@transaction.atomic
def withdraw(*, claim_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Withdraw a claim that is not decided; what it reserved is free again.

    :raises TransitionRefused: if it was decided.
    """
    claim = held_claim(claim_id)
    require_filing(actor, claim.beneficiary_id)
    beneficiaries.lock_household(claim.beneficiary_id, on=on)
    facts = ClaimFacts(Audience.BENEFICIARY, is_decided=claim.reopened_on is not None)
    claim.state = apply(CLAIM_WORKFLOW, ClaimState(claim.state), "withdraw", facts)
    claim.save(update_fields=["state"])
    claim.pauses.filter(until__isnull=True).update(until=on)
    if release(claim, at=at):
        pass_on(claim, at=at)
    record("claims.withdrawn", actor=actor, subject=("claim", claim_id), at=at, on=on)
