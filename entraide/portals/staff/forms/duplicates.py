"""What duplicates are searched by, which of two rows is kept, and what is settled before they are joined."""

from collections.abc import Sequence
from typing import Any

from django import forms

from entraide.core.duplicates.values import Kind, Likeness
from entraide.ui.lists import FilterForm


class DuplicateFilter(FilterForm):
    """Which pairs are looked for."""

    q = forms.CharField(label="Nom", required=False, max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    likeness = forms.ChoiceField(
        label="Ressemblance", required=False, choices=[("", "Toutes"), *((one.value, one.label.capitalize()) for one in Likeness)]
    )
    kind = forms.ChoiceField(label="Indice", required=False, choices=[("", "Tous"), *((one.value, one.label.capitalize()) for one in Kind)])
    who = forms.ChoiceField(
        label="Qui", required=False, choices=[("", "Bénéficiaires"), ("children", "Enfants saisis deux fois dans un foyer")]
    )


class MergeFilter(FilterForm):
    """Which joinings are looked for."""

    state = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), ("drafted", "À vérifier"), ("applied", "Faite"), ("undone", "Annulée")]
    )


class KeepForm(forms.Form):
    """Which of two rows stays."""

    keep = forms.ChoiceField(
        label="Quelle fiche gardez-vous ?",
        widget=forms.RadioSelect,
        help_text="Tout ce que contient l’autre y est rattaché. Rien ne change avant que vous ayez relu l’aperçu.",
        error_messages={"required": "Choisissez la fiche à garder.", "invalid_choice": "Choisissez l’une des deux fiches."},
    )

    def __init__(self, *args: Any, sides: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = list(sides)


class SettleMergeForm(forms.Form):
    """One question for each thing on which two rows differ; `questions` are (code of the fact, label, kept answer, other answer)."""

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        errors = {"required": "Dites laquelle des deux fiches a raison.", "invalid_choice": "Choisissez l’une des deux réponses."}
        for place, (_, label, kept, absorbed) in enumerate(questions):
            choices = [("kept", kept), ("absorbed", absorbed)]
            self.fields[f"fact_{place}"] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors)
        self._facts = [fact for fact, *_ in questions]

    def choices(self) -> dict[str, str]:
        """Give the answers by fact."""
        return {fact: self.cleaned_data[f"fact_{place}"] for place, fact in enumerate(self._facts)}
