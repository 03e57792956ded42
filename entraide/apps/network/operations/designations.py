"""The campaign by which members name their two delegates again, after municipal elections: one awaited row per member and college."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.operations import invite
from entraide.apps.audit.operations import record
from entraide.apps.network.models import CommitteeDepartment, Designation, DesignationCampaign
from entraide.apps.network.operations.mandates import Given, Invited, replace_holder, require_may_hold
from entraide.apps.network.policies import require_designator, require_mandate_keeper
from entraide.apps.network.queries.designations import asked_by, correspondent_addresses, is_asked, not_asked_yet
from entraide.apps.network.refusals import (
    ActInFuture,
    CampaignClosed,
    CampaignDatesCross,
    CampaignRunning,
    DesignationConfirmed,
    DesignationIncomplete,
    DesignationNotReceived,
    DesignationsWaiting,
    NotAsked,
    RemindedLately,
    SameDelegate,
)
from entraide.apps.notifications.operations import send_emails
from entraide.core.network.bureau import College
from entraide.core.timeline import add_months
from entraide.orm.acts import BATCH, Stamp, parts
from entraide.orm.keys import uuid7


# « six ans »: the association's public page on delegates.
MANDATE_MONTHS = 72
# A member is not written to again sooner (illustrative).
DAYS_BETWEEN_REMINDERS = 10
REMINDER_SUBJECT = "Désignez les délégués de votre collectivité"
REMINDER_BODY = (
    "Bonjour,\n\nVotre collectivité n’a pas encore désigné tous ses délégués. Connectez-vous à votre espace, "
    "ouvrez « Nos délégués » et répondez avant le {due_on:%d/%m/%Y} inclus.\n"
)


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign is called, the last day to answer, the first day of the mandates."""

    title: str
    due_on: date
    mandates_on: date


@transaction.atomic
def open_designation_campaign(*, plan: CampaignPlan, actor: Actor, at: datetime, on: date) -> UUID:
    """Ask every body that will belong when the mandates begin for a delegate of each college; give the campaign's key.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises CampaignRunning: if another campaign is not closed.
    :raises CampaignDatesCross: if the last day to answer has gone by, or mandates begin before it.
    """
    require_mandate_keeper(actor)
    _one_at_a_time()
    running = DesignationCampaign.objects.filter(closed_at__isnull=True).order_by("pk").first()
    if running is not None:
        raise CampaignRunning(title=running.title)
    if not on < plan.due_on <= plan.mandates_on:
        raise CampaignDatesCross
    dates = {"opened_on": on, "due_on": plan.due_on, "mandates_on": plan.mandates_on, "opened_at": at}
    campaign = DesignationCampaign.objects.create(title=plan.title, **dates)
    payload = {"members": _ask(campaign, on), "due_on": plan.due_on, "mandates_on": plan.mandates_on}
    record("network.campaign_opened", actor=actor, subject=("designation_campaign", campaign.pk), at=at, on=on, payload=payload)
    return campaign.pk


def _ask(campaign: DesignationCampaign, on: date) -> int:
    """Ask the bodies that a campaign is about and has not asked yet; give how many they are."""
    keys = not_asked_yet(campaign, on=on)
    rows = [Designation(campaign=campaign, member_id=key, college=college, state="awaited") for key in keys for college in College]
    Designation.objects.bulk_create(rows, batch_size=BATCH)
    return len(keys)


@transaction.atomic
def ask_newcomers(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Ask the bodies that entered, or took over from another, since a campaign was opened; give how many they are.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises CampaignClosed: if the campaign is closed.
    """
    require_mandate_keeper(actor)
    count = _ask(_open_campaign(campaign_id), on)
    if count:
        payload = {"members": count}
        record("network.newcomers_asked", actor=actor, subject=("designation_campaign", campaign_id), at=at, on=on, payload=payload)
    return count


def _one_at_a_time() -> None:
    # Two campaigns opened at once see no running one; the table of committees, which nobody writes meanwhile, makes the second wait.
    list(CommitteeDepartment.objects.select_for_update().order_by("pk").values_list("pk", flat=True)[:1])


@dataclass(frozen=True, slots=True)
class Nominee:
    """Whom a member names, and the act of its executive that says so."""

    name: str
    email: str
    act_on: date | None = None
    act_number: str = ""


@transaction.atomic
def receive_designation(*, designation_id: UUID, nominee: Nominee, actor: Actor, at: datetime, on: date) -> None:
    """Note whom a member names for one college; said again before it is confirmed, the last answer counts.

    An answer that comes after the last day is taken until the campaign is closed.

    :raises NotDesignator: if the actor is neither the member's correspondent nor someone who keeps mandates.
    :raises CampaignClosed: if the campaign is closed.
    :raises NotAsked: if the body is asked nothing more: it ended, or leaves before the mandates begin.
    :raises DesignationConfirmed: if the mandate is given already.
    :raises DesignationIncomplete: if the name or the address is missing.
    :raises ActInFuture: if the act has a day to come.
    :raises SameDelegate: if the other college names the same address.
    """
    designation = Designation.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=designation_id)
    require_designator(actor, designation.member_id)
    _require_open(designation)
    if not is_asked(designation, on=on):
        raise NotAsked
    if not (nominee.name.strip() and nominee.email.strip()):
        raise DesignationIncomplete
    if nominee.act_on is not None and nominee.act_on > on:
        raise ActInFuture
    email = nominee.email.strip().casefold()
    others = Designation.objects.filter(campaign_id=designation.campaign_id, member_id=designation.member_id, email=email)
    if others.exclude(pk=designation.pk).exists():
        raise SameDelegate
    designation.state, designation.received_at = "received", at
    designation.name, designation.email = nominee.name.strip(), email
    designation.act_on, designation.act_number = nominee.act_on, nominee.act_number.strip()
    designation.save(update_fields=["state", "received_at", "name", "email", "act_on", "act_number"])
    payload = {"college": designation.college, "email": email, "member": designation.member_id}
    record("network.designation_received", actor=actor, subject=("designation", designation.pk), at=at, on=on, payload=payload)


def _require_open(designation: Designation) -> None:
    if designation.state == "confirmed":
        raise DesignationConfirmed
    if designation.campaign.closed_at is not None:
        raise CampaignClosed


@transaction.atomic
def confirm_designation(*, designation_id: UUID, actor: Actor, at: datetime, on: date) -> Invited:
    """Give the mandate that a member decided, for six years from the campaign's day, and end the earlier one that day.

    Confirmed after that day, the mandate begins the day it is confirmed: nobody is given rights over days gone by. It ends when the
    others of the campaign do.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises CampaignClosed: if the campaign is closed.
    :raises DesignationConfirmed: if it was confirmed.
    :raises DesignationNotReceived: if the member has named nobody.
    :raises Refusal: where `require_may_hold` does.
    """
    require_mandate_keeper(actor)
    designation = Designation.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=designation_id)
    _require_open(designation)
    if designation.state != "received":
        raise DesignationNotReceived
    account_id, is_new = invite(email=designation.email, name=designation.name, at=at)
    first_day = designation.campaign.mandates_on
    span = (max(first_day, on), add_months(first_day, MANDATE_MONTHS))
    given = Given(designation.member_id, f"delegate_{designation.college}", account_id, *span)
    require_may_hold(given, on=on)
    replace_holder(given, act=Stamp(uuid7(), at))
    designation.state, designation.confirmed_at = "confirmed", at
    designation.save(update_fields=["state", "confirmed_at"])
    payload = {"college": designation.college, "account": account_id, "member": designation.member_id, "since": span[0]}
    record("network.designation_confirmed", actor=actor, subject=("designation", designation.pk), at=at, on=on, payload=payload)
    return Invited(account_id, is_new)


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many members were written to, and how many could not be, having no correspondent."""

    written: int
    without_correspondent: int


@transaction.atomic
def remind(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> Reminded:
    """Write to the correspondent of every member that has not answered for both colleges, once in ten days; newcomers are asked first.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises CampaignClosed: if the campaign is closed.
    :raises RemindedLately: if all of them were written to a few days ago.
    """
    require_mandate_keeper(actor)
    campaign = _open_campaign(campaign_id)
    _ask(campaign, on)
    lately = on - timedelta(days=DAYS_BETWEEN_REMINDERS)
    awaited = asked_by(campaign, on=on).filter(state="awaited")
    due = awaited.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lte=lately))
    member_ids = sorted(set(due.order_by().values_list("member_id", flat=True)))
    if not member_ids and awaited.exists():
        raise RemindedLately(days=DAYS_BETWEEN_REMINDERS)
    addresses: dict[UUID, str] = {}
    for keys in parts(member_ids):
        addresses |= correspondent_addresses(keys, on=on)
    body = REMINDER_BODY.format(due_on=campaign.due_on)
    written_to = {email: key for key, email in addresses.items()}
    mails = [(f"designation:{campaign_id.hex}:{key.hex}:{on:%Y%m%d}", email) for email, key in written_to.items()]
    send_emails(mails=mails, subject=REMINDER_SUBJECT, body=body, at=at)
    for keys in parts(sorted(addresses)):
        campaign.designations.filter(state="awaited", member_id__in=keys).update(reminded_on=on)
    reminded = Reminded(len(addresses), len(member_ids) - len(addresses))
    payload = {"written": reminded.written, "without_correspondent": reminded.without_correspondent}
    record("network.members_reminded", actor=actor, subject=("designation_campaign", campaign_id), at=at, on=on, payload=payload)
    return reminded


@transaction.atomic
def close_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Close a campaign: nobody answers it any more; members that did not answer keep the delegates they have.

    :raises NotMandateKeeper: if the actor may not keep mandates.
    :raises CampaignClosed: if it is closed.
    :raises DesignationsWaiting: if designations were received and not confirmed.
    """
    require_mandate_keeper(actor)
    campaign = _open_campaign(campaign_id)
    asked = asked_by(campaign, on=on)
    waiting = asked.filter(state="received").count()
    if waiting:
        raise DesignationsWaiting(count=waiting)
    payload = {"unanswered": asked.filter(state="awaited").count()}
    campaign.closed_at = at
    campaign.save(update_fields=["closed_at"])
    record("network.campaign_closed", actor=actor, subject=("designation_campaign", campaign_id), at=at, on=on, payload=payload)


def _open_campaign(campaign_id: UUID) -> DesignationCampaign:
    campaign = DesignationCampaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.closed_at is not None:
        raise CampaignClosed
    return campaign
