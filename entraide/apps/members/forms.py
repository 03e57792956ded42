"""Forms of facts that the staff and a body's own correspondent both fill in."""

from collections.abc import Mapping

from django import forms
from django.core.validators import RegexValidator

from entraide.apps.members.refusals import FaultyFacts
from entraide.core.refusals import Refusal
from entraide.ui.forms import AddressField
from entraide.ui.refusals import say


PLAIN = forms.TextInput({"autocomplete": "off"})
PHONE = RegexValidator(r"^\+?[0-9](?:[ .\-()]*[0-9]){5,18}$", "Écrivez un numéro de téléphone, par exemple 01 99 00 12 34.")


class FactForm(forms.Form):
    """A form of facts: what an act refuses is told on the field it is about, and all that was typed stays."""

    # The field that a fault is shown on, where it bears another name than the fact.
    places: Mapping[str, str] = {}

    def tell(self, refusal: Refusal) -> None:
        """Show why an act was refused."""
        findings = refusal.findings if isinstance(refusal, FaultyFacts) else ()
        for finding in findings:
            place = self.places.get(finding.where, finding.where)
            self.add_error(place if place in self.fields else None, say(finding))
        if not findings:
            self.add_error(None, say(refusal))


class ContactForm(FactForm):
    """Someone to write to or to call."""

    name = forms.CharField(label="Prénom et nom", max_length=120, widget=PLAIN)
    function = forms.CharField(label="Fonction", required=False, max_length=120, widget=PLAIN)
    email = AddressField(label="Adresse électronique", required=False, widget=forms.EmailInput({"autocomplete": "off"}))
    phone = forms.CharField(label="Téléphone", required=False, max_length=30, validators=[PHONE], widget=forms.TextInput({"type": "tel"}))


class ReferencesForm(FactForm):
    """What a body's accounting service asks to be written on what it receives."""

    service_code = forms.CharField(
        label="Code service (Chorus Pro)",
        help_text="Vide si votre comptabilité n’en demande pas.",
        required=False,
        max_length=200,
        widget=PLAIN,
    )
    engagement_number = forms.CharField(
        label="Numéro d’engagement",
        help_text="Celui de votre bon de commande, s’il y en a un.",
        required=False,
        max_length=200,
        widget=PLAIN,
    )
