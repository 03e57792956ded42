"""The usage app."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """Any service rendered, told by the apps above."""

    name = "entraide.apps.usage"
    verbose_name = "Usages"
