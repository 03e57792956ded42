"""What acts on the register begin with: their mark, the bodies they hold, whether those exist."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from entraide.apps.members.models import Member, MemberName
from entraide.core.refusals import Finding
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7


def begun(at: datetime) -> Stamp:
    """Give the mark of an act that begins."""
    return Stamp(uuid7(), at)


def locked(keys: Iterable[UUID]) -> dict[UUID, Member]:
    """Lock bodies until the act ends, always in the same order: two acts on one body follow each other.

    Facts that only name a body are written meanwhile: an act that holds a person and writes where they are employed does not wait.
    """
    return {body.pk: body for body in Member.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")}


def name_on(member_id: UUID, *, on: date) -> str:
    """Name a body on a day, empty where it does not exist."""
    return MemberName.objects.in_force_on(on).filter(member_id=member_id).order_by("-since").values_list("name", flat=True).first() or ""


def last_name(member_id: UUID) -> str:
    """Name a body as it is, or was last, called."""
    return MemberName.objects.current().filter(member_id=member_id).order_by("-since").values_list("name", flat=True).first() or ""


def outlives(member_id: UUID, until: date | None) -> bool:
    """Tell whether a body exists up to a day left out, or without end known where there is no day."""
    names = MemberName.objects.current().filter(member_id=member_id).order_by("-since")
    end = names.values_list("until", flat=True).first()
    return end is None or (until is not None and until <= end)


def absence_faults(member_id: UUID, *, on: date, where: str) -> tuple[Finding, ...]:
    """Find fault with a body that does not exist on a day, or of which an end is known: a fact without end would go past its last day."""
    name = last_name(member_id) or Member.objects.values_list("siren", flat=True).get(pk=member_id)
    end = MemberName.objects.current().filter(member_id=member_id).order_by("-since").values_list("until", flat=True).first()
    if end is not None:
        return (Finding("members.body_gone", where, {"name": name, "last": f"{end - timedelta(days=1):%d/%m/%Y}"}),)
    return () if name_on(member_id, on=on) else (Finding("members.body_absent", where, {"name": name, "day": f"{on:%d/%m/%Y}"}),)
