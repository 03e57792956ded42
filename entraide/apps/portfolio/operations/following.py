"""Bodies that the branch follows: a prospect through its stages, a member at risk."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.queries import current_name, member_list
from entraide.apps.portfolio.models import Followed
from entraide.apps.portfolio.policies import require_portfolio_keeper
from entraide.apps.portfolio.queries.following import AT_RISK, following_of
from entraide.apps.portfolio.refusals import AlreadyFollowed, BodyGone, IsMember, NotFollowed, NotMember, ReasonMissing, StageNotNext
from entraide.core.network.stages import ProspectStage, may_follow


@transaction.atomic
def follow(*, member_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Follow a body that does not belong, from the first stage on.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises BodyGone: if it does not exist that day.
    :raises IsMember: if it belongs that day.
    :raises AlreadyFollowed: if it is followed, itself or as a body in whose place it stands.
    """
    require_portfolio_keeper(actor)
    require_standing(member_id, on=on)
    if _belongs(member_id, actor, on):
        raise IsMember
    if following_of(member_id, on=on, is_member=False) is not None:
        raise AlreadyFollowed
    values = {"stage": ProspectStage.SPOTTED, "reason": "", "since": on, "followed_by": actor.account_id}
    Followed.objects.update_or_create(member_id=member_id, defaults=values)
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
    held = _followed(member_id, actor, on)
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

    What a body in whose place it stands was followed for stays with that body, for the day when it would stand again.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises NotFollowed: if it is not followed.
    """
    require_portfolio_keeper(actor)
    held = _followed(member_id, actor, on)
    payload = {"stage": held.stage, "reason": held.reason}
    held.delete()
    if following_of(member_id, on=on, is_member=_belongs(member_id, actor, on)) is not None:
        Followed.objects.create(member_id=member_id, stage="", since=on, followed_by=actor.account_id)
    record("portfolio.unfollowed", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


def _followed(member_id: UUID, actor: Actor, on: date) -> Followed:
    """Hold how a body is followed; what it inherited is its own from now on."""
    held = Followed.objects.select_for_update().filter(member_id=member_id).order_by("pk").first()
    if held is None:
        told = following_of(member_id, on=on, is_member=_belongs(member_id, actor, on))
        if told is None:
            raise NotFollowed
        values = {"stage": told.stage, "reason": told.reason, "since": told.since, "followed_by": told.followed_by}
        held = Followed.objects.create(member_id=member_id, **values)
    if not held.stage:
        raise NotFollowed
    return held


def require_standing(member_id: UUID, *, on: date) -> None:
    """Stop what would be written of a body that is gone.

    :raises BodyGone: if it does not exist that day.
    """
    if not current_name(member_id, on=on).exists():
        raise BodyGone


def _belongs(member_id: UUID, actor: Actor, on: date) -> bool:
    return member_list(actor=actor, on=on).filter(pk=member_id).exists()
