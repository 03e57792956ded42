"""What a correspondent types: the list to send, the answers to its doubts, whom to look for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from entraide.core.roster.years import years_taken
from entraide.integrations.spreadsheets.reading import DEFAULT_LIMITS
from entraide.integrations.spreadsheets.refusals import MEGABYTE
from entraide.integrations.spreadsheets.sentences import REFUSALS
from entraide.ui.forms import TableInput
from entraide.ui.lists import FilterForm


TOO_BIG = "too_big"
CHOICES = (("same", "Oui, c’est la même personne"), ("other", "Non, c’est une autre personne"))
PRINCIPALS = (("principal", "Votre collectivité"), ("second", "L’autre employeur"))
STATES = (
    ("", "Tout le monde"),
    ("to_activate", "Compte à activer"),
    ("activated", "Compte activé"),
    ("leaving", "Départ prévu ou passé"),
    ("retiree", "Retraités"),
)


class RosterForm(forms.Form):
    """A nominative list and the year it is for."""

    file = forms.FileField(
        label="Votre liste",
        help_text="CSV ou Excel (.xlsx), 20 Mo et 50 000 lignes au plus. N’envoyez jamais le numéro de sécurité sociale.",
        widget=TableInput(),
        error_messages={
            "required": "Choisissez le fichier de votre liste.",
            "empty": "Ce fichier est vide.",
            "max_length": "Le nom de ce fichier est trop long : raccourcissez-le.",
        },
    )
    year = forms.TypedChoiceField(label="Année de la liste", coerce=int, error_messages={"invalid_choice": "Choisissez une année."})

    def clean_file(self) -> Any:
        """Refuse a file that is too big before it is read, also one that was cut on its way."""
        sent, limit = self.cleaned_data["file"], DEFAULT_LIMITS.max_bytes
        if sent.size <= limit:
            return sent
        sizes = {"size": -(-sent.size // MEGABYTE), "limit": limit // MEGABYTE}
        raise forms.ValidationError(REFUSALS["spreadsheets.too_big"].format(**sizes), code=TOO_BIG)

    def clean(self) -> dict[str, Any]:
        """Ask for no year that was on its way behind a file that was cut."""
        if self.has_error("file", TOO_BIG) and not self.data.get("year"):
            self.errors.pop("year", None)
        return self.cleaned_data

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in sorted(years_taken(today), reverse=True)]
        self.fields["year"].initial = today.year


class DoubtsForm(forms.Form):
    """One answer per doubt shown; those left blank when it is sent stay open."""

    use_required_attribute = False

    def __init__(self, *args: Any, doubts: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for doubt in doubts:
            self.fields[f"doubt_{doubt.position}"] = forms.ChoiceField(
                label="Est-ce la même personne ?",
                choices=CHOICES,
                required=not self.is_bound,
                initial=doubt.choice,
                widget=forms.RadioSelect(),
                error_messages={"invalid_choice": "Choisissez l’une des deux réponses."},
            )

    def choices(self) -> dict[int, str]:
        """Give the answers by the position of their doubt."""
        return {int(name.removeprefix("doubt_")): value for name, value in self.cleaned_data.items() if value}


class PrincipalForm(forms.Form):
    """Which employer counts for each arrival whom another one inscribes too; the other one while nothing is said."""

    use_required_attribute = False

    def __init__(self, *args: Any, arrivals: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for arrival in arrivals:
            self.fields[f"principal_{arrival.position}"] = forms.ChoiceField(
                label="Qui est son employeur principal ?",
                choices=PRINCIPALS,
                required=False,
                initial=arrival.choice or "second",
                widget=forms.RadioSelect(),
                error_messages={"invalid_choice": "Choisissez l’une des deux réponses."},
            )

    def choices(self) -> dict[int, str]:
        """Give the answers by the position of their arrival."""
        return {int(name.removeprefix("principal_")): value for name, value in self.cleaned_data.items() if value}


class ApplyForm(forms.Form):
    """The word asked when a list removes much of the staff."""

    confirmed = forms.BooleanField(label="Oui, ma liste est complète", required=False)


class AgentFilter(FilterForm):
    """Whom to look for."""

    q = forms.CharField(label="Nom ou prénom", required=False, max_length=100)
    state = forms.ChoiceField(label="Montrer", required=False, choices=STATES)
