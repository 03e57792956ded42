"""What awaits whoever keeps the portfolio: promises due, visits planned, accounts to write; and what is known of one body."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from entraide.apps.accounts.actor import Actor
from entraide.apps.members import queries as members
from entraide.apps.portfolio.models import Commitment, Exchange, Followed
from entraide.apps.portfolio.policies import visible_to


def promises(*, actor: Actor, on: date, is_own: bool = False, state: str = "open") -> QuerySet[Commitment]:
    """Give the promises that an actor may see, the nearest day first; rows carry `member_name`.

    `state` is open, late (open and its day gone by), kept or all; `is_own` keeps those that the actor made.
    """
    name = Subquery(members.current_name(OuterRef("member_id"), on=on))
    found = Commitment.objects.filter(visible_to(actor)).annotate(member_name=name)
    states = {"open": Q(done_on__isnull=True), "late": Q(done_on__isnull=True, due_on__lt=on), "kept": Q(done_on__isnull=False)}
    found = found.filter(states.get(state, Q()))
    if is_own:
        found = found.filter(promised_by=actor.account_id)
    return found.order_by("due_on", "member_name", "pk")


def exchanges(*, actor: Actor, on: date, is_own: bool = False, state: str = "", kind: str = "") -> QuerySet[Exchange]:
    """Give the exchanges that an actor may see, the last day first; rows carry `member_name`.

    `state` is planned (to come), to_tell (its day has come and nothing was told), told, or empty for all.
    """
    name = Subquery(members.current_name(OuterRef("member_id"), on=on))
    found = Exchange.objects.filter(visible_to(actor)).annotate(member_name=name)
    states = {
        "planned": Q(is_planned=True, held_on__gt=on),
        "to_tell": Q(is_planned=True, held_on__lte=on),
        "told": Q(is_planned=False),
    }
    found = found.filter(states.get(state, Q()))
    if is_own:
        found = found.filter(noted_by=actor.account_id)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("-held_on", "member_name", "pk")


def exchange(exchange_id: UUID, *, actor: Actor) -> Exchange | None:
    """Give one exchange, or nothing."""
    return Exchange.objects.filter(visible_to(actor), pk=exchange_id).order_by("pk").first()


def commitment(commitment_id: UUID, *, actor: Actor) -> Commitment | None:
    """Give one promise, or nothing."""
    return Commitment.objects.filter(visible_to(actor), pk=commitment_id).order_by("pk").first()


@dataclass(frozen=True, slots=True)
class BodyFile:
    """What the portfolio holds of one body: its exchanges, the last first; its promises, the open ones first; whether it is followed."""

    exchanges: tuple[Exchange, ...]
    promises: tuple[Commitment, ...]
    followed: Followed | None


def file_of(member_id: UUID, *, actor: Actor, on: date) -> BodyFile:
    """Give what the portfolio holds of one body, in three queries."""
    said = exchanges(actor=actor, on=on).filter(member_id=member_id)
    promised = sorted(promises(actor=actor, on=on, state="all").filter(member_id=member_id), key=lambda row: row.done_on is not None)
    followed = Followed.objects.filter(visible_to(actor), member_id=member_id).order_by("pk").first()
    return BodyFile(tuple(said), tuple(promised), followed)
