"""The papers of a claim beside what its rule asks for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from entraide.apps.claims.models import Claim
from entraide.apps.claims.queries.assessments import Assessment
from entraide.apps.claims.queries.reads import papers_held
from entraide.apps.claims.translation import PARTNER_FACTS, has_two_notices, lives_alone
from entraide.core.rules import DocumentRequirement, Known, Proof, Revision, Subject
from entraide.core.rules.deciding.evaluate import Context, evaluate


# What the person is awaited for: a paper to send again, or one that became necessary.
AWAITED = ("to_correct", "asked")
STANDING = ("received", "accepted", *AWAITED)

# The kind of paper that the claim is by itself: on which day it is made, and for which year, needs no other.
CLAIM_FORM = "claim_form"

# Asked for once, whatever the benefit, for a dependant whose birth nobody has checked.
FAMILY_RECORD = DocumentRequirement("family_record", "Livret de famille ou acte de naissance", ("born_on", "is_dependent"))
# What no rule asks for: a paper that an officer asks for in their own words, and what came with a message.
OTHER_PAPER = "other"
OWN_WORDS = {OTHER_PAPER: "Autre pièce", "message": "Pièce jointe à un message"}
BOTH_NOTICES = "{label} : le vôtre et celui de votre conjoint"


def requirements_of(assessment: Assessment) -> list[DocumentRequirement]:
    """List the papers that the rule asks for with these facts, those whose every fact is proved already left out."""
    return [
        requirement
        for requirement in papers_of(assessment)
        if _is_asked(requirement, assessment) and not _is_proved(requirement, assessment)
    ]


def papers_of(assessment: Assessment) -> tuple[DocumentRequirement, ...]:
    """List every paper that a claim may hold: the revision's own, and the family record where it reads a dependant's birth."""
    revision = assessment.published.revision
    own = tuple(_with_both_lines(requirement, assessment) for requirement in revision.documents)
    proved = {name for requirement in own for name in requirement.proves}
    reads_birth = revision.subject in {Subject.CHILD, Subject.SPOUSE} and "born_on" in assessment.facts and "born_on" not in proved
    if not reads_birth:
        return own
    custody = ("custody",) if "custody" in revision.facts and "custody" not in proved else ()
    return (*own, replace(FAMILY_RECORD, proves=(*FAMILY_RECORD.proves, *custody)))


def _with_both_lines(requirement: DocumentRequirement, assessment: Assessment) -> DocumentRequirement:
    """Have the paper that proves line 14 prove whether the spouse has a notice apart, and its line; nothing where there is no spouse."""
    if "tax_line_14" not in requirement.proves or "has_two_notices" not in assessment.published.revision.facts:
        return requirement
    own = tuple(name for name in requirement.proves if name not in PARTNER_FACTS)
    if lives_alone(assessment.facts):
        return replace(requirement, proves=own)
    # A paper that the revision has prove both lines speaks of both notices in its own words.
    is_silent = not set(PARTNER_FACTS) <= set(requirement.proves)
    label = BOTH_NOTICES.format(label=requirement.label) if is_silent and has_two_notices(assessment.facts) else requirement.label
    return replace(requirement, label=label, proves=(*own, *PARTNER_FACTS))


def label_of(kind: str, assessment: Assessment) -> str:
    """Name a paper of a claim, also one that its rule does not ask for."""
    return next((each.label for each in papers_of(assessment) if each.kind == kind), OWN_WORDS.get(kind, kind))


def label_in(kind: str, revision: Revision) -> str:
    """Name a paper of a claim by its revision alone, for the person who sends it."""
    known = {each.kind: each.label for each in (FAMILY_RECORD, *revision.documents)}
    return known.get(kind) or OWN_WORDS.get(kind, kind)


def own_label(requirement: DocumentRequirement, assessment: Assessment) -> str:
    """Give the label of a paper as its revision writes it, which fits where proofs are kept."""
    return next((each.label for each in assessment.published.revision.documents if each.kind == requirement.kind), requirement.label)


def _is_asked(requirement: DocumentRequirement, assessment: Assessment) -> bool:
    """Tell whether the paper's own condition holds, or may still hold."""
    if requirement.condition is None:
        return True
    revision = assessment.published.revision
    context = Context(assessment.facts, assessment.parameters, event_fact=revision.event_fact, specs=revision.specs)
    return bool(evaluate(requirement.condition, context).high)


def _is_proved(requirement: DocumentRequirement, assessment: Assessment) -> bool:
    is_read = has_two_notices(assessment.facts)
    held = [assessment.facts.get(name) for name in requirement.proves if is_read or name != "partner_tax_line_14"]
    return bool(held) and all(isinstance(fact, Known) and fact.proof is not None for fact in held)


def awaited_papers(assessment: Assessment) -> list[DocumentRequirement]:
    """List the papers to join now; an optional one only where its fact was declared and not withheld."""
    return [each for each in requirements_of(assessment) if _is_awaited(each, assessment)]


def missing_papers(claim: Claim, assessment: Assessment) -> list[DocumentRequirement]:
    """List the papers to join that the claim still lacks."""
    return still_missing(papers_held(claim.pk).rows(), assessment)


def still_missing(papers: Iterable[tuple[str, str]], assessment: Assessment) -> list[DocumentRequirement]:
    """List the papers to join beyond those that stand; each is a kind and a state."""
    given = {kind for kind, state in papers if state in STANDING}
    return [each for each in awaited_papers(assessment) if each.kind not in given]


def _is_awaited(requirement: DocumentRequirement, assessment: Assessment) -> bool:
    if not requirement.optional:
        return True
    return any(isinstance(assessment.facts.get(name), Known) for name in requirement.proves)


def proof_by_claim(assessment: Assessment, name: str, *, filed_on: date) -> Proof | None:
    """Give the proof of a day that the claim itself proves, and that is not after its filing; nothing for any other fact.

    That is a day of which the rule says so, and an event that no paper of the revision proves: an order, a request.
    """
    revision, fact = assessment.published.revision, assessment.facts.get(name)
    is_day = isinstance(fact, Known) and isinstance(fact.value, date) and fact.value <= filed_on
    on_paper = any(name in document.proves for document in revision.documents)
    is_its_own = CLAIM_FORM in revision.specs[name].proved_by or (name == revision.event_fact and not on_paper)
    return Proof("la personne", "la demande elle-même", filed_on) if is_day and is_its_own else None
