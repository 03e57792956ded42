"""What is typed in the mail room: how a claim came, its papers, a scan, where pages go."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from entraide.apps.claims.queries.keyable import Keyable
from entraide.core.reference import check_reference
from entraide.ui.fact_forms import FactForm
from entraide.ui.forms import DayInput, DocumentInput


CHANNELS = (("paper", "Papier"), ("phone", "Appel"))


class KeyedFactForm(FactForm):
    """The same questions, answered by who enters them."""

    withheld_label = "La personne ne fournit pas ce document"
    withheld_hint = "Le montant est alors le plus faible, sans rattrapage ensuite."


def _named(offered: Keyable) -> str:
    """Name what may be entered, for whom, and whether it is filed already."""
    named = f"{offered.name} : {offered.subject}" if offered.subject else offered.name
    return f"{named} (déjà demandée cette année)" if offered.is_asked else named


class NewKeyingForm(forms.Form):
    """For which benefit and whom, and how it came; a call has no day of receipt."""

    what = forms.ChoiceField(
        label="Prestation et bénéficiaire",
        error_messages={"required": "Choisissez la prestation.", "invalid_choice": "Choisissez la prestation dans la liste."},
    )
    channel = forms.ChoiceField(label="Comment la demande est-elle venue ?", choices=CHANNELS, initial="paper", widget=forms.RadioSelect)
    received_on = forms.DateField(
        label="Dossier complet reçu le",
        help_text="Pour un papier : c’est ce jour-là qui compte pour le délai.",
        required=False,
        widget=DayInput,
        error_messages={"invalid": "Écrivez une date, par exemple 31/10/2024."},
    )

    def __init__(self, *args: Any, offered: Sequence[Keyable], phone_only: bool, is_envelope: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {str(rank): _named(each) for rank, each in enumerate(offered)}
        self.offered = offered
        self.fields["what"].choices = [("", "Choisissez"), *names.items()]
        if phone_only or is_envelope:
            del self.fields["channel"], self.fields["received_on"]
        self.channel = "phone" if phone_only else "envelope" if is_envelope else ""

    @property
    def chosen(self) -> Keyable:
        """Give what was chosen."""
        return self.offered[int(self.cleaned_data["what"])]

    def arrival(self) -> tuple[str, date | None]:
        """Give how it came, and when it was received if on paper."""
        channel = self.channel or self.cleaned_data["channel"]
        return channel, self.cleaned_data.get("received_on") if channel == "paper" else None


class KeyedPaperForm(forms.Form):
    """One paper that came: a new file, or one of the envelope's."""

    is_all_optional = True

    file = forms.FileField(
        label="Fichier",
        help_text="JPEG, PNG, HEIC ou PDF, 10 Mo au plus.",
        widget=DocumentInput,
        required=False,
        error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."},
    )

    def __init__(self, *args: Any, held: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held:
            self.fields["held"] = forms.ChoiceField(
                label="Dans l’enveloppe", required=False, choices=[("", "Aucun de ces fichiers"), *held]
            )

    def clean(self) -> dict[str, Any]:
        """Want a file, or one of the envelope's."""
        cleaned = super().clean()
        if not cleaned.get("file") and not cleaned.get("held") and "file" not in self.errors:
            self.add_error("file", "Choisissez un fichier.")
        return cleaned


class ScanInput(DocumentInput):
    """The PDF that a scanner makes, never a photo."""

    prompt = "Choisissez le PDF"
    icon = "file-text"


class ScanForm(forms.Form):
    """The post of a day in one file."""

    file = forms.FileField(
        label="Courrier numérisé",
        help_text="Un PDF, 300 pages et 25 Mo au plus.",
        widget=ScanInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": "Choisissez le PDF du courrier.", "empty": "Ce fichier est vide. Choisissez-en un autre."},
    )
    received_on = forms.DateField(
        label="Arrivé le",
        widget=DayInput,
        error_messages={"required": "Donnez le jour d’arrivée.", "invalid": "Écrivez une date, par exemple 31/10/2024."},
    )


class ReferenceForm(forms.Form):
    """The claim that pages are for."""

    demande = forms.CharField(label="Référence de la demande", help_text="Par exemple D-02XM-1SJD-P.", max_length=30)

    def clean_demande(self) -> str:
        """Give the reference as it is written.

        :raises ValidationError: if it is none.
        """
        found = check_reference(self.cleaned_data["demande"])
        if found is None:
            raise forms.ValidationError("Cette référence n’existe pas : vérifiez chaque caractère.")
        return found


class DestinationForm(forms.Form):
    """Which paper these pages are, and which of them."""

    requirement = forms.ChoiceField(
        label="Quelle pièce est-ce ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la pièce.", "invalid_choice": "Choisissez la pièce dans la liste."},
    )
    first = forms.IntegerField(label="De la page", min_value=1, error_messages={"required": "Donnez la première page."})
    last = forms.IntegerField(label="À la page", min_value=1, error_messages={"required": "Donnez la dernière page."})

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"].choices = papers


class EnteredForm(forms.Form):
    """Which claim of the person was entered from an envelope."""

    claim = forms.ChoiceField(
        label="Demande saisie", error_messages={"required": "Choisissez la demande.", "invalid_choice": "Choisissez dans la liste."}
    )

    def __init__(self, *args: Any, claims: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [("", "Choisissez"), *claims]
