"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files that people send and that we make, encrypted."""

    name = "entraide.apps.documents"
    verbose_name = "Documents"
