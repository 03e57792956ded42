"""The forms of contributions: a campaign to open, what accounts and lines are searched by, answers, ways to the rate, a quote."""

from datetime import date, timedelta
from typing import Any

from django import forms

from entraide.apps.contributions.queries import called_years
from entraide.core.contributions.adjustments import AdjustmentReason
from entraide.core.contributions.tariff import HeadClass
from entraide.core.contributions.years import adjustable_years
from entraide.core.membership.contracts import entry_faults, next_entry
from entraide.portals.staff.forms.payments import day_field
from entraide.ui.forms import MoneyField
from entraide.ui.lists import FilterForm
from entraide.ui.refusals import say


KINDS = [("call", "Appel : tous les adhérents de l’année"), ("adjustment", "Régularisation : ce qui a changé depuis l’appel")]
CLASSES = [("", "Toutes"), *((each.value, each.label.capitalize() + "s") for each in HeadClass)]
REASONS = [("", "Tous"), ("call", "Appel"), *((each.value, each.label.capitalize()) for each in AdjustmentReason)]
ORIGINS = [("", "Toutes"), ("platform", "Plateforme"), ("imported", "Reprise")]
DISPUTE_STATES = [("open", "En attente"), ("upheld", "Acceptées"), ("dismissed", "Refusées"), ("withdrawn", "Retirées"), ("", "Toutes")]
TRAJECTORY_REASONS = [("floor", "Cotisation plancher"), ("alignment", "Alignement"), ("merger", "Fusion")]
CONFIDENCES = [("H", "Décidé par un texte"), ("illustrative", "Exemple, aucun texte")]
DAYS_TO_PAY = timedelta(days=30)
YEARS_AROUND = 20


class CampaignForm(forms.Form):
    """A campaign: what it does, for which year, when its documents are dated and due."""

    kind = forms.ChoiceField(label="Que faire ?", choices=KINDS, widget=forms.RadioSelect(), initial="call")
    year = forms.TypedChoiceField(label="Année civile", coerce=int)
    issued_on = day_field(
        "Date des documents",
        help_text="Aujourd’hui au plus tard. Au lancement, ils prennent la date du jour et laissent autant de jours pour payer.",
    )
    due_on = day_field("À payer au plus tard le")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in reversed(adjustable_years(today))]
        self.initial = {"kind": "call", "year": today.year, "issued_on": today, "due_on": today + DAYS_TO_PAY} | self.initial


class AcceptForm(forms.Form):
    """What is accepted of a call whose rate nobody has voted: nothing where every rate is confirmed."""

    accepts_provisional = forms.BooleanField(
        label="Appeler à un taux provisoire",
        help_text="Le taux de l’année n’est pas voté : les documents le disent, et une régularisation suivra le vote.",
        error_messages={"required": "Cochez cette case pour appeler sur un taux qui n’est pas voté, ou attendez le vote."},
    )

    def __init__(self, *args: Any, is_provisional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_provisional:
            del self.fields["accepts_provisional"]


class CancelForm(forms.Form):
    """Why calls are taken back."""

    reason = forms.CharField(
        label="Motif",
        help_text="Par exemple : appelé sur une liste fausse. Il reste écrit sur les avoirs.",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Dites pourquoi : le motif reste écrit sur les avoirs."},
    )


class AccountsFilter(FilterForm):
    """What accounts are searched by."""

    q = forms.CharField(label="Nom ou SIREN", required=False, max_length=100)
    annee = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)
    origine = forms.ChoiceField(label="Origine", required=False, choices=ORIGINS)
    regularises = forms.BooleanField(label="Régularisés dans l’année", required=False)
    marks = {"annee": None, "regularises": "Régularisés"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [(year, str(year)) for year in called_years()]


class PersonsFilter(FilterForm):
    """What the lines of a member's year are searched by."""

    q = forms.CharField(label="Nom", required=False, max_length=100)
    categorie = forms.ChoiceField(label="Catégorie", required=False, choices=CLASSES)
    motif = forms.ChoiceField(label="Motif", required=False, choices=REASONS)
    annee = forms.IntegerField(required=False, widget=forms.HiddenInput())
    marks = {"annee": None}


class DisputesFilter(FilterForm):
    """Which disputes are wanted."""

    etat = forms.ChoiceField(label="État", required=False, choices=DISPUTE_STATES)
    marks = {"etat": None}


class AnswerForm(forms.Form):
    """What is answered to a dispute."""

    verdict = forms.ChoiceField(
        label="La contestation est-elle fondée ?",
        choices=[("upheld", "Oui : la ligne suit la liste corrigée"), ("dismissed", "Non : la ligne est juste")],
        widget=forms.RadioSelect(),
        error_messages={"required": "Choisissez l’une des deux réponses."},
    )
    why = forms.CharField(
        label="Réponse à l’adhérent",
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Écrivez la réponse : l’adhérent la lira."},
    )


class TrajectoryForm(forms.Form):
    """A member's own way to the national rate."""

    reason = forms.ChoiceField(
        label="Motif",
        choices=TRAJECTORY_REASONS,
        help_text="Fusion : partez du taux moyen des corps réunis, pondéré par leurs effectifs.",
    )
    since_year = forms.IntegerField(label="Première année", min_value=2000, max_value=2100)
    active = MoneyField(label="Tarif de départ d’un actif", required=False)
    retiree = MoneyField(label="Tarif de départ d’un retraité", required=False, help_text="Vide : le tarif national.")
    flat_years = forms.IntegerField(label="Années au tarif de départ", min_value=0, max_value=10, initial=0)
    steps = forms.IntegerField(label="Paliers jusqu’au tarif national", min_value=1, max_value=10, initial=1)
    source = forms.CharField(label="Texte qui le décide", max_length=300, widget=forms.TextInput({"autocomplete": "off"}))
    confidence = forms.ChoiceField(label="Ce que vaut ce texte", choices=CONFIDENCES)

    @property
    def start(self) -> dict[HeadClass, Any]:
        """Give what a head costs at the start, by class."""
        typed = {each: self.cleaned_data.get(each.value) for each in HeadClass}
        return {each: amount for each, amount in typed.items() if amount is not None}


class QuoteForm(forms.Form):
    """What a body that thinks of joining would pay."""

    active = forms.IntegerField(label="Actifs", min_value=0, max_value=100_000, initial=0)
    retiree = forms.IntegerField(label="Retraités désignés", min_value=0, max_value=100_000, initial=0, required=False)
    since = day_field("Jour d’entrée", help_text="Un contrat commence le 1er janvier ou le 1er septembre.")
    years = forms.IntegerField(label="Années chiffrées", min_value=1, max_value=6, initial=3)
    floor = MoneyField(label="Plancher offert, par actif", required=False, help_text="Vide : le tarif national dès l’entrée.")
    flat_years = forms.IntegerField(label="Années au plancher", min_value=0, max_value=5, initial=1, required=False)
    steps = forms.IntegerField(label="Paliers ensuite", min_value=1, max_value=5, initial=1, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"since": next_entry(today)} | self.initial

    def clean_since(self) -> date:
        """Want a day of the years around this one.

        :raises ValidationError: if it is too far.
        """
        since: date = self.cleaned_data["since"]
        if abs(since.year - self.today.year) > YEARS_AROUND:
            raise forms.ValidationError(f"Écrivez un jour de {self.today.year - YEARS_AROUND} à {self.today.year + YEARS_AROUND}.")
        return since

    def clean(self) -> dict[str, Any]:
        """Want a head at least, and a day on which a contract may begin."""
        cleaned = super().clean() or {}
        if not (cleaned.get("active") or cleaned.get("retiree")) and not self.errors:
            self.add_error("active", "Indiquez au moins une personne.")
        if since := cleaned.get("since"):
            for fault in entry_faults(since):
                self.add_error("since", say(fault))
        return cleaned
