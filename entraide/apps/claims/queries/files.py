"""A filed claim as it is decided: its facts, its papers, and what the rules say now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries import DependantView, TaxLineView
from entraide.apps.beneficiaries.queries.kinships import CertificateView, certificates_of
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Claim, ClaimDocument, Decision
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.assessments import Assessment, Ground, ground_of
from entraide.apps.claims.queries.lists import latest_decisions
from entraide.apps.claims.queries.papers import AWAITED, missing_papers, papers_of, still_missing
from entraide.apps.claims.queries.reads import facts_held, papers_held
from entraide.apps.claims.queries.situations import added_up, counted_under, subject_of, usage_of
from entraide.apps.claims.sentences import SAME_CHILD_ELSEWHERE
from entraide.apps.claims.translation import OPENER_FACTS, held_facts, merged, recorded_facts
from entraide.core.rules import Ceiling, DocumentRequirement, Used, decide
from entraide.core.rules.language.known import day_held
from entraide.core.workflow.claims import CLAIM_WORKFLOW, DECIDED_STATES, ClaimFacts, ClaimState, RulesOutcome
from entraide.core.workflow.engine import Audience, Offer, offers


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """All that an officer needs to decide one claim, read once."""

    claim: Claim
    ground: Ground
    assessment: Assessment
    papers: tuple[ClaimDocument, ...]
    requirements: tuple[DocumentRequirement, ...]
    missing: tuple[DocumentRequirement, ...]
    ceilings: tuple["CeilingUse", ...]
    decision: Decision | None
    acts: tuple[Offer, ...]
    elsewhere: str
    certificates: tuple[CertificateView, ...] = ()

    @property
    def subject(self) -> DependantView | None:
        """Whom the claim is for; nothing for the opener."""
        return subject_of(self.ground.situation, dependant_id=self.claim.dependant_id)


@dataclass(frozen=True, slots=True)
class CeilingUse:
    """What other claims took of one ceiling of the claim: granted, reserved by claims that wait, paid by an earlier system."""

    ceiling: Ceiling
    granted: Used
    reserved: Used
    imported: Used


def filed_claim(claim_id: UUID, actor: Actor) -> Claim | None:
    """Give a filed claim to who may see it, and nothing to anyone else."""
    return Claim.objects.filter(visible_to(actor), pk=claim_id, filed_on__isnull=False).order_by("pk").first()


def paper_visible_to(claim_document_id: UUID, actor: Actor) -> ClaimDocument | None:
    """Give a paper that came with a filed claim to who may see the claim; nothing to anyone else, nor while it is only asked."""
    claims = Claim.objects.filter(visible_to(actor), filed_on__isnull=False)
    rows = ClaimDocument.objects.filter(pk=claim_document_id, claim__in=claims.values("pk"), document__isnull=False)
    return rows.select_related("document", "claim").order_by("pk").first()


def claim_visible_to(claim_id: UUID, actor: Actor) -> Claim | None:
    """Give a claim to who may see it, and nothing to anyone else."""
    return Claim.objects.filter(visible_to(actor), pk=claim_id).order_by("pk").first()


def reassessed(claim: Claim, *, line: TaxLineView | None = None, ground: Ground | None = None) -> tuple[Ground, Assessment]:
    """Apply the claim's own revision to what is known now of the household and the roster as they were on the day of filing,
    or of receipt where it came on paper.

    What the person gave and what was checked stand over it. Rights that end between filing and decision take nothing away, and who opens
    the right of a child of two parents is as it was settled at filing. With `line`, say what it would be were that line 14 held; a
    `ground` that was read already, and still holds, is not read again.
    """
    ground = ground or _ground_at_filing(claim)
    if line is not None:
        lines = {**ground.situation.tax_lines, line.notice_year: line}
        ground = replace(ground, situation=replace(ground.situation, tax_lines=lines))
    published = catalogue.revision(claim.revision_id)
    given = recorded_facts(facts_held(claim.pk).rows(), published.revision.specs)
    subject = subject_of(ground.situation, dependant_id=claim.dependant_id)
    event_on = day_held(given, published.revision.event_fact) or claim.event_on
    held = held_facts(ground.situation, subject, event_on=event_on)
    facts = merged({name: fact for name, fact in held.items() if name not in OPENER_FACTS}, given)
    scope = (claim.beneficiary_id, claim.dependant_id)
    usage = usage_of(published.revision, ground.consumption, subject=scope, event_on=event_on, but_for=claim.pk)
    outcome = decide(published.revision, facts=facts, parameters=ground.parameters, usage=usage, filed_on=claim.counted_on)
    return ground, Assessment(published, outcome, facts, usage, ground.parameters, event_on)


def _ground_at_filing(claim: Claim) -> Ground:
    """Read the household on the day of filing; what was filed for a child in the year of a death, after it, as on the day of the death."""
    ground = ground_of(claim.beneficiary_id, on=claim.counted_on)
    if ground.situation.principal is not None or claim.dependant_id is None:
        return ground
    died_on = beneficiaries.died_on(claim.beneficiary_id)
    is_of_the_year = died_on is not None and died_on < claim.counted_on and died_on.year == claim.counted_on.year
    return ground_of(claim.beneficiary_id, on=died_on) if is_of_the_year else ground


def file_of(claim: Claim, *, actor: Actor, on: date) -> ClaimFile:
    """Read a filed claim for the desk, with the acts that are open and why the others are closed."""
    ground, assessment = reassessed(claim)
    papers = tuple(claim.documents.select_related("document").order_by("added_at", "pk"))
    missing = tuple(missing_papers(claim, assessment))
    facts = guarded_facts(claim, actor=actor, on=on, assessment=assessment)
    return ClaimFile(
        claim,
        ground,
        assessment,
        papers,
        papers_of(assessment),
        missing,
        tuple(_ceiling_uses(claim, ground, assessment)),
        latest_decisions([claim.pk]).get(claim.pk),
        tuple(offers(CLAIM_WORKFLOW, ClaimState(claim.state), facts)),
        _elsewhere(claim, actor=actor),
        _certificates(claim),
    )


def _certificates(claim: Claim) -> tuple[CertificateView, ...]:
    """Give what the grown child whom the claim is for sent by themselves, for this claim or for the household."""
    if claim.dependant_id is None:
        return ()
    return tuple(each for each in certificates_of(claim.beneficiary_id, dependant_ids=[claim.dependant_id]) if each.document_id)


def _elsewhere(claim: Claim, *, actor: Actor) -> str:
    """Say that another household has entered the same child, with the references of its claims for the benefit and nothing else."""
    if claim.dependant_id is None:
        return ""
    twins = beneficiaries.same_child_elsewhere(claim.dependant_id, beneficiary_id=claim.beneficiary_id)
    others = Claim.objects.filter(visible_to(actor), dependant_id__in=twins, benefit_code=claim.benefit_code, filed_on__isnull=False)
    references = others.exclude(pk=claim.pk).order_by("filed_at", "pk").values_list("reference", flat=True)
    return SAME_CHILD_ELSEWHERE.format(claims=", ".join(references) or "aucune") if twins else ""


def _ceiling_uses(claim: Claim, ground: Ground, assessment: Assessment) -> Iterator[CeilingUse]:
    others = [each for each in ground.consumption if each.claim_id != claim.pk or each.claim_id is None]
    keys = {each.claim_id for each in others if each.claim_id}
    granted = set(Claim.objects.filter(pk__in=keys, state=ClaimState.GRANTED).order_by("pk").values_list("pk", flat=True))
    scope = (claim.beneficiary_id, claim.dependant_id)
    for ceiling in assessment.published.revision.ceilings:
        counted = counted_under(ceiling, claim.benefit_code, taken=others, subject=scope, event_on=assessment.event_on)
        yield CeilingUse(
            ceiling,
            added_up(each for each in counted if each.claim_id in granted),
            added_up(each for each in counted if each.claim_id and each.claim_id not in granted),
            added_up(each for each in counted if each.claim_id is None),
        )


def guarded_facts(claim: Claim, *, actor: Actor, on: date, assessment: Assessment | None = None) -> ClaimFacts:
    """Put together what the guards of the workflow look at; without an assessment, what needs none."""
    papers = papers_held(claim.pk).rows()
    facts = ClaimFacts(
        actor=Audience.STAFF,
        is_time_barred=is_late(claim, claim.time_bar),
        to_correct_count=sum(state in AWAITED for _, state in papers),
        is_decided=claim.state in DECIDED_STATES,
        officer_decided=_decided_by(actor, claim),
        officer_is_claimant=actor.beneficiary_id == claim.beneficiary_id,
        officer_shares_household=beneficiaries.shares_household(actor.beneficiary_id, claim.beneficiary_id, on=on),
    )
    return facts if assessment is None else replace(facts, **_said_by_the_rules(claim, assessment, papers))


def is_late(claim: Claim, last_day: date | None) -> bool:
    """Tell whether a claim was made after the last day on which it is accepted, by the day on which it counts as made."""
    return last_day is not None and claim.counted_on is not None and claim.counted_on > last_day


def _said_by_the_rules(claim: Claim, assessment: Assessment, papers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Give what guards look at of what the rules say now."""
    outcome, specs = assessment.outcome, assessment.published.revision.specs
    return {
        "outcome": RulesOutcome(outcome.status),
        "amount_allowed": outcome.amount,
        "is_time_barred": is_late(claim, outcome.last_day),
        "missing_count": len(still_missing(papers, assessment)),
        "unproved": tuple(specs[name].label for name in outcome.unproved),
    }


def _decided_by(actor: Actor, claim: Claim) -> bool:
    """Tell whether the last decision of a claim that is decided, or opened again, is the actor's own."""
    if actor.account_id is None or (claim.state not in DECIDED_STATES and claim.reopened_on is None):
        return False
    return claim.decisions.filter(superseded_by__isnull=True, decided_by=actor.account_id).exists()


def facts_without_officer(claim: Claim, assessment: Assessment, *, hint_count: int) -> ClaimFacts:
    """Put together what the guards of the workflow look at where the rule itself would decide; `hint_count` is what others found."""
    papers = papers_held(claim.pk).rows()
    states = [state for _, state in papers]
    return ClaimFacts(
        actor=None,
        to_correct_count=sum(state in AWAITED for state in states),
        to_check_count=states.count("received"),
        hint_count=hint_count + _unsettled_twins(claim),
        is_decided=claim.state in DECIDED_STATES,
        **_said_by_the_rules(claim, assessment, papers),
    )


def _unsettled_twins(claim: Claim) -> int:
    """Count the rows of the same child in other households of which nobody has proved that they are that child."""
    if claim.dependant_id is None:
        return 0
    elsewhere = beneficiaries.same_child_elsewhere(claim.dependant_id, beneficiary_id=claim.beneficiary_id)
    return len(elsewhere - set(beneficiaries.linked_twins_of([claim.dependant_id])[claim.dependant_id])) if elsewhere else 0
