"""What is decided without a human act, and what a second look finds."""

import re
from typing import Any

from django import forms

from entraide.apps.desk.operations.second_looks import CAUSES, VERDICTS


PER_CENT_TO_MILLE, ALL = 10, 1000


# Digits, then at most one decimal: neither a sign nor an exponent.
SHARE = re.compile(r"\s*(\d{1,3})(?:[.,](\d))?\s*%?\s*", re.ASCII)


def in_per_cent(rate: int) -> str:
    """Write a rate per mille as it is typed, in per cent."""
    return f"{rate / PER_CENT_TO_MILLE:g}".replace(".", ",")


class SampleForm(forms.Form):
    """How many of the decisions are looked at again."""

    rate = forms.CharField(
        label="Décisions relues par une personne, en pour cent",
        help_text="Tirées au sort. De 0,1 % à 100 %.",
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        max_length=20,
        error_messages={"required": "Indiquez la part des décisions à relire."},
    )

    def clean_rate(self) -> int:
        """Give the rate per mille."""
        typed = SHARE.fullmatch(self.cleaned_data["rate"])
        rate = int(typed[1]) * PER_CENT_TO_MILLE + int(typed[2] or 0) if typed else 0
        if not 1 <= rate <= ALL:
            raise forms.ValidationError("Écrivez un nombre de 0,1 à 100, par exemple 5 ou 2,5.")
        return rate


class AutomateForm(SampleForm):
    """The same, of what no human decides; `seen` is the automation that ran when the page was shown."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput())


class StopForm(forms.Form):
    """Why it is stopped."""

    reason = forms.CharField(
        label="Pourquoi l’arrêter ?",
        help_text="L’historique garde cette raison.",
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Dites pourquoi en quelques mots : l’historique le garde."},
    )


class LookForm(forms.Form):
    """What was found."""

    verdict = forms.ChoiceField(
        label="Votre conclusion",
        choices=list(VERDICTS.items()),
        widget=forms.RadioSelect(),
        error_messages={"required": "Dites si la décision est juste ou erronée."},
    )
    cause = forms.ChoiceField(
        label="D’où vient l’erreur ?",
        choices=[("", "Aucune erreur"), *CAUSES.items()],
        required=False,
        help_text="Si la décision est erronée.",
    )
    cause.is_conditional = True
    note = forms.CharField(label="Remarque", max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))

    def clean(self) -> dict[str, Any]:
        """Ask for the cause of an error, beside its field."""
        cleaned = super().clean()
        if cleaned.get("verdict") == "wrong" and not cleaned.get("cause"):
            self.add_error("cause", "Dites d’où vient l’erreur : la cause est comptée.")
        return cleaned
