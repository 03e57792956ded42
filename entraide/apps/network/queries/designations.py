"""Reads of designation campaigns: the one that runs, how far it has come, what each member answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from entraide.apps.accounts.actor import Actor
from entraide.apps.members import queries as members
from entraide.apps.network.models import Designation, DesignationCampaign, Mandate
from entraide.apps.network.policies import visible_to
from entraide.apps.network.queries.mandates import committees


STATES = ("awaited", "received", "confirmed")


def campaigns() -> list[DesignationCampaign]:
    """List the campaigns, the last first."""
    return list(DesignationCampaign.objects.order_by("-opened_at", "-pk"))


def campaign(campaign_id: UUID) -> DesignationCampaign | None:
    """Give a campaign, or nothing."""
    return DesignationCampaign.objects.filter(pk=campaign_id).order_by("pk").first()


def running_campaign() -> DesignationCampaign | None:
    """Give the campaign that is not closed, if there is one."""
    return DesignationCampaign.objects.filter(closed_at__isnull=True).order_by("-pk").first()


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


def progress_of(campaign_id: UUID) -> list[Progress]:
    """Give how far a campaign has come, one row per department, by committee then department, in two queries."""
    counts = {state: Count("pk", filter=Q(state=state)) for state in STATES}
    rows = (
        Designation.objects.filter(campaign_id=campaign_id).values("member__department").annotate(**counts).order_by("member__department")
    )
    names = committees()
    found = [
        Progress(names.get(row["member__department"], ""), row["member__department"], *(row[state] for state in STATES)) for row in rows
    ]
    return sorted(found, key=lambda each: (each.committee, each.department))


def by_committee(rows: Sequence[Progress]) -> list[Progress]:
    """Add the departments of each committee together; `department` is empty."""
    totals: dict[str, tuple[int, int, int]] = {}
    for row in rows:
        held = totals.get(row.committee, (0, 0, 0))
        totals[row.committee] = (held[0] + row.awaited, held[1] + row.received, held[2] + row.confirmed)
    return [Progress(committee, "", *counts) for committee, counts in sorted(totals.items())]


def designations_of(campaign_id: UUID, *, actor: Actor, on: date, filters: Mapping[str, str] | None = None) -> QuerySet[Designation]:
    """Give the designations of a campaign that an actor may see, by name of the member, to sort and to page.

    `filters` may hold text (in the name, or the start of the SIREN), state, college, department. Rows carry `member_name`.
    """
    asked = filters or {}
    name = Subquery(members.current_name(OuterRef("member_id"), on=on))
    found = Designation.objects.filter(visible_to(actor), campaign_id=campaign_id).select_related("member", "campaign")
    if asked.get("text"):
        named = members.member_list(actor=actor, on=on, text=asked["text"]).order_by().values("pk")
        found = found.filter(member_id__in=named)
    if asked.get("department"):
        found = found.filter(member__department=asked["department"])
    for field in ("state", "college"):
        if asked.get(field):
            found = found.filter(**{field: asked[field]})
    return found.annotate(member_name=name).order_by("member_name", "college", "pk")


def dated_answers(campaign_id: UUID, *, limit: int) -> list[Designation]:
    """List the answers that wait to be confirmed and name their act by its day and number, the first received first."""
    waiting = Designation.objects.filter(campaign_id=campaign_id, state="received", act_on__isnull=False).exclude(act_number="")
    return list(waiting.order_by("received_at", "pk")[:limit])


def designation(designation_id: UUID, *, actor: Actor) -> Designation | None:
    """Give one designation that an actor may see, or nothing."""
    found = Designation.objects.filter(visible_to(actor), pk=designation_id).select_related("member", "campaign")
    return found.order_by("pk").first()


def designations_asked(member_id: UUID, *, actor: Actor) -> list[Designation]:
    """List what the running campaign asks of a member, the elected first; nothing when none runs."""
    found = Designation.objects.filter(visible_to(actor), member_id=member_id, campaign__closed_at__isnull=True)
    return list(found.select_related("campaign").order_by("college", "pk"))


def correspondent_addresses(member_ids: Sequence[UUID], *, on: date) -> dict[UUID, str]:
    """Give the address of the correspondent of each member that has one on a day."""
    held = Mandate.objects.in_force_on(on).filter(kind="correspondent", member_id__in=member_ids).order_by("member_id")
    return dict(held.values_list("member_id", "account__email"))
