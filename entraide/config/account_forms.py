"""The forms of signing in, of the password and of the second factor, in plain French."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django import forms


EMAIL = "Adresse électronique"
PASSWORD_RULE = "Au moins 12 caractères. Une phrase facile à retenir convient très bien."
CODE_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "20", "spellcheck": "false"}


class Plain:
    """Say each field in our words: a label, a hint, what is missing; never a placeholder, which disappears when one types."""

    words: dict[str, tuple[str, str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, missing) in self.words.items():
            field: forms.Field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text = label, hint
            field.error_messages = {**field.error_messages, "required": missing}
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Écrivez une adresse complète, par exemple nom@exemple.fr."
            field.widget.attrs.pop("placeholder", None)


NEW_PASSWORD = {
    "password1": ("Nouveau mot de passe", PASSWORD_RULE, "Choisissez un mot de passe."),
    "password2": ("Le même mot de passe, encore une fois", "", "Écrivez une seconde fois le mot de passe."),
}


class SameTwice:
    """Say in our words that the two passwords differ."""

    def clean(self) -> Any:
        """Put our sentence in the place of allauth's."""
        cleaned = super().clean()  # type: ignore[misc]
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")  # type: ignore[attr-defined]
        if first and second and first != second:
            self._errors["password2"] = self.error_class(["Les deux mots de passe sont différents."])  # type: ignore[attr-defined]
        return cleaned


class SignInForm(Plain, account.LoginForm):
    """Address and password."""

    words = {
        "login": (EMAIL, "", "Indiquez votre adresse électronique."),
        "password": ("Mot de passe", "", "Indiquez votre mot de passe."),
    }


class ForgottenForm(Plain, account.ResetPasswordForm):
    """The address to which the link goes."""

    words = {"email": (EMAIL, "Celle avec laquelle vous vous connectez.", "Indiquez votre adresse électronique.")}


class NewPasswordForm(Plain, SameTwice, account.ResetPasswordKeyForm):
    """A new password, by the link of an e-mail."""

    words = NEW_PASSWORD


class ChangePasswordForm(Plain, SameTwice, account.ChangePasswordForm):
    """A new password, by who knows the present one."""

    words = {"oldpassword": ("Mot de passe actuel", "", "Indiquez votre mot de passe actuel.")} | NEW_PASSWORD


class ConfirmPasswordForm(Plain, account.ReauthenticateForm):
    """The password again, before something that protects the account changes."""

    words = {"password": ("Mot de passe", "", "Indiquez votre mot de passe.")}


class CodeWords(Plain):
    """A six-digit code, or a recovery code."""

    words = {
        "code": (
            "Code à six chiffres",
            "Il s’affiche dans votre application d’authentification. Un code de secours convient aussi.",
            "Indiquez le code.",
        )
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= CODE_ATTRIBUTES  # type: ignore[attr-defined]


class CodeForm(CodeWords, second_factor.AuthenticateForm):
    """The second factor, when signing in."""


class ConfirmCodeForm(CodeWords, second_factor.ReauthenticateForm):
    """The second factor again, before something that protects the account changes."""


class FirstCodeForm(CodeWords, ActivateTOTPForm):
    """The first code of an application, which proves that it is set up."""

    words = {"code": ("Code à six chiffres", "Celui que l’application affiche après avoir lu l’image.", "Indiquez le code.")}


class RemoveForm(DeactivateTOTPForm):
    """Nothing to type: whether the second factor may go is known before the page is drawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.full_clean()
