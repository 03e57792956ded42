"""Reads of the people that a new member brings: those who were on no other staff before it entered."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from entraide.apps.beneficiaries.models import Affiliation


def taking_over(entered: Mapping[UUID, date]) -> set[UUID]:
    """Keep, of bodies and the day on which each entered, those to whom an event between bodies brought people that day."""
    moved = Affiliation.objects.current().filter(member_id__in=list(entered), came_from__isnull=False).order_by()
    return {member_id for member_id, since in moved.values_list("member_id", "since").distinct() if since == entered[member_id]}


def brought_by(
    member_ids: Collection[UUID], *, entered_on: date, on: date, new: Collection[UUID], heirs: Collection[UUID] = ()
) -> dict[UUID, int]:
    """Count, by body that entered on a day, its people who have rights on another and were on no staff but that of `new` bodies before.

    Their rights are looked for where they came, or at `heirs` where the body is gone since.
    """
    rows = Affiliation.objects.current()
    rights = rows.filter(Q(rights_until__isnull=True) | Q(rights_until__gt=on), beneficiary=OuterRef("beneficiary"), since__lte=on)
    rights = rights.filter(member_id__in=heirs) if heirs else rights.filter(member=OuterRef("member"))
    elsewhere = rows.filter(beneficiary=OuterRef("beneficiary"), since__lt=entered_on).exclude(member_id__in=new)
    found = rows.filter(Exists(rights.order_by()), ~Exists(elsewhere.order_by()), member_id__in=member_ids)
    counted = found.order_by().values("member_id").annotate(people=Count("beneficiary_id", distinct=True)).order_by("member_id")
    return dict(counted.values_list("member_id", "people"))
