"""What a person types to open their account."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from entraide.apps.accounts.codes import ALPHABET, LENGTH, compact_code
from entraide.ui.forms import AddressField, DocumentInput, ThreePartDateField


class CodeForm(forms.Form):
    """The code, whose shape alone is checked here: a code that does not exist goes as far as one that does."""

    code = forms.CharField(
        label="Votre code d’activation",
        help_text="Il est écrit sur le courrier ou dans le courriel que vous avez reçu, par exemple ACDE-FGH-JKM.",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Indiquez votre code d’activation."},
    )

    def clean_code(self) -> str:
        """Say what is wrong with a code that was not copied in full."""
        code = compact_code(self.cleaned_data["code"])
        strange = sorted({character for character in code if character not in ALPHABET})
        if strange:
            raise ValidationError(f"Un code ne contient jamais {', '.join(strange)} : relisez-le sur le courrier.")
        if len(code) != LENGTH:
            raise ValidationError(f"Un code compte {LENGTH} lettres et chiffres. Celui-ci en compte {len(code)}.")
        return code


class ConfirmForm(forms.Form):
    """What the person knows and the code does not tell."""

    born_on = ThreePartDateField(
        birth=True,
        label="Votre date de naissance",
        help_text="Par exemple 12 3 1985.",
        error_messages={"required": "Indiquez votre date de naissance."},
    )
    private_fact = forms.CharField(
        label="Les 4 derniers caractères de votre IBAN",
        help_text=(
            "Celui du compte où nous versons vos aides. Si nous ne vous avons jamais rien versé, écrivez le montant en euros "
            "de la ligne 14 de l’avis d’impôt que vous nous avez transmis. Si nous n’avons ni l’un ni l’autre, laissez vide."
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class AddressForm(forms.Form):
    """The address and the password of the account."""

    email = AddressField(
        label="Votre adresse électronique",
        help_text="De préférence une adresse personnelle, que vous garderez si vous changez de collectivité.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": "Indiquez votre adresse électronique."},
    )
    password = forms.CharField(
        label="Votre mot de passe",
        help_text="Au moins 12 caractères. Une phrase facile à retenir convient très bien.",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
        error_messages={"required": "Choisissez un mot de passe."},
    )
    again = forms.CharField(
        label="Le même mot de passe, encore une fois",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
        error_messages={"required": "Écrivez une seconde fois le mot de passe."},
    )

    def clean(self) -> dict[str, Any]:
        """Check that the password is strong enough, and twice the same."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password:
            try:
                validate_password(password, user=get_user_model()(email=cleaned.get("email", "")))
            except ValidationError as fault:
                self.add_error("password", fault)
        if password and again and password != again:
            self.add_error("again", "Les deux mots de passe sont différents.")
        return cleaned


class CertificateForm(CodeForm):
    """A certificate that a grown child sends, with what confirms the code."""

    code = forms.CharField(
        label="Le code reçu de votre parent",
        help_text="Par exemple ACDE-FGH-JKM. Il est déjà rempli si vous avez suivi un lien.",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Indiquez le code."},
    )
    born_on = ThreePartDateField(
        birth=True,
        label="Votre date de naissance",
        help_text="Par exemple 12 3 2004.",
        error_messages={"required": "Indiquez votre date de naissance."},
    )
    sender = forms.CharField(
        label="Vos prénom et nom",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Indiquez vos prénom et nom : le gestionnaire saura qui envoie."},
    )
    file = forms.FileField(
        label="Le certificat",
        help_text="Une photo nette ou un fichier. JPEG, PNG, HEIC ou PDF, 10 Mo au plus.",
        widget=DocumentInput,
        error_messages={"required": "Choisissez un fichier, ou prenez une photo.", "empty": "Ce fichier est vide. Choisissez-en un autre."},
    )
