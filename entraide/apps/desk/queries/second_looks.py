"""Decisions drawn by lot that wait to be looked at again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.claims.queries.decided import decided_lines
from entraide.apps.claims.queries.desk import desk_claims
from entraide.apps.desk.models import OfficerSample, SecondLook
from entraide.core.money import Money


# Per mille of what each officer decides, as long as who is in charge says no other; illustrative, no source states one.
USUAL_RATE = 50


def officer_rate() -> int:
    """Give how many in a thousand of what each officer decides are drawn."""
    return OfficerSample.objects.order_by("-pk").values_list("rate", flat=True).first() or USUAL_RATE


@dataclass(frozen=True, slots=True)
class LookLine:
    """A decision to look at again, or looked at; `officer` is empty where no human made it, `verdict` while it waits."""

    id: UUID
    claim_id: UUID
    reference: str
    benefit_name: str
    cents: Money
    decided_on: date
    drawn_on: date
    officer: str
    verdict: str
    cause: str
    note: str
    looked_by: str


def waiting_looks(actor: Actor) -> QuerySet[SecondLook]:
    """Give the decisions that wait for a second look, of claims that the actor may see and did not decide, the first drawn first."""
    shown = SecondLook.objects.filter(verdict="", decision__claim__in=desk_claims(actor).order_by().values("pk"))
    return shown.exclude(officer_id=actor.account_id).order_by("drawn_at", "pk")


def look_lines(rows: QuerySet[SecondLook] | list[SecondLook], *, actor: Actor) -> list[LookLine]:
    """Put second looks beside what was decided, where the actor may see the claim, in four queries whatever their number."""
    held = list(rows)
    decided = decided_lines(actor, [row.decision_id for row in held])
    names = names_of({key for row in held for key in (row.officer_id, row.looked_by) if key})
    return [
        LookLine(
            row.pk,
            *decided[row.decision_id],
            drawn_on=row.drawn_on,
            officer=names.get(row.officer_id, ""),
            verdict=row.verdict,
            cause=row.get_cause_display() if row.cause else "",
            note=row.note,
            looked_by=names.get(row.looked_by, ""),
        )
        for row in held
        if row.decision_id in decided
    ]


def look_line(look_id: UUID, *, actor: Actor) -> LookLine | None:
    """Give one second look to who may see its claim, and nothing to anyone else."""
    return next(iter(look_lines(SecondLook.objects.filter(pk=look_id), actor=actor)), None)


def decision_of(look_id: UUID) -> UUID:
    """Give the decision of a second look."""
    return SecondLook.objects.values_list("decision_id", flat=True).get(pk=look_id)
