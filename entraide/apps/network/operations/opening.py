"""Taking over the mandates and the table of committees of an earlier system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.network.models import CommitteeDepartment, Mandate


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who acts for a member from a day on; `kind` is correspondent, delegate_elected or delegate_staff."""

    member_id: UUID
    kind: str
    account_id: UUID
    since: date


@transaction.atomic
def import_mandates(*, holders: Sequence[Holder], import_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Take over mandates; where a member has a holder of the same kind that day already, that one stays."""
    held = set(Mandate.objects.in_force_on(on).order_by("pk").values_list("member_id", "kind"))
    new = {(holder.member_id, holder.kind): holder for holder in holders if (holder.member_id, holder.kind) not in held}
    Mandate.objects.bulk_create(
        Mandate(
            member_id=holder.member_id,
            kind=holder.kind,
            account_id=holder.account_id,
            since=holder.since,
            recorded_at=at,
            recorded_by=import_id,
        )
        for holder in new.values()
    )
    if new:
        record("network.mandates_imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload={"count": len(new)})
    return len(new)


@dataclass(frozen=True, slots=True)
class Attached:
    """A department and the regional committee it belongs to; `attestation` is source or illustrative."""

    department: str
    committee: str
    attestation: str


@transaction.atomic
def import_committees(*, rows: Sequence[Attached], import_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Put the departments that are not in the table of committees yet; give how many were new."""
    known = set(CommitteeDepartment.objects.order_by("pk").values_list("department", flat=True))
    new = [row for row in rows if row.department not in known]
    CommitteeDepartment.objects.bulk_create(
        CommitteeDepartment(department=row.department, committee=row.committee, attestation=row.attestation) for row in new
    )
    if new:
        payload = {"count": len(new)}
        record("network.committees_imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload=payload)
    return len(new)
