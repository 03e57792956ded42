"""The January campaign: every member is asked for its list of the year, and asked again while it has not answered; by sets of rows."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import RosterCampaign, RosterReminder
from entraide.apps.beneficiaries.policies import require_campaign_keeper
from entraide.apps.beneficiaries.queries.roster_campaigns import silent_members
from entraide.apps.beneficiaries.refusals import RosterCampaignDates, RosterCampaignOpen
from entraide.apps.members.queries import members_on
from entraide.apps.network.queries.designations import correspondent_addresses
from entraide.apps.notifications.operations import send_emails
from entraide.orm.acts import BATCH
from entraide.orm.keys import uuid7


# A list of a year may be asked from two months before it begins: payrolls prepare it in November.
MONTHS_BEFORE = 2
ASKED_SUBJECT = "Votre liste du personnel {year}"
ASKED_BODY = (
    "Bonjour,\n\nVotre liste du personnel {year} est attendue jusqu’au {due_on:%d/%m/%Y} inclus. Elle dit qui a droit aux aides. "
    "Connectez-vous à votre espace : envoyez un fichier, remplissez le formulaire, ou dites en un clic que rien n’a changé.\n"
)
REMINDER_SUBJECT = "Rappel : votre liste du personnel {year}"


@transaction.atomic
def open_roster_campaign(*, year: int, due_on: date, actor: Actor, at: datetime, on: date) -> UUID:
    """Ask every member for its list of a civil year, until `due_on` included, and write to their correspondents.

    The members asked are those whose contract holds that day, or on 1 January where the year has not begun.

    :raises NotCampaignKeeper: if the actor does not run campaigns.
    :raises RosterCampaignOpen: if that year's campaign is open already.
    :raises RosterCampaignDates: if the day due is not to come within the year, or the year is neither the one that runs nor the next.
    """
    require_campaign_keeper(actor)
    if RosterCampaign.objects.filter(year=year).exists():
        raise RosterCampaignOpen(year=year)
    earliest = date(year - 1, 13 - MONTHS_BEFORE, 1)
    if not (earliest <= on < due_on <= date(year, 12, 31)):
        raise RosterCampaignDates(year=year)
    campaign = RosterCampaign.objects.create(id=uuid7(), year=year, opened_on=on, due_on=due_on, opened_at=at)
    asked = [member.id for member in members_on(max(on, date(year, 1, 1)))]
    written = _ask(campaign, asked, ASKED_SUBJECT, kind="asked", at=at, on=on)
    payload = {"year": year, "due_on": due_on, "asked": len(asked), "written": written}
    record("beneficiaries.roster_campaign_opened", actor=actor, subject=("roster_campaign", campaign.pk), at=at, on=on, payload=payload)
    return campaign.pk


@transaction.atomic
def remind_roster_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Ask again every member that has not answered; give how many. A second call on the same day asks nobody again.

    :raises NotCampaignKeeper: if the actor does not run campaigns.
    """
    require_campaign_keeper(actor)
    campaign = RosterCampaign.objects.select_for_update().get(pk=campaign_id)
    silent = silent_members(campaign, on=on)
    if silent:
        written = _ask(campaign, silent, REMINDER_SUBJECT, kind=f"{on:%Y-%m-%d}", at=at, on=on)
        payload = {"year": campaign.year, "reminded": len(silent), "written": written}
        record("beneficiaries.roster_reminded", actor=actor, subject=("roster_campaign", campaign.pk), at=at, on=on, payload=payload)
    return len(silent)


def _ask(campaign: RosterCampaign, members: Sequence[UUID], subject: str, *, kind: str, at: datetime, on: date) -> int:
    """Write who is asked and put a mail to each correspondent in the outbox; give how many mails."""
    rows = [RosterReminder(campaign=campaign, member_id=key, sent_on=on) for key in members]
    RosterReminder.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    addresses = correspondent_addresses(members, on=on)
    mails = [(f"roster_campaign:{campaign.year}:{kind}:{key}", email) for key, email in addresses.items()]
    values = {"year": campaign.year, "due_on": campaign.due_on}
    send_emails(mails=mails, subject=subject.format(**values), body=ASKED_BODY.format(**values), at=at)
    return len(mails)
