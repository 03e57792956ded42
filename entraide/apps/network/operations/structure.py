"""End the mandates of bodies that end and let one go on elsewhere: a part of the acts on structures."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.network.models import Mandate
from entraide.orm.acts import Stamp, ended, take_back, write


def end_mandates_of(member_ids: Collection[UUID], *, on: date, act: Stamp) -> None:
    """End on a day every mandate of members; one that was to begin later never does."""
    rows = list(
        Mandate.objects.select_for_update()
        .current()
        .filter(Q(until__isnull=True) | Q(until__gt=on), member_id__in=member_ids)
        .order_by("pk")
    )
    ended(rows, on, act=act)


def carry_mandate(*, member_id: UUID, kind: str, account_id: UUID, on: date, act: Stamp) -> None:
    """Let an account act for a member from a day on, in the place of who does, until whoever was to begin later does."""
    held = Mandate.objects.select_for_update().in_force_on(on).filter(member_id=member_id, kind=kind).order_by("pk")
    ended(list(held), on, act=act)
    later = Mandate.objects.current().filter(member_id=member_id, kind=kind, since__gt=on).order_by("since").first()
    span = {"since": on, "until": later.since if later else None, "recorded_at": act.at, "recorded_by": act.id}
    write([Mandate(member_id=member_id, kind=kind, account_id=account_id, **span)])


def give_mandates_back(act_id: UUID, *, act: Stamp) -> None:
    """Put mandates back as they were before an act."""
    take_back(Mandate, act_id, act)
