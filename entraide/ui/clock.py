"""The one place where views, commands and tasks read the day and the instant."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Return the day of this installation: `ENTRAIDE_TODAY` when it is frozen, else the local day (Europe/Paris)."""
    frozen: date | None = getattr(settings, "ENTRAIDE_TODAY", None)
    return frozen or timezone.localdate()


def day_of(at: datetime) -> date:
    """Give the day of an instant as this installation counts its days: where the day is frozen, what is done now is done that day."""
    frozen: date | None = getattr(settings, "ENTRAIDE_TODAY", None)
    return min(timezone.localdate(at), frozen) if frozen else timezone.localdate(at)


def now() -> datetime:
    """Return the real instant, aware; a frozen day does not freeze it."""
    return timezone.now()
