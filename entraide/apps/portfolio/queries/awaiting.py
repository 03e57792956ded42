"""What awaits whoever keeps the portfolio: promises due, visits planned, accounts to write; and what is known of one body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.members.queries import bodies
from entraide.apps.members.queries.successions import called, origins_of
from entraide.apps.portfolio.models import Commitment, Exchange
from entraide.apps.portfolio.policies import can_keep_portfolio, visible_to
from entraide.apps.portfolio.queries.following import Following, following_of


def promises(*, actor: Actor, on: date, is_own: bool = False, state: str = "open") -> QuerySet[Commitment]:
    """Give the promises that an actor may see, the nearest day first; rows carry `member_name`, the last where the body is gone.

    `state` is open, late (open and its day gone by), kept or all; `is_own` keeps those that the actor made.
    """
    found = Commitment.objects.filter(visible_to(actor)).annotate(member_name=called(OuterRef("member_id"), on=on))
    states = {"open": Q(done_on__isnull=True), "late": Q(done_on__isnull=True, due_on__lt=on), "kept": Q(done_on__isnull=False)}
    found = found.filter(states.get(state, Q()))
    if is_own:
        found = found.filter(promised_by=actor.account_id)
    return found.order_by("due_on", "member_name", "pk")


def exchanges(*, actor: Actor, on: date, is_own: bool = False, state: str = "", kind: str = "") -> QuerySet[Exchange]:
    """Give the exchanges that an actor may see, the last day first; rows carry `member_name`, the last where the body is gone.

    `state` is planned (to come), to_tell (its day has come and nothing was told), told, or empty for all.
    """
    found = Exchange.objects.filter(visible_to(actor)).annotate(member_name=called(OuterRef("member_id"), on=on))
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


def exchange(exchange_id: UUID, *, actor: Actor, on: date) -> Exchange | None:
    """Give one exchange as `exchanges` does, or nothing."""
    return exchanges(actor=actor, on=on).filter(pk=exchange_id).first()


def commitment(commitment_id: UUID, *, actor: Actor) -> Commitment | None:
    """Give one promise, or nothing."""
    return Commitment.objects.filter(visible_to(actor), pk=commitment_id).order_by("pk").first()


@dataclass(frozen=True, slots=True)
class BodyFile:
    """What the portfolio holds of one body: its exchanges, the last first; its promises, the open ones first; how it is followed.

    What was said with bodies that are gone and in whose place it stands is there too: `origins` gives the last name of each.
    """

    exchanges: tuple[Exchange, ...]
    promises: tuple[Commitment, ...]
    followed: Following | None
    origins: Mapping[UUID, str] = field(default_factory=dict)


def file_of(member_id: UUID, *, actor: Actor, on: date) -> BodyFile:
    """Give what the portfolio holds of one body; nothing to who may not see."""
    if not can_keep_portfolio(actor):
        return BodyFile((), (), None)
    origins = origins_of(member_id, on=on)
    keys = {member_id, *origins}
    said = exchanges(actor=actor, on=on).filter(member_id__in=keys)
    promised = sorted(promises(actor=actor, on=on, state="all").filter(member_id__in=keys), key=lambda row: row.done_on is not None)
    is_member = bodies(on).filter(pk=member_id, contract_key__isnull=False).exists()
    return BodyFile(tuple(said), tuple(promised), following_of(member_id, on=on, is_member=is_member), origins)
