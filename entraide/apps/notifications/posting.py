"""Letters by post: gathered in a run that is printed at one go, once each; a run may be printed again, never its letters gathered twice."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.notifications.models import PostalLetter, PrintRun, Silence


MOST_PERSONS = 500
"""What a printer takes at one go, and what a page prints in a few seconds."""


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


@transaction.atomic
def gather(*, run_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Put the letters that wait in a run of that key, those that wait longest first, all of a person together; give how many.

    The same key gathers once: asked again, it gives the count of the run that is there.
    """
    held = PrintRun.objects.filter(pk=run_id).order_by("pk").first()
    if held is not None:
        return held.count
    oldest = waiting_letters().values("beneficiary_id").annotate(since=Min("written_at")).order_by("since", "beneficiary_id")
    persons = [each["beneficiary_id"] for each in oldest[:MOST_PERSONS]]
    keys = list(waiting_letters().filter(beneficiary_id__in=persons).select_for_update().order_by("pk").values_list("pk", flat=True))
    if keys:
        run = PrintRun.objects.create(id=run_id, made_by=actor.account_id, made_at=at, made_on=on, count=len(keys))
        PostalLetter.objects.filter(pk__in=keys, run__isnull=True).update(run=run)
    return len(keys)


@transaction.atomic
def note_posted(*, run_id: UUID, on: date) -> bool:
    """Note the day on which a run was posted; give whether it was not yet."""
    return bool(PrintRun.objects.filter(pk=run_id, posted_on__isnull=True).update(posted_on=on))
