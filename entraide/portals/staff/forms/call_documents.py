"""The forms of documents: what they are searched by, when they are due, why one is replaced, what a line of the bank pays."""

from datetime import date
from typing import Any

from django import forms

from entraide.apps.contributions.queries.documents import DocumentState, years_of_documents
from entraide.core.contributions.deposits import DepositStatus
from entraide.core.contributions.reminders import ReminderStep
from entraide.core.timeline import farthest
from entraide.portals.staff.forms.payments import StatementInput, day_field
from entraide.ui.components.texts import date_fr
from entraide.ui.lists import FilterForm


STATES = [(state.value, state.label.capitalize()) for state in DocumentState]
DEPOSITS = [(status.value, status.label.capitalize()) for status in DepositStatus]
READ = ", ".join(status.label for status in DepositStatus if status is not DepositStatus.WRITTEN)
STATUS_LIMIT = 5 * 1024 * 1024
PLAIN = forms.TextInput({"autocomplete": "off"})


class DocumentFilter(FilterForm):
    """What documents are searched by."""

    q = forms.CharField(label="Numéro, nom ou SIREN", required=False, max_length=100)
    annee = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *STATES])
    depot = forms.ChoiceField(label="Dépôt", required=False, choices=[("", "Tous"), *DEPOSITS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [("", "Toutes"), *((year, str(year)) for year in years_of_documents())]


class DueForm(forms.Form):
    """When documents issued today are due."""

    due_on = day_field("À payer au plus tard le")


class ReplaceForm(forms.Form):
    """Why a document is cancelled and replaced."""

    reason = forms.CharField(
        label="Raison",
        help_text="Par exemple : numéro d’engagement manquant. Elle reste écrite sur le document.",
        max_length=200,
        widget=PLAIN,
    )


class SettleForm(forms.Form):
    """What a line of the bank pays."""

    numbers = forms.CharField(
        label="Numéros des documents payés",
        help_text="Un ou plusieurs numéros, par exemple AC-2024-000012. Le premier est payé d’abord.",
        max_length=400,
        widget=PLAIN,
    )
    keeps_surplus = forms.BooleanField(label="Garder le trop-perçu, s’il y en a un, en avance sur le dernier document", required=False)


class UndoForm(forms.Form):
    """Why what a line paid is taken back."""

    reason = forms.CharField(label="Raison", max_length=200, widget=PLAIN)


class ApplyForm(forms.Form):
    """Which document what came too much on another is counted for."""

    onto = forms.UUIDField()


class RefundForm(forms.Form):
    """Which debit of the bank gave back what came too much."""

    line = forms.UUIDField()


class StatusFileForm(forms.Form):
    """A file of statuses to read."""

    file = forms.FileField(
        label="Fichier de statuts",
        help_text=f"Un CSV dont la première ligne porte les titres numero;statut;date;motif, 5 Mo au plus. Statuts lus : {READ}.",
        widget=StatementInput({"accept": ".csv,text/csv"}),
        error_messages={"required": "Choisissez le fichier de statuts.", "empty": "Ce fichier est vide."},
    )

    def clean_file(self) -> Any:
        """Refuse what no file of statuses weighs.

        :raises ValidationError: if the file is too big.
        """
        file = self.cleaned_data["file"]
        if file.size > STATUS_LIMIT:
            raise forms.ValidationError("Ce fichier dépasse 5 Mo : ce n’est pas un fichier de statuts.")
        return file


class RemindForm(forms.Form):
    """Which step is taken, and how many documents the list showed: one that changed meanwhile is shown again."""

    step = forms.ChoiceField(choices=[(step.value, step.label) for step in ReminderStep], widget=forms.HiddenInput())
    count = forms.IntegerField(widget=forms.HiddenInput())


class LeaveOutForm(forms.Form):
    """Until when a document is left out of reminders, and why."""

    reason = forms.CharField(
        label="Pourquoi ?",
        help_text="Par exemple : mandatée, le virement est annoncé pour vendredi. La raison se lit dans la liste des relances.",
        max_length=400,
        widget=PLAIN,
    )
    until = day_field("Laisser de côté jusqu’au", help_text="Ce jour-là compris ; le lendemain, le document est de nouveau proposé.")


class PlanForm(forms.Form):
    """How a document is paid: in how many months, from when."""

    count = forms.IntegerField(label="Nombre de mensualités", min_value=1, max_value=24, initial=3)
    first_on = day_field("Première échéance")
    reason = forms.CharField(label="Ce qui a été convenu", required=False, max_length=400, widget=PLAIN)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = farthest(today)

    def clean_first_on(self) -> date:
        """Want a day that somebody may plan.

        :raises ValidationError: if it is too far.
        """
        first_on: date = self.cleaned_data["first_on"]
        if first_on > self.last:
            raise forms.ValidationError(f"Choisissez un jour jusqu’au {date_fr(self.last)}.")
        return first_on
