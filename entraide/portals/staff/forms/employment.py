"""What is typed of an act on a person's employment: one form for each kind, which gives the order."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from entraide.apps.beneficiaries.queries.employment_orders import (
    Arrival,
    ContractChange,
    Departure,
    Order,
    PositionChange,
    PrincipalChoice,
    RetirementOrder,
    Terms,
    Transfer,
)
from entraide.core.eligibility.values import Contract, Position
from entraide.portals.staff.forms.register import BodyField
from entraide.ui.forms import DayInput


A_DAY = timedelta(days=1)
CONTRACTS = [("", "Non connu"), *((one.value, one.label.capitalize()) for one in Contract)]
POSITIONS = [(one.value, one.label.capitalize()) for one in Position]
STATUSES = [("active", "Agent en activité"), ("apprentice", "Apprenti ou alternant"), ("retiree", "Retraité désigné")]
DESIGNATIONS = [("", "Personne : droits gardés jusqu’au 31 décembre"), ("member", "La collectivité"), ("amicale", "Une amicale ou un COS")]
Employers = Sequence[tuple[str, str]]


def day(label: str, **options: Any) -> forms.DateField:
    """Make the field of a day."""
    errors = {"required": "Indiquez la date.", "invalid": "Écrivez une date, par exemple 31/10/2024."}
    return forms.DateField(label=label, widget=DayInput, error_messages=errors, **options)


class EmploymentForm(forms.Form):
    """An act at one of the person's employers; the form of each act gives what is asked as its `order`."""

    order: Order
    member = forms.ChoiceField(label="Employeur", error_messages={"required": "Choisissez l’employeur."})

    def __init__(self, *args: Any, employers: Employers, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "member" in self.fields:
            self.fields["member"].choices = employers
        for name, field in self.fields.items():
            if isinstance(field, BodyField):
                self.fields[name].on = on

    @property
    def member_id(self) -> UUID:
        """The employer that was chosen."""
        return UUID(self.cleaned_data["member"])


class TermsForm(EmploymentForm):
    """The terms of an arrival."""

    status = forms.ChoiceField(label="Situation", choices=STATUSES)
    contract = forms.ChoiceField(label="Contrat", choices=CONTRACTS, required=False)
    contract_last_day = day("Dernier jour du contrat, s’il a un terme", required=False)
    position = forms.ChoiceField(label="Position", choices=POSITIONS)
    time_share = forms.IntegerField(label="Temps de travail (%)", required=False, min_value=1, max_value=100)
    service = forms.CharField(label="Service ou direction", required=False, max_length=120)

    @property
    def terms(self) -> Terms:
        """The terms that were typed."""
        typed = self.cleaned_data
        names = ("status", "contract", "position", "time_share", "service")
        return Terms(**{name: typed[name] for name in names}, contract_until=after(typed["contract_last_day"]))


def after(last: date | None) -> date | None:
    """Give the first day after a last one."""
    return None if last is None else last + A_DAY


class ArrivalForm(TermsForm):
    """A person arrives."""

    member = BodyField(label="Employeur", help_text="Nom, SIREN ou code INSEE.", on=date.min)
    since = day("Premier jour")
    principal = forms.ChoiceField(
        label="Pour lequel comptent les nouvelles demandes ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’employeur."},
    )
    field_order = ("member", "since", "principal")

    def __init__(self, *args: Any, employers: Employers, on: date, **kwargs: Any) -> None:
        super().__init__(*args, employers=employers, on=on, **kwargs)
        if employers:
            names = " ou ".join(name for _, name in employers)
            self.fields["principal"].choices = [("kept", f"{names}, comme aujourd’hui"), ("new", "Le nouvel employeur")]
        else:
            del self.fields["principal"]

    @property
    def order(self) -> Arrival:
        """What is asked."""
        typed = self.cleaned_data
        return Arrival(typed["member"].id, typed["since"], self.terms, becomes_principal=typed.get("principal") == "new")


class DepartureForm(EmploymentForm):
    """A person leaves."""

    last_day = day("Dernier jour travaillé")

    @property
    def order(self) -> Departure:
        """What is asked."""
        return Departure(self.member_id, self.cleaned_data["last_day"])


class TransferForm(TermsForm):
    """A person leaves one employer for another."""

    member = forms.ChoiceField(label="Employeur quitté", error_messages={"required": "Choisissez l’employeur."})
    last_day = day("Dernier jour chez l’employeur quitté")
    to_member = BodyField(label="Nouvel employeur", help_text="Nom, SIREN ou code INSEE.", on=date.min)
    since = day("Premier jour chez le nouvel employeur")
    field_order = ("member", "last_day", "to_member", "since")

    @property
    def order(self) -> Transfer:
        """What is asked."""
        typed = self.cleaned_data
        return Transfer(self.member_id, typed["last_day"], typed["to_member"].id, typed["since"], self.terms)


class RetirementForm(EmploymentForm):
    """A person retires."""

    last_day = day("Dernier jour travaillé")
    designated_by = forms.ChoiceField(
        label="Qui désigne cette personne comme retraitée ?", choices=DESIGNATIONS, required=False, widget=forms.RadioSelect
    )
    amicale = BodyField(label="L’amicale ou le COS, s’il la désigne", help_text="Nom ou SIREN.", on=date.min, required=False)

    def clean(self) -> dict[str, Any]:
        """Want the amicale where it designates."""
        cleaned = super().clean() or {}
        if cleaned.get("designated_by") == "amicale" and not cleaned.get("amicale") and "amicale" not in self.errors:
            self.add_error("amicale", "Indiquez l’amicale ou le COS qui désigne cette personne.")
        return cleaned

    @property
    def order(self) -> RetirementOrder:
        """What is asked."""
        typed = self.cleaned_data
        amicale = typed["amicale"].id if typed["designated_by"] == "amicale" else None
        return RetirementOrder(self.member_id, typed["last_day"], typed["designated_by"], amicale)


class ContractForm(EmploymentForm):
    """Another contract at the same employer."""

    since = day("À partir du")
    contract = forms.ChoiceField(label="Contrat", choices=CONTRACTS[1:])
    contract_last_day = day("Dernier jour du contrat, s’il a un terme", required=False)
    time_share = forms.IntegerField(label="Temps de travail (%)", required=False, min_value=1, max_value=100)

    @property
    def order(self) -> ContractChange:
        """What is asked."""
        typed = self.cleaned_data
        return ContractChange(self.member_id, typed["since"], typed["contract"], after(typed["contract_last_day"]), typed["time_share"])


class PositionForm(EmploymentForm):
    """Another position at the same employer."""

    since = day("À partir du")
    position = forms.ChoiceField(label="Position", choices=POSITIONS)

    @property
    def order(self) -> PositionChange:
        """What is asked."""
        return PositionChange(self.member_id, self.cleaned_data["since"], self.cleaned_data["position"])


class PrincipalForm(EmploymentForm):
    """The employer for which a person counts."""

    since = day("À partir du")

    @property
    def order(self) -> PrincipalChoice:
        """What is asked."""
        return PrincipalChoice(self.member_id, self.cleaned_data["since"])


# By the word of the address: the form, its title, the sentence under it.
ACTS: Mapping[str, tuple[type[EmploymentForm], str, str]] = {
    "arrivee": (ArrivalForm, "Enregistrer une arrivée", "Les droits s’ouvrent le premier jour."),
    "depart": (DepartureForm, "Enregistrer un départ", "Les droits sont gardés jusqu’au 31 décembre de l’année du départ."),
    "mutation": (TransferForm, "Enregistrer une mutation", "Le départ et l’arrivée en un seul acte, sans deux employeurs principaux."),
    "retraite": (
        RetirementForm,
        "Enregistrer un départ à la retraite",
        "Une personne retraitée n’ouvre de droits que si elle est désignée.",
    ),
    "contrat": (ContractForm, "Changer le contrat", "Ce qui précède reste dans l’historique."),
    "position": (PositionForm, "Changer la position", "Disponibilité, détachement, congé non rémunéré : ce que la règle en dit s’affiche."),
    "principal": (PrincipalForm, "Choisir l’employeur principal", "Celui pour lequel comptent les nouvelles demandes."),
}
