"""The public portal."""

from django.apps import AppConfig


class PublicPortalConfig(AppConfig):
    """Whoever is not signed in: home, activation, accessibility."""

    name = "entraide.portals.public"
    label = "public_portal"
