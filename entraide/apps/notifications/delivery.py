"""Carry out what waits in the outbox: after the commit, once, tried again until it is done."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet

from entraide.apps.notifications.models import Outgoing


MAX_ATTEMPTS = 20
# Longer than any mail server is waited for: whoever claimed an effect and said nothing since was stopped.
CLAIM_LASTS = timedelta(minutes=15)


def deliver(outgoing_id: UUID, *, at: datetime) -> bool:
    """Deliver one effect if it still waits; give whether it left now. A failure is noted and tried again by the schedule.

    It is claimed first, so that of two workers one sends it, and sent outside any transaction: a slow mail server holds no row.
    """
    claimed = _free(at).filter(pk=outgoing_id).update(attempt_count=F("attempt_count") + 1, claimed_at=at)
    if not claimed:
        return False
    outgoing = Outgoing.objects.get(pk=outgoing_id)
    error = _send(outgoing)
    outgoing.delivered_at, outgoing.last_error, outgoing.claimed_at = None if error else at, error, None
    outgoing.save(update_fields=["delivered_at", "last_error", "claimed_at"])
    return not error


def _free(at: datetime) -> QuerySet[Outgoing]:
    """Give what waits, was not dropped, and nobody is sending."""
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - CLAIM_LASTS)
    return Outgoing.objects.filter(unclaimed, delivered_at__isnull=True, dropped_by__isnull=True)


def _send(outgoing: Outgoing) -> str:
    """Send an email; give what went wrong, or nothing."""
    try:
        message = EmailMessage(outgoing.content["subject"], outgoing.content["body"], to=[outgoing.recipient])
        message.extra_headers["Message-ID"] = f"<{outgoing.pk}@entraide>"
        message.send()
    except (OSError, ValueError) as error:
        # ValueError: an address or a header that no mail can carry; it never stops the mails after it.
        return f"{type(error).__name__}: {error}"
    return ""


def deliver_waiting(*, at: datetime, limit: int = 200) -> int:
    """Deliver what still waits, oldest first; give how many left."""
    waiting = _free(at).filter(attempt_count__lt=MAX_ATTEMPTS).order_by("created_at", "pk")
    return sum(deliver(key, at=at) for key in list(waiting.values_list("pk", flat=True)[:limit]))
