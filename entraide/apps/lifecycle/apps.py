"""The lifecycle app."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """Structure events, deaths, merges of persons."""

    name = "entraide.apps.lifecycle"
    verbose_name = "Cycle de vie"
