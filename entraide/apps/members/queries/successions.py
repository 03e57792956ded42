"""Reads of what goes on: which bodies took over from one that is gone, what a body took over, who entered without taking over."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from entraide.apps.members.models import Member, MemberName, Membership, Succession
from entraide.apps.members.queries.members import MemberView, bodies_on
from entraide.orm.acts import parts


def called(member_id: Any, *, on: date) -> Coalesce:
    """Give the name of a body on a day, or the last that it bore before, to annotate a query with; that of an act undone at worst."""
    names = MemberName.objects.filter(member_id=member_id)
    known = names.current().filter(since__lte=on).order_by("-since").values("name")[:1]
    return Coalesce(Subquery(known), Subquery(names.order_by("-recorded_at", "-pk").values("name")[:1]), Subquery(_siren(member_id)))


def last_called(member_ids: Collection[UUID], *, on: date) -> dict[UUID, tuple[str, date]]:
    """Give, of bodies that ended by a day, the last name and the first day without it."""
    found: dict[UUID, tuple[str, date]] = {}
    for keys in parts(sorted(member_ids)):
        rows = MemberName.objects.current().filter(member_id__in=keys, until__lte=on).order_by("until", "pk")
        found |= {key: (name, until) for key, name, until in rows.values_list("member_id", "name", "until")}
    return found


def _siren(member_id: Any) -> QuerySet:
    return Member.objects.filter(pk=member_id).order_by("pk").values("siren")[:1]


def heirs_of(member_ids: Collection[UUID], *, on: date) -> dict[UUID, tuple[MemberView, ...]]:
    """Give, for each body that is gone on a day, those that stand in its place, by name: none where nothing took it over.

    A body that stands is absent. The way leads through bodies that are gone too, a few queries however many bodies are asked for.
    """
    gone = set(member_ids) - _standing(member_ids, on)
    leads: dict[UUID, set[UUID]] = {}
    frontier, standing = set(gone), set()
    while frontier:
        found = _pairs(on, Q(predecessor_id__in=frontier))
        for predecessor, successor in found:
            leads.setdefault(predecessor, set()).add(successor)
        reached = {successor for _, successor in found}
        now = _standing(reached, on)
        standing |= now
        frontier = reached - now - set(leads)
    views = bodies_on(on, member_ids=standing)
    return {key: tuple(view for view in views if view.id in _reached(key, leads)) for key in gone}


def origins_of(member_id: UUID, *, on: date) -> dict[UUID, str]:
    """Give the bodies, gone on a day, in whose place one stands, alone or with others, each with its last name."""
    found: set[UUID] = set()
    frontier = {member_id}
    while frontier:
        before = {predecessor for predecessor, _ in _pairs(on, Q(successor_id__in=frontier))}
        frontier = before - _standing(before, on) - found - {member_id}
        found |= frontier
    named = Member.objects.filter(pk__in=found).annotate(called=called(OuterRef("pk"), on=on)).order_by("called", "siren")
    return dict(named.values_list("pk", "called"))


def _pairs(on: date, about: Q) -> list[tuple[UUID, UUID]]:
    return list(Succession.objects.in_force_on(on).filter(about).order_by("pk").values_list("predecessor_id", "successor_id"))


def _standing(member_ids: Collection[UUID], on: date) -> set[UUID]:
    """Keep the bodies that exist on a day: those that are called something."""
    found: set[UUID] = set()
    for keys in parts(sorted(member_ids)):
        found |= set(MemberName.objects.in_force_on(on).filter(member_id__in=keys).order_by().values_list("member_id", flat=True))
    return found


def _reached(key: UUID, leads: dict[UUID, set[UUID]]) -> set[UUID]:
    """Follow the successions of a body as far as they lead."""
    found: set[UUID] = set()
    frontier = {key}
    while frontier:
        frontier = {successor for one in frontier for successor in leads.get(one, ())} - found
        found |= frontier
    return found


def entries_of(year: int, *, on: date) -> dict[UUID, date]:
    """Give the bodies that entered in a year, up to a day, with the day of each, gone since or not.

    Who stands in the place of a member, or took over a part of one, is no newcomer: its people were in a member before.
    """
    contracts = Membership.objects.current()
    leading = contracts.filter(member_id=OuterRef("member_id"), until=OuterRef("since"))
    begun = contracts.filter(~Exists(leading), since__gte=date(year, 1, 1), since__lte=on)
    entered = dict(begun.order_by("since", "pk").values_list("member_id", "since"))
    taking_over = _taking_over(entered, on)
    return {key: day for key, day in entered.items() if key not in taking_over}


def _taking_over(entered: dict[UUID, date], on: date) -> set[UUID]:
    """Keep, of bodies and their days, those that took over from a body that belonged the day before."""
    pairs = [pair for keys in parts(sorted(entered)) for pair in _pairs(on, Q(successor_id__in=keys))]
    held: dict[UUID, list[Membership]] = {}
    for keys in parts(sorted({predecessor for predecessor, _ in pairs})):
        for row in Membership.objects.current().filter(member_id__in=keys).order_by("pk"):
            held.setdefault(row.member_id, []).append(row)
    return {
        successor for predecessor, successor in pairs if any(_holds_before(row, entered[successor]) for row in held.get(predecessor, ()))
    }


def _holds_before(row: Membership, day: date) -> bool:
    return row.since < day and (row.until is None or row.until >= day)
