"""The forms of the household: its persons, where it is paid, its tax notices."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from unicodedata import category

from django import forms

from entraide.core.tabular.cells import CellFault, read_name
from entraide.ui.forms import DayInput, DocumentInput, ThreePartDateField


NOBODY = "nobody"
# Nobody marries in France before this age, but for a court's leave (Code civil, article 144: 18; 15 under earlier law).
SPOUSE_AT_LEAST = 15


def named(text: str) -> None:
    """Refuse what no list would take for a name.

    :raises ValidationError: if it has no letter, a digit, or a sign that no name has.
    """
    try:
        read_name(text)
    except CellFault as fault:
        if fault.code == "tabular.bad_name":
            raise forms.ValidationError("Un nom s’écrit avec des lettres. Retirez les chiffres et les signes.") from fault


def readable(text: str) -> None:
    """Refuse invisible characters, which change how a name is read.

    :raises ValidationError: if the text holds one.
    """
    if any(category(character) in {"Cc", "Cf", "Co", "Cs"} for character in text):
        raise forms.ValidationError("Un caractère invisible s’est glissé ici : effacez tout, puis écrivez à nouveau au clavier.")


UNIONS = [("marriage", "Mariage"), ("pacs", "PACS"), ("cohabitation", "Concubinage")]


class DependantForm(forms.Form):
    """A child or a spouse to add to the household."""

    kind = forms.ChoiceField(
        label="Qui ajoutez-vous ?",
        choices=[("child", "Un enfant"), ("spouse", "Mon conjoint ou ma conjointe")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui vous ajoutez."},
    )
    given_name = forms.CharField(
        label="Prénom", max_length=100, validators=[readable, named], error_messages={"required": "Indiquez le prénom."}
    )
    family_name = forms.CharField(
        label="Nom", max_length=100, validators=[readable, named], error_messages={"required": "Indiquez le nom."}
    )
    born_on = ThreePartDateField(label="Date de naissance", help_text="Par exemple 2 3 2016.")
    custody = forms.ChoiceField(
        label="Pour un enfant : chez qui vit-il ?",
        choices=[("full", "Chez vous"), ("alternating", "En garde alternée")],
        widget=forms.RadioSelect,
        initial="full",
        required=False,
    )

    union = forms.ChoiceField(
        label="Pour un conjoint : qu’est-ce qui vous lie ?", choices=[("", "Je ne précise pas"), *UNIONS], required=False
    )

    def __init__(self, *args: Any, today: date, parent_born_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.parent_born_on = today, parent_born_on

    def clean(self) -> dict[str, Any]:
        """Refuse a child older than the parent before anything is written, and a spouse who is a child; custody is a child's only."""
        cleaned = super().clean()
        born_on, kind = cleaned.get("born_on"), cleaned.get("kind")
        if kind == "spouse":
            cleaned["custody"] = ""
        if born_on and kind == "child" and born_on <= self.parent_born_on:
            self.add_error("born_on", "Un enfant naît après son parent. Vérifiez l’année.")
        if born_on and kind == "spouse" and self.today.year - born_on.year < SPOUSE_AT_LEAST:
            self.add_error("born_on", "Cette date est celle d’un enfant. Vérifiez l’année, ou choisissez « Un enfant ».")
        return cleaned

    def clean_born_on(self):
        """Refuse a birth to come, or one of another century."""
        born_on = self.cleaned_data["born_on"]
        if born_on and born_on > self.today:
            raise forms.ValidationError("Cette date est à venir. Vérifiez l’année.")
        if born_on and born_on.year < self.today.year - 120:
            raise forms.ValidationError("Cette date est trop ancienne. Vérifiez l’année.")
        return born_on


class UnionForm(forms.Form):
    """What binds a couple."""

    union = forms.ChoiceField(
        label="Qu’est-ce qui vous lie ?",
        help_text="L’acte de mariage, l’attestation de PACS ou un justificatif de domicile commun vous sera demandé.",
        choices=UNIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez : mariage, PACS ou concubinage."},
    )


class SeparationForm(forms.Form):
    """The day of a separation."""

    separated_on = forms.DateField(
        label="Depuis quand êtes-vous séparés ?",
        widget=DayInput,
        error_messages={"required": "Indiquez la date.", "invalid": "Écrivez une date, par exemple 31/10/2024."},
    )


class OpenerForm(forms.Form):
    """Which parent opens the rights of a child whose parents are both beneficiaries."""

    named = forms.ChoiceField(
        label="Qui ouvre le droit pour cet enfant ?",
        help_text="Vous pouvez laisser le droit à l’autre parent. « Moi » ne compte que si l’autre parent vous désigne aussi.",
        choices=[("self", "Moi"), ("other", "L’autre parent"), (NOBODY, "Je ne choisis pas")],
        widget=forms.RadioSelect,
    )

    @property
    def word(self) -> str:
        """Give the choice as it is kept: self, other, or nothing."""
        named = self.cleaned_data["named"]
        return "" if named == NOBODY else named


class CustodyForm(forms.Form):
    """In whose home a child lives."""

    custody = forms.ChoiceField(
        label="Où vit l’enfant désormais ?",
        help_text="Le livret de famille, ou le jugement, vous sera demandé à la prochaine demande.",
        choices=[("full", "Chez vous"), ("alternating", "En garde alternée")],
        widget=forms.RadioSelect,
    )


class BankForm(forms.Form):
    """Where the person is paid."""

    holder = forms.CharField(
        label="Titulaire du compte",
        help_text="Tel qu’écrit sur votre RIB.",
        max_length=70,
        error_messages={"required": "Indiquez le titulaire."},
    )
    iban = forms.CharField(
        label="IBAN",
        help_text="27 caractères pour un compte français, avec ou sans espaces.",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Indiquez l’IBAN."},
    )


class NoticeForm(forms.Form):
    """A tax notice, and the partner's where partners are taxed apart; who has no partner is asked for one file alone."""

    notice_year = forms.TypedChoiceField(
        label="Année de l’avis",
        help_text="Écrite en haut de la première page : « Avis d’impôt 2024 sur les revenus 2023 » est l’avis 2024.",
        coerce=int,
        error_messages={"invalid_choice": "Choisissez une année dont l’avis sert encore."},
    )
    file = forms.FileField(
        label="Votre avis d’impôt",
        help_text="La page où figure la ligne 14, en photo ou en PDF. JPEG, PNG, HEIC ou PDF, 10 Mo au plus.",
        widget=DocumentInput,
        error_messages={"required": "Choisissez un fichier, ou prenez une photo.", "empty": "Ce fichier est vide. Choisissez-en un autre."},
    )
    two_notices = forms.ChoiceField(
        label="Votre conjoint et vous, avez-vous un seul avis ou deux ?",
        choices=[("one", "Un seul avis, à nos deux noms"), ("two", "Deux avis : nous sommes imposés à part")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si vous avez un seul avis ou deux."},
    )
    partner_file = forms.FileField(
        label="L’avis d’impôt de votre conjoint",
        help_text="S’il est imposé à part.",
        widget=DocumentInput,
        required=False,
        error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."},
    )

    def __init__(self, *args: Any, years: Sequence[int], has_spouse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_year"].choices = [(year, f"Avis {year}") for year in reversed(years)]
        if not has_spouse:
            del self.fields["two_notices"], self.fields["partner_file"]

    def clean(self) -> dict[str, Any]:
        """Want the partner's file where there are two notices, and set it aside where there is one."""
        cleaned = super().clean()
        if cleaned.get("two_notices") == "two" and not cleaned.get("partner_file") and "partner_file" not in self.errors:
            self.add_error("partner_file", "Ajoutez aussi l’avis de votre conjoint, ou répondez « Un seul avis ».")
        if cleaned.get("two_notices") == "one":
            cleaned["partner_file"] = None
        return cleaned
