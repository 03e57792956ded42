"""The mandate that is given."""

from django import forms
from django.utils.text import capfirst

from entraide.core.network.mandates import MandateKind
from entraide.ui.forms import AddressField


MANDATES = [(kind, capfirst(kind.label)) for kind in MandateKind]


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
