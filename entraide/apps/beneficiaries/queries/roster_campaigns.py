"""Reads of the campaigns of lists: who was asked, who has answered, how far each department has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.models import RosterCampaign, RosterImport, RosterReminder
from entraide.apps.beneficiaries.queries.rosters import UNSETTLED
from entraide.apps.members.policies import visible_to
from entraide.apps.members.queries import bodies
from entraide.apps.network.queries import committees
from entraide.core.names import normalise


@dataclass(frozen=True, slots=True)
class RosterProgress:
    """How far a campaign has come in one department: members asked, those who have answered, those who have begun, those reminded."""

    department: str
    committee: str
    asked: int
    answered: int
    begun: int
    reminded: int

    @property
    def silent(self) -> int:
        """Count those who have not answered."""
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class AwaitedList:
    """What a campaign awaits of a member, until which day included; `is_answered` once its list of the year is applied."""

    year: int
    due_on: date
    is_answered: bool


def roster_campaigns() -> list[RosterCampaign]:
    """List the campaigns, the last year first."""
    return list(RosterCampaign.objects.order_by("-year"))


def roster_campaign(campaign_id: UUID) -> RosterCampaign | None:
    """Give a campaign, or nothing."""
    return RosterCampaign.objects.filter(pk=campaign_id).order_by("pk").first()


def lists_due(on: date) -> QuerySet[RosterReminder]:
    """Give what members were asked of the year of a day, to answer before that day."""
    return RosterReminder.objects.filter(campaign__year=on.year, campaign__due_on__lt=on).order_by("pk")


def awaited_list(member_id: UUID) -> AwaitedList | None:
    """Give what the last campaign that asked a member awaits of it, or nothing before the first."""
    asked = RosterReminder.objects.filter(member_id=member_id).order_by("-campaign__year").select_related("campaign").first()
    if asked is None:
        return None
    campaign = asked.campaign
    is_answered = RosterImport.objects.filter(member_id=member_id, year=campaign.year, state="applied").exists()
    return AwaitedList(campaign.year, campaign.due_on, is_answered)


def year_asked(member_id: UUID, on: date) -> int:
    """Give the year that a member's form or word is for: the one that a campaign awaits, else the running one."""
    awaited = awaited_list(member_id)
    return awaited.year if awaited and not awaited.is_answered and awaited.year in (on.year, on.year + 1) else on.year


def asked_members(
    campaign: RosterCampaign, *, actor: Actor, on: date, text: str = "", department: str = "", state: str = ""
) -> QuerySet[Any]:
    """Give the members that a campaign asked and that an actor may see, by name, to sort and to page.

    Rows carry the name of the day, `answered_on` (the day on which the list of the year was applied, empty while it is awaited),
    `has_begun` (a list waits to be looked at, or a form to be finished), `reminded_on` and `reminder_count`.
    `state` keeps those who have answered (answered), who have begun only (begun), who have done nothing (silent).
    """
    found = _asked(campaign, on).filter(visible_to(actor))
    for word in normalise(text).split():
        found = found.filter(search_name__contains=word)
    if department:
        found = found.filter(department=department)
    kept = {
        "answered": Q(answered_on__isnull=False),
        "begun": Q(answered_on__isnull=True, has_begun=True),
        "silent": Q(answered_on__isnull=True, has_begun=False),
    }
    return found.filter(kept.get(state, Q())).order_by("search_name", "siren")


def _asked(campaign: RosterCampaign, on: date) -> QuerySet[Any]:
    lists = RosterImport.objects.filter(member_id=OuterRef("pk"), year=campaign.year).order_by()
    asked = RosterReminder.objects.filter(campaign=campaign, member_id=OuterRef("pk"))
    later = asked.filter(sent_on__gt=campaign.opened_on).order_by().values("member_id")
    return (
        bodies(on)
        .filter(Exists(asked))
        .annotate(
            answered_on=Subquery(lists.filter(state="applied").values("member_id").annotate(last=Max("applied_on")).values("last")),
            has_begun=Exists(lists.filter(state__in=UNSETTLED)),
            reminded_on=Subquery(later.annotate(last=Max("sent_on")).values("last")),
            reminder_count=Subquery(later.annotate(count=Count("pk")).values("count")),
        )
    )


def silent_members(campaign: RosterCampaign, *, on: date) -> list[UUID]:
    """List the members who have not answered and were neither asked nor reminded that day."""
    told_today = RosterReminder.objects.filter(campaign=campaign, member_id=OuterRef("pk"), sent_on=on)
    rows = _asked(campaign, on).filter(~Exists(told_today), answered_on__isnull=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def roster_progress(campaign: RosterCampaign, *, on: date) -> list[RosterProgress]:
    """Give how far a campaign has come, one row per department, in two queries."""
    named = committees()
    rows = (
        _asked(campaign, on)
        .values("department")
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=Q(answered_on__isnull=False)),
            begun=Count("pk", filter=Q(answered_on__isnull=True, has_begun=True)),
            reminded=Count("pk", filter=Q(reminded_on__isnull=False)),
        )
    )
    return [RosterProgress(committee=named.get(row["department"], ""), **_counts(row)) for row in rows.order_by("department")]


def _counts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("department", "asked", "answered", "begun", "reminded")}
