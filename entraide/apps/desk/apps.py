"""The desk app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """How the desk works on claims: by itself where all is proved, together, with second looks, opinions and notes."""

    name = "entraide.apps.desk"
    verbose_name = "Instruction"
