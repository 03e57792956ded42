"""How a beneficiary's claims and rights are said: states in their words, steps, amounts between two bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from entraide.apps.claims.queries.assessments import Entitlement, is_claimable
from entraide.apps.claims.queries.lists import ClaimLine
from entraide.core.money import ZERO
from entraide.core.rules import Outcome, Status
from entraide.core.rules.deadlines import claimable_days
from entraide.core.workflow.claims import CLAIM_LABELS, ClaimState
from entraide.core.workflow.engine import Audience
from entraide.core.workflow.payments import ORDER_LABELS, PaymentOrderState
from entraide.ui.components import date_fr
from entraide.ui.values import Status as Mark
from entraide.ui.values import Step, StepState, Tone


EXPENSES = frozenset({"expense"})
EVENTS = {
    "stay_ended_on": "un accueil ou un séjour terminé",
    "term_started_on": "une rentrée",
    "plan_opened_on": "un plan ouvert",
    "theory_passed_on": "un code obtenu",
}

CLAIM_TONES = {
    ClaimState.DRAFT: Tone.AWAITING,
    ClaimState.SUBMITTED: Tone.PROGRESS,
    ClaimState.IN_REVIEW: Tone.PROGRESS,
    ClaimState.AWAITING_CORRECTION: Tone.AWAITING,
    ClaimState.GRANTED: Tone.SUCCESS,
    ClaimState.REFUSED: Tone.DANGER,
    ClaimState.CLOSED: Tone.NEUTRAL,
    ClaimState.CANCELLED: Tone.NEUTRAL,
}


def status_of(line: ClaimLine) -> Mark:
    """Say where a claim stands; once granted, what became of the money says more."""
    if line.order and line.order.state == PaymentOrderState.RETURNED:
        return Mark(_capital(ORDER_LABELS[Audience.BENEFICIARY][PaymentOrderState.RETURNED]), Tone.AWAITING)
    if line.order and line.order.state == PaymentOrderState.SETTLED:
        return Mark("Payée", Tone.SUCCESS)
    return Mark(_capital(CLAIM_LABELS[Audience.BENEFICIARY][line.state]), CLAIM_TONES[line.state])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def amount_in_words(outcome: Outcome) -> str:
    """Say what a right may come to: an amount, at most, or between two bounds."""
    if outcome.amount is not None:
        return str(outcome.amount)
    if outcome.high is None:
        return "montant à confirmer"
    if outcome.low in (None, ZERO):
        return f"jusqu’à {outcome.high}"
    return str(outcome.high) if outcome.low == outcome.high else f"entre {outcome.low} et {outcome.high}"


def is_open(entitlement: Entitlement) -> bool:
    """Tell whether a right may be claimed now: paid by transfer, of a known amount, and nothing refuses it yet."""
    return is_claimable(entitlement.published.revision) and entitlement.outcome.status is not Status.REFUSED


def is_sure(entitlement: Entitlement) -> bool:
    """Tell whether every condition holds whatever is still to be asked about the event and the expense."""
    told = {entitlement.published.revision.event_fact, *EXPENSES}
    conditions = [step for step in entitlement.outcome.trace.children if step.word == "condition" and not step.is_settled]
    return all(set(step.missing) <= told for step in conditions)


def still_to_know(entitlement: Entitlement) -> str:
    """Name the first fact on which a right that is not sure depends."""
    specs = entitlement.published.revision.specs
    return next((specs[name].label for name in entitlement.outcome.missing if name not in EXPENSES), "")


def when_in_words(entitlement: Entitlement, *, on: date) -> str:
    """Say which events may still be claimed for today."""
    facts = entitlement.published.revision
    if facts.deadline is None:
        return ""
    first, _ = claimable_days(facts, on, (None, None))
    event = EVENTS.get(facts.event_fact, "un événement")
    return f"Pour {event} depuis le {date_fr(first)}. À demander dans les {facts.deadline.months} mois qui suivent."


@dataclass(frozen=True, slots=True)
class Offer:
    """A benefit on « Mes droits »: what it may come to for each person of the household."""

    code: str
    name: str
    theme: str
    when: str
    lines: tuple[tuple[str, str], ...]
    to_know: str = ""


def offers_of(lines: Sequence[Entitlement], *, on: date) -> list[Offer]:
    """Put the lines of one benefit together, in the order of themes then of names."""
    ordered = sorted(lines, key=lambda line: (line.published.revision.theme, line.published.revision.name))
    return [_offer(list(group), on=on) for _, group in groupby(ordered, key=lambda line: line.published.revision.code)]


def _offer(group: list[Entitlement], *, on: date) -> Offer:
    revision = group[0].published.revision
    said = tuple((line.subject.given_name if line.subject else "", amount_in_words(line.outcome)) for line in group)
    return Offer(revision.code, revision.name, revision.theme, when_in_words(group[0], on=on), said, still_to_know(group[0]))


def steps_of(line: ClaimLine) -> list[Step]:
    """Draw the life of a claim: filed, checked, decided, paid."""
    claim, state = line.claim, line.state
    checked = _checked(line)
    decided = Step("Décision")
    if state in {ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.CLOSED}:
        label = _capital(CLAIM_LABELS[Audience.BENEFICIARY][state])
        decided = Step(label, StepState.DONE if state == ClaimState.GRANTED else StepState.FAILED, claim.decided_on)
    steps = [Step("Demande déposée", StepState.DONE, claim.filed_on), checked, decided]
    return [*steps, _payment(line)] if state not in {ClaimState.REFUSED, ClaimState.CLOSED} else steps


def _checked(line: ClaimLine) -> Step:
    if line.state == ClaimState.AWAITING_CORRECTION:
        return Step("Vérification : une pièce vous est demandée", StepState.AWAITING)
    if line.state in {ClaimState.SUBMITTED, ClaimState.IN_REVIEW}:
        return Step("Vérification en cours", StepState.CURRENT, detail=f"Réponse attendue avant le {date_fr(line.claim.due_on)}")
    return Step("Vérification faite", StepState.DONE)


def _payment(line: ClaimLine) -> Step:
    if line.order is None:
        return Step("Paiement")
    label = _capital(ORDER_LABELS[Audience.BENEFICIARY][line.order.state])
    states = {
        PaymentOrderState.SETTLED: StepState.DONE,
        PaymentOrderState.RETURNED: StepState.AWAITING,
        PaymentOrderState.CANCELLED: StepState.FAILED,
    }
    return Step(label, states.get(line.order.state, StepState.CURRENT), line.order.settled_on, line.order.return_reason)
