"""Reads of complaints: the queue, one file, those of a person, what they changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from entraide.apps.recourse.models import Complaint


STATES: tuple[tuple[str, str], ...] = tuple(Complaint._meta.get_field("state").choices)
CAUSES: tuple[tuple[str, str], ...] = tuple(Complaint._meta.get_field("cause").choices)
CHANGES: tuple[tuple[str, str], ...] = tuple(Complaint._meta.get_field("changed").choices)
CHANNELS: tuple[tuple[str, str], ...] = tuple(Complaint._meta.get_field("channel").choices)
WAITING = ("received", "in_hand")


def complaints(*, state: str = "", cause: str = "", changed: str = "") -> QuerySet[Complaint]:
    """Give complaints, those that wait first by their due day, then the last answered; `state` « waiting » gives all that wait."""
    wanted = {"cause": cause, "changed": changed}
    rows = Complaint.objects.filter(**{name: value for name, value in wanted.items() if value})
    if state:
        rows = rows.filter(state__in=WAITING if state == "waiting" else (state,))
    return rows.select_related("claim").order_by(F("answered_on").desc(nulls_first=True), "due_on", "pk")


def complaint(complaint_id: UUID) -> Complaint | None:
    """Give one complaint, or nothing."""
    return Complaint.objects.select_related("claim").filter(pk=complaint_id).order_by("pk").first()


def complaints_of(beneficiary_id: UUID) -> list[Complaint]:
    """List a person's complaints, the last first."""
    rows = Complaint.objects.filter(beneficiary_id=beneficiary_id)
    return list(rows.select_related("claim").order_by("-received_at", "-pk"))


@dataclass(frozen=True, slots=True)
class Learnt:
    """What complaints received over a span were about, how they were answered, and what they changed."""

    received: int
    founded: int
    answered: int
    late: int
    by_cause: Mapping[str, int]
    by_change: Mapping[str, int]


def learnt(*, since: date, until: date, on: date) -> Learnt:
    """Count the complaints received in [since, until), in three queries."""
    rows = Complaint.objects.filter(received_on__gte=since, received_on__lt=until)
    late = Q(due_on__lt=on, answered_on__isnull=True) | Q(answered_on__gt=F("due_on"))
    counts = rows.aggregate(
        received=Count("pk"),
        founded=Count("pk", filter=Q(is_founded=True)),
        answered=Count("pk", filter=Q(state="answered")),
        late=Count("pk", filter=late),
    )
    causes = rows.order_by("cause").values_list("cause").annotate(Count("pk"))
    changes = rows.exclude(changed="").order_by("changed").values_list("changed").annotate(Count("pk"))
    return Learnt(**counts, by_cause=dict(causes), by_change=dict(changes))


def changes_made(*, since: date, until: date) -> QuerySet[Complaint]:
    """Give the complaints answered in [since, until) that changed something, the last first."""
    rows = Complaint.objects.filter(answered_on__gte=since, answered_on__lt=until).exclude(changed__in=("", "nothing"))
    return rows.order_by("-answered_on", "pk")
