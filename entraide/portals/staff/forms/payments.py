"""The forms of accountants: a batch to prepare, a statement to read, what lists are searched by."""

from datetime import date
from typing import Any

from django import forms

from entraide.core.ledger import CauseKind
from entraide.core.ledger.journal import CAUSE_LABELS
from entraide.core.sepa.days import is_bank_day, next_bank_day
from entraide.core.workflow.engine import Audience
from entraide.core.workflow.payments import ORDER_LABELS
from entraide.ui.components import date_fr
from entraide.ui.forms import DayInput
from entraide.ui.lists import FilterForm


NO_ACCOUNT = "sans-iban"
STATES = {str(state): label.capitalize() for state, label in ORDER_LABELS[Audience.STAFF].items()} | {NO_ACCOUNT: "À payer, sans IBAN"}
TRANSFER_STATES = {"pending": "En attente", "settled": "Payé", "returned": "Retourné"}
OUTCOMES = {
    "settled": "Virements payés",
    "returned": "Virements retournés",
    "other": "Lignes hors virements",
    "amount_differs": "À régler : montant différent",
    "other_attempt": "À régler : ancienne émission",
    "not_expected": "À régler : virement déjà traité ou non reconnu",
    "batch_differs": "À régler : total du lot différent",
}
NATURES = [(str(kind), CAUSE_LABELS[kind]) for kind in CauseKind]
UNREADABLE_DAY = "Écrivez une date, par exemple 15/10/2024."
STATEMENT_LIMIT = 20 * 1024 * 1024


def day_field(label: str, **options: Any) -> forms.DateField:
    """Make a field for a day near to today."""
    return forms.DateField(
        label=label, widget=DayInput(), error_messages={"invalid": UNREADABLE_DAY, "required": UNREADABLE_DAY}, **options
    )


class OrderFilter(FilterForm):
    """What payments are searched by."""

    q = forms.CharField(label="Nom ou référence", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *STATES.items()])


class TransferFilter(FilterForm):
    """What the transfers of a batch are searched by."""

    q = forms.CharField(label="Titulaire ou référence", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *TRANSFER_STATES.items()])


class LineFilter(FilterForm):
    """What the lines of a statement are searched by."""

    suite = forms.ChoiceField(label="Suite donnée", required=False, choices=[("", "Toutes"), *OUTCOMES.items()])


class EntryFilter(FilterForm):
    """What the entries of an account are searched by."""

    du = day_field("Du", required=False)
    au = day_field("Au (ce jour compris)", required=False)
    nature = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *NATURES])


class DayForm(forms.Form):
    """The day on which the journal is read."""

    au = day_field("Au (ce jour compris)", required=False)


class BatchForm(forms.Form):
    """When the bank must execute the transfers; `key` makes a second click prepare nothing more."""

    execution_on = day_field("Jour d’exécution demandé à la banque")
    key = forms.CharField(widget=forms.HiddenInput(), max_length=32, required=False)

    def clean_execution_on(self) -> date:
        """Refuse a day on which banks transfer nothing.

        :raises ValidationError: if so.
        """
        day: date = self.cleaned_data["execution_on"]
        if not is_bank_day(day):
            raise forms.ValidationError(
                f"Les banques n’exécutent aucun virement ce jour-là. Le prochain jour est le {date_fr(next_bank_day(day))}."
            )
        return day


class StatementInput(forms.FileInput):
    """The file of a statement, never a photo."""

    prompt = "Choisissez le fichier"
    icon = "upload"


class StatementForm(forms.Form):
    """A bank statement to read."""

    file = forms.FileField(
        label="Relevé de banque",
        help_text="Le fichier camt.053 (XML) que votre banque met à disposition chaque jour, 20 Mo au plus.",
        widget=StatementInput({"accept": ".xml,.053,application/xml,text/xml"}),
        error_messages={
            "required": "Choisissez le fichier du relevé.",
            "empty": "Ce fichier est vide : téléchargez-le à nouveau depuis le site de votre banque.",
            "invalid": "Choisissez le fichier du relevé.",
        },
    )

    def clean_file(self) -> Any:
        """Refuse what no statement weighs.

        :raises ValidationError: if the file is too big.
        """
        file = self.cleaned_data["file"]
        if file.size > STATEMENT_LIMIT:
            raise forms.ValidationError("Ce fichier dépasse 20 Mo : ce n’est pas un relevé d’un jour.")
        return file
