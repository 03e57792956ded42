"""Reads of re-examinations: the queue, one file, those of a claim."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.queries.contesting import contest_by
from entraide.apps.claims.queries.desk import claims_of_person, desk_claims
from entraide.apps.claims.queries.lists import latest_decisions
from entraide.apps.recourse.models import Reexamination


STATES: tuple[tuple[str, str], ...] = tuple(Reexamination._meta.get_field("state").choices)
CHANNELS: tuple[tuple[str, str], ...] = tuple(Reexamination._meta.get_field("channel").choices)


def reexaminations(actor: Actor, *, state: str = "") -> QuerySet[Reexamination]:
    """Give the re-examinations that the actor may look into, those that wait first by their due day, then the last answered.

    Never those of the actor's own decisions, nor of their own claims, nor of claims that they may not see.
    """
    rows = Reexamination.objects.filter(claim__in=desk_claims(actor).order_by().values("pk")).exclude(decision__decided_by=actor.account_id)
    if actor.beneficiary_id is not None:
        rows = rows.exclude(claim__beneficiary_id=actor.beneficiary_id)
    rows = rows.filter(state=state) if state else rows
    return rows.select_related("claim", "decision").order_by(F("answered_on").desc(nulls_first=True), "due_on", "pk")


def reexamination(reexamination_id: UUID, actor: Actor) -> Reexamination | None:
    """Give one re-examination to who may look into it, and nothing to anyone else."""
    return reexaminations(actor).filter(pk=reexamination_id).first()


def last_of(claim_id: UUID) -> Reexamination | None:
    """Give the last re-examination asked about a claim; the caller has shown the claim to who may see it."""
    return Reexamination.objects.filter(claim_id=claim_id).order_by("-asked_at", "-pk").first()


def last_day_to_contest(decision: Any, asked: Reexamination | None, *, on: date) -> date | None:
    """Give the last day on which a decision in force may still be contested; nothing once it is over, or it was contested."""
    if decision is None or (asked is not None and asked.decision_id == decision.pk):
        return None
    day = contest_by(decision.decided_on)
    return day if on <= day else None


def contestable(beneficiary_id: UUID, *, actor: Actor) -> list[Any]:
    """List a person's claims whose decision in force nobody has contested, late or not: what came by post may have come in time."""
    claims = claims_of_person(beneficiary_id, actor=actor)
    decisions = latest_decisions([claim.pk for claim in claims])
    contested = set(Reexamination.objects.filter(claim__in=claims).order_by("pk").values_list("decision_id", flat=True))
    return [each for each in claims if each.pk in decisions and decisions[each.pk].pk not in contested]


@dataclass(frozen=True, slots=True)
class Examined:
    """What the re-examinations asked over a span came to."""

    asked: int
    confirmed: int
    changed: int
    late: int


def examined(*, since: date, until: date, on: date) -> Examined:
    """Count the re-examinations asked in [since, until), in one query."""
    late = Q(state="asked", due_on__lt=on) | Q(answered_on__gt=F("due_on"))
    rows = Reexamination.objects.filter(asked_on__gte=since, asked_on__lt=until)
    counts = rows.aggregate(
        asked=Count("pk"),
        confirmed=Count("pk", filter=Q(state="confirmed")),
        changed=Count("pk", filter=Q(state="changed")),
        late=Count("pk", filter=late),
    )
    return Examined(**counts)
