"""The forms of the desk of notices: what the officer looks for, reads, sends back, corrects."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from entraide.apps.beneficiaries.queries.tax_notices import NoticeFilter
from entraide.apps.beneficiaries.sentences import NOTICE_REASONS
from entraide.core.money import Money
from entraide.core.rules import FACTS
from entraide.ui.forms import MoneyField
from entraide.ui.lists import FilterForm


SHELVES = {
    "to_check": "À vérifier",
    "sent_back": "À renvoyer par la personne",
    "checked": "Vérifiés depuis 30 jours",
    "asked": "Demandés, pas encore reçus",
}
NOT_PLAUSIBLE = "Ce montant n’est pas plausible pour une ligne 14. Vérifiez-le, sans les centimes."


class NoticeListFilter(FilterForm):
    """What the list of notices is searched by."""

    q = forms.CharField(label="Nom ou référence", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False, choices=list(SHELVES.items()))
    annee = forms.TypedChoiceField(label="Année de l’avis", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [("", "Toutes"), *((year, str(year)) for year in reversed(years))]

    def wanted(self, *, sort: str) -> NoticeFilter:
        """Read the filters; a fault filters nothing."""
        typed = self.typed()
        return NoticeFilter(typed.get("etat") or "to_check", typed.get("annee"), typed.get("q", ""), sort)


class LineForm(forms.Form):
    """Line 14 as it is read on a notice, and on the partner's where there are two."""

    notice_year = forms.TypedChoiceField(
        label="Année de l’avis", coerce=int, error_messages={"invalid_choice": "Choisissez une année dont l’avis sert encore."}
    )
    line_14 = MoneyField(label="Ligne 14", error_messages={"required": "Indiquez le montant de la ligne 14, 0 s’il n’y a pas d’impôt."})
    partner_line_14 = MoneyField(label="Ligne 14 du conjoint", required=False)

    def __init__(self, *args: Any, years: Sequence[int], wants_partner: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_year"].choices = [(year, str(year)) for year in reversed(years)]
        partner = self.fields["partner_line_14"]
        partner.required = wants_partner
        partner.error_messages["required"] = "Deux avis ont été envoyés : indiquez aussi la ligne 14 du conjoint."
        partner.help_text = "" if wants_partner else "Vide s’il y a un seul avis."
        self.fields["line_14"].widget.attrs |= {"autofocus": True, "data-letters-act": "", "inputmode": "decimal", "autocomplete": "off"}
        partner.widget.attrs |= {"data-letters-act": "", "inputmode": "decimal", "autocomplete": "off"}

    def clean_line_14(self) -> Money:
        """Refuse an amount that no notice bears."""
        return self._plausible("line_14", "tax_line_14")

    def clean_partner_line_14(self) -> Money | None:
        """Refuse an amount that no notice bears."""
        return self._plausible("partner_line_14", "partner_tax_line_14")

    def _plausible(self, name: str, fact: str) -> Money | None:
        amount = self.cleaned_data[name]
        if amount is not None and FACTS[fact].fault_in(amount):
            raise forms.ValidationError(NOT_PLAUSIBLE)
        return amount


class NoticeForm(LineForm):
    """What is read, with the files that were on the desk: another one that came since is not checked blindly."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    @property
    def document_ids(self) -> frozenset[UUID]:
        """Give the files that were read; none where the field was touched."""
        return keys_in(self.data.get("seen", ""))


class SendBackForm(forms.Form):
    """Why a notice is to be sent again."""

    reason = forms.ChoiceField(
        label="Ce qui ne va pas",
        choices=[(code, text[:1].upper() + text[1:]) for code, text in NOTICE_REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui ne va pas.", "invalid_choice": "Choisissez ce qui ne va pas."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    @property
    def document_ids(self) -> frozenset[UUID]:
        """Give the files that were read; none where the field was touched."""
        return keys_in(self.data.get("seen", ""))


def keys_in(text: str) -> frozenset[UUID]:
    """Read keys apart from each other by a comma; nothing where one is none."""
    try:
        return frozenset(UUID(key) for key in text.split(",") if key)
    except ValueError:
        return frozenset()


class CampaignForm(forms.Form):
    """The year whose notices are asked for."""

    notice_year = forms.TypedChoiceField(
        label="Année des avis", coerce=int, error_messages={"invalid_choice": "Choisissez une année dont les avis sont parus."}
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_year"].choices = [(year, f"Avis {year}") for year in reversed(years)]
