"""The network app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Committees, and the mandates of correspondents and delegates."""

    name = "entraide.apps.network"
    verbose_name = "Réseau"
