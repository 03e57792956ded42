"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The journal of money, append-only, and the keys that keep an act from being done twice."""

    name = "entraide.apps.ledger"
    verbose_name = "Journal comptable"
