"""The claims app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Claims from draft to decision, their documents, reservations and traces."""

    name = "entraide.apps.claims"
    verbose_name = "Demandes"
