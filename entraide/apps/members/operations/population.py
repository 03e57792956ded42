"""Enter the members of a synthetic population: real bodies are found on the register or entered, each with a membership that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.models import CommuneCode, Establishment, Member, MemberName, Membership
from entraide.apps.members.refusals import MembershipsHeld
from entraide.core.structure.values import BodyKind


BATCH = 2_000
SOURCE, BILLED_AT = "adhésion synthétique", "Budget principal (SIRET fictif)"


@dataclass(frozen=True, slots=True)
class SyntheticMember:
    """A body, real or made up, with the key that it has if it is entered, the day on which it is said to have joined, a SIRET made up."""

    id: UUID
    siren: str
    name: str
    kind: BodyKind
    department: str
    commune_code: str
    population: int | None
    joined_on: date
    siret: str


@transaction.atomic
def enter_members(
    *, rows: Sequence[SyntheticMember], population_year: int, act_id: UUID, actor: Actor, at: datetime, on: date
) -> dict[str, UUID]:
    """Enter the members of a synthetic population and give the key of each by SIREN; a body of the register keeps its own.

    :raises MembershipsHeld: if a body belongs already.
    """
    if Membership.objects.exists():
        raise MembershipsHeld
    held = dict(Member.objects.filter(siren__in=[row.siren for row in rows]).order_by("pk").values_list("siren", "pk"))
    new = [row for row in rows if row.siren not in held]
    keys = held | {row.siren: row.id for row in new}
    Member.objects.bulk_create(
        [
            Member(
                id=keys[row.siren],
                siren=row.siren,
                kind=row.kind,
                department=row.department,
                population=row.population,
                population_year=None if row.population is None else population_year,
                created_at=at,
            )
            for row in new
        ],
        batch_size=BATCH,
    )
    spans = [({"member_id": keys[row.siren], "since": row.joined_on, "recorded_at": at, "recorded_by": act_id}, row) for row in rows]
    first = [(span, row) for span, row in spans if row.siren not in held]
    MemberName.objects.bulk_create([MemberName(**span, name=row.name) for span, row in first], batch_size=BATCH)
    CommuneCode.objects.bulk_create(
        [CommuneCode(**span, code=row.commune_code) for span, row in first if row.commune_code], batch_size=BATCH
    )
    Membership.objects.bulk_create([Membership(**span, scope="full", source=SOURCE) for span, _ in spans], batch_size=BATCH)
    billed = {"name": BILLED_AT, "is_billed": True}
    Establishment.objects.bulk_create([Establishment(**span, **billed, siret=row.siret) for span, row in first], batch_size=BATCH)
    payload = {"count": len(rows), "new": len(new)}
    record("members.population_entered", actor=actor, subject=("population", act_id), at=at, on=on, payload=payload)
    return keys
