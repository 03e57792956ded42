"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages to people, and the outbox that every outside effect goes through."""

    name = "entraide.apps.notifications"
    verbose_name = "Messages"
