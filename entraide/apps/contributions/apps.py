"""The contributions app."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """What each member is called for, line by line."""

    name = "entraide.apps.contributions"
    verbose_name = "Cotisations"
