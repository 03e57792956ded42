"""What is typed of a death, and what the files of heirs are searched by."""

from django import forms

from entraide.apps.lifecycle.queries.deaths import FILE_STATES
from entraide.portals.staff.forms.employment import day
from entraide.ui.lists import FilterForm


CONTACT_HELP = "Le notaire, ou le proche qui répond : nom, téléphone, adresse. Ce que vous savez aujourd’hui suffit."


class DeathDayForm(forms.Form):
    """The day of a death."""

    died_on = day("Date du décès")


class DeathForm(DeathDayForm):
    """A death that was told."""

    heirs_contact = forms.CharField(
        label="Contact de la succession", help_text=CONTACT_HELP, required=False, max_length=1_000, widget=forms.Textarea({"rows": 4})
    )


class HeirsForm(forms.Form):
    """Who answers for a succession."""

    heirs_contact = forms.CharField(
        label="Contact de la succession", help_text=CONTACT_HELP, required=False, max_length=1_000, widget=forms.Textarea({"rows": 4})
    )


class DeathFilter(FilterForm):
    """Which files are looked for."""

    q = forms.CharField(label="Nom ou référence", required=False, max_length=100)
    state = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *((key, word.capitalize()) for key, word in FILE_STATES.items())]
    )
