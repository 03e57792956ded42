"""The mailroom app."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    """What comes by post or through a correspondent: sealed envelopes, batches of scanned post, each page to its own claim."""

    name = "entraide.apps.mailroom"
    verbose_name = "Courrier"
