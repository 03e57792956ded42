"""The call of all members, a round of adjustments or a cancellation: batch after batch by key, stopped and resumed without a double."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallCampaign, CallDocument, ContributionLine
from entraide.apps.contributions.operations.adjustments import write_adjustments
from entraide.apps.contributions.operations.calls import Calling, hold_calls, write_calls
from entraide.apps.contributions.operations.cancelling import write_cancellations
from entraide.apps.contributions.operations.documents import issue_call_documents
from entraide.apps.contributions.operations.launching import bear_today, locked
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.campaigns import Preview, adjustable, called_members, next_members, reckon
from entraide.apps.contributions.refusals import CampaignOver
from entraide.core.money import total
from entraide.core.refusals import Refusal


# What is said of a campaign that something else than a refusal stopped.
FAILED = "failed"
VERBS = {"call": "contributions.called", "adjustment": "contributions.adjusted", "cancellation": "contributions.call_cancelled"}


def advance_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Do the next members, as `continue_campaign` does, and have whatever goes wrong said on the campaign: it stops, and may be resumed.

    A preparation that goes wrong writes nothing: it is only said, and tried again.
    """
    act = {"campaign_id": campaign_id, "actor": actor, "at": at, "on": on}
    try:
        return continue_campaign(**act)
    except Exception as fault:
        _interrupt(**act, fault=fault.code if isinstance(fault, Refusal) else FAILED)
        raise


@transaction.atomic
def _interrupt(*, campaign_id: UUID, fault: str, actor: Actor, at: datetime, on: date) -> None:
    campaign = locked(campaign_id)
    if campaign.state not in ("reckoning", "running"):
        return
    was, campaign.fault = campaign.fault, fault
    campaign.state = "stopped" if campaign.state == "running" else campaign.state
    campaign.save(update_fields=["state", "fault"])
    if was != fault or campaign.state == "stopped":
        payload = {"year": campaign.year, "done": campaign.done_count, "fault": fault}
        record("contributions.campaign_interrupted", actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)


@transaction.atomic
def continue_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Do the next members of a campaign that runs; give how many, none once it is over or stopped. Two at once take turns.

    A member called already is left. One who owes nothing is kept with its reason. A campaign in preparation reckons them, and writes
    nothing.

    :raises NotAccountant: if the actor may not.
    """
    require_accountant(actor)
    campaign = locked(campaign_id)
    if campaign.state not in ("reckoning", "running"):
        return 0
    known = {"known_at": campaign.known_at, "after": campaign.done_through, "of": campaign.cancels_id}
    members = next_members(campaign.kind, campaign.year, **known)
    calling = Calling(campaign.year, campaign.known_at, actor, at, _day(campaign, on), campaign)
    if not members:
        _end(campaign, calling, on=on)
        return 0
    told = _reckon(members, calling, on) if campaign.state == "reckoning" else _write(members, calling, on)
    campaign.done_count += len(members)
    campaign.done_through = members[-1]
    campaign.fault = ""
    campaign.refused = [*campaign.refused, *({"member": str(member), "code": code} for member, code in told.items())]
    campaign.save(update_fields=["done_count", "done_through", "head_count", "cents", "refused", "breakdown", "fault"])
    return len(members)


def _day(campaign: CallCampaign, on: date) -> date:
    """Give the day that documents bear: the campaign's own, or today where documents of a later day were numbered meanwhile."""
    last = CallDocument.objects.aggregate(last=Max("issued_on"))["last"]
    return campaign.issued_on if last is None or last <= campaign.issued_on else max(on, campaign.issued_on)


def _reckon(members: Sequence[UUID], calling: Calling, on: date) -> dict[UUID, str]:
    """Add what members would be called for to what a preparation shows; tell who would be left out."""
    campaign = calling.campaign
    found = Preview()
    reckon(found, kind=campaign.kind, members=members, year=calling.year, known_at=calling.known_at, on=calling.on)
    for key, (heads, amount) in found.breakdown.items():
        held = campaign.breakdown.get(key, [0, 0])
        campaign.breakdown[key] = [held[0] + heads, held[1] + amount.cents]
    campaign.head_count += found.head_count
    campaign.cents += found.amount
    _tell_reckoned(calling, on, len(members))
    return found.left_out


def _tell_reckoned(calling: Calling, on: date, count: int) -> None:
    about, payload = ("call_campaign", calling.campaign.pk), {"year": calling.year, "members": count}
    record("contributions.campaign_reckoned", actor=calling.actor, subject=about, at=calling.at, on=on, payload=payload)


def _write(members: Sequence[UUID], calling: Calling, on: date) -> dict[UUID, str]:
    """Call, adjust or take back the calls of members, with their documents; tell who is left out."""
    campaign = calling.campaign
    lines, refused = ACTS[campaign.kind](members, calling)
    _issue([line.pk for line in lines if line.payer_id is None and line.kind != "cancellation"], calling)
    campaign.head_count += sum(line.head_count or 0 for line in lines)
    campaign.cents += total(line.cents for line in lines)
    payload = {"year": campaign.year, "members": len(lines), "through": str(members[-1])}
    record(VERBS[campaign.kind], actor=calling.actor, subject=("call_campaign", campaign.pk), at=calling.at, on=on, payload=payload)
    return refused


def _end(campaign: CallCampaign, calling: Calling, *, on: date) -> None:
    """Close the campaign, its documents of intermediaries issued, one for all the members that each pays for; or say that it is ready."""
    if campaign.state == "reckoning":
        campaign.state = "ready"
        campaign.save(update_fields=["state"])
        _tell_reckoned(calling, on, 0)
        return
    paid_for = ContributionLine.objects.filter(campaign=campaign, payer__isnull=False).exclude(kind="cancellation").order_by("pk")
    _issue(list(paid_for.values_list("pk", flat=True)), calling)
    campaign.state, campaign.ended_at = "done", calling.at
    campaign.save(update_fields=["state", "ended_at"])
    payload = {"year": campaign.year, "heads": campaign.head_count, "cents": campaign.cents.cents, "refused": len(campaign.refused)}
    about = ("call_campaign", campaign.pk)
    record("contributions.campaign_done", actor=calling.actor, subject=about, at=calling.at, on=on, payload=payload)


def _issue(line_ids: Sequence[UUID], calling: Calling) -> None:
    if not line_ids:
        return
    # Later than planned, a document leaves as many days to pay.
    due_on = calling.campaign.due_on + (calling.on - calling.campaign.issued_on)
    issue_call_documents(line_ids, campaign=calling.campaign, issued_on=calling.on, due_on=due_on, actor=calling.actor, at=calling.at)


def stop_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Stop a campaign between two batches; what was called stays called.

    :raises CampaignOver: if it is over, or stopped already.
    """
    _set_state(campaign_id, "running", "stopped", actor=actor, at=at, on=on)


def resume_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Let a stopped campaign go on after the last member done; the documents of the others bear today, and leave as many days to pay.

    :raises CampaignOver: if it is over, or runs already.
    """
    _set_state(campaign_id, "stopped", "running", actor=actor, at=at, on=on)


@transaction.atomic
def _set_state(campaign_id: UUID, before: str, after: str, *, actor: Actor, at: datetime, on: date) -> None:
    require_accountant(actor)
    campaign = locked(campaign_id)
    if campaign.state != before:
        raise CampaignOver(state=campaign.get_state_display())
    campaign.state, campaign.fault = after, ""
    if after == "running":
        bear_today(campaign, on=on)
    campaign.save(update_fields=["state", "fault", "issued_on", "due_on"])
    verb = "contributions.campaign_stopped" if after == "stopped" else "contributions.campaign_resumed"
    payload = {"year": campaign.year, "done": campaign.done_count}
    record(verb, actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)


Told = tuple[list[ContributionLine], dict[UUID, str]]


def _call(members: Sequence[UUID], calling: Calling) -> Told:
    done = called_members(members, year=calling.year)
    return write_calls([member for member in members if member not in done], calling=calling)


def _adjust(members: Sequence[UUID], calling: Calling) -> Told:
    hold_calls(members, year=calling.year, issued_on=calling.on)
    own, left_out = adjustable(members, year=calling.year, known_at=calling.known_at)
    return write_adjustments(own, calling=calling), left_out


def _cancel(members: Sequence[UUID], calling: Calling) -> Told:
    return write_cancellations(members, reason=calling.campaign.reason, calling=calling)


ACTS = {"call": _call, "adjustment": _adjust, "cancellation": _cancel}
