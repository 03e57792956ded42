"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail: who did what to whom, in a chain that shows any change."""

    name = "entraide.apps.audit"
    verbose_name = "Journal d’audit"
