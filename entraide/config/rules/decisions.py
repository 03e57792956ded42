"""What `rules evaluate` prints: the answer, what each condition compared, the calculation, what is missing, what would change it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from entraide.config.rules.layout import beside, listed, paragraph
from entraide.core.money import Money
from entraide.core.rules import (
    Kind,
    Outcome,
    ParameterBook,
    Revision,
    Status,
    TraceNode,
    decide,
    noun_of,
    revision_for,
    say_fault,
    show_node,
)
from entraide.core.rules.checking.golden import usage_of
from entraide.core.rules.deciding.bills import day_of
from entraide.core.rules.exploring.nearest import Nearest, nearest_change
from entraide.core.rules.exploring.reopening import reopenings
from entraide.core.rules.households.situations import Situation
from entraide.core.rules.language.known import day_held
from entraide.core.rules.telling.explanation import calculation_of, comparisons_of, expected_of, is_held, origin_of
from entraide.core.rules.telling.fiche import CONFIDENCE


# What every benefit reads, whatever its own rules.
_FOR_ALL = ("status", "rights_since", "rights_ended_on", "opens_right")
MARKS = {True: "oui", False: "non", None: "?  "}


@dataclass(frozen=True, slots=True)
class Decided:
    """One claim as it was decided from a file, what would turn a refusal round, and the facts that the benefit does not read.

    `reopens` says from which day of event each ceiling of rolling years that refuses no longer does.
    """

    revision: Revision
    filed_on: date
    outcome: Outcome
    nearest: Nearest | None
    unread: tuple[str, ...]
    reopens: Mapping[str, date]


def decide_situation(revisions: Sequence[Revision], situation: Situation, parameters: ParameterBook, on: date) -> Decided | None:
    """Decide a situation by the revision of its own day, the filing standing for an event that is not known; nothing before the first."""
    event_on = _event_of(situation, revisions[-1], on) or on
    revision = revision_for(revisions, event_on=event_on, filed_on=on)
    if revision is None:
        return None
    usage = usage_of(revision, situation.used, situation.former, event_on)
    claim: dict[str, Any] = {"facts": situation.facts, "parameters": parameters, "usage": usage, "filed_on": on}
    outcome = decide(revision, **claim, bills=situation.bills)
    nearest = nearest_change(revision, **claim, bills=situation.bills)
    unread = tuple(name for name in situation.facts if name not in {*revision.facts, *_FOR_ALL})
    reopens = reopenings(revision, outcome, situation.used, situation.former, event_on)
    return Decided(revision, on, outcome, nearest, unread, reopens)


def _event_of(situation: Situation, revision: Revision, on: date) -> date | None:
    return day_of(situation.bills, on) if situation.bills else day_held(situation.facts, revision.event_fact)


def decision_text(decided: Decided) -> str:
    """Tell a decision and all that it rests on."""
    revision, outcome = decided.revision, decided.outcome
    lines = [
        paragraph(f"{revision.name} ({revision.code}), révision du {revision.since:%d/%m/%Y}, dépôt le {decided.filed_on:%d/%m/%Y}"),
        "",
        *beside("Réponse", [answer_of(outcome)]),
        *beside("Dernier jour", [f"{outcome.last_day:%d/%m/%Y} inclus"] if outcome.last_day else []),
        *beside("Refus", listed(list(_reasons(decided)))),
        *beside("Pour changer", [change_of(decided.nearest)] if outcome.status is Status.REFUSED else []),
        *beside("À demander", listed([_question(revision, name) for name in outcome.missing])),
        *beside("Attention", listed([say_fault(fault).removeprefix(f"{fault.where} : ") for fault in outcome.faults])),
        *beside("Conditions", _conditions(outcome)),
        *beside("Calcul", listed(_calculation(outcome))),
        *beside("Plafonds", _ceilings(outcome)),
        *beside("Coupes", listed([cut.sentence for cut in outcome.cuts])),
        *beside("Non lus", [", ".join(decided.unread)] if decided.unread else []),
        *beside("Source", [f"{revision.source} ({CONFIDENCE[revision.confidence]})"]),
    ]
    return "\n".join(lines)


def answer_of(outcome: Outcome) -> str:
    """Say the answer in a few words."""
    if outcome.status is Status.GRANTED:
        return f"accordée, {outcome.amount}"
    if outcome.status is Status.REFUSED:
        return "refusée"
    return "on ne peut pas encore répondre, " + bounds_of(outcome)


def bounds_of(outcome: Outcome) -> str:
    """Say between which amounts the answer lies."""
    low, high = outcome.low, outcome.high
    if low is None or high is None:
        return "montant inconnu"
    if low != high:
        return f"entre {low} et {high}"
    return f"{low}" if outcome.status is Status.GRANTED else f"{low} si la demande est accordée"


def change_of(nearest: Nearest | None) -> str:
    """Say what would turn a refusal round, and into what."""
    if nearest is None:
        return "aucun fait, changé seul ou avec deux autres, ne changerait la réponse"
    changes = " ; et ".join(change.sentence for change in nearest.changes)
    amount: Money | None = nearest.outcome.amount
    then = (
        f"la demande serait accordée, {amount}"
        if amount is not None
        else f"la demande ne serait plus refusée, {bounds_of(nearest.outcome)}"
    )
    fixed = " (un fait qui ne se change pas)" if any(change.is_fixed for change in nearest.changes) else ""
    return f"{changes}{fixed} : à cette limite, {then}"


def _reasons(decided: Decided) -> Iterator[str]:
    for reason in decided.outcome.reasons:
        misses = " ; ".join(miss.sentence for miss in reason.misses)
        day = decided.reopens.get(reason.params.get("key", ""))
        reopens = f" Le droit rouvre le {day:%d/%m/%Y}." if day else ""
        yield f"{reason.sentence} {misses[:1].upper()}{misses[1:]}." if misses else f"{reason.sentence}{reopens}"


def _question(revision: Revision, name: str) -> str:
    spec = revision.specs[name]
    return f"{spec.question} ({name})"


def _conditions(outcome: Outcome) -> Iterator[str]:
    for step in outcome.trace.children:
        if step.word == "condition":
            yield f"{MARKS[is_held(step)]}  \t{step.label}"
            yield from (f"       \t{each}" for each in _compared(step))


def _compared(step: TraceNode) -> Iterator[str]:
    for each in comparisons_of(step):
        value = show_node(each.held) if each.held.is_settled else "pas encore connu"
        expected = expected_of(each)
        values = f"{value}, attendu : {expected}" if expected else value
        origins = " ; ".join(dict.fromkeys(origin for node in each.read if (origin := origin_of(node))))
        yield f"{noun_of(each.held)} : {values}{f' ({origins})' if origins else ''}"


def _calculation(outcome: Outcome) -> list[str]:
    amounts = [step for step in outcome.trace.children if step.word == "amount"]
    said = []
    for step in (each for amount in amounts for each in calculation_of(amount)):
        origin = origin_of(step.node)
        said.append(f"{step.said} : {show_node(step.node)}{f' ({origin})' if origin else ''}")
    return said


def _ceilings(outcome: Outcome) -> Iterator[str]:
    for step in outcome.trace.children:
        if step.word == "ceiling":
            used, limit = step.children
            unit = "" if step.kind is Kind.MONEY else " demande" if used.low < 2 else " demandes"  # type: ignore[operator]
            yield f"{step.name}, {step.label} : {show_node(used)}{unit} sur {show_node(limit)}"
