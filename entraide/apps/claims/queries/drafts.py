"""A draft as its form shows it: what is known, what is still to ask, which papers are to join."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from entraide.apps.beneficiaries.queries import DependantView
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.queries.assessments import Assessment, assess, ground_of, read_answers
from entraide.apps.claims.queries.papers import awaited_papers, missing_papers
from entraide.apps.claims.refusals import NotOfYourHousehold, UnknownBenefit
from entraide.apps.claims.translation import answered_facts, has_two_notices, held_facts, typed_so_far
from entraide.core.rules import DocumentRequirement, FactSpec, FactValue, Known


Page = Literal["questions", "papers", "check"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what the rules say of it so far.

    `questions` are the facts to ask, the event first; `withholdable` those that the person may say they will not prove;
    `known` what is held already and is not asked again; `typed` what was typed in answer and is no answer yet;
    `first_day` the oldest event that a rule is kept for.
    """

    claim: Claim
    subject: DependantView | None
    assessment: Assessment
    questions: tuple[str, ...]
    withholdable: frozenset[str]
    answers: Mapping[str, FactValue]
    known: Mapping[str, Known]
    requirements: tuple[DocumentRequirement, ...]
    papers: tuple[ClaimDocument, ...]
    missing: tuple[DocumentRequirement, ...]
    typed: Mapping[str, Any]
    first_day: date | None

    @property
    def specs(self) -> Mapping[str, FactSpec]:
        """The facts that the benefit may ask for, those that it declares itself included."""
        return self.assessment.published.revision.specs

    @property
    def first_days(self) -> Mapping[str, date]:
        """The oldest day that each question takes, where there is one."""
        return {self.assessment.published.revision.event_fact: self.first_day} if self.first_day else {}

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions without an answer yet."""
        return tuple(name for name in self.questions if name not in self.answers)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing to file."""
        return not self.unanswered and not self.missing

    @property
    def stamp(self) -> str:
        """A stamp of what the page that checks it shows."""
        return stamp_of(self.claim, self.assessment, papers=((paper.requirement, paper.document_id) for paper in self.papers))

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that this draft needs: none of questions where all is known, none of papers where none is awaited."""
        asks: dict[Page, bool] = {"questions": bool(self.questions), "papers": bool(self.requirements), "check": True}
        return tuple(page for page, is_needed in asks.items() if is_needed)

    @property
    def next_page(self) -> Page:
        """The page where the draft goes on: the first that still lacks something."""
        if self.unanswered:
            return "questions"
        return "papers" if self.missing else "check"

    def claim_now(self) -> Claim:
        """Read the row again, after it was written."""
        self.claim.refresh_from_db()
        return self.claim


def stamp_of(claim: Claim, assessment: Assessment, *, papers: Iterable[tuple[str, UUID]]) -> str:
    """Stamp what is sent with a draft: its answers, its papers by kind, what the rules say of them."""
    outcome = assessment.outcome
    said = [assessment.published.id, outcome.status, outcome.amount, outcome.low, outcome.high]
    shown = [claim.answers, sorted(f"{kind} {key}" for kind, key in papers), *map(str, said)]
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def draft_of(claim: Claim, *, on: date) -> Draft:
    """Read a draft; one whose file came on paper, as of the day of its receipt.

    :raises UnknownBenefit: if its benefit is no longer in force.
    :raises NotOfYourHousehold: if its subject has left the household.
    """
    on = claim.received_on or on
    ground = ground_of(claim.beneficiary_id, on=on)
    subject = ground.situation.subject(claim.dependant_id)
    if claim.dependant_id is not None and subject is None:
        raise NotOfYourHousehold
    benefit = catalogue.revisions_of(claim.benefit_code)
    given = read_answers(benefit, claim.answers, filed_on=on)
    assessment = assess(ground, benefit, subject=subject, answers=given, claim_id=claim.pk, filed_on=on)
    if assessment is None:
        raise UnknownBenefit
    answers = answered_facts(given, assessment.published.revision.specs)
    held = held_facts(ground.situation, subject, event_on=assessment.event_on or on)
    known = {name: fact for name, fact in held.items() if isinstance(fact, Known) and name in assessment.published.revision.facts}
    return Draft(
        claim,
        subject,
        assessment,
        _questions(assessment, known, answers),
        frozenset(assessment.published.revision.when_withheld),
        answers,
        known,
        tuple(awaited_papers(assessment)),
        tuple(claim.documents.select_related("document").order_by("added_at", "pk")),
        tuple(missing_papers(claim, assessment)),
        typed_so_far(given),
        catalogue.first_day_of(benefit, filed_on=on),
    )


def _questions(assessment: Assessment, known: Mapping[str, Known], answers: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Ask the event first, then what the outcome still misses, the most deciding first; what was answered stays in sight."""
    revision = assessment.published.revision
    asked = dict.fromkeys((revision.event_fact, *answers, *assessment.outcome.missing))
    # Whether the spouse is taxed apart is asked before what their notice says.
    useless = frozenset() if has_two_notices(assessment.facts) else frozenset({"partner_tax_line_14"})
    return tuple(name for name in asked if name in revision.facts and name not in known and name not in useless)
