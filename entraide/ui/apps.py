"""The component kit as a Django application: templates, static files, one tag library."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "entraide.ui"
    label = "ui"
    verbose_name = "Composants d’écran"
