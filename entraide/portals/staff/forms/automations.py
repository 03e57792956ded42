"""What is decided without a human act, and what a second look finds."""

from typing import Any

from django import forms

from entraide.apps.desk.operations.second_looks import CAUSES, VERDICTS


PER_CENT_TO_MILLE = 10


class AutomateForm(forms.Form):
    """How many of the decisions are looked at again."""

    rate = forms.DecimalField(
        label="Décisions relues par une personne, en pour cent",
        help_text="Tirées au sort. Au moins 0,1 %.",
        min_value=0,
        max_value=100,
        decimal_places=1,
        localize=True,
        error_messages={"required": "Indiquez la part des décisions à relire.", "invalid": "Écrivez un nombre, par exemple 5."},
    )

    def clean_rate(self) -> int:
        """Give the rate per mille."""
        rate = int(self.cleaned_data["rate"] * PER_CENT_TO_MILLE)
        if rate < 1:
            raise forms.ValidationError("Relisez-en au moins 0,1 % : sans relecture, personne ne connaît les erreurs.")
        return rate


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
    note = forms.CharField(label="Remarque", max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))

    def clean(self) -> dict[str, Any]:
        """Ask for the cause of an error, beside its field."""
        cleaned = super().clean()
        if cleaned.get("verdict") == "wrong" and not cleaned.get("cause"):
            self.add_error("cause", "Dites d’où vient l’erreur : la cause est comptée.")
        return cleaned
