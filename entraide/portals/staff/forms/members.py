"""What members are searched by, and the mandate that is given."""

from collections.abc import Sequence
from typing import Any

from django import forms

from entraide.ui.forms import AddressField
from entraide.ui.lists import FilterForm


KINDS = (("commune", "Commune"), ("epci", "EPCI"), ("other", "Autre organisme"))
MANDATES = (("correspondent", "Correspondant"), ("delegate_elected", "Délégué des élus"), ("delegate_staff", "Délégué des agents"))


class MemberFilter(FilterForm):
    """Which members are looked for."""

    marks = {"department": "Département {}"}

    q = forms.CharField(label="Nom ou SIREN", required=False, max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *KINDS])
    department = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *args: Any, departments: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "Tous"), *((code, code) for code in departments)]


class MandateForm(forms.Form):
    """A mandate to give to someone who has an account."""

    kind = forms.ChoiceField(
        label="Mandat", choices=MANDATES, error_messages={"required": "Choisissez un mandat.", "invalid_choice": "Choisissez un mandat."}
    )
    email = AddressField(
        label="Adresse électronique de la personne",
        help_text="Son compte doit exister. L’administrateur le crée.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
