"""What the network is narrowed by, and what is typed in its acts: successors, campaigns, delegates, seats."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst

from entraide.core.network.bureau import BureauFunction, College
from entraide.core.network.mandates import DesignationState, MandateKind
from entraide.core.timeline import farthest
from entraide.ui.forms import AddressField, DayInput
from entraide.ui.lists import FilterForm


COLLEGES = [(college, f"Collège des {college.label}") for college in College]
DESIGNATION_STATES = [(state, capfirst(state.label)) for state in DesignationState]
MISSING = [(kind, f"Sans {kind.label}") for kind in MandateKind]
SHOWN = (("", "Avec des adhérents ou un bureau"), ("lacking", "Où il manque quelqu’un"), ("all", "Toutes"))


class DelegationFilter(FilterForm):
    """Which delegations are shown."""

    committee = forms.ChoiceField(label="Comité régional", required=False)
    show = forms.ChoiceField(label="Délégations", required=False, choices=SHOWN)

    def __init__(self, *args: Any, committees: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].choices = [("", "Tous"), *((name, name) for name in committees)]


class VacancyFilter(FilterForm):
    """Which members without somebody are shown."""

    marks = {"department": "Département {}"}

    text = forms.CharField(label="Nom ou SIREN", required=False, max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    missing = forms.ChoiceField(label="Ce qui manque", required=False, choices=[("", "L’un des trois"), *MISSING])
    committee = forms.ChoiceField(label="Comité régional", required=False)
    department = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *args: Any, committees: Sequence[str], departments: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].choices = [("", "Tous"), *((name, name) for name in committees)]
        self.fields["department"].choices = [("", "Tous"), *((code, code) for code in departments)]


class DesignationFilter(FilterForm):
    """Which designations of a campaign are shown."""

    marks = {"department": "Département {}"}

    text = forms.CharField(label="Nom ou SIREN", required=False, max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *DESIGNATION_STATES])
    college = forms.ChoiceField(label="Collège", required=False, choices=[("", "Les deux"), *COLLEGES])
    department = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *args: Any, departments: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "Tous"), *((code, code) for code in departments)]


class SuccessorForm(forms.Form):
    """Whom a mandate goes to."""

    name = forms.CharField(
        label="Prénom et nom de la personne qui prend la suite",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Indiquez le nom.", "max_length": "Un nom compte 120 caractères au plus."},
    )
    email = AddressField(
        label="Son adresse électronique",
        help_text="Si cette adresse n’a pas de compte, il est créé et un lien y est envoyé pour choisir un mot de passe.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


def day_field(label: str, **options: Any) -> forms.DateField:
    """Make a field for a day near to today."""
    messages = {"required": "Indiquez la date.", "invalid": "Cette date n’existe pas. Choisissez-la dans le calendrier."}
    return forms.DateField(label=label, widget=DayInput(), error_messages=messages, **options)


class CampaignForm(forms.Form):
    """A campaign to open."""

    title = forms.CharField(
        label="Nom de la campagne",
        max_length=120,
        error_messages={"required": "Donnez un nom à la campagne.", "max_length": "Un nom compte 120 caractères au plus."},
    )
    due_on = day_field("Dernier jour pour répondre")
    mandates_on = day_field("Premier jour des mandats", help_text="Les mandats durent six ans à partir de ce jour.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse a year that was mistyped."""
        typed = super().clean() or {}
        for name in ("due_on", "mandates_on"):
            if typed.get(name) and typed[name] > farthest(self.today):
                self.add_error(name, "Cette date est à plus de cinq ans. Vérifiez l’année.")
        return typed


class NomineeForm(forms.Form):
    """The delegate that a member names, and the act that says so."""

    name = forms.CharField(
        label="Prénom et nom du délégué",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Indiquez le nom du délégué.", "max_length": "Un nom compte 120 caractères au plus."},
    )
    email = AddressField(label="Son adresse électronique", widget=forms.EmailInput({"autocomplete": "off"}))
    act_on = day_field("Date de l’acte de désignation", required=False, help_text="Délibération ou arrêté.")
    act_number = forms.CharField(
        label="Numéro de l’acte", required=False, max_length=60, error_messages={"max_length": "60 caractères au plus."}
    )


class SeatForm(forms.Form):
    """A seat to give in a bureau; `delegates` are (account:college, name and college)."""

    delegate = forms.ChoiceField(
        label="Délégué",
        error_messages={"required": "Choisissez un délégué.", "invalid_choice": "Choisissez un délégué de la liste."},
    )
    function = forms.ChoiceField(
        label="Fonction",
        choices=[(function, capfirst(function.label)) for function in BureauFunction],
        initial=str(BureauFunction.MEMBER),
        error_messages={"invalid_choice": "Choisissez une fonction de la liste."},
    )

    def __init__(self, *args: Any, delegates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegate"].choices = [("", "Choisir…"), *delegates]
