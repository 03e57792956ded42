"""Taking over the members of an earlier system."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.models import CommuneCode, Member, MemberName, Membership
from entraide.core.opening.values import OpeningMember
from entraide.orm.keys import uuid7


IMPORT_SOURCE = "reprise des dossiers antérieurs"


@transaction.atomic
def import_members(*, rows: Sequence[OpeningMember], import_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Take over members by SIREN, with their name and membership since they joined; those known already stay as they are."""
    known = set(Member.objects.filter(siren__in=[row.siren for row in rows]).order_by("pk").values_list("siren", flat=True))
    new = {row.siren: (uuid7(), row) for row in rows if row.siren not in known}
    Member.objects.bulk_create(
        Member(id=key, siren=row.siren, kind=row.kind, department=row.department, created_at=at) for key, row in new.values()
    )
    spans = [({"member_id": key, "since": row.member_since, "recorded_at": at, "recorded_by": import_id}, row) for key, row in new.values()]
    MemberName.objects.bulk_create(MemberName(**span, name=row.name) for span, row in spans)
    CommuneCode.objects.bulk_create(CommuneCode(**span, code=row.commune_code) for span, row in spans if row.commune_code)
    Membership.objects.bulk_create(Membership(**span, scope="full", source=IMPORT_SOURCE) for span, _ in spans)
    if new:
        record("members.imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload={"count": len(new)})
    return len(new)
