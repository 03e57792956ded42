"""The payments app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payment orders, transfer batches, and what the bank says of them."""

    name = "entraide.apps.payments"
    verbose_name = "Paiements"
