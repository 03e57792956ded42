"""The life of a claim, from draft to decision, and what each audience is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from entraide.core.money import Money
from entraide.core.refusals import Finding
from entraide.core.workflow.engine import WRONG_ACTOR, Audience, Transition, Workflow


class ClaimState(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    AWAITING_CORRECTION = "awaiting_correction"
    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RulesOutcome(StrEnum):
    """What the rules of the benefit conclude from the facts known so far."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What the guards of a claim look at; the defaults are the plainest case.

    `actor` None says that nobody acts: the rule itself decides. `amount_proposed` None stands for the amount of the rules, so that the
    button can be drawn before a form is filled. `unproved` names what the rules rest on and nobody has checked, as a person reads it.
    """

    actor: Audience | None
    outcome: RulesOutcome = RulesOutcome.UNKNOWN
    amount_allowed: Money | None = None
    amount_proposed: Money | None = None
    is_time_barred: bool = False
    missing_count: int = 0
    to_correct_count: int = 0
    to_check_count: int = 0
    unproved: tuple[str, ...] = ()
    hint_count: int = 0
    is_decided: bool = False
    officer_is_claimant: bool = False
    officer_shares_household: bool = False
    officer_decided: bool = False


def _by_the_person(facts: ClaimFacts) -> Finding | None:
    return None if facts.actor is Audience.BENEFICIARY else Finding(WRONG_ACTOR)


def _by_staff(facts: ClaimFacts) -> Finding | None:
    return None if facts.actor is Audience.STAFF else Finding(WRONG_ACTOR)


def _by_nobody(facts: ClaimFacts) -> Finding | None:
    return None if facts.actor is None else Finding(WRONG_ACTOR)


def _not_concerned(facts: ClaimFacts) -> Finding | None:
    if facts.officer_is_claimant:
        return Finding("workflow.own_claim")
    return Finding("workflow.household_claim") if facts.officer_shares_household else None


def _by_another(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.own_decision") if facts.officer_decided else None


def _undecided(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.already_decided") if facts.is_decided else None


def _nothing_missing(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.documents_missing", "documents", {"count": facts.missing_count}) if facts.missing_count else None


def _all_corrected(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.documents_to_correct", "documents", {"count": facts.to_correct_count}) if facts.to_correct_count else None


def _all_checked(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.documents_to_check", "documents", {"count": facts.to_check_count}) if facts.to_check_count else None


def _all_proved(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.facts_unproved", "documents", {"facts": ", ".join(facts.unproved)}) if facts.unproved else None


def _nothing_to_look_into(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.hints_to_look_into", "", {"count": facts.hint_count}) if facts.hint_count else None


def _something_to_correct(facts: ClaimFacts) -> Finding | None:
    return None if facts.to_correct_count or facts.missing_count else Finding("workflow.nothing_to_correct", "documents")


def _in_time(facts: ClaimFacts) -> Finding | None:
    return Finding("workflow.time_barred") if facts.is_time_barred else None


def _rules_grant(facts: ClaimFacts) -> Finding | None:
    if facts.outcome is RulesOutcome.REFUSED:
        return Finding("workflow.outcome_refused")
    return Finding("workflow.outcome_unknown") if facts.outcome is RulesOutcome.UNKNOWN or facts.amount_allowed is None else None


def _amount_within_rules(facts: ClaimFacts) -> Finding | None:
    # `_rules_grant` stands before this guard, so that the amount of the rules is known here; zero is the safe reading of none.
    allowed = facts.amount_allowed or Money(0)
    proposed = allowed if facts.amount_proposed is None else facts.amount_proposed
    if proposed.cents <= 0:
        return Finding("workflow.amount_not_positive", "amount")
    return Finding("workflow.amount_above_rules", "amount", {"allowed": allowed}) if proposed > allowed else None


# What was decided and is opened again is for somebody else: nobody looks again at their own decision.
_OFFICER = (_by_staff, _not_concerned, _undecided, _by_another)
_COMPLETE = (_nothing_missing, _all_corrected)
_GRANTABLE = (_in_time, _rules_grant, _amount_within_rules, _all_proved)


def closed_to_officer(facts: ClaimFacts) -> Finding | None:
    """Say why the actor may not work on a claim at all, whatever the act; nothing when they may.

    >>> closed_to_officer(ClaimFacts(Audience.STAFF, officer_is_claimant=True)).code
    'workflow.own_claim'
    >>> closed_to_officer(ClaimFacts(Audience.STAFF)) is None
    True
    """
    return next((finding for guard in _OFFICER if (finding := guard(facts)) is not None), None)


DECIDED_STATES = frozenset({ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.CLOSED})

# A late claim may be filed: the person is owed a decision. It cannot be granted.
CLAIM_WORKFLOW: Workflow[ClaimState, ClaimFacts] = Workflow(
    ClaimState,
    ClaimState.DRAFT,
    (
        Transition("submit", frozenset({ClaimState.DRAFT}), ClaimState.SUBMITTED, (_by_the_person, _nothing_missing)),
        Transition("take", frozenset({ClaimState.SUBMITTED}), ClaimState.IN_REVIEW, _OFFICER),
        Transition("ask_correction", frozenset({ClaimState.IN_REVIEW}), ClaimState.AWAITING_CORRECTION, (*_OFFICER, _something_to_correct)),
        Transition("correct", frozenset({ClaimState.AWAITING_CORRECTION}), ClaimState.IN_REVIEW, (_by_the_person, *_COMPLETE)),
        Transition(
            "grant",
            frozenset({ClaimState.IN_REVIEW}),
            ClaimState.GRANTED,
            (*_OFFICER, *_COMPLETE, *_GRANTABLE),
        ),
        # Without a human act: nobody has taken it, nothing waits to be looked at, and every fact is proved. A refusal is never so.
        Transition(
            "grant_proved",
            frozenset({ClaimState.SUBMITTED}),
            ClaimState.GRANTED,
            (_by_nobody, _undecided, *_COMPLETE, _all_checked, *_GRANTABLE, _nothing_to_look_into),
        ),
        Transition("refuse", frozenset({ClaimState.IN_REVIEW}), ClaimState.REFUSED, _OFFICER),
        Transition(
            "close",
            frozenset({ClaimState.SUBMITTED, ClaimState.IN_REVIEW, ClaimState.AWAITING_CORRECTION}),
            ClaimState.CLOSED,
            _OFFICER,
        ),
        # Contested by the person, or found wrong by a second look: decided again, by a decision that supersedes.
        Transition("reopen", DECIDED_STATES, ClaimState.IN_REVIEW, (_by_staff, _not_concerned, _by_another)),
        Transition(
            "withdraw",
            frozenset({ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.IN_REVIEW, ClaimState.AWAITING_CORRECTION}),
            ClaimState.CANCELLED,
            (_by_the_person, _undecided),
        ),
    ),
)

OPEN_STATES = frozenset({ClaimState.SUBMITTED, ClaimState.IN_REVIEW, ClaimState.AWAITING_CORRECTION})

# A correspondent who deposited an envelope learns only that it was received, is to be completed, or that the matter is over.
CLAIM_LABELS: Mapping[Audience, Mapping[ClaimState, str]] = {
    Audience.BENEFICIARY: {
        ClaimState.DRAFT: "brouillon",
        ClaimState.SUBMITTED: "déposée",
        ClaimState.IN_REVIEW: "en cours d’instruction",
        ClaimState.AWAITING_CORRECTION: "à compléter",
        ClaimState.GRANTED: "accordée",
        ClaimState.REFUSED: "refusée",
        ClaimState.CLOSED: "sans suite",
        ClaimState.CANCELLED: "annulée par vous",
    },
    Audience.STAFF: {
        ClaimState.DRAFT: "brouillon",
        ClaimState.SUBMITTED: "à prendre",
        ClaimState.IN_REVIEW: "en instruction",
        ClaimState.AWAITING_CORRECTION: "en attente d’une correction",
        ClaimState.GRANTED: "accordée",
        ClaimState.REFUSED: "refusée",
        ClaimState.CLOSED: "classée sans suite",
        ClaimState.CANCELLED: "retirée par la personne",
    },
    Audience.CORRESPONDENT: {
        ClaimState.DRAFT: "reçu",
        ClaimState.SUBMITTED: "reçu",
        ClaimState.IN_REVIEW: "reçu",
        ClaimState.AWAITING_CORRECTION: "à compléter",
        ClaimState.GRANTED: "décidé",
        ClaimState.REFUSED: "décidé",
        ClaimState.CLOSED: "décidé",
        ClaimState.CANCELLED: "décidé",
    },
}

CLAIM_ACTIONS: Mapping[str, str] = {
    "submit": "Envoyer ma demande",
    "take": "Prendre en charge",
    "ask_correction": "Demander une correction",
    "correct": "Envoyer ma correction",
    "grant": "Accorder",
    "grant_proved": "Accorder sans intervention",
    "refuse": "Refuser",
    "close": "Classer sans suite",
    "reopen": "Rouvrir",
    "withdraw": "Retirer ma demande",
}


def claim_label(state: ClaimState, audience: Audience) -> str:
    """Name a state for an audience.

    >>> claim_label(ClaimState.GRANTED, Audience.CORRESPONDENT)
    'décidé'
    """
    return CLAIM_LABELS[audience][state]
