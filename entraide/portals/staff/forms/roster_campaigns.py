"""What an officer types to run the campaign of lists: its year and its day due, and whom to look for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from entraide.ui.forms import DayInput
from entraide.ui.lists import FilterForm


STATES = (("", "Tous"), ("answered", "Ont répondu"), ("begun", "Ont commencé"), ("silent", "N’ont rien envoyé"))


class CampaignForm(forms.Form):
    """The campaign to open."""

    year = forms.TypedChoiceField(label="Année des listes", coerce=int, error_messages={"invalid_choice": "Choisissez une année."})
    due_on = forms.DateField(
        label="Date limite",
        widget=DayInput,
        help_text="Le dernier jour pour répondre.",
        error_messages={"required": "Indiquez la date limite.", "invalid": "Indiquez une date qui existe."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in (today.year, today.year + 1)]


class AskedFilter(FilterForm):
    """Which of the members asked to look for."""

    annee = forms.CharField(required=False, widget=forms.HiddenInput())
    q = forms.CharField(label="Nom", required=False, max_length=100)
    department = forms.ChoiceField(label="Département", required=False)
    state = forms.ChoiceField(label="Réponse", required=False, choices=STATES)
    marks = {"annee": None}

    def __init__(self, *args: Any, departments: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "Tous"), *((one, one) for one in departments)]
