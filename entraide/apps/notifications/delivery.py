"""Carry out what waits in the outbox: after the commit, once, tried again until it is done."""

from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from entraide.apps.notifications.models import Outgoing


MAX_ATTEMPTS = 20


def deliver(outgoing_id: UUID, *, at: datetime) -> bool:
    """Deliver one effect if it still waits; give whether it left now. A failure is noted and tried again by the schedule."""
    with transaction.atomic():
        outgoing = Outgoing.objects.select_for_update().filter(pk=outgoing_id, delivered_at__isnull=True).order_by("pk").first()
        if outgoing is None:
            return False
        outgoing.attempt_count += 1
        message = EmailMessage(outgoing.content["subject"], outgoing.content["body"], to=[outgoing.recipient])
        message.extra_headers["Message-ID"] = f"<{outgoing.pk}@entraide>"
        try:
            message.send()
        except OSError as error:
            outgoing.last_error = f"{type(error).__name__}: {error}"
        else:
            outgoing.delivered_at, outgoing.last_error = at, ""
        outgoing.save(update_fields=["attempt_count", "delivered_at", "last_error"])
    return outgoing.delivered_at is not None


def deliver_waiting(*, at: datetime, limit: int = 200) -> int:
    """Deliver what still waits, oldest first; give how many left."""
    waiting = Outgoing.objects.filter(delivered_at__isnull=True, attempt_count__lt=MAX_ATTEMPTS).order_by("created_at", "pk")
    return sum(deliver(key, at=at) for key in waiting.values_list("pk", flat=True)[:limit])
