"""Opening a claim: a draft, with what is answered and joined at once where it is entered in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.catalogue.queries import Published
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.policies import require_filing
from entraide.apps.claims.queries.assessments import answered_day, is_before_the_rules, is_claimable, subjects_of
from entraide.apps.claims.queries.situations import is_opened_by_other_parent
from entraide.apps.claims.translation import plain_answer
from entraide.core.reference import make_reference, number_of
from entraide.core.rules import FactSpec, Revision, Subject
from entraide.core.workflow.claims import ClaimState
from entraide.orm.keys import uuid7
from entraide.orm.reading import prepared, read_ahead, read_together
from entraide.orm.references import draw_references
from entraide.orm.together import together, write


@together
def start(*, beneficiary_id: UUID, benefit_code: str, dependant_id: UUID | None, actor: Actor, at: datetime, on: date) -> UUID:
    """Open a draft, or give the one that is open already for that benefit and subject.

    :raises UnknownBenefit: if no revision of the benefit is in force.
    :raises NotPayable: if its amount is not known.
    :raises NotOfYourHousehold: if the subject is not one the benefit may be for in this household.
    :raises OpenedByOtherParent: if the other parent opens the rights of the child.
    """
    require_filing(actor, beneficiary_id)
    return open_draft(NewClaim(beneficiary_id, benefit_code, dependant_id), actor=actor, at=at, on=on)


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim to open: whose, for which benefit and subject, with what is answered by fact and the papers, each a kind and a document."""

    beneficiary_id: UUID
    benefit_code: str
    dependant_id: UUID | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[tuple[str, UUID]] = ()


@together
def enter(*, claim: NewClaim, actor: Actor, at: datetime, on: date) -> UUID:
    """Open a draft with its answers and its papers in one act; one that is open already is given as it is.

    :raises AnswerRefused: if a value is not of its fact's kind or not plausible.
    :raises UnknownBenefit: and what `start` refuses.
    """
    require_filing(actor, claim.beneficiary_id)
    return open_draft(claim, actor=actor, at=at, on=on)


def open_draft(new: NewClaim, *, actor: Actor, at: datetime, on: date) -> UUID:
    """Open a draft for who may: the acts that call this ask who does."""
    key, reference = _key_and_reference()
    drafts, clashing = _drafts(new.beneficiary_id, new.benefit_code, new.dependant_id), _clashing(reference)
    read_ahead(catalogue.keys_of_revisions(new.benefit_code), *beneficiaries.reads_of_lock(new.beneficiary_id, on=on), drafts, clashing)
    benefit = catalogue.revisions_of(new.benefit_code)
    published = catalogue.chosen(benefit, event_on=on, filed_on=on)
    if published is None:
        raise refusals.UnknownBenefit
    if not is_claimable(published.revision):
        raise refusals.NotPayable(name=published.revision.name)
    beneficiaries.lock_household(new.beneficiary_id, on=on)
    _require_subject(new, published.revision, on=on)
    specs = published.revision.specs
    if new.answers:
        told = catalogue.chosen(benefit, event_on=answered_day(benefit, plain_answers(new.answers)) or on, filed_on=on) or published
        specs = told.revision.specs
        require_plausible(new.answers, specs)
        require_rules(benefit, new.answers, filed_on=on)
    open_drafts, others = read_together(drafts, clashing)
    if open_drafts:
        return open_drafts[0]
    if others:
        ((key, reference),) = draw_references(Claim, "D")
    claim = Claim(
        id=key,
        reference=reference,
        beneficiary_id=new.beneficiary_id,
        dependant_id=new.dependant_id,
        benefit_code=new.benefit_code,
        is_confidential=published.revision.confidential,
        state=ClaimState.DRAFT,
        answers=plain_answers(new.answers),
        started_at=at,
    )
    papers = [ClaimDocument(claim=claim, requirement=kind, document_id=key, state="received", added_at=at) for kind, key in new.papers]
    write(claim, *papers)
    told_of = {"benefit": new.benefit_code} | ({"facts": sorted(new.answers)} if new.answers else {})
    record("claims.started", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload=told_of)
    return claim.pk


@prepared
def _drafts(beneficiary_id: UUID, benefit_code: str, dependant_id: UUID | None) -> QuerySet[Claim, UUID]:
    about = {"beneficiary_id": beneficiary_id, "benefit_code": benefit_code, "dependant_id": dependant_id}
    return Claim.objects.filter(state=ClaimState.DRAFT, **about).order_by("pk").values_list("pk", flat=True)


@prepared
def _clashing(reference: str) -> QuerySet[Claim, UUID]:
    return Claim.objects.filter(reference=reference).order_by("pk").values_list("pk", flat=True)


def _key_and_reference() -> tuple[UUID, str]:
    key = uuid7()
    return key, make_reference("D", number_of(key))


def _require_subject(new: NewClaim, revision: Revision, *, on: date) -> None:
    """Stop a claim for somebody whom the benefit is not for, or whose right the other parent opens."""
    if new.dependant_id is None and revision.subject not in {Subject.CHILD, Subject.SPOUSE}:
        return
    subjects = subjects_of(revision, beneficiaries.household(new.beneficiary_id, on=on))
    if new.dependant_id not in {subject and subject.id for subject in subjects}:
        raise refusals.NotOfYourHousehold
    if new.dependant_id is not None and is_opened_by_other_parent(new.beneficiary_id, dependant_id=new.dependant_id, on=on):
        raise refusals.OpenedByOtherParent


def require_plausible(answers: Mapping[str, Any], specs: Mapping[str, FactSpec]) -> None:
    """Stop an answer that is not of its fact's kind, or not plausible.

    :raises AnswerRefused: if so; it names the question.
    """
    for name, value in answers.items():
        if value is not None and (fault := specs[name].fault_in(value)):
            raise refusals.AnswerRefused(label=specs[name].label, fault=fault)


def require_rules(benefit: Sequence[Published], answers: Mapping[str, Any], *, filed_on: date) -> None:
    """Stop a day of event that no rule is kept for.

    :raises BeforeTheRules: if it is older than the first.
    """
    if is_before_the_rules(benefit, answered_day(benefit, plain_answers(answers)), filed_on=filed_on):
        raise before_the_rules(benefit, filed_on=filed_on)


def before_the_rules(benefit: Sequence[Published], *, filed_on: date) -> refusals.BeforeTheRules:
    """Make the refusal of a day that no rule is kept for: it names the first that one is."""
    first = catalogue.first_day_of(list(benefit), filed_on=filed_on)
    return refusals.BeforeTheRules(first=f"{first:%d/%m/%Y}")


def plain_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Write answers as a draft keeps them."""
    return {name: plain_answer(value) for name, value in answers.items()}
