"""What the portfolio is narrowed by, and what is typed of a body: exchanges, promises, stages, flags, targets."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from entraide.apps.members.queries import KIND_LABELS
from entraide.core.network.exchanges import ExchangeKind, TargetIndicator
from entraide.core.network.risks import RiskSignal
from entraide.core.network.stages import ProspectStage
from entraide.orm.keys import uuid7
from entraide.portals.staff.forms.network import day_field
from entraide.ui.lists import FilterForm


EXCHANGE_KINDS = [(kind, capfirst(kind.label)) for kind in ExchangeKind]
STAGES = [(stage, capfirst(stage.label)) for stage in ProspectStage]
SIGNALS = [(signal, capfirst(signal.label)) for signal in RiskSignal]
KINDS = [(kind, capfirst(label)) for kind, label in KIND_LABELS.items()]
SIZES = (("500", "500 habitants et plus"), ("2000", "2 000 et plus"), ("5000", "5 000 et plus"), ("20000", "20 000 et plus"))
INDICATORS = [(indicator, capfirst(indicator.label)) for indicator in TargetIndicator]
MOST_AIMED_AT = 100_000


def _search() -> forms.CharField:
    return forms.CharField(label="Nom ou SIREN", required=False, max_length=100, widget=forms.TextInput({"autocomplete": "off"}))


class _WithDepartments(FilterForm):
    marks = {"department": "Département {}"}

    def __init__(self, *args: Any, departments: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "Tous"), *((code, code) for code in departments)]


class ProspectFilter(_WithDepartments):
    """Which bodies that do not belong are shown."""

    text = _search()
    department = forms.ChoiceField(label="Département", required=False)
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *KINDS])
    stage = forms.ChoiceField(label="Étape", required=False, choices=[("", "Toutes"), ("none", "Non suivi"), *STAGES])
    population = forms.ChoiceField(label="Population", required=False, choices=[("", "Toutes"), *SIZES])


class RiskFilter(_WithDepartments):
    """Which accounts at risk are shown."""

    text = _search()
    signal = forms.ChoiceField(label="Signal", required=False, choices=[("", "Tous"), *SIGNALS])
    committee = forms.ChoiceField(label="Comité régional", required=False)
    department = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *args: Any, committees: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].choices = [("", "Tous"), *((name, name) for name in committees)]


WHOSE = (("", "De toute l’équipe"), ("own", "Les miennes"))


class PromiseFilter(FilterForm):
    """Which promises are shown."""

    whose = forms.ChoiceField(label="Promesses", required=False, choices=WHOSE)
    state = forms.ChoiceField(
        label="État", required=False, choices=[("", "À tenir"), ("late", "En retard"), ("kept", "Tenues"), ("all", "Toutes")]
    )


class ExchangeFilter(FilterForm):
    """Which exchanges are shown."""

    whose = forms.ChoiceField(label="Échanges", required=False, choices=(("", "De toute l’équipe"), ("own", "Les miens")))
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), ("planned", "Prévus"), ("to_tell", "Compte rendu attendu"), ("told", "Passés")],
    )
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *EXCHANGE_KINDS])


class OnceForm(forms.Form):
    """A form that carries the key of what it asks for, so that sent twice it is done once."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid7)


class ExchangeForm(OnceForm):
    """An exchange with a body, past or planned."""

    prefix = "exchange"
    kind = forms.ChoiceField(
        label="Nature", choices=EXCHANGE_KINDS, error_messages={"invalid_choice": "Choisissez une nature de la liste."}
    )
    held_on = day_field("Date", help_text="Un jour à venir prévoit l’échange.")
    met = forms.CharField(label="Avec qui", required=False, max_length=200, error_messages={"max_length": "200 caractères au plus."})
    summary = forms.CharField(
        label="Ce qu’il en est ressorti, ou son objet",
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Écrivez en quelques mots de quoi il s’agit.", "max_length": "4 000 caractères au plus."},
    )


class ReportForm(forms.Form):
    """What came of a planned exchange."""

    met = forms.CharField(label="Avec qui", required=False, max_length=200, error_messages={"max_length": "200 caractères au plus."})
    summary = forms.CharField(
        label="Ce qu’il en est ressorti",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Écrivez ce qu’il en est ressorti.", "max_length": "4 000 caractères au plus."},
    )


class PromiseForm(OnceForm):
    """Something promised to a body."""

    prefix = "promise"
    what = forms.CharField(
        label="Ce que nous promettons",
        max_length=300,
        error_messages={"required": "Écrivez ce qui est promis.", "max_length": "300 caractères au plus."},
    )
    due_on = day_field("Pour le")


class ReasonForm(forms.Form):
    """Why a member is at risk."""

    prefix = "risk"
    reason = forms.CharField(
        label="Pourquoi ce compte est à risque",
        max_length=300,
        error_messages={"required": "Dites pourquoi en une phrase.", "max_length": "300 caractères au plus."},
    )


class StageForm(forms.Form):
    """The next stage of a prospect; `stages` are those that may follow."""

    prefix = "stage"
    stage = forms.ChoiceField(
        label="Nouvelle étape",
        error_messages={"required": "Choisissez une étape.", "invalid_choice": "Choisissez une étape de la liste."},
    )
    reason = forms.CharField(
        label="Pourquoi",
        required=False,
        max_length=300,
        help_text="Obligatoire quand il n’y a pas de suite.",
        error_messages={"max_length": "300 caractères au plus."},
    )

    def __init__(self, *args: Any, stages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "Choisir…"), *(choice for choice in STAGES if choice[0] in stages)]


class TargetForm(forms.Form):
    """What an area aims at for a year; what is left blank stays as it is, zero takes a target away."""

    area = forms.ChoiceField(
        label="Comité ou délégation",
        error_messages={"required": "Choisissez un comité ou une délégation.", "invalid_choice": "Choisissez dans la liste."},
    )

    def __init__(self, *args: Any, areas: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "Choisir…"), *areas]
        messages = {
            "invalid": "Écrivez un nombre entier.",
            "min_value": "Un objectif ne peut pas être négatif.",
            "max_value": "Un objectif compte 100 000 au plus.",
        }
        for name, label in INDICATORS:
            options = {"label": label, "required": False, "error_messages": messages}
            self.fields[name] = forms.IntegerField(min_value=0, max_value=MOST_AIMED_AT, **options)

    def values(self) -> dict[str, int]:
        """Give the targets that were typed."""
        return {name: self.cleaned_data[name] for name, _ in INDICATORS if self.cleaned_data.get(name) is not None}
