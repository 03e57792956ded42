"""Reads of what a body is made of: its predecessors, under the old perimeter or the new one."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.members.models import Contact, Establishment, Member, MemberName, Membership, Succession
from entraide.apps.members.queries.members import holding_words
from entraide.orm.acts import is_built_upon, parts


def perimeter_of(member_id: UUID, *, on: date, perimeter: str) -> frozenset[UUID]:
    """Give the bodies whose history is that of a member: itself alone (old), or with all that it took over whole (new), and so on back."""
    found = {member_id}
    if perimeter == "old":
        return frozenset(found)
    reached = {member_id}
    while reached:
        whole = Succession.objects.in_force_on(on).filter(successor_id__in=reached, is_whole=True)
        reached = set(whole.order_by("pk").values_list("predecessor_id", flat=True)) - found
        found |= reached
    return frozenset(found)


def keys_of(sirens: Collection[str]) -> dict[str, UUID]:
    """Give the key of each of these bodies that the register knows, by its SIREN."""
    return dict(Member.objects.filter(siren__in=sirens).order_by("pk").values_list("siren", "pk"))


def sirens_of(member_ids: Collection[UUID]) -> dict[UUID, str]:
    """Give the SIREN of bodies by their key."""
    return dict(Member.objects.filter(pk__in=member_ids).order_by("pk").values_list("pk", "siren"))


def memberships_have_changed(act_id: UUID) -> bool:
    """Tell whether a membership, an establishment or a contact that an act wrote was changed since."""
    return any(is_built_upon(model, act_id) for model in (Membership, Establishment, Contact))


def has_new_memberships(member_ids: Collection[UUID], *, since: date, act_id: UUID) -> bool:
    """Tell whether bodies have had memberships, establishments or contacts from a day on that the act did not write."""
    return any(
        model.objects.current().filter(member_id__in=member_ids, since__gte=since).exclude(recorded_by=act_id).exists()
        for model in (Membership, Establishment, Contact)
    )


def bodies_called(text: str) -> QuerySet[Member]:
    """Give the bodies whose SIREN begins so, or of which a name, present or past, holds every word: keys to look for in another table."""
    named = MemberName.objects.current().filter(holding_words(text)).order_by().values("member_id")
    return Member.objects.filter(Q(siren__startswith="".join(text.split())) | Q(pk__in=named)).order_by().values("pk")


def predecessors_of(member_id: UUID, *, on: date) -> list[tuple[UUID, date]]:
    """List the bodies that one took over whole, with the day of each, as they may stand again."""
    rows = Succession.objects.in_force_on(on).filter(successor_id=member_id, is_whole=True).order_by("since", "pk")
    return list(rows.values_list("predecessor_id", "since"))


def names_on(member_ids: Collection[UUID], *, on: date) -> dict[UUID, str]:
    """Give the name on a day of bodies that exist then, by their key."""
    held = [MemberName.objects.in_force_on(on).filter(member_id__in=keys).order_by() for keys in parts(list(member_ids))]
    return {key: name for rows in held for key, name in rows.values_list("member_id", "name")}


def names_ever(member_ids: Collection[UUID]) -> dict[UUID, str]:
    """Give the last name of bodies by their key, whether they exist still or not."""
    rows = MemberName.objects.current().filter(member_id__in=member_ids).order_by("since", "pk")
    return dict(rows.values_list("member_id", "name"))
