"""How allauth behaves here: nobody signs up alone, staff show a second factor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from entraide.integrations.keyring import keyring


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an activation code, never by a sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep the sign-up form closed."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are encrypted by the installation's keyring."""

    def encrypt(self, text: str) -> str:
        """Close a secret for the database."""
        return keyring().encrypt(text.encode(), about="second factor").hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return keyring().decrypt(bytes.fromhex(encrypted_text), about="second factor").decode()

    def get_totp_issuer(self) -> str:
        """Name the association in the authenticator application."""
        return settings.ENTRAIDE_NAME

    def get_totp_label(self, user: Any) -> str:
        """Name the account in the authenticator application."""
        return user.email
