"""How a beneficiary's claims are said: states in their words, steps, amounts between two bounds."""

from dataclasses import dataclass, replace

from django.urls import reverse

from entraide.apps.claims.queries.delays import OUT_OF_WAITING
from entraide.apps.claims.queries.drafts import Draft
from entraide.apps.claims.queries.lists import ClaimLine
from entraide.core.rules import FactSpec, FactValue, Known, show
from entraide.core.rules.language.known import to_reckon
from entraide.core.workflow.claims import CLAIM_LABELS, OPEN_STATES, ClaimState
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
    """Say where a claim stands; while granted, what became of its money; a transfer that came back is said in any case."""
    if line.order and line.order.state == PaymentOrderState.RETURNED:
        return Mark(capital(ORDER_LABELS[Audience.BENEFICIARY][PaymentOrderState.RETURNED]), Tone.AWAITING)
    if line.state == ClaimState.GRANTED and line.order and line.order.state == PaymentOrderState.SETTLED:
        return Mark("Payée", Tone.SUCCESS)
    return Mark(capital(CLAIM_LABELS[Audience.BENEFICIARY][line.state]), CLAIM_TONES[line.state])


def capital(text: str) -> str:
    """Write a label as a sentence begins."""
    return text[:1].upper() + text[1:]


# How a claim that came on paper is said to have come; by its day of receipt, not by that of its entry.
ARRIVALS = {"paper": "Demande reçue par courrier", "envelope": "Demande reçue sous enveloppe"}


def steps_of(line: ClaimLine) -> list[Step]:
    """Draw the life of a claim: filed, checked, decided, paid."""
    claim, state = line.claim, line.state
    checked = _checked(line)
    decided = Step("Nouvelle décision" if claim.reopened_on else "Décision")
    if state in {ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.CLOSED}:
        label = capital(CLAIM_LABELS[Audience.BENEFICIARY][state])
        decided = Step(label, StepState.DONE if state == ClaimState.GRANTED else StepState.FAILED, claim.decided_on)
    steps = [Step(ARRIVALS.get(claim.channel, "Demande déposée"), StepState.DONE, claim.counted_on), checked, decided]
    if claim.reopened_on and state in OPEN_STATES and line.order:
        # What was granted before goes on being paid while the claim is decided anew.
        paid = _payment(line)
        return [steps[0], replace(paid, label=f"Première décision : {paid.label[:1].lower()}{paid.label[1:]}"), *steps[1:]]
    return [*steps, _payment(line)] if state not in {ClaimState.REFUSED, ClaimState.CLOSED} else steps


def _checked(line: ClaimLine) -> Step:
    if line.state == ClaimState.AWAITING_CORRECTION:
        return Step("Vérification : une pièce vous est demandée", StepState.AWAITING)
    if line.state in {ClaimState.SUBMITTED, ClaimState.IN_REVIEW}:
        return Step(
            "Vérification en cours", StepState.CURRENT, detail=f"Réponse attendue avant le {date_fr(line.claim.due_on)}, {OUT_OF_WAITING}"
        )
    return Step("Vérification faite", StepState.DONE)


def _payment(line: ClaimLine) -> Step:
    if line.order is None:
        return Step("Paiement")
    label = capital(ORDER_LABELS[Audience.BENEFICIARY][line.order.state])
    states = {
        PaymentOrderState.SETTLED: StepState.DONE,
        PaymentOrderState.RETURNED: StepState.AWAITING,
        PaymentOrderState.CANCELLED: StepState.FAILED,
    }
    return Step(label, states.get(line.order.state, StepState.CURRENT), line.order.settled_on, line.order.return_reason)


def said(spec: FactSpec, fact: FactValue) -> str:
    """Write what was answered, or what is held."""
    if not isinstance(fact, Known):
        return "Vous ne fournirez pas le document"
    return show(spec.kind, to_reckon(fact.value), unit=spec.unit, choices=spec.choices)


# Where a person says that what is held of them is wrong, by fact: the page, and what to do there.
DISPUTED = {
    "tax_line_14": ("beneficiary:tax_notice", "Envoyer un autre avis"),
    "partner_tax_line_14": ("beneficiary:tax_notice", "Envoyer un autre avis"),
}


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What is held and not asked again: its name, its value, who said it, and where to say that it is wrong."""

    label: str
    value: str
    source: str
    url: str
    act: str


def known_rows(draft: Draft) -> list[KnownRow]:
    """List what a draft rests on without asking, with where each comes from and where to say that it is wrong."""
    return [_known_row(draft.specs[name], fact, name) for name, fact in sorted(draft.known.items())]


def _known_row(spec: FactSpec, fact: Known, name: str) -> KnownRow:
    view, act = DISPUTED.get(name, ("beneficiary:household", "C’est faux ?"))
    source = f"D’après : {fact.proof.source}" if fact.proof else "D’après vous, pas encore vérifié"
    return KnownRow(capital(spec.label), said(spec, fact), source, reverse(view), act)
