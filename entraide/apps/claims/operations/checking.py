"""What the officer does with a claim before deciding: take it, check its papers, ask for a correction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.operations import files as beneficiaries
from entraide.apps.beneficiaries.operations.kinships import correct_custody
from entraide.apps.beneficiaries.queries import linked_twins_of, lock_household
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimFact
from entraide.apps.claims.operations.reserving import reserve, share_anew
from entraide.apps.claims.operations.telling import tell_person
from entraide.apps.claims.operations.waiting import await_person
from entraide.apps.claims.policies import require_deciding
from entraide.apps.claims.queries.assessments import Assessment
from entraide.apps.claims.queries.files import guarded_facts, reassessed
from entraide.apps.claims.queries.papers import label_in, own_label, papers_of
from entraide.apps.claims.queries.reads import (
    claim_of_paper,
    facts_held,
    held_claim,
    paper_held,
    papers_held,
    reads_to_hold,
    reads_under_lock,
    reservations_held,
)
from entraide.apps.claims.sentences import CORRECTION_REASONS
from entraide.apps.claims.translation import NOTICE_YEARS_BACK, plain_answer
from entraide.core.rules import DocumentRequirement, FactValue, Known, Proof
from entraide.core.workflow.claims import CLAIM_WORKFLOW, ClaimState, closed_to_officer
from entraide.core.workflow.engine import TransitionRefused, apply
from entraide.orm.reading import read_ahead
from entraide.orm.together import rewrite, together


BIRTH_FACTS = frozenset({"born_on", "is_dependent", "custody"})
# What is kept in the file of a dependant, and read there by every claim.
FILE_FACTS = frozenset({"born_on", "custody"})
# While one paper is awaited the others may be checked, or asked for again.
UNDER_REVIEW = frozenset({ClaimState.IN_REVIEW, ClaimState.AWAITING_CORRECTION})


@together
def take(*, claim_id: UUID, held_by: frozenset[UUID] = frozenset(), actor: Actor, at: datetime, on: date) -> None:
    """Take charge of a claim that waits, or that one of `held_by` holds; taken by the same officer already, it is left as it is.

    :raises TransitionRefused: if it is neither, or is the officer's own household's.
    """
    read_ahead(*reads_to_hold(claim_id), papers_held(claim_id))
    claim = held_claim(claim_id)
    require_deciding(actor, claim)
    if claim.state == ClaimState.IN_REVIEW and claim.taken_by == actor.account_id:
        return
    is_left = claim.state == ClaimState.IN_REVIEW and claim.taken_by in held_by
    state = ClaimState.SUBMITTED if is_left else ClaimState(claim.state)
    claim.state = apply(CLAIM_WORKFLOW, state, "take", guarded_facts(claim, actor=actor, on=on))
    claim.taken_by, claim.taken_at = actor.account_id, at
    rewrite(claim, "state", "taken_by", "taken_at")
    record("claims.taken", actor=actor, subject=("claim", claim_id), at=at, on=on)


@dataclass(frozen=True, slots=True)
class _Who:
    """Who acts, and when."""

    actor: Actor
    at: datetime
    on: date


@together
def accept_paper(*, claim_document_id: UUID, values: Mapping[str, Any], actor: Actor, at: datetime, on: date) -> None:
    """Find a paper good: what it proves is known from now on, with the values that the officer reads on it.

    `values` holds the facts that the officer corrects or completes; the others keep what the person declared. A paper found good may be
    read again, until the decision. What the claim holds of the ceilings follows the values read.

    :raises DocumentSettled: if the paper was sent back or replaced already, or the claim is not under review.
    :raises TransitionRefused: if the claim is the officer's own household's.
    :raises AnswerRefused: if a value is not of its fact's kind or not plausible.
    :raises OtherRevision: if the day read falls under another revision than the claim's.
    """
    who = _Who(actor, at, on)
    paper, claim = _paper_under_review(claim_document_id, ("received", "accepted"), who)
    read_ahead(*reads_under_lock(claim, on=on, known_on=claim.counted_on))
    lock_household(claim.beneficiary_id, on=on)
    ground, assessment = reassessed(claim)
    requirement = next((each for each in papers_of(assessment) if each.kind == paper.requirement), None)
    if requirement is not None:
        read = _values_of(requirement, assessment, values)
        if paper.state == "accepted" and _are_proved(read, assessment.facts):
            return
        proof = Proof(actor.name, own_label(requirement, assessment), on)
        _keep(claim, read, proof, at=at)
        read_ahead(facts_held(claim.pk), catalogue.keys_of_revisions(claim.benefit_code), reservations_held(claim.pk))
        _, assessment = reassessed(claim, ground=ground)
        _follow_event(claim, assessment)
        linked = _linked(claim) if _is_for_files(claim, requirement, read) else None
        if linked is not None:
            _tell_files(claim, requirement, read, proof, who)
            _, assessment = reassessed(claim)
        reserve(claim, assessment, at=at)
        if linked is not None and _linked(claim) != linked:
            share_anew(claim, at=at)
    paper.state, paper.checked_by = "accepted", actor.account_id
    rewrite(paper, "state", "checked_by")
    record("claims.paper_accepted", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload={"kind": paper.requirement})


def _linked(claim: Claim) -> set[UUID]:
    """Give the rows under which other households have proved the child of the claim."""
    return linked_twins_of([claim.dependant_id])[claim.dependant_id] if claim.dependant_id else set()


def _paper_under_review(claim_document_id: UUID, states: tuple[str, ...], who: _Who) -> tuple[ClaimDocument, Claim]:
    """Lock a claim and one of its papers; nobody checks the papers of their own household."""
    claim_id = claim_of_paper(claim_document_id).one()
    read_ahead(*reads_to_hold(claim_id), paper_held(claim_document_id), papers_held(claim_id), facts_held(claim_id))
    claim, paper = held_claim(claim_id), paper_held(claim_document_id).one()
    require_deciding(who.actor, claim)
    facts = guarded_facts(claim, actor=who.actor, on=who.on)
    if finding := closed_to_officer(facts):
        raise TransitionRefused(finding, ClaimState(claim.state), "check")
    if paper.state not in states or claim.state not in UNDER_REVIEW:
        raise refusals.DocumentSettled
    return paper, claim


def _are_proved(read: Mapping[str, Any], facts: Mapping[str, FactValue]) -> bool:
    held = {name: facts.get(name) for name in read}
    return all(isinstance(fact, Known) and fact.proof is not None and fact.value == read[name] for name, fact in held.items())


def _follow_event(claim: Claim, assessment: Assessment) -> None:
    """Move the event and the deadline to the day that was read."""
    revisions = catalogue.revisions_of(claim.benefit_code)
    chosen = catalogue.chosen(revisions, event_on=assessment.event_on, filed_on=claim.counted_on)
    if chosen is None or chosen.revision.since != assessment.published.revision.since:
        raise refusals.OtherRevision(day=f"{assessment.event_on:%d/%m/%Y}")
    claim.event_on, claim.time_bar = assessment.event_on, assessment.outcome.last_day
    rewrite(claim, "event_on", "time_bar")


def _values_of(requirement: DocumentRequirement, assessment: Assessment, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values that a paper proves: the officer's, else those declared; a partner's line only where there are two notices."""
    specs = assessment.published.revision.specs
    declared = {name: fact.value for name in requirement.proves if isinstance(fact := assessment.facts.get(name), Known)}
    read = declared | {name: value for name, value in values.items() if name in requirement.proves}
    if "has_two_notices" in requirement.proves and not read.get("has_two_notices"):
        read.pop("partner_tax_line_14", None)
    elif "has_two_notices" in requirement.proves:
        read.setdefault("partner_tax_line_14", None)
    for name, value in read.items():
        if fault := specs[name].fault_in(value):
            raise refusals.AnswerRefused(label=specs[name].label, fault=fault)
    return read


def _keep(claim: Claim, read: Mapping[str, Any], proof: Proof, *, at: datetime) -> None:
    """Write what was read, with its proof; a dependant's birth and custody belong to their own file."""
    kept = {name: value for name, value in read.items() if not (claim.dependant_id and name in FILE_FACTS)}
    ClaimFact.objects.filter(claim=claim, name__in=kept, superseded_at__isnull=True).update(superseded_at=at)
    ClaimFact.objects.bulk_create(
        ClaimFact(
            claim=claim,
            name=name,
            value=plain_answer(value)["value"],
            proved_by=proof.by,
            proved_from=proof.source,
            proved_on=proof.on,
            recorded_at=at,
        )
        for name, value in kept.items()
    )


def _is_for_files(claim: Claim, requirement: DocumentRequirement, read: Mapping[str, Any]) -> bool:
    """Tell whether a paper proves something beyond this claim."""
    return "tax_line_14" in read or (claim.dependant_id is not None and ("custody" in read or bool(BIRTH_FACTS & set(requirement.proves))))


def _tell_files(claim: Claim, requirement: DocumentRequirement, read: Mapping[str, Any], proof: Proof, who: _Who) -> None:
    """What a paper proves beyond this claim goes to the person's file: lines 14, a child's birth and custody."""
    when = {"actor": who.actor, "at": who.at, "on": who.on}
    if "tax_line_14" in read:
        year, partner = claim.event_on.year - NOTICE_YEARS_BACK, read.get("partner_tax_line_14")
        line = beneficiaries.CheckedTaxLine(year, read["tax_line_14"], "notice", partner)
        beneficiaries.record_tax_line(beneficiary_id=claim.beneficiary_id, line=line, **when)
    if claim.dependant_id and "custody" in read:
        told = {"beneficiary_id": claim.beneficiary_id, "dependant_id": claim.dependant_id, "custody": read["custody"]}
        correct_custody(**told, **when)
    if claim.dependant_id and BIRTH_FACTS & set(requirement.proves):
        checked = beneficiaries.CheckedIdentity(proof, read.get("born_on"))
        beneficiaries.confirm_dependant(dependant_id=claim.dependant_id, checked=checked, **when)


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a paper is to be sent again: one reason of the list, and what to do in the officer's words."""

    reason: str
    note: str


@together
def ask_correction(*, claim_document_id: UUID, correction: Correction, actor: Actor, at: datetime, on: date) -> None:
    """Ask the person for a paper again; the clock of the claim stops until they have answered for all that was asked.

    :raises DocumentSettled: if the paper was checked or replaced already.
    :raises UnknownReason: if the reason is not of the list.
    :raises TransitionRefused: if the claim is the officer's own household's.
    """
    if correction.reason not in CORRECTION_REASONS:
        raise refusals.UnknownReason
    paper, claim = _paper_under_review(claim_document_id, ("received",), _Who(actor, at, on))
    paper.state, paper.correction_reason, paper.correction_note = "to_correct", correction.reason, correction.note
    paper.checked_by, paper.asked_on = actor.account_id, on
    paper.save(update_fields=["state", "correction_reason", "correction_note", "checked_by", "asked_on"])
    await_person(claim, actor=actor, on=on)
    label = label_in(paper.requirement, catalogue.revision(claim.revision_id).revision)
    why = f"{paper.get_correction_reason_display()}. {correction.note.strip()}"
    detail = f"« {label} » : {why} Répondez avant le {claim.answer_by:%d/%m/%Y} inclus."
    tell_person(claim, "to_correct", at=at, on=on, detail=detail)
    payload = {"kind": paper.requirement, "reason": correction.reason}
    record("claims.correction_asked", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload=payload)
