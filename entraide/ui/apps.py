"""The component kit as a Django application: templates, static files, one tag library."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The floor that screens stand on."""

    name = "entraide.ui"
    label = "ui"
    verbose_name = "Composants d’écran"
