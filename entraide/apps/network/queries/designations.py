"""Reads of designation campaigns: the one that runs, how far it has come, what each member answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.members import queries as members
from entraide.apps.members.queries.perimeters import bodies_called
from entraide.apps.members.queries.successions import called
from entraide.apps.network.models import Designation, DesignationCampaign, Mandate
from entraide.apps.network.policies import visible_to
from entraide.apps.network.queries.mandates import committees
from entraide.core.network.mandates import DesignationState


def campaigns() -> list[DesignationCampaign]:
    """List the campaigns, the last first."""
    return list(DesignationCampaign.objects.order_by("-opened_at", "-pk"))


def campaign(campaign_id: UUID) -> DesignationCampaign | None:
    """Give a campaign, or nothing."""
    return DesignationCampaign.objects.filter(pk=campaign_id).order_by("pk").first()


def running_campaign() -> DesignationCampaign | None:
    """Give the campaign that is not closed, if there is one."""
    return DesignationCampaign.objects.filter(closed_at__isnull=True).order_by("-pk").first()


def belonging_for(campaign: DesignationCampaign, *, on: date) -> QuerySet[Any]:
    """Give, as keys to look for, the bodies that a campaign is about, as known on a day: those that belong when its mandates begin."""
    day = max(on, campaign.mandates_on)
    return members.bodies(day).filter(contract_key__isnull=False, search_name__isnull=False).order_by().values("pk")


def asked_by(campaign: DesignationCampaign, *, on: date) -> QuerySet[Designation]:
    """Give what a campaign asks: while it runs, of the bodies that it is about; once it is closed, all that it asked.

    A body that ended or left since it was opened is asked nothing more; should the act that ended it be undone, it is asked again.
    """
    found = Designation.objects.filter(campaign=campaign)
    return found if campaign.closed_at else found.filter(member_id__in=belonging_for(campaign, on=on))


def not_asked_yet(campaign: DesignationCampaign, *, on: date) -> list[UUID]:
    """List the bodies that a campaign is about and that it has not asked: they entered, or took over from another, since it was opened."""
    asked = Designation.objects.filter(campaign=campaign).order_by().values("member_id")
    return list(belonging_for(campaign, on=on).exclude(pk__in=asked).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign has come in one department: its committee, and how many designations stand in each state."""

    committee: str
    department: str
    awaited: int
    received: int
    confirmed: int

    @property
    def total(self) -> int:
        """All that was asked for."""
        return self.awaited + self.received + self.confirmed

    @property
    def answered(self) -> int:
        """What members have answered, confirmed or not."""
        return self.received + self.confirmed


def progress_of(campaign: DesignationCampaign, *, on: date) -> list[Progress]:
    """Give how far a campaign has come, one row per department, by committee then department, in two queries."""
    counts = {state: Count("pk", filter=Q(state=state)) for state in DesignationState}
    rows = asked_by(campaign, on=on).values("member__department").annotate(**counts).order_by("member__department")
    names = committees()
    counted = ((row["member__department"], [row[state] for state in DesignationState]) for row in rows)
    found = [Progress(names.get(department, ""), department, *counts) for department, counts in counted]
    return sorted(found, key=lambda each: (each.committee, each.department))


def by_committee(rows: Sequence[Progress]) -> list[Progress]:
    """Add the departments of each committee together; `department` is empty."""
    totals: dict[str, tuple[int, int, int]] = {}
    for row in rows:
        held = totals.get(row.committee, (0, 0, 0))
        totals[row.committee] = (held[0] + row.awaited, held[1] + row.received, held[2] + row.confirmed)
    return [Progress(committee, "", *counts) for committee, counts in sorted(totals.items())]


def designations_of(
    campaign: DesignationCampaign, *, actor: Actor, on: date, filters: Mapping[str, str] | None = None
) -> QuerySet[Designation]:
    """Give the designations of a campaign that an actor may see, by name of the member, to sort and to page.

    `filters` may hold text (in a name, or the start of the SIREN), state, college, department. Rows carry `member_name`.
    """
    asked = filters or {}
    found = asked_by(campaign, on=on).filter(visible_to(actor)).select_related("member", "campaign")
    if asked.get("text"):
        found = found.filter(member_id__in=bodies_called(asked["text"]))
    if asked.get("department"):
        found = found.filter(member__department=asked["department"])
    for field in ("state", "college"):
        if asked.get(field):
            found = found.filter(**{field: asked[field]})
    return found.annotate(member_name=called(OuterRef("member_id"), on=on)).order_by("member_name", "college", "pk")


def dated_answers(campaign: DesignationCampaign, *, on: date, limit: int) -> list[Designation]:
    """List the answers that wait to be confirmed and name their act by its day and number, the first received first, with `member_name`."""
    waiting = asked_by(campaign, on=on).filter(state="received", act_on__isnull=False).exclude(act_number="")
    return list(waiting.annotate(member_name=called(OuterRef("member_id"), on=on)).order_by("received_at", "pk")[:limit])


def designation(designation_id: UUID, *, actor: Actor, on: date) -> Designation | None:
    """Give one designation that an actor may see, with `member_name`, or nothing."""
    found = Designation.objects.filter(visible_to(actor), pk=designation_id).select_related("member", "campaign")
    return found.annotate(member_name=called(OuterRef("member_id"), on=on)).order_by("pk").first()


def is_asked(designation: Designation, *, on: date) -> bool:
    """Tell whether the campaign of a designation asks for it on a day."""
    return asked_by(designation.campaign, on=on).filter(pk=designation.pk).exists()


def designations_asked(member_id: UUID, *, actor: Actor, on: date) -> list[Designation]:
    """List what the running campaign asks of a member, the elected first; nothing when none runs."""
    campaign = running_campaign()
    if campaign is None:
        return []
    found = asked_by(campaign, on=on).filter(visible_to(actor), member_id=member_id)
    return list(found.select_related("campaign").order_by("college", "pk"))


def correspondent_addresses(member_ids: Sequence[UUID], *, on: date) -> dict[UUID, str]:
    """Give the address of the correspondent of each member that has one on a day."""
    held = Mandate.objects.in_force_on(on).filter(kind="correspondent", member_id__in=member_ids).order_by("member_id")
    return dict(held.values_list("member_id", "account__email"))
