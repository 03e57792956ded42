"""The correspondent portal."""

from django.apps import AppConfig


class CorrespondentPortalConfig(AppConfig):
    """The correspondent of a member."""

    name = "entraide.portals.correspondent"
    label = "correspondent_portal"
