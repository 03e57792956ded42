"""The forms of the claims officer's desk: what she reads on a paper, asks again, decides."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from entraide.apps.claims.sentences import CORRECTION_REASONS
from entraide.core.rules import FactSpec, FactValue, Kind, Known
from entraide.ui.forms import DayInput, MoneyField, PercentField


PARTNER_LINE = "partner_tax_line_14"
NO_VALUE = "Indiquez la valeur lue sur la pièce."
ONE_NOTICE = "Vous avez répondu qu’il n’y a pas de second avis : effacez ce montant, ou changez cette réponse."


def reading_field(spec: FactSpec, *, required: bool) -> forms.Field:
    """Draw the field of a fact as it is read on a paper."""
    common = {"label": spec.label[:1].upper() + spec.label[1:], "required": required, "error_messages": {"required": NO_VALUE}}
    makers = {
        Kind.MONEY: lambda: MoneyField(**common),
        Kind.DATE: lambda: forms.DateField(widget=DayInput(), **common),
        Kind.COUNT: lambda: forms.IntegerField(min_value=0, **common),
        Kind.RATE: lambda: PercentField(**common),
        Kind.FLAG: lambda: forms.TypedChoiceField(
            choices=[("True", "Oui"), ("False", "Non")], coerce=lambda answer: answer == "True", **common
        ),
        Kind.CHOICE: lambda: forms.ChoiceField(choices=list(spec.choices.items()), **common),
    }
    return makers[spec.kind]()


class ReadingForm(forms.Form):
    """What a paper proves, filled with what the person declared: the officer confirms or corrects it.

    The line of a partner is wanted where the officer says that there are two notices, and refused where there is one.
    """

    def __init__(self, *args: Any, specs: Sequence[FactSpec], facts: Mapping[str, FactValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.specs = {spec.name: spec for spec in specs}
        for name, spec in self.specs.items():
            held = facts.get(name)
            self.fields[name] = reading_field(spec, required=name != PARTNER_LINE)
            if isinstance(held, Known):
                self.initial[name] = held.value

    def clean(self) -> dict[str, Any]:
        """Refuse a value that cannot be, and two notices of which one is not read."""
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if value is not None and self.specs[name].fault_in(value):
                self.add_error(name, "Cette valeur n’est pas plausible. Vérifiez-la.")
        if PARTNER_LINE in self.specs and PARTNER_LINE not in self.errors and cleaned.get(PARTNER_LINE) is None:
            cleaned.pop(PARTNER_LINE, None)
            if cleaned.get("has_two_notices"):
                self.add_error(PARTNER_LINE, NO_VALUE)
        elif cleaned.get(PARTNER_LINE) is not None and cleaned.get("has_two_notices") is False:
            self.add_error(PARTNER_LINE, ONE_NOTICE)
        return cleaned


class CorrectionForm(forms.Form):
    """Why a paper is to be sent again."""

    reason = forms.ChoiceField(
        label="Ce qui ne va pas",
        choices=[("", "Choisissez une raison"), *((code, label.capitalize()) for code, label in CORRECTION_REASONS.items())],
        error_messages={"required": "Choisissez une raison : elle sera lue par la personne."},
    )
    note = forms.CharField(
        label="Ce que la personne doit faire",
        help_text="Elle lira cette phrase. Par exemple : envoyez la facture entière, avec les dates.",
        widget=forms.Textarea({"rows": 2}),
        max_length=500,
        error_messages={"required": "Dites à la personne ce qu’elle doit envoyer."},
    )


class DecisionForm(forms.Form):
    """A decision: its one-time key, made when the page was drawn, and the officer's words."""

    key = forms.UUIDField(widget=forms.HiddenInput(), error_messages={"required": "La page est périmée : vérifiez, puis décidez."})
    note = forms.CharField(label="Mot pour la personne", widget=forms.Textarea({"rows": 2}), max_length=1000, required=False)

    def __init__(self, *args: Any, act: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=act, **kwargs)
        self.act = act
        self.initial.setdefault("key", uuid4())

    @property
    def amount(self) -> Any:
        """The amount typed, where the act has one."""
        return self.cleaned_data.get("amount")


class GrantForm(DecisionForm):
    """A grant: the amount of the rules, or less with its reason."""

    amount = MoneyField(label="Montant accordé", required=False, help_text="Celui des règles, ou moins : dites alors pourquoi.")


class RefuseForm(DecisionForm):
    """A refusal; the rules' reasons are told first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "Les raisons données par les règles seront écrites d’abord. Sans elles, indiquez la vôtre."

    def ask_words(self) -> None:
        """Say that the officer's words are needed: the rules give no reason to refuse."""
        self.fields["note"].required = True
        self.fields["note"].help_text = "Les règles ne refusent pas cette demande : la personne lira pourquoi vous la refusez."


class CloseForm(DecisionForm):
    """A closing without follow-up, with its reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "Raison"
        self.fields["note"].required = True
        self.fields["note"].error_messages["required"] = "Indiquez la raison : elle sera lue par la personne."


DECISIONS: dict[str, type[DecisionForm]] = {"grant": GrantForm, "refuse": RefuseForm, "close": CloseForm}
