"""The recourse app."""

from django.apps import AppConfig


class RecourseConfig(AppConfig):
    """What a person may do about a decision or about the service: a re-examination by somebody else, a complaint with its answer."""

    name = "entraide.apps.recourse"
    verbose_name = "Réexamens et réclamations"
