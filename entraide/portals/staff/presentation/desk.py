"""How the claims officer's desk says a queue, what the rules conclude and the acts that are open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.claims.queries.desk import DeskLine
from entraide.apps.claims.queries.files import CeilingUse, ClaimFile, is_late
from entraide.core.rules import Kind, Outcome, TraceNode, Used, say_fault, show
from entraide.core.rules.telling.fiche import SCOPES
from entraide.core.rules.telling.sentences import PERIODS
from entraide.core.workflow.claims import CLAIM_ACTIONS, CLAIM_LABELS, ClaimState
from entraide.core.workflow.engine import Audience, Offer
from entraide.portals.staff.forms.desk import DECISIONS, DecisionForm, RefuseForm
from entraide.portals.staff.presentation.papers import Bound
from entraide.ui.components import accord, plural
from entraide.ui.refusals import say
from entraide.ui.values import KeyHelp, Status, Tone


CLAIM_TONES = {
    ClaimState.SUBMITTED: Tone.NEUTRAL,
    ClaimState.IN_REVIEW: Tone.PROGRESS,
    ClaimState.AWAITING_CORRECTION: Tone.NEUTRAL,
    ClaimState.GRANTED: Tone.SUCCESS,
    ClaimState.REFUSED: Tone.DANGER,
    ClaimState.CLOSED: Tone.NEUTRAL,
    ClaimState.CANCELLED: Tone.NEUTRAL,
}
OUTCOMES = {
    "granted": Status("Les règles accordent", Tone.SUCCESS),
    "refused": Status("Les règles refusent", Tone.DANGER),
    "unknown": Status("Les règles ne peuvent pas conclure", Tone.WARNING),
}
KEYS = (
    KeyHelp("j", "dossier suivant"),
    KeyHelp("k", "dossier précédent, aussi celui qui vient d’être décidé"),
    KeyHelp("q", "retour à la file"),
    KeyHelp("t", "prendre en charge"),
    KeyHelp("1 à 9", "ouvrir une pièce en grand"),
    KeyHelp("v", "vérifier la première pièce à voir"),
    KeyHelp("Entrée", "vérifier la pièce où tout a été relu, puis accorder"),
    KeyHelp("c", "demander une correction de cette pièce"),
    KeyHelp("a", "accorder le montant des règles"),
    KeyHelp("r", "ouvrir le refus"),
    KeyHelp("s", "ouvrir le classement sans suite"),
    KeyHelp("p", "demander une autre pièce"),
    KeyHelp("m", "écrire à la personne"),
    KeyHelp("l", "marquer ses messages comme lus"),
    KeyHelp("e", "demander un avis à un expert"),
    KeyHelp("n", "écrire une note pour les collègues"),
    KeyHelp("?", "ouvrir cette aide"),
)
ACT_KEYS = {"take": "t", "grant": "a", "refuse": "r", "close": "s"}
NEAR = 3


def state_of(state: ClaimState) -> Status:
    """Say where a claim stands, to the staff."""
    return Status(CLAIM_LABELS[Audience.STAFF][state], CLAIM_TONES[state])


def term_in_words(line: DeskLine) -> str:
    """Say in two words how long is left to decide."""
    if line.days_left is None:
        return "suspendu" if line.state is ClaimState.AWAITING_CORRECTION else ""
    if line.days_left < 0:
        return f"en retard de {-line.days_left} j"
    return "aujourd’hui" if line.days_left == 0 else f"{line.days_left} j"


def term_status(line: DeskLine) -> Status:
    """Mark the term: apricot from three days on, so that the eye finds what cannot wait."""
    if line.days_left is None:
        return Status(term_in_words(line) or "décidée", Tone.NEUTRAL, "pause" if line.state is ClaimState.AWAITING_CORRECTION else "check")
    tone = Tone.DANGER if line.days_left < 0 else Tone.AWAITING if line.days_left <= NEAR else Tone.NEUTRAL
    return Status(term_in_words(line), tone, "clock")


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A file in the first column."""

    title: str
    url: str
    detail: str
    note: str
    state: Status
    current: bool


def queue_items(lines: Sequence[DeskLine], current: UUID) -> list[QueueItem]:
    """Draw the first column."""
    return [
        QueueItem(
            line.person.name if line.person else line.claim.reference,
            reverse("staff:claim", args=[line.claim.pk]),
            subject_line(line),
            term_in_words(line),
            state_of(line.state),
            line.claim.pk == current,
        )
        for line in lines
    ]


def subject_line(line: DeskLine) -> str:
    """Name the benefit, and whom it is for when it is not the opener."""
    return f"{line.benefit_name}, {line.subject.given_name}" if line.subject else line.benefit_name


@dataclass(frozen=True, slots=True)
class ActView:
    """One act: its button, or why it is closed."""

    name: str
    label: str
    key: str
    url: str
    form: DecisionForm | None
    closed_because: str
    has_errors: bool

    @property
    def is_open(self) -> bool:
        """Whether the button may be pressed."""
        return not self.closed_because


def act_views(file: ClaimFile, *, bound: Bound) -> list[ActView]:
    """Draw the officer's acts in the order of the workflow; a correction is asked on its paper."""
    return [_act_view(file, offer, bound) for offer in file.acts if offer.transition.name in ACT_KEYS]


def _act_view(file: ClaimFile, offer: Offer, bound: Bound) -> ActView:
    name = offer.transition.name
    label = CLAIM_ACTIONS[name]
    if name == "grant" and offer.is_open:
        label = f"{label} {file.assessment.outcome.amount}"
    form = bound.get(("act", name)) or (DECISIONS[name](act=name) if name in DECISIONS else None)
    if isinstance(form, RefuseForm) and not file.assessment.outcome.reasons:
        form.ask_words()
    url = reverse("staff:claim_take", args=[file.claim.pk]) if form is None else reverse(f"staff:claim_{name}", args=[file.claim.pk])
    closed = "" if offer.finding is None else say(offer.finding)
    return ActView(name, label, ACT_KEYS[name], url, form, closed, form is not None and bool(form.errors))


@dataclass(frozen=True, slots=True)
class RulesView:
    """What the rules say now."""

    status: Status
    amount: Any
    between: str
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    cuts: tuple[str, ...]
    missing: tuple[str, ...]
    unproved: tuple[str, ...]
    faults: tuple[str, ...]
    last_day: date | None
    counted_on: date
    is_late: bool
    ceilings: tuple[tuple[str, str], ...]


def rules_view(file: ClaimFile) -> RulesView:
    """Say what the rules conclude from what is known now."""
    outcome, specs = file.assessment.outcome, file.assessment.published.revision.specs
    return RulesView(
        OUTCOMES[outcome.status],
        outcome.amount,
        _between(outcome),
        tuple((reason.sentence, tuple(_near(miss) for miss in reason.misses)) for reason in outcome.reasons),
        tuple(cut.sentence for cut in outcome.cuts),
        tuple(specs[name].label for name in outcome.missing),
        tuple(specs[name].label for name in outcome.unproved),
        (*(say_fault(replace(finding, where="")) for finding in outcome.faults), *filter(None, [file.elsewhere])),
        outcome.last_day,
        file.claim.counted_on,
        is_late(file.claim, outcome.last_day),
        tuple(ceiling_lines(file)),
    )


def _between(outcome: Outcome) -> str:
    if outcome.amount is not None or outcome.high is None or not outcome.high:
        return ""
    return f"entre {outcome.low} et {outcome.high}"


def _near(miss: Any) -> str:
    alone = " Sans cela, la demande serait accordée." if miss.is_alone else ""
    return f"{_capital(miss.sentence)}.{alone}"


def ceiling_lines(file: ClaimFile) -> list[tuple[str, str]]:
    """Say for each ceiling its limit, and what other claims were granted, reserve, or were paid by the earlier system."""
    steps = [step for step in file.assessment.outcome.trace.children if step.word == "ceiling"]
    return [(_limit(use, steps), _taken(use)) for use in file.ceilings]


def _limit(use: CeilingUse, steps: Sequence[TraceNode]) -> str:
    limits = [step.children[1] for step in steps if step.name == use.ceiling.key]
    said = [f"{node.low} demande{'s' if node.low > 1 else ''}" if node.kind is Kind.COUNT else show(node.kind, node.low) for node in limits]
    period = PERIODS[use.ceiling.period].format(years=use.ceiling.years)
    return f"{' et '.join(said)} {SCOPES[use.ceiling.scope]}, {period}"


def _taken(use: CeilingUse) -> str:
    """Say what others took: in claims where claims are what is counted, else in money."""
    is_counted = use.ceiling.amount is None
    parts = [
        _counted(used, one, many) if is_counted else f"{_used(used)} {words}"
        for used, words, one, many in (
            (use.granted, "déjà accordé", "déjà accordée", "déjà accordées"),
            (use.reserved, "réservé par une autre demande", "en cours par ailleurs", "en cours par ailleurs"),
            (use.imported, "repris de l’historique", "reprise de l’historique", "reprises de l’historique"),
        )
        if used.claims
    ]
    return " ; ".join(parts) if parts else "rien d’autre n’est pris"


def _counted(used: Used, one: str, many: str) -> str:
    return f"{accord(used.claims, 'demande,demandes')} {plural(used.claims, f'{one},{many}')}"


def _used(used: Used) -> str:
    return f"{used.amount}" if used.claims == 1 else f"{used.amount} ({used.claims} demandes)"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
