"""What is typed at the queue: what it is searched by, what is decided together, how a view is called, who is there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from entraide.apps.claims.queries.desk_filters import CHANNELS, Age, DeskFilter, Risk, Shelf
from entraide.apps.desk.operations.bulk import ACTS
from entraide.apps.desk.queries.people import MOST_SHARED
from entraide.ui.forms import DayInput
from entraide.ui.lists import FilterForm


SHELVES = {
    Shelf.OPEN: "À traiter",
    Shelf.TO_TAKE: "À prendre",
    Shelf.MINE: "Mes dossiers",
    Shelf.AWAITING: "En attente d’une correction",
    Shelf.DECIDED: "Décidées depuis 30 jours",
}
RISKS = {
    Risk.LATE: "En retard",
    Risk.SOON: "À décider sous 3 jours",
    Risk.WEEK: "À décider sous 7 jours",
    Risk.LATER: "Plus tard",
}
AGES = {
    Age.WEEK: "Déposées depuis moins de 7 jours",
    Age.MONTH: "Déposées depuis 7 à 29 jours",
    Age.OLDER: "Déposées depuis 30 jours ou plus",
}
# Every branch, for an officer whose queue begins with their own.
ALL, MINE = "toutes", "moi"


def _choice(label: str, choices: dict[Any, str], none: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", none), *((str(key), said) for key, said in choices.items())])


class QueueFilter(FilterForm):
    """What the queue is searched by; an officer of one branch begins with it."""

    q = forms.CharField(label="Nom ou référence", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False, choices=[(str(shelf), label) for shelf, label in SHELVES.items()])
    antenne = forms.ChoiceField(label="Antenne", required=False)
    risque = _choice("Échéance", RISKS, "Toutes")
    prestation = forms.ChoiceField(label="Prestation", required=False)
    anciennete = _choice("Ancienneté", AGES, "Toutes")
    gestionnaire = forms.ChoiceField(label="Prise par", required=False)
    canal = _choice("Reçue", {code: label.capitalize() for code, label in CHANNELS.items()}, "Par tout canal")

    def __init__(
        self,
        data: Any,
        *,
        benefits: Sequence[tuple[str, str]],
        branches: Sequence[str] = (),
        officers: Sequence[tuple[UUID, str]] = (),
        own: str = "",
    ) -> None:
        given = data.copy()
        if own and "antenne" not in given:
            given["antenne"] = own
        super().__init__(given)
        # The tiles say the state that is shown, and the head of the list the branch of one's own.
        self.marks = {"etat": None, "gestionnaire": "Prise par {}"} | ({"antenne": None} if own and given["antenne"] == own else {})
        self.fields["prestation"].choices = [("", "Toutes"), *benefits]
        self.fields["antenne"].choices = [(ALL if own else "", "Toutes les antennes"), *((name, name) for name in branches)]
        self.fields["gestionnaire"].choices = [("", "Peu importe"), (MINE, "Moi"), *((str(key), name) for key, name in officers)]

    def wanted(self, *, sort: str, me: UUID, absent: frozenset[UUID] = frozenset()) -> DeskFilter:
        """Read the filters; a fault filters nothing."""
        typed = self.typed()
        officer, branch = typed.get("gestionnaire", ""), typed.get("antenne", "")
        return DeskFilter(
            shelf=Shelf(typed.get("etat") or Shelf.OPEN),
            benefit=typed.get("prestation", ""),
            text=typed.get("q", ""),
            sort=sort,
            branch="" if branch == ALL else branch,
            officer=me if officer == MINE else UUID(officer) if officer else None,
            channel=typed.get("canal", ""),
            risk=Risk(typed["risque"]) if "risque" in typed else None,
            age=Age(typed["anciennete"]) if "anciennete" in typed else None,
            absent=absent,
        )


class TogetherForm(forms.Form):
    """What is decided of the claims that are ticked; only a grant goes without words."""

    act = forms.ChoiceField(label="Décision", choices=[(act, label.capitalize()) for act, label in ACTS.items()])
    note = forms.CharField(
        label="Mot pour chaque personne",
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        required=False,
        error_messages={"required": "Indiquez la raison : chaque personne la lira."},
    )

    def __init__(self, *args: Any, wanted: str = "grant", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = wanted != "grant"
        self.fields["note"].help_text = "" if wanted == "grant" else "Chacune lira cette raison."


class ViewForm(forms.Form):
    """How a search of the queue is called."""

    name = forms.CharField(
        label="Nom de la vue", max_length=60, error_messages={"required": "Donnez un nom à cette vue, pour la retrouver."}
    )


class SeatForm(forms.Form):
    """For which branches an officer works."""

    branches = forms.MultipleChoiceField(
        label="Antennes", help_text="Sans aucune : toutes.", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, branches: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branches"].choices = [(name, name) for name in branches]


class AbsenceForm(forms.Form):
    """From which day to which an officer is away."""

    since = forms.DateField(label="Du", widget=DayInput(), error_messages={"required": "Indiquez le premier jour d’absence."})
    last = forms.DateField(label="Au, inclus", widget=DayInput(), error_messages={"required": "Indiquez le dernier jour d’absence."})


class ShareForm(forms.Form):
    """How many claims of which branch are shared out."""

    antenne = forms.ChoiceField(label="Antenne", required=False)
    nombre = forms.IntegerField(label="Nombre de demandes", min_value=1, max_value=MOST_SHARED, initial=50)

    def __init__(self, *args: Any, branches: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["antenne"].choices = [("", "Toutes les antennes"), *((name, name) for name in branches)]
