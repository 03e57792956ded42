"""Reads of messages."""

from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.notifications.models import Message


def messages_of(beneficiary_id: UUID) -> QuerySet[Message]:
    """Give a person's messages, newest first."""
    return Message.objects.filter(beneficiary_id=beneficiary_id).order_by("-sent_at", "-pk")


def unread_count(beneficiary_id: UUID) -> int:
    """Count the messages that the person has not opened."""
    return Message.objects.filter(beneficiary_id=beneficiary_id, read_at__isnull=True).count()
