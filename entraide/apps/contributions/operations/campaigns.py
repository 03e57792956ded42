"""The call of all members, or a round of adjustments: batch after batch by key, stopped and resumed without a double."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallCampaign, ContributionLine
from entraide.apps.contributions.operations.adjustments import write_adjustments
from entraide.apps.contributions.operations.calls import Calling, write_calls
from entraide.apps.contributions.operations.documents import issue_call_documents
from entraide.apps.contributions.operations.numbering import require_day
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.campaigns import called_by_platform, called_members, concerned_count, next_members
from entraide.apps.contributions.queries.due import due_of, require_rates
from entraide.apps.contributions.refusals import (
    CampaignMade,
    CampaignOpen,
    CampaignOver,
    DueBeforeIssued,
    ImportedCall,
    NobodyToCall,
    NotFound,
    NothingToAdjust,
)
from entraide.apps.parameters.queries import tariff
from entraide.core.money import ZERO, total
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign does: a call or a round of adjustments of a year, the day of its documents and the last day to pay."""

    year: int
    kind: str
    issued_on: date
    due_on: date


@transaction.atomic
def open_campaign(*, plan: CampaignPlan, actor: Actor, at: datetime, on: date) -> UUID:
    """Open the call of a year, or a round of adjustments, on the lists as they are known now; nobody is called yet. Give its key.

    :raises NotAccountant: if the actor may not.
    :raises DueBeforeIssued: if documents would be due before they are issued.
    :raises RateMissing: if a rate of the year is not known.
    :raises IssuedBeforeLast: if a document bears a later day.
    :raises CampaignMade: if the year has had its call.
    :raises CampaignOpen: if a campaign of that kind is not over.
    :raises NobodyToCall: if no member has a contract or a list that year.
    :raises NothingToAdjust: if the platform called nobody for that year.
    """
    require_accountant(actor)
    if plan.due_on < plan.issued_on:
        raise DueBeforeIssued(due_on=f"{plan.due_on:%d/%m/%Y}", issued_on=f"{plan.issued_on:%d/%m/%Y}")
    require_rates(tariff(known_at=at), plan.year)
    require_day(plan.issued_on)
    _require_free(plan)
    campaign = CallCampaign(
        id=uuid7(),
        year=plan.year,
        kind=plan.kind,
        known_at=at,
        issued_on=plan.issued_on,
        due_on=plan.due_on,
        cents=ZERO,
        started_by=actor.author_id,
        started_at=at,
    )
    campaign.member_count = concerned_count(plan.kind, plan.year, known_at=at)
    if not campaign.member_count:
        raise NobodyToCall(year=plan.year) if plan.kind == "call" else NothingToAdjust(year=plan.year)
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
    except IntegrityError:
        # Somebody opened one at the same moment.
        _require_free(plan)
        raise
    payload = {"year": plan.year, "kind": plan.kind, "members": campaign.member_count}
    record("contributions.campaign_opened", actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)
    return campaign.pk


def _require_free(plan: CampaignPlan) -> None:
    held = list(CallCampaign.objects.filter(kind=plan.kind).order_by("pk"))
    if plan.kind == "call" and any(campaign.year == plan.year for campaign in held):
        raise CampaignMade(year=plan.year)
    if running := next((campaign for campaign in held if campaign.state != "done"), None):
        raise CampaignOpen(year=running.year)


@transaction.atomic
def continue_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Do the next members of a campaign that runs; give how many, none once it is over or stopped. Two at once take turns.

    A member called already is left. One who owes nothing is kept with its reason.

    :raises NotAccountant: if the actor may not.
    """
    require_accountant(actor)
    campaign = _locked(campaign_id)
    if campaign.state != "running":
        return 0
    members = next_members(campaign.kind, campaign.year, known_at=campaign.known_at, after=campaign.done_through)
    if not members:
        _end(campaign, actor=actor, at=at, on=on)
        return 0
    # A campaign resumed late writes on the day it goes on: documents are numbered in the order of their days.
    calling = Calling(campaign.year, campaign.known_at, actor, at, max(on, campaign.issued_on), campaign)
    lines, refused = _call(members, calling) if campaign.kind == "call" else _adjust(members, calling)
    _issue([line.pk for line in lines if line.payer_id is None], calling)
    campaign.done_count += len(members)
    campaign.done_through = members[-1]
    campaign.head_count += sum(line.head_count or 0 for line in lines)
    campaign.cents += total(line.cents for line in lines)
    campaign.refused = [*campaign.refused, *({"member": str(member), "code": code} for member, code in refused.items())]
    campaign.save(update_fields=["done_count", "done_through", "head_count", "cents", "refused"])
    payload = {"year": campaign.year, "members": len(lines), "through": str(members[-1])}
    record("contributions.called", actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)
    return len(members)


def _end(campaign: CallCampaign, *, actor: Actor, at: datetime, on: date) -> None:
    """Issue the documents of intermediaries, one for all the members that each pays for, and close the campaign."""
    paid_for = ContributionLine.objects.filter(campaign=campaign, payer__isnull=False).order_by("pk")
    calling = Calling(campaign.year, campaign.known_at, actor, at, max(on, campaign.issued_on), campaign)
    _issue(list(paid_for.values_list("pk", flat=True)), calling)
    campaign.state, campaign.ended_at = "done", at
    campaign.save(update_fields=["state", "ended_at"])
    payload = {"year": campaign.year, "heads": campaign.head_count, "cents": campaign.cents.cents, "refused": len(campaign.refused)}
    record("contributions.campaign_done", actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)


def _issue(line_ids: Sequence[UUID], calling: Calling) -> None:
    due_on = max(calling.on, calling.campaign.due_on)
    issue_call_documents(line_ids, campaign=calling.campaign, issued_on=calling.on, due_on=due_on, actor=calling.actor, at=calling.at)


def stop_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Stop a campaign between two batches; what was called stays called.

    :raises CampaignOver: if it is over, or stopped already.
    """
    _set_state(campaign_id, "running", "stopped", actor=actor, at=at, on=on)


def resume_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Let a stopped campaign go on after the last member done.

    :raises CampaignOver: if it is over, or runs already.
    """
    _set_state(campaign_id, "stopped", "running", actor=actor, at=at, on=on)


@transaction.atomic
def _set_state(campaign_id: UUID, before: str, after: str, *, actor: Actor, at: datetime, on: date) -> None:
    require_accountant(actor)
    campaign = _locked(campaign_id)
    if campaign.state != before:
        raise CampaignOver(state=campaign.get_state_display())
    campaign.state = after
    campaign.save(update_fields=["state"])
    verb = "contributions.campaign_stopped" if after == "stopped" else "contributions.campaign_resumed"
    payload = {"year": campaign.year, "done": campaign.done_count}
    record(verb, actor=actor, subject=("call_campaign", campaign.pk), at=at, on=on, payload=payload)


def _locked(campaign_id: UUID) -> CallCampaign:
    campaign = CallCampaign.objects.select_for_update().filter(pk=campaign_id).order_by("pk").first()
    if campaign is None:
        raise NotFound
    return campaign


Told = tuple[list[ContributionLine], dict[UUID, str]]


def _call(members: Sequence[UUID], calling: Calling) -> Told:
    done = called_members(members, year=calling.year)
    left = [member for member in members if member not in done]
    due = due_of(left, year=calling.year, known_at=calling.known_at, on=calling.on)
    return write_calls(due.lines, due.payers, calling=calling), due.reasons


def _adjust(members: Sequence[UUID], calling: Calling) -> Told:
    own = called_by_platform(members, year=calling.year)
    return write_adjustments(own, calling=calling), {member: ImportedCall.code for member in members if member not in own}
