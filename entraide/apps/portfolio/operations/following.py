"""Bodies that the branch follows: a prospect through its stages, a member at risk."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.queries import member_list
from entraide.apps.portfolio.models import Followed
from entraide.apps.portfolio.policies import require_portfolio_keeper
from entraide.apps.portfolio.refusals import AlreadyFollowed, IsMember, NotFollowed, NotMember, ReasonMissing, StageNotNext
from entraide.core.network.stages import ProspectStage, may_follow


AT_RISK = "at_risk"


@transaction.atomic
def follow(*, member_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Follow a body that does not belong, from the first stage on.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises IsMember: if it belongs that day.
    :raises AlreadyFollowed: if it is followed.
    """
    require_portfolio_keeper(actor)
    if _belongs(member_id, actor, on):
        raise IsMember
    values = {"stage": ProspectStage.SPOTTED, "since": on, "followed_by": actor.account_id}
    _, is_new = Followed.objects.get_or_create(member_id=member_id, defaults=values)
    if not is_new:
        raise AlreadyFollowed
    record("portfolio.followed", actor=actor, subject=("member", member_id), at=at, on=on)


@transaction.atomic
def move_stage(*, member_id: UUID, stage: str, reason: str, actor: Actor, at: datetime, on: date) -> None:
    """Move a prospect to a stage that follows its own; what is lost says why.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises NotFollowed: if it is not followed as a prospect.
    :raises StageNotNext: if the stage does not exist, or cannot follow.
    :raises ReasonMissing: if it is lost without a reason.
    """
    require_portfolio_keeper(actor)
    held = _followed(member_id)
    if held.stage == AT_RISK:
        raise NotFollowed
    if stage not in set(ProspectStage) or not may_follow(ProspectStage(held.stage), ProspectStage(stage)):
        raise StageNotNext
    if stage == ProspectStage.LOST and not reason.strip():
        raise ReasonMissing
    payload = {"from": held.stage, "to": stage}
    held.stage, held.reason, held.since, held.followed_by = stage, reason.strip(), on, actor.account_id
    held.save(update_fields=["stage", "reason", "since", "followed_by"])
    record("portfolio.stage_moved", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


@transaction.atomic
def flag_at_risk(*, member_id: UUID, reason: str, actor: Actor, at: datetime, on: date) -> None:
    """Say that a member may leave, and why; said again, the last reason stands.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises NotMember: if it does not belong that day.
    :raises ReasonMissing: if no reason is given.
    """
    require_portfolio_keeper(actor)
    if not _belongs(member_id, actor, on):
        raise NotMember
    if not reason.strip():
        raise ReasonMissing
    values = {"stage": AT_RISK, "reason": reason.strip(), "since": on, "followed_by": actor.account_id}
    Followed.objects.update_or_create(member_id=member_id, defaults=values)
    record("portfolio.flagged", actor=actor, subject=("member", member_id), at=at, on=on, payload={"reason": reason.strip()})


@transaction.atomic
def unfollow(*, member_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Stop following a prospect, or take the flag of a member away; the trail keeps what it was.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises NotFollowed: if it is not followed.
    """
    require_portfolio_keeper(actor)
    held = _followed(member_id)
    payload = {"stage": held.stage, "reason": held.reason}
    held.delete()
    record("portfolio.unfollowed", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


def _followed(member_id: UUID) -> Followed:
    held = Followed.objects.select_for_update().filter(member_id=member_id).order_by("pk").first()
    if held is None:
        raise NotFollowed
    return held


def _belongs(member_id: UUID, actor: Actor, on: date) -> bool:
    return member_list(actor=actor, on=on).filter(pk=member_id).exists()
