"""The estimate of one benefit, for whoever asks: the questions that matter, and what the rules answer to what was said so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from entraide.apps.catalogue.queries import Published, chosen
from entraide.core.money import ZERO
from entraide.core.rules import WITHHELD, Facts, FactValue, Known, Outcome, PaidBy, ParameterBook, Revision, Status, decide
from entraide.core.rules.language import trace
from entraide.ui.components import date_fr
from entraide.ui.facts import field_for


WITHHELD_BOX = "_sans"
RECEIVE, BORROW = "Vous pourriez recevoir", "Vous pourriez emprunter"
# What the platform knows by itself of whoever files a claim, and never asks.
HELD = frozenset({"rights_since", "rights_ended_on", "opens_right", "other_parent_is_beneficiary", "base_amount"})


class EstimateForm(forms.Form):
    """Every question of a benefit, all of them optional; a fact that may be withheld has its box."""

    # Said once above the questions, and not beside each.
    is_all_optional = True

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.specs = {name: revision.specs[name] for name in dict.fromkeys(("status", *revision.facts)) if name not in HELD}
        self.withholdable = frozenset(revision.when_withheld) & frozenset(self.specs)
        for name, spec in self.specs.items():
            self.fields[name] = field_for(spec, required=False)
            if name in self.withholdable:
                self.fields[name + WITHHELD_BOX] = forms.BooleanField(label="Je ne fournirai pas ce document", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what is not plausible, and an answer beside the box that says that there is none."""
        cleaned = super().clean()
        for name, spec in self.specs.items():
            value = cleaned.get(name)
            if not is_said(value):
                continue
            if spec.fault_in(value):
                self.add_error(name, "Cette réponse n’est pas plausible. Vérifiez-la.")
            elif cleaned.get(name + WITHHELD_BOX):
                self.add_error(name, "Vous avez répondu et coché la case : gardez l’un des deux.")
        return cleaned

    def answers(self) -> dict[str, FactValue]:
        """Give what was said and can be used; a fault leaves its question unanswered."""
        said: dict[str, FactValue] = {}
        for name in self.specs:
            if self.cleaned_data.get(name + WITHHELD_BOX):
                said[name] = WITHHELD
            elif is_said(value := self.cleaned_data.get(name)):
                said[name] = Known(value)
        return said

    def questions(self, names: Iterable[str]) -> list[tuple[BoundField, BoundField | None]]:
        """List the questions of these facts, each with its box where it has one."""
        return [(self[name], self[name + WITHHELD_BOX] if name in self.withholdable else None) for name in self.specs if name in set(names)]


def is_said(value: Any) -> bool:
    """Tell an answer from an empty field."""
    return value is not None and value != ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the rules answer: the kind of notice, a sentence, reasons or cuts, and the facts still worth asking."""

    kind: str
    sentence: str
    details: tuple[str, ...]
    missing: tuple[str, ...]
    outcome: Outcome


def estimate(benefit: list[Published], given: Facts, *, parameters: ParameterBook, on: date) -> tuple[Published, Estimate]:
    """Apply a benefit to what was said, as if the claim were filed today, or on the day of the event where it is to come."""
    event = given.get(benefit[-1].revision.event_fact)
    event_on = event.value if isinstance(event, Known) and isinstance(event.value, date) else on
    filed_on = max(on, event_on)
    published = chosen(benefit, event_on=event_on, filed_on=filed_on) or benefit[0]
    outcome = decide(published.revision, facts=given, parameters=parameters, usage={}, filed_on=filed_on)
    return published, told(outcome, verb=BORROW if published.revision.paid_by is PaidBy.LOAN else RECEIVE)


def told(outcome: Outcome, *, verb: str = RECEIVE) -> Estimate:
    """Say an outcome to someone who has filed nothing; a loan is not received but borrowed."""
    details = (*(cut.sentence for cut in outcome.cuts), *to_confirm(outcome))
    if outcome.status is Status.GRANTED:
        until = () if outcome.last_day is None else (f"À demander jusqu’au {date_fr(outcome.last_day)} inclus.",)
        return Estimate("success", f"{verb} {outcome.amount}.", (*until, *details), (), outcome)
    if outcome.status is Status.REFUSED:
        near = [f"{miss.sentence}." for reason in outcome.reasons for miss in reason.misses]
        reasons = [reason.sentence for reason in outcome.reasons]
        return Estimate("warning", "D’après vos réponses, cette aide ne vous serait pas accordée.", (*reasons, *near), (), outcome)
    return Estimate("info", between(outcome, verb), details, outcome.missing, outcome)


def to_confirm(outcome: Outcome) -> tuple[str, ...]:
    """Warn where a value is read beyond the day until which somebody checked it."""
    unchecked = any(isinstance(node.origin, trace.Published) and not node.origin.checked for node in outcome.trace.walk())
    return ("Valeur à confirmer : un seuil de cette règle n’est pas encore vérifié pour ce jour.",) if unchecked else ()


def between(outcome: Outcome, verb: str = RECEIVE) -> str:
    """Say the interval of what is not decided yet."""
    if outcome.high is None:
        return "Le montant de cette aide n’est pas publié : aucune estimation n’est possible."
    if outcome.low in (None, ZERO):
        return f"{verb} jusqu’à {outcome.high}, selon vos réponses."
    if outcome.low == outcome.high:
        return f"{verb} {outcome.high}, si les conditions sont remplies."
    return f"{verb} de {outcome.low} à {outcome.high}, selon vos réponses."
