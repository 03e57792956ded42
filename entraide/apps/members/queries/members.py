"""Reads of members: one, several, their list, their past."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from entraide.apps.accounts.actor import Actor
from entraide.apps.members.models import Member, MemberName, Membership
from entraide.apps.members.policies import visible_to
from entraide.core.names import normalise


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member as lists and headings show it."""

    id: UUID
    siren: str
    name: str
    kind: str
    department: str


def current_name(member_id: Any, *, on: date) -> QuerySet:
    """Give the query of a member's name on a day, to put in a Subquery or to run."""
    return MemberName.objects.in_force_on(on).filter(member_id=member_id).order_by("-since").values("name")[:1]


def members_on(day: date, *, member_ids: set[UUID] | None = None) -> list[MemberView]:
    """List members by name as they are called on a day, all of them or those named."""
    members = Member.objects.annotate(current_name=Subquery(current_name(OuterRef("pk"), on=day))).order_by("current_name", "siren")
    if member_ids is not None:
        members = members.filter(pk__in=member_ids)
    return [MemberView(member.pk, member.siren, member.current_name or "", member.kind, member.department) for member in members]


def member_on(member_id: UUID, *, on: date) -> MemberView | None:
    """Give one member, or nothing."""
    return next(iter(members_on(on, member_ids={member_id})), None)


def member_list(*, actor: Actor, on: date, text: str = "", kind: str = "", department: str = "") -> QuerySet[Member]:
    """Give the members that an actor may see, by name, to sort and to page.

    Rows carry `current_name`, `search_name` and `joined_on` (empty outside any membership that day). `text` is found in the name, case and
    accents forgiven, or begins the SIREN.
    """
    name = MemberName.objects.in_force_on(on).filter(member_id=OuterRef("pk")).order_by("-since")
    membership = Membership.objects.in_force_on(on).filter(member_id=OuterRef("pk")).order_by("-since")
    found = Member.objects.filter(visible_to(actor)).annotate(
        current_name=Subquery(name.values("name")[:1]),
        search_name=Subquery(name.values("search_name")[:1]),
        joined_on=Subquery(membership.values("since")[:1]),
    )
    if text.strip():
        found = found.filter(Q(search_name__contains=normalise(text)) | Q(siren__startswith="".join(text.split())))
    if kind:
        found = found.filter(kind=kind)
    if department:
        found = found.filter(department=department)
    return found.order_by("search_name", "siren")


def departments() -> list[str]:
    """List the departments that members are in."""
    return list(Member.objects.order_by("department").values_list("department", flat=True).distinct())


def name_history(member_id: UUID) -> QuerySet[MemberName]:
    """Give what a member is and was called, the last name first."""
    return MemberName.objects.current().filter(member_id=member_id).order_by("-since")


def membership_history(member_id: UUID) -> QuerySet[Membership]:
    """Give a member's memberships, the last first."""
    return Membership.objects.current().filter(member_id=member_id).order_by("-since")


def member_by_siren(siren: str) -> UUID | None:
    """Find a member's key by its SIREN."""
    return Member.objects.filter(siren=siren).order_by("pk").values_list("pk", flat=True).first()


def members_by_siren() -> dict[str, UUID]:
    """Give the key of every member by its SIREN, in one query."""
    return dict(Member.objects.order_by("pk").values_list("siren", "pk"))
