"""The members app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Member organisations, their dated names and their membership."""

    name = "entraide.apps.members"
    verbose_name = "Adhérents"
