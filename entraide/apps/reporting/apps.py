"""The reporting app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Indicators and the tables that members may read."""

    name = "entraide.apps.reporting"
    verbose_name = "Bilans"
