"""Reads of messages."""

from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.notifications.models import Message, PostalLetter, PrintRun, Silence


def messages_of(beneficiary_id: UUID) -> QuerySet[Message]:
    """Give a person's messages, newest first."""
    return Message.objects.filter(beneficiary_id=beneficiary_id).order_by("-sent_at", "-pk")


def unread_count(beneficiary_id: UUID) -> int:
    """Count the messages that the person has not opened."""
    return Message.objects.filter(beneficiary_id=beneficiary_id, read_at__isnull=True).count()


def waiting_letters() -> QuerySet[PostalLetter]:
    """Give the letters that wait for a run; none for whom nothing is sent any more."""
    silent = Silence.objects.filter(beneficiary_id__isnull=False).values("beneficiary_id")
    return PostalLetter.objects.filter(run__isnull=True, dropped_by__isnull=True).exclude(beneficiary_id__in=silent)


def letters_of(run_id: UUID) -> QuerySet[PostalLetter]:
    """Give the letters of a run, person by person; those dropped before they were posted are left out."""
    return PostalLetter.objects.filter(run_id=run_id, dropped_by__isnull=True).order_by("beneficiary_id", "written_at", "pk")


def runs() -> QuerySet[PrintRun]:
    """List the runs, the last first."""
    return PrintRun.objects.order_by("-made_at", "-pk")
