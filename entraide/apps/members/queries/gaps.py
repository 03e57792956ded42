"""Reads of what is to be filled in of members: nowhere to address a call, nobody to call."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from entraide.apps.members.models import Contact, Establishment
from entraide.apps.members.queries.members import bodies


def gaps_of(member_ids: Collection[UUID], *, on: date) -> dict[UUID, tuple[str, ...]]:
    """Say what misses of each member of a day, "billing" then "contact", in one query; who misses nothing, or is no member, is absent.

    A member for which another pays is billed nowhere, and misses nothing by it.
    """
    held = {"member_id": OuterRef("pk")}
    is_billed = Exists(Establishment.objects.in_force_on(on).filter(**held, is_billed=True)) | Q(payer_key__isnull=False)
    found = bodies(on).filter(pk__in=member_ids, contract_key__isnull=False)
    found = found.annotate(has_billing=is_billed, has_contact=Exists(Contact.objects.in_force_on(on).filter(**held)))
    gaps = {
        key: missing(has_billing=has_billing, has_contact=has_contact)
        for key, has_billing, has_contact in found.order_by("pk").values_list("pk", "has_billing", "has_contact")
    }
    return {key: found for key, found in gaps.items() if found}


def missing(*, has_billing: bool, has_contact: bool) -> tuple[str, ...]:
    """Name what misses of one member."""
    return tuple(what for what, is_there in (("billing", has_billing), ("contact", has_contact)) if not is_there)
