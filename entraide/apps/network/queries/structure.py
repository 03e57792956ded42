"""Reads of mandates, for events that change bodies."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from entraide.apps.network.models import Mandate
from entraide.orm.acts import is_built_upon


def holders_among(member_ids: Collection[UUID], *, on: date) -> list[tuple[UUID, str, UUID]]:
    """List who acts for members on a day as (member, kind, account)."""
    held = Mandate.objects.in_force_on(on).filter(member_id__in=member_ids).order_by("member_id", "kind")
    return list(held.values_list("member_id", "kind", "account_id"))


def awaited_among(member_ids: Collection[UUID], *, after: date) -> list[tuple[UUID, str, UUID, date]]:
    """List who will act for members from a later day as (member, kind, account, day): delegates whose designation was confirmed."""
    held = Mandate.objects.current().filter(member_id__in=member_ids, since__gt=after).order_by("member_id", "kind", "since")
    return list(held.values_list("member_id", "kind", "account_id", "since"))


def mandates_have_changed(act_id: UUID) -> bool:
    """Tell whether a mandate that an act wrote was changed since."""
    return is_built_upon(Mandate, act_id)


def has_new_mandates(member_ids: Collection[UUID], *, since: date, act_id: UUID) -> bool:
    """Tell whether members have had mandates from a day on that the act did not give."""
    return Mandate.objects.current().filter(member_id__in=member_ids, since__gte=since).exclude(recorded_by=act_id).exists()
