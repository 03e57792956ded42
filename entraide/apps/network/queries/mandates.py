"""Reads of mandates and committees."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from entraide.apps.accounts.actor import Actor
from entraide.apps.members.queries.contracts import belonging_on
from entraide.apps.members.queries.members import department_of
from entraide.apps.members.queries.successions import called
from entraide.apps.network.models import CommitteeDepartment, Mandate
from entraide.apps.network.policies import visible_to


def mandates_of(account_id: UUID, *, on: date) -> list[tuple[str, UUID, str]]:
    """List an account's mandates on a day as (kind, member, name of the member), by kind then name.

    Those for a body that no contract makes a member, that day or later, give nothing any more.
    """
    held = (
        Mandate.objects.in_force_on(on)
        .filter(Exists(belonging_on(on).filter(member_id=OuterRef("member_id"))), account_id=account_id)
        .annotate(member_name=called(OuterRef("member_id"), on=on))
        .order_by("kind", "member_name", "id")
    )
    return list(held.values_list("kind", "member_id", "member_name"))


def holders_of(member_id: UUID, *, on: date) -> list[tuple[str, UUID]]:
    """List who acts for a member on a day as (kind, account)."""
    return list(Mandate.objects.in_force_on(on).filter(member_id=member_id).order_by("kind").values_list("kind", "account_id"))


def mandates_for(member_id: UUID, *, actor: Actor) -> QuerySet[Mandate]:
    """Give the mandates of a member that an actor may see, present, past and to come, the last first."""
    return Mandate.objects.current().filter(visible_to(actor), member_id=member_id).order_by("kind", "-since")


def never_begun(member_id: UUID, *, actor: Actor, end: date) -> QuerySet[Mandate]:
    """Give the mandates that were to begin at a body from the day it ended, and so did not, where an actor may see them."""
    lost = Mandate.objects.filter(visible_to(actor), member_id=member_id, since__gte=end, superseded_at__isnull=False)
    return lost.order_by("kind", "since", "pk")


def committee_of(department: str) -> str:
    """Name the regional committee of a department, empty when the table does not hold it."""
    return CommitteeDepartment.objects.filter(department=department).order_by("id").values_list("committee", flat=True).first() or ""


def committee_of_member(member_id: UUID) -> Coalesce:
    """Name the committee of a member in the statement that writes it, with no query of its own; empty when the table does not hold it."""
    found = CommitteeDepartment.objects.filter(department__in=department_of(member_id)).order_by().values("committee")
    return Coalesce(found, Value(""))


def committees() -> dict[str, str]:
    """Give the regional committee of every department of the table, in one query."""
    return dict(CommitteeDepartment.objects.order_by("department").values_list("department", "committee"))


def committee_names() -> QuerySet:
    """Give the name of each regional committee of the table, once."""
    return CommitteeDepartment.objects.order_by("committee").values_list("committee", flat=True).distinct()


def without_correspondent(member_ids: set[UUID], *, on: date) -> set[UUID]:
    """Give the members for whom no correspondent acts on a day."""
    held = Mandate.objects.in_force_on(on).filter(kind="correspondent").order_by("pk").values_list("member_id", flat=True)
    return member_ids - set(held)


def may_be_acted_for(member_id: UUID, *, on: date) -> bool:
    """Tell whether somebody may act for a body from a day on: one of its contracts is in force that day, or is to come."""
    return belonging_on(on).filter(member_id=member_id).exists()


def own_mandate(*, actor: Actor, on: date) -> Mandate | None:
    """Give the mandate under which the actor acts today, or nothing."""
    held = Mandate.objects.in_force_on(on).filter(account_id=actor.account_id, member_id=actor.member_id, kind=str(actor.role))
    return held.order_by("-since").first()
