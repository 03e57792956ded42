"""Members for whom nobody acts: without correspondent, or without one of their two delegates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.members import queries as members
from entraide.apps.network.models import CommitteeDepartment, Mandate
from entraide.core.network.mandates import MandateKind


def vacancies(*, actor: Actor, on: date, filters: Mapping[str, str] | None = None) -> QuerySet[Any]:
    """Give the bodies that belong and for which a mandate is held by nobody on a day, by name, to sort and to page.

    Rows are members with `current_name`, and `has_correspondent`, `has_delegate_elected`, `has_delegate_staff`. `filters` may hold
    text, department, committee, and missing: the mandate that must be vacant.
    """
    asked = filters or {}
    words = {"text": asked.get("text", ""), "department": asked.get("department", "")}
    found = members.member_list(actor=actor, on=on, **words)
    found = found.annotate(**{f"has_{kind}": Exists(_held(kind, on)) for kind in MandateKind})
    missing = [asked["missing"]] if asked.get("missing") in set(MandateKind) else list(MandateKind)
    vacant = Q()
    for kind in missing:
        vacant |= Q(**{f"has_{kind}": False})
    if asked.get("committee"):
        departments = CommitteeDepartment.objects.filter(committee=asked["committee"]).order_by().values("department")
        found = found.filter(department__in=departments)
    return found.filter(vacant)


def _held(kind: str, on: date) -> QuerySet[Mandate]:
    return Mandate.objects.in_force_on(on).filter(member_id=OuterRef("pk"), kind=kind).order_by()


def correspondent_since(day: date, *, on: date) -> Exists:
    """Give the condition that somebody was correspondent of a member on some day from `day` to `on`, for a query over members."""
    held = Mandate.objects.current().filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=on, kind="correspondent")
    return Exists(held.filter(member_id=OuterRef("pk")).order_by())


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many bodies of one department belong, and for how many of them each mandate is held by nobody."""

    department: str
    member_count: int
    without: dict[str, int]


def lacking_by_department(*, actor: Actor, on: date) -> dict[str, Lacking]:
    """Count the members of each department and their vacancies on a day, in two queries."""
    belonging = members.member_list(actor=actor, on=on).order_by()
    totals = dict(belonging.values("department").annotate(count=Count("pk")).order_by("department").values_list("department", "count"))
    acting = Mandate.objects.in_force_on(on).filter(member__in=belonging.values("pk"))
    counted = acting.values("member__department", "kind").annotate(count=Count("pk")).order_by("member__department", "kind")
    held = {(department, kind): count for department, kind, count in counted.values_list("member__department", "kind", "count")}
    return {
        department: Lacking(department, count, {kind: count - held.get((department, kind), 0) for kind in MandateKind})
        for department, count in totals.items()
    }
