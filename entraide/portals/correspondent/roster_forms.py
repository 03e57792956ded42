"""What a correspondent types of a staff without a file: the columns of one, the people page by page, an agent who arrives."""

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms

from entraide.apps.beneficiaries.queries.roster_draft import cells_of, kept_of, read_cells
from entraide.apps.beneficiaries.queries.rosters import Title
from entraide.core.eligibility.values import Position
from entraide.core.roster.columns import COLUMNS
from entraide.core.roster.values import HeldPerson, RosterLine
from entraide.ui.forms import DayInput, ThreePartDateField
from entraide.ui.refusals import say


QUESTIONS = {
    "matricule": "… le matricule ?",
    "family_name": "… le nom ?",
    "given_name": "… le prénom ?",
    "born_on": "… la date de naissance ?",
    "civil_sex": "… le sexe ?",
    "email": "… l’adresse de courriel ?",
    "status": "… le statut (actif, retraité, apprenti) ?",
    "since": "… la date d’arrivée ?",
    "until": "… le dernier jour de présence ?",
    "service": "… le service ?",
    "contract": "… la nature du contrat ?",
    "contract_until": "… le dernier jour du contrat ?",
    "position": "… la position administrative ?",
    "time_share": "… le temps de travail ?",
}
ASKED = "Choisissez la colonne de votre fichier qui le donne."
STATUSES = (("actif", "Actif"), ("retraité", "Retraité"), ("apprenti", "Apprenti ou alternant"))
CONTRACTS = (
    ("", "Je ne sais pas"),
    ("titulaire", "Titulaire ou stagiaire"),
    ("CDI", "CDI"),
    ("CDD", "CDD"),
    ("apprentissage", "Apprentissage"),
)
POSITIONS = tuple((position.label, position.label.capitalize()) for position in Position)
ACTS = (("still", "Toujours là, rien ne change"), ("left", "Part ou est parti"), ("changed", "Quelque chose change"))


class ColumnsForm(forms.Form):
    """Which title of a file gives which column of the list."""

    use_required_attribute = False

    def __init__(self, *args: Any, titles: Sequence[Title], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = titles
        choices = [("", "Aucune colonne"), *((str(place), _shown(title)) for place, title in enumerate(titles))]
        taken = {title.column: str(place) for place, title in enumerate(titles) if title.column}
        for column in COLUMNS:
            self.fields[column.key] = forms.ChoiceField(
                label=QUESTIONS[column.key],
                choices=choices,
                required=column.is_required,
                initial=taken.get(column.key, ""),
                error_messages={
                    "required": "Choisissez la colonne de votre fichier qui le donne.",
                    "invalid_choice": "Choisissez une colonne.",
                },
            )

    def clean(self) -> dict[str, Any]:
        """Take each title once."""
        seen: dict[str, str] = {}
        for key, place in list(self.cleaned_data.items()):
            first = seen.setdefault(place, key) if place else key
            if first != key:
                self.add_error(key, f"Cette colonne est déjà choisie plus haut, pour « {QUESTIONS[first].strip('… ?')} ».")
        return self.cleaned_data

    def columns(self) -> dict[str, str]:
        """Give the key of the column that each title is, or nothing where it is not to be read."""
        chosen = {place: key for key, place in self.cleaned_data.items() if place}
        return {title.text: chosen.get(str(place), "") for place, title in enumerate(self.titles)}


def _shown(title: Title) -> str:
    return f"{title.text} (par exemple {', '.join(title.examples)})" if title.examples else f"{title.text} (vide)"


class EmploymentForm(forms.Form):
    """What a list says of an employment, for one person."""

    is_all_optional = True
    family_name = forms.CharField(label="Nom", max_length=100)
    status = forms.ChoiceField(label="Statut", choices=STATUSES)
    service = forms.CharField(label="Service", required=False, max_length=120)
    contract = forms.ChoiceField(label="Contrat", choices=CONTRACTS, required=False)
    contract_until = forms.DateField(label="Dernier jour du contrat", required=False, widget=DayInput, help_text="Pour un CDD.")
    position = forms.ChoiceField(label="Position", choices=POSITIONS)
    time_share = forms.IntegerField(label="Temps de travail, en %", required=False, min_value=1, max_value=100)

    def told(self) -> dict[str, str]:
        """Give what was typed as the cells of a list."""
        return {name: _cell(value) for name, value in self.cleaned_data.items()}

    def show_faults(self, faults: dict[str, list[Any]], instead: dict[str, str]) -> None:
        """Put the faults of a line beside the fields that hold its columns."""
        for key, found in faults.items():
            name = instead.get(key, key)
            for finding in found:
                self.add_error(name if name in self.fields else None, say(finding))


def _cell(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


class PersonForm(EmploymentForm):
    """What became of one person of the staff."""

    act = forms.ChoiceField(label="Cette personne", choices=ACTS, widget=forms.RadioSelect())
    left_on = forms.DateField(label="Dernier jour de présence", required=False, widget=DayInput, help_text="Si elle part.")
    field_order = ("act", "left_on")
    changeable = ("family_name", "status", "service", "contract", "contract_until", "position", "time_share")

    def __init__(self, *args: Any, person: HeldPerson, line: RosterLine, year: int, **kwargs: Any) -> None:
        """`line` is what the form holds of the person so far."""
        self.person, self.year = person, year
        self.before = read_cells(cells_of(person), year=year)[0]
        super().__init__(*args, prefix=person.id.hex, initial=_initial(person, line), **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read a departure or a change as the line of a list would be, with the same faults."""
        self.fields_told: dict[str, Any] = {}
        act = self.cleaned_data.get("act")
        if act == "left" and not self.cleaned_data.get("left_on") and "left_on" not in self.errors:
            self.add_error("left_on", "Indiquez son dernier jour de présence.")
        if self.errors or act == "still":
            return self.cleaned_data
        cells = cells_of(self.person)
        told = {"until": _cell(self.cleaned_data["left_on"])} if act == "left" else {name: self.told()[name] for name in self.changeable}
        line, faults = read_cells(cells | told, year=self.year)
        self.show_faults(faults, {"until": "left_on"})
        if line is not None and self.before is not None:
            self.fields_told = kept_of(line, self.before)
            if act == "changed" and not self.fields_told:
                self.add_error("act", "Dites ce qui change, ou choisissez « Toujours là ».")
        return self.cleaned_data

    @property
    def changed_fields(self) -> list[Any]:
        """The fields of what may change, to draw apart."""
        return [self[name] for name in self.changeable]

    @property
    def is_open(self) -> bool:
        """Tell whether what may change is shown at once."""
        return self["act"].value() == "changed" or any(self[name].errors for name in self.changeable)


def _initial(person: HeldPerson, line: RosterLine) -> dict[str, Any]:
    """Show what the form holds so far: who leaves, what changes, and otherwise what is held."""
    names = [field.name for field in dataclass_fields(RosterLine) if field.name != "line_number"]
    now = replace(person, **{name: getattr(line, name) for name in names})
    told = cells_of(now)
    is_changed = any(told[name] != cells_of(person)[name] for name in PersonForm.changeable)
    return {name: told[name] for name in PersonForm.changeable} | {
        "act": "left" if line.until else "changed" if is_changed else "still",
        "left_on": _last_day(line.until),
        "contract_until": _last_day(line.contract_until),
    }


def _last_day(until: date | None) -> date | None:
    return until - timedelta(days=1) if until else None


class AgentForm(EmploymentForm):
    """Someone who arrives."""

    is_all_optional = False
    given_name = forms.CharField(label="Prénom", max_length=100)
    born_on = ThreePartDateField(label="Date de naissance", birth=True)
    since = forms.DateField(label="Date d’arrivée", widget=DayInput)
    matricule = forms.CharField(label="Matricule", required=False, max_length=40, help_text="Son numéro dans votre paie.")
    email = forms.EmailField(label="Courriel", required=False, help_text="Pour recevoir le code d’activation.")
    field_order = ("family_name", "given_name", "born_on", "since", "status", "contract", "contract_until", "time_share", "service")

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.kept: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        """Read the agent as the line of a list would be, with the same faults."""
        if not self.errors:
            line, faults = read_cells(self.told(), year=self.year)
            self.show_faults(faults, {})
            self.kept = kept_of(line) if line else {}
        return self.cleaned_data
