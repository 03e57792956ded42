"""Reads of members."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from entraide.apps.members.models import Member, MemberName


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


def member_by_siren(siren: str) -> UUID | None:
    """Find a member's key by its SIREN."""
    return Member.objects.filter(siren=siren).order_by("pk").values_list("pk", flat=True).first()


def members_by_siren() -> dict[str, UUID]:
    """Give the key of every member by its SIREN, in one query."""
    return dict(Member.objects.order_by("pk").values_list("siren", "pk"))
