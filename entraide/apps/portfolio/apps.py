"""The portfolio app."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """What a branch follows of members and of those who might become one."""

    name = "entraide.apps.portfolio"
    verbose_name = "Portefeuille"
