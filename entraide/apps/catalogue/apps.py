"""The catalogue app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Benefits and their published revisions."""

    name = "entraide.apps.catalogue"
    verbose_name = "Catalogue"
