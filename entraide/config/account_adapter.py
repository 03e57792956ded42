"""How allauth behaves here: nobody signs up alone, staff show a second factor, mails leave by the outbox."""

import time
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from qrcode.image.svg import SvgPathFillImage

from entraide.apps.accounts import queries as accounts
from entraide.apps.notifications.operations import AccountMail, send_account_mail
from entraide.integrations.keyring import keyring
from entraide.orm.keys import uuid7
from entraide.ui import clock


ABOUT = "second factor"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an activation code, never by a sign-up form."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé. Appelez votre association.",
        "email_password_mismatch": "L’adresse ou le mot de passe ne convient pas. Vérifiez les deux.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code ne convient pas. Attendez le suivant, puis recopiez-le.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "invalid_password_reset": "Ce lien ne sert plus. Demandez-en un nouveau.",
        "too_many_login_attempts": "Trop d’essais ont été faits. Attendez cinq minutes, puis recommencez.",
        "rate_limited": "Trop d’essais ont été faits. Attendez cinq minutes, puis recommencez.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep the sign-up form closed."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Leave a subject as it is written."""
        return subject

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again unless it was given a moment ago: who signs in to set up a second factor has just written it."""
        records = get_authentication_records(self.request, self.request.user)
        is_recent = bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not is_recent and super().is_reauthentication_required(app=app, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail in the outbox: the request takes the same time whether an address is known or not, and waits for no server."""
        account = accounts.account_by_email(email)
        if account is None:
            return
        written = {"request": self.request, "email": email, "current_site": get_current_site(self.request), "account": account} | context
        mail = self.render_mail(template_prefix, email, {"association_name": settings.ENTRAIDE_NAME} | written)
        kind = template_prefix.rsplit("/", 1)[-1]
        sent = AccountMail(uuid7(), account.pk, kind, email, mail.subject, mail.body)
        send_account_mail(mail=sent, actor=self.request.actor, at=clock.now(), on=clock.today())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are encrypted by the installation's keyring; staff keep theirs."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Votre rôle exige un second facteur : il ne peut pas être retiré.",
        "cannot_generate_recovery_codes": "Installez d’abord l’application d’authentification.",
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Close a secret for the database."""
        return keyring().encrypt(text.encode(), about=ABOUT).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return keyring().decrypt(bytes.fromhex(encrypted_text), about=ABOUT).decode()

    def get_totp_issuer(self) -> str:
        """Name the association in the authenticator application."""
        return settings.ENTRAIDE_NAME

    def get_totp_label(self, user: Any) -> str:
        """Name the account in the authenticator application."""
        return user.email

    def build_totp_svg(self, url: str) -> str:
        """Draw the image on white, so that it is read on a dark screen too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the second factor of whoever holds a role of the staff today."""
        return not accounts.staff_roles_of(authenticator.user_id, on=clock.today())
