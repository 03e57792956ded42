"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, roles and the actor of a request."""

    name = "entraide.apps.accounts"
    verbose_name = "Comptes"
