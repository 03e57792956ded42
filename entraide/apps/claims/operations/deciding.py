"""Granting, refusing, closing: nobody decides twice, nor beyond the rules, nor past the deadline."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.queries import lock_household
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.operations.paying import order_again, order_first
from entraide.apps.claims.operations.reserving import hold, pass_on
from entraide.apps.claims.operations.telling import reasons_in_words, tell_person
from entraide.apps.claims.policies import require_deciding
from entraide.apps.claims.queries.assessments import Assessment
from entraide.apps.claims.queries.files import facts_without_officer, guarded_facts, reassessed
from entraide.apps.claims.queries.payments import CLAIM
from entraide.apps.claims.queries.reads import held_claim, reads_to_decide, reads_under_lock, standing_decisions
from entraide.apps.claims.queries.reasons import plain_reasons
from entraide.apps.claims.translation import plain_facts, plain_usage
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.operations.ordering import ordered_for
from entraide.core.money import ZERO, Money
from entraide.core.rules import to_json
from entraide.core.workflow.claims import CLAIM_WORKFLOW, ClaimState
from entraide.core.workflow.engine import apply
from entraide.orm.reading import read_ahead
from entraide.orm.together import rewrite, together, write


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the officer decides: `grant`, `refuse` or `close`; an amount below the rules' and words for the person where wanted.

    `key` names the click: the same key decides once, and a second time gives the decision that was made. `way` says how it came about, as
    `Decision.way` lists.
    """

    act: str
    amount: Money | None = None
    note: str = ""
    key: str = ""
    way: str = "officer"


# Who is decided about without a human act is told so, and that a human may be asked (article 22 of the GDPR).
BY_RULE = (
    "Cette décision a été prise sans intervention humaine, parce que tout ce que la règle demande était déjà prouvé. "
    "Vous pouvez demander qu’une personne la relise."
)
OUTCOMES = {"grant": "granted", "refuse": "refused", "close": "closed"}


@together
def decide_claim(*, claim_id: UUID, verdict: Verdict, actor: Actor, at: datetime, on: date) -> UUID:
    """Decide a claim and store all that the decision rests on; give the decision's key.

    A grant orders its payment in the same transaction; a refusal or a closing frees what was reserved for the claims that wait.

    :raises TransitionRefused: if it was decided, is late, lacks papers, goes beyond the rules, is the officer's own household's, or if
        a grant would rest on facts that are only declared.
    :raises ReasonMissing: if a refusal or a lower amount that the rules do not command has no words.
    """
    read_ahead(*reads_to_decide(claim_id))
    claim = held_claim(claim_id)
    require_deciding(actor, claim)
    key = f"{verdict.act}:{claim.pk.hex}:{verdict.key}" if verdict.key else ""
    if (decided := ledger.done(key, operation="decide_claim")) is not None:
        return decided
    if claim.revision_id is None:
        raise refusals.NotFiled
    _lock_household(claim, on=on)
    _, assessment = reassessed(claim)
    facts = replace(guarded_facts(claim, actor=actor, on=on, assessment=assessment), amount_proposed=verdict.amount)
    claim.state = apply(CLAIM_WORKFLOW, ClaimState(claim.state), verdict.act, facts)
    _require_grounds(verdict, assessment)
    decision = _settle(claim, verdict, assessment, actor=actor, at=at, on=on)
    ledger.mark_done(key, operation="decide_claim", result_id=decision.pk, at=at)
    return decision.pk


@together
def grant_proved(*, claim_id: UUID, hint_count: int, actor: Actor, at: datetime, on: date) -> UUID | None:
    """Grant a claim without a human act where the workflow opens it; give the decision's key, nothing where a human must look.

    It is opened where nobody has taken the claim, it is in time, no paper is awaited or waits to be checked, the rules grant it on facts
    that are all proved, and neither `hint_count` nor what is known of the household calls for a look.
    """
    read_ahead(*reads_to_decide(claim_id))
    claim = held_claim(claim_id)
    if claim.state != ClaimState.SUBMITTED or claim.is_confidential:
        return None
    _lock_household(claim, on=on)
    _, assessment = reassessed(claim)
    if CLAIM_WORKFLOW.transition("grant_proved").closed_by(facts_without_officer(claim, assessment, hint_count=hint_count)):
        return None
    claim.state = ClaimState.GRANTED
    return _settle(claim, Verdict("grant", way="straight_through"), assessment, actor=actor, at=at, on=on).pk


def _lock_household(claim: Claim, *, on: date) -> None:
    """Hold the household of a filed claim, and read ahead what deciding reads of it."""
    read_ahead(*reads_under_lock(claim, on=on, known_on=claim.counted_on), ordered_for(CLAIM, claim.pk))
    lock_household(claim.beneficiary_id, on=on)


def _settle(claim: Claim, verdict: Verdict, assessment: Assessment, *, actor: Actor, at: datetime, on: date) -> Decision:
    """Write a decision that the workflow has opened, with all that follows from it."""
    claim.decided_on = on
    rewrite(claim, "state", "decided_on")
    decision = _store(claim, verdict, assessment, actor=actor, at=at, on=on)
    _hold_or_free(claim, decision, assessment)
    _follow(claim, decision, actor=actor, at=at, on=on)
    payload = {"cents": decision.cents.cents, "revision": assessment.published.revision.digest, "way": decision.way}
    record(f"claims.{decision.outcome}", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload=payload)
    return decision


def _require_grounds(verdict: Verdict, assessment: Assessment) -> None:
    outcome = assessment.outcome
    commanded = {
        "grant": verdict.amount in (None, outcome.amount),
        "refuse": bool(outcome.reasons),
        "close": False,
    }
    if not commanded[verdict.act] and not verdict.note.strip():
        raise refusals.ReasonMissing


def _store(claim: Claim, verdict: Verdict, assessment: Assessment, *, actor: Actor, at: datetime, on: date) -> Decision:
    granted = verdict.act == "grant"
    decision = Decision(
        claim=claim,
        outcome=OUTCOMES[verdict.act],
        cents=(verdict.amount or assessment.outcome.amount) if granted else ZERO,
        reasons=plain_reasons(assessment.outcome, verdict.act),
        facts=plain_facts(assessment.facts),
        usage=plain_usage(assessment.usage),
        trace=to_json(assessment.outcome.trace),
        revision_id=assessment.published.id,
        note=verdict.note.strip(),
        way=verdict.way if claim.reopened_on is None else "reexamination",
        decided_by=actor.account_id,
        decided_at=at,
        decided_on=on,
        supersedes_id=next(iter(standing_decisions(claim.pk).rows()), None),
    )
    write(decision)
    return decision


def close_in_silence(claim: Claim, note: str, *, actor: Actor, at: datetime, on: date) -> None:
    """Close a claim that nobody will follow, with its reason: what it held of the ceilings is free, and nobody is told."""
    _, assessment = reassessed(claim)
    claim.state, claim.decided_on = ClaimState.CLOSED, on
    claim.save(update_fields=["state", "decided_on"])
    _hold_or_free(claim, _store(claim, Verdict("close", note=note), assessment, actor=actor, at=at, on=on), assessment)


def _hold_or_free(claim: Claim, decision: Decision, assessment: Assessment) -> None:
    """Keep of the ceilings what was granted, also where a former claim left nothing at filing; else let others have it."""
    # A clock stands still while a correction is awaited, and nothing is granted then.
    if decision.outcome != "granted":
        claim.pauses.filter(until__isnull=True).update(until=decision.decided_on)
    hold(claim, assessment, amount=decision.cents, at=decision.decided_at)
    if decision.outcome != "granted" or decision.cents != assessment.outcome.amount:
        pass_on(claim, at=decision.decided_at)


def _follow(claim: Claim, decision: Decision, *, actor: Actor, at: datetime, on: date) -> None:
    """Draw the effects of a decision: the payment ordered, and the person told."""
    event, more = decision.outcome, BY_RULE if decision.way == "straight_through" else ""
    if claim.reopened_on is not None:
        event, more = f"{event}_again", order_again(claim, decision, actor=actor, at=at, on=on)
    elif decision.outcome == "granted":
        order_first(claim, decision, actor=actor, at=at, on=on)
    detail = f"{reasons_in_words(decision)} {more}".strip()
    tell_person(claim, event, at=at, on=on, amount=str(decision.cents), detail=detail)
