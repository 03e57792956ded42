"""How a beneficiary's claims are said: states in their words, steps, amounts between two bounds."""

from entraide.apps.claims.queries.lists import ClaimLine
from entraide.core.money import ZERO
from entraide.core.rules import Outcome
from entraide.core.workflow.claims import CLAIM_LABELS, ClaimState
from entraide.core.workflow.engine import Audience
from entraide.core.workflow.payments import ORDER_LABELS, PaymentOrderState
from entraide.ui.components import date_fr
from entraide.ui.values import Status as Mark
from entraide.ui.values import Step, StepState, Tone


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
