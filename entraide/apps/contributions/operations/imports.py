"""Take contribution lines over from an earlier system, each with its opening entry."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import ContributionLine
from entraide.apps.contributions.queries.campaigns import standing_calls
from entraide.apps.contributions.refusals import CallHeld
from entraide.apps.ledger import operations as ledger
from entraide.apps.members.queries import members_by_siren
from entraide.core.ledger import post_opening_contribution
from entraide.core.names import normalise
from entraide.core.opening.values import OpeningContribution
from entraide.orm.keys import uuid7


BATCH = 2_000


@transaction.atomic
def import_lines(*, rows: Sequence[OpeningContribution], import_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Take over contribution lines with their opening entries; a line that is held already stays. Give how many were new.

    :raises CallHeld: if a new line is about a year for which the platform called the member itself.
    """
    member_ids = members_by_siren()
    known = set(ContributionLine.objects.filter(origin="imported").order_by("pk").values_list("external_key", flat=True))
    new = [row for row in rows if external_key(row) not in known]
    _require_not_called(new, member_ids)
    lines = [
        ContributionLine(
            id=uuid7(),
            member_id=member_ids[row.member_siren],
            year=row.year,
            kind=row.kind,
            label=row.label[:200],
            head_count=row.heads,
            cents=row.amount,
            on=row.on,
            origin="imported",
            external_key=external_key(row),
            recorded_at=at,
        )
        for row in new
    ]
    ContributionLine.objects.bulk_create(lines, batch_size=BATCH)
    ledger.post([post_opening_contribution(line.pk.hex, line.cents, line.on) for line in lines if line.cents], at=at)
    if lines:
        payload = {"count": len(lines)}
        record("contributions.imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload=payload)
    return len(lines)


def _require_not_called(rows: Sequence[OpeningContribution], member_ids: Mapping[str, UUID]) -> None:
    for year in sorted({row.year for row in rows}):
        called = set(standing_calls(year).filter(origin="platform").values_list("member_id", flat=True))
        if faulty := [row for row in rows if row.year == year and member_ids[row.member_siren] in called]:
            raise CallHeld(line=faulty[0].line_number, year=year, siren=faulty[0].member_siren)


def external_key(row: OpeningContribution) -> str:
    """Name a line of the earlier system by what it says: two lines that say the same are one."""
    label = sha256(normalise(row.label).encode()).hexdigest()[:32]
    return f"{row.member_siren}:{row.year}:{row.kind}:{row.on:%Y%m%d}:{row.amount.cents}:{label}"
