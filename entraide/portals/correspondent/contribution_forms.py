"""What a correspondent types about the contribution: whom to look for, what is disputed."""

from django import forms

from entraide.core.contributions.adjustments import AdjustmentReason
from entraide.core.contributions.tariff import HeadClass
from entraide.ui.lists import FilterForm


CLASSES = [("", "Toutes"), *((each.value, each.label.capitalize() + "s") for each in HeadClass)]
REASONS = [("", "Tous"), ("call", "Appel"), *((each.value, each.label.capitalize()) for each in AdjustmentReason)]


class PeopleFilter(FilterForm):
    """What the lines of a call are searched by."""

    q = forms.CharField(label="Nom", required=False, max_length=100)
    categorie = forms.ChoiceField(label="Catégorie", required=False, choices=CLASSES)
    motif = forms.ChoiceField(label="Motif", required=False, choices=REASONS)
    partielle = forms.BooleanField(label="Présents une partie de l’année", required=False)
    contestees = forms.BooleanField(label="Lignes contestées", required=False)
    ligne = forms.UUIDField(required=False, widget=forms.HiddenInput())
    marks = {"partielle": "Une partie de l’année", "contestees": "Contestées", "ligne": None}


class DisputeForm(forms.Form):
    """Why a line is not right."""

    ground = forms.CharField(
        label="Qu’est-ce qui n’est pas juste ?",
        help_text="Par exemple : cette personne est partie le 30 juin, ou travaille pour une autre collectivité.",
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Dites ce que vous contestez, en une phrase."},
    )
