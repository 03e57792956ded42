"""How much each officer and each branch has to do, and how long their decisions take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.models import Claim
from entraide.apps.claims.queries.delays import days_taken
from entraide.apps.claims.queries.desk import desk_claims
from entraide.apps.claims.queries.desk_filters import Risk, Shelf, at_risk, on_shelf
from entraide.core.workflow.claims import OPEN_STATES, ClaimState


LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Load:
    """Claims that are open, of these to be taken, taken, past their day; decided over seven days.

    Half of those first answered then took `median` days or less, as `days_taken` counts them.
    """

    open: int = 0
    waiting: int = 0
    taken: int = 0
    late: int = 0
    decided: int = 0
    median: int | None = None


def loads_of_officers(actor: Actor, *, on: date) -> dict[UUID, Load]:
    """Give what each officer holds and has decided, in four queries."""
    return _loads(actor, holder="taken_by", decider="decisions__decided_by", on=on)


def loads_of_branches(actor: Actor, *, on: date) -> dict[str, Load]:
    """Give what each branch has to do and has decided, in four queries."""
    return _loads(actor, holder="committee", decider="committee", on=on)


def _loads(actor: Actor, *, holder: str, decider: str, on: date) -> dict:
    counts = {
        "open_count": Count("pk"),
        "waiting": Count("pk", filter=Q(state=ClaimState.SUBMITTED)),
        "taken": Count("pk", filter=Q(state=ClaimState.IN_REVIEW)),
        "late": Count("pk", filter=at_risk(Risk.LATE, on=on)),
    }
    held = desk_claims(actor).filter(state__in=OPEN_STATES).order_by().values_list(holder).annotate(**counts)
    found = {key: Load(*numbers) for key, *numbers in held}
    lately = {"decisions__decided_on__gt": on - LATELY, "decisions__decided_on__lte": on}
    standing = desk_claims(actor).filter(decisions__superseded_by__isnull=True, **lately).order_by()
    days = days_taken(standing, by=decider)
    for key, number in standing.values_list(decider).annotate(number=Count("pk")):
        load, taken = found.get(key, Load()), days.get(key)
        median = median_low(taken.elements()) if taken else None
        found[key] = Load(load.open, load.waiting, load.taken, load.late, number, median)
    return found


def waiting_for_somebody(
    branch: str, *, absent: frozenset[UUID], without: Iterable[UUID], actor: Actor, on: date, limit: int
) -> list[tuple[UUID, UUID | None]]:
    """Give the claims that nobody has taken, or that somebody away holds, with who holds them, the first filed first.

    Of a branch where one is named.
    """
    free: QuerySet[Claim] = desk_claims(actor).filter(on_shelf(Shelf.TO_TAKE, actor=actor, on=on, absent=absent))
    if branch:
        free = free.filter(committee=branch)
    return list(free.exclude(pk__in=without).order_by("filed_at", "pk").values_list("pk", "taken_by")[:limit])
