"""A campaign opened, prepared and launched or given up; a call of all members taken back by another one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallCampaign
from entraide.apps.contributions.models.calls import UNDER_WAY
from entraide.apps.contributions.operations.numbering import require_day
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.campaigns import concerned_count
from entraide.apps.contributions.queries.due import require_possible
from entraide.apps.contributions.refusals import (
    CampaignMade,
    CampaignOpen,
    CampaignOver,
    DueBeforeIssued,
    DueTooFar,
    NobodyToCall,
    NotFound,
    NothingToAdjust,
    NothingToCancel,
    ReasonMissing,
)
from entraide.core.contributions.years import require_adjustable, require_issue_day
from entraide.core.money import ZERO
from entraide.core.refusals import Refusal
from entraide.core.timeline import farthest
from entraide.orm.keys import uuid7


NOBODY: dict[str, type[Refusal]] = {"call": NobodyToCall, "adjustment": NothingToAdjust, "cancellation": NothingToCancel}


# A call that was cancelled may have left calls that something held.
CANCELLABLE = ("stopped", "done", "cancelled")


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign does: a call or a round of adjustments of a year, the day of its documents and the last day to pay.

    A rate that is only carried on stops a call, unless whoever asks for it `accepts_provisional` rates.
    """

    year: int
    kind: str
    issued_on: date
    due_on: date
    accepts_provisional: bool = False


@transaction.atomic
def open_campaign(*, plan: CampaignPlan, actor: Actor, at: datetime, on: date, is_prepared: bool = False) -> UUID:
    """Open the call of a year, or a round of adjustments, on the lists as they are known now; nobody is called yet. Give its key.

    One that `is_prepared` is reckoned first, batch after batch, and waits to be launched.

    :raises NotAccountant: if the actor may not.
    :raises DueBeforeIssued: if documents would be due before they are issued.
    :raises DueTooFar: if they would be due later than anybody plans.
    :raises YearNotOpen: if the year is too far ahead.
    :raises YearClosed: if its accounts are closed to calls.
    :raises YearLapsed: if what was owed for it is extinguished.
    :raises IssuedInFuture: if documents would bear a day that has not come.
    :raises IssuedTooEarly: if they would bear a day before the year's calls, or in a closed year.
    :raises RateMissing: if a rate of the year is not known.
    :raises RateProvisional: if one is only carried on, and the plan does not accept it.
    :raises IssuedBeforeLast: if a document bears a later day.
    :raises CampaignMade: if the year has had its call.
    :raises CampaignOpen: if a campaign of that kind is not over.
    :raises NobodyToCall: if no member has a contract or a list that year.
    :raises NothingToAdjust: if the platform called nobody for that year.
    """
    require_accountant(actor)
    # A preparation shows the provisional rate; the launch wants it accepted.
    accepts = plan.accepts_provisional or is_prepared
    is_provisional = require_possible(plan.kind, plan.year, known_at=at, on=on, accepts_provisional=accepts)
    require_issue_day(plan.issued_on, year=plan.year, on=on)
    if plan.due_on < plan.issued_on:
        raise DueBeforeIssued(due_on=f"{plan.due_on:%d/%m/%Y}", issued_on=f"{plan.issued_on:%d/%m/%Y}")
    if plan.due_on > (last := farthest(on)):
        raise DueTooFar(due_on=f"{plan.due_on:%d/%m/%Y}", last_on=f"{last:%d/%m/%Y}")
    require_day(plan.issued_on)
    says = {"year": plan.year, "kind": plan.kind, "issued_on": plan.issued_on, "due_on": plan.due_on, "is_provisional": is_provisional}
    return _opened(says | {"state": "reckoning" if is_prepared else "running"}, actor=actor, at=at, on=on)


@transaction.atomic
def open_cancellation(*, campaign_id: UUID, reason: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Open the cancellation of a call of all members: every call that it made and that nothing holds will be taken back. Give its key.

    The year may be called again once it is over; a member whose call is deposited, paid or disputed keeps it, and another cancellation
    takes it back once nothing holds it any more.

    :raises NotAccountant: if the actor may not.
    :raises ReasonMissing: if nothing says why.
    :raises NotFound: if there is no such call.
    :raises CampaignOver: if it runs, or was never launched.
    :raises YearNotOpen: if the year is too far ahead.
    :raises YearLapsed: if what was owed for it is extinguished.
    :raises CampaignOpen: if another cancellation is not over.
    :raises NothingToCancel: if nothing that it called stands.
    """
    require_accountant(actor)
    if not reason.strip():
        raise ReasonMissing
    campaign = locked(campaign_id)
    if campaign.kind != "call" or campaign.state not in CANCELLABLE:
        raise CampaignOver(state=campaign.get_state_display())
    require_adjustable(campaign.year, on=on)
    campaign.state, campaign.fault = "cancelled", ""
    campaign.ended_at = campaign.ended_at or at
    campaign.save(update_fields=["state", "fault", "ended_at"])
    says = {"year": campaign.year, "kind": "cancellation", "issued_on": on, "due_on": on, "cancels": campaign, "reason": reason.strip()}
    return _opened(says, actor=actor, at=at, on=on)


def _opened(says: dict[str, Any], *, actor: Actor, at: datetime, on: date) -> UUID:
    """Write a campaign, the only one of its kind that is not over."""
    campaign = CallCampaign(id=uuid7(), known_at=at, cents=ZERO, started_by=actor.author_id, started_at=at, **says)
    _require_free(campaign)
    campaign.member_count = concerned_count(campaign.kind, campaign.year, known_at=at, of=campaign.cancels_id)
    if not campaign.member_count:
        raise NOBODY[campaign.kind](year=campaign.year)
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
    except IntegrityError:
        # Somebody opened one at the same moment.
        _require_free(campaign)
        raise
    payload = {"year": campaign.year, "kind": campaign.kind, "members": campaign.member_count, "provisional": campaign.is_provisional}
    payload |= {"reason": campaign.reason, "cancels": str(campaign.cancels_id)} if campaign.cancels_id else {}
    record("contributions.campaign_opened", actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)
    return campaign.pk


def _require_free(wanted: CallCampaign) -> None:
    held = list(CallCampaign.objects.exclude(state="cancelled").order_by("pk"))
    if wanted.kind == "call" and any((campaign.kind, campaign.year) == ("call", wanted.year) for campaign in held):
        raise CampaignMade(year=wanted.year)
    # While calls are taken back nobody is called, and the other way round.
    kinds = {wanted.kind, "call", "cancellation"} if wanted.kind != "adjustment" else {"adjustment", "cancellation"}
    running = next((one for one in held if one.kind in kinds and one.state in UNDER_WAY), None)
    if running:
        raise CampaignOpen(kind=running.get_kind_display(), year=running.year)


@transaction.atomic
def launch_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date, accepts_provisional: bool = False) -> None:
    """Let a campaign that was prepared do what its preparation showed, on the same lists; its documents bear today.

    :raises NotAccountant: if the actor may not.
    :raises NotFound: if there is none.
    :raises CampaignOver: if it is not ready.
    :raises RateProvisional: if a rate is only carried on, and the actor does not accept it.
    """
    require_accountant(actor)
    campaign = locked(campaign_id)
    if campaign.state != "ready":
        raise CampaignOver(state=campaign.get_state_display())
    require_possible(campaign.kind, campaign.year, known_at=campaign.known_at, on=on, accepts_provisional=accepts_provisional)
    bear_today(campaign, on=on)
    campaign.state, campaign.fault = "running", ""
    campaign.done_count, campaign.done_through, campaign.head_count, campaign.cents, campaign.refused = 0, None, 0, ZERO, []
    campaign.save()
    payload = {"year": campaign.year, "kind": campaign.kind, "provisional": campaign.is_provisional}
    record("contributions.campaign_launched", actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)


@transaction.atomic
def drop_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give up a campaign that was never launched: nothing of it is left but the trail.

    :raises NotAccountant: if the actor may not.
    :raises NotFound: if there is none.
    :raises CampaignOver: if it was launched.
    """
    require_accountant(actor)
    campaign = locked(campaign_id)
    if campaign.state not in ("reckoning", "ready"):
        raise CampaignOver(state=campaign.get_state_display())
    payload = {"year": campaign.year, "kind": campaign.kind}
    record("contributions.campaign_dropped", actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)
    campaign.delete()


def bear_today(campaign: CallCampaign, *, on: date) -> None:
    """Move the day of the documents to come to today, leaving as many days to pay; the campaign is not saved."""
    if on > campaign.issued_on:
        campaign.issued_on, campaign.due_on = on, campaign.due_on + (on - campaign.issued_on)


def locked(campaign_id: UUID) -> CallCampaign:
    """Hold a campaign until the transaction ends.

    :raises NotFound: if there is none.
    """
    campaign = CallCampaign.objects.select_for_update().filter(pk=campaign_id).order_by("pk").first()
    if campaign is None:
        raise NotFound
    return campaign
