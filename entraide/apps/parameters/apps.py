"""The parameters app."""

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    """Dated parameters of the rules, each value with its source."""

    name = "entraide.apps.parameters"
    verbose_name = "Paramètres"
