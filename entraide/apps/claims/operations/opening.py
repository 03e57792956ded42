"""Take over the benefits that an earlier system paid: counted, posted, told as uses; never decided again."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.catalogue.queries import confidential_codes
from entraide.apps.claims.models import ImportedBenefit
from entraide.apps.ledger import operations as ledger
from entraide.apps.members.queries import members_by_siren
from entraide.apps.usage.operations import Service, tell
from entraide.core.ledger import post_opening_benefit
from entraide.core.opening.values import OpeningBenefit
from entraide.orm.acts import parts
from entraide.orm.keys import uuid7


BATCH = 2_000


@transaction.atomic
def import_benefits(*, rows: Sequence[OpeningBenefit], import_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Take over settled benefits by their key, each with its use and its journal entry; what is held stays. Give how many were new."""
    known = _known({external_key(row) for row in rows})
    new = [row for row in rows if external_key(row) not in known]
    confidential = confidential_codes()
    written = iter(_benefits(new, at=at))
    while batch := list(islice(written, BATCH)):
        ImportedBenefit.objects.bulk_create(batch)
        tell([_service(benefit, benefit.benefit_code in confidential) for benefit in batch], at=at)
        ledger.post([post_opening_benefit(benefit.pk.hex, benefit.cents, benefit.settled_on) for benefit in batch], at=at)
    if new:
        record("claims.imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload={"count": len(new)})
    return len(new)


def _known(keys: Set[str]) -> set[str]:
    """Give those of some keys that are held already."""
    found = (ImportedBenefit.objects.filter(external_key__in=part).order_by("external_key") for part in parts(sorted(keys)))
    return {key for rows in found for key in rows.values_list("external_key", flat=True)}


def _benefits(rows: Sequence[OpeningBenefit], *, at: datetime) -> Iterator[ImportedBenefit]:
    people, dependants = beneficiaries.keys_by_external_id(), beneficiaries.dependants_by_external_id()
    members, affiliated = members_by_siren(), beneficiaries.members_by_person()
    for row in rows:
        beneficiary_id = people[row.beneficiary_external_id]
        yield ImportedBenefit(
            id=uuid7(),
            external_key=external_key(row),
            beneficiary_id=beneficiary_id,
            dependant_id=dependants[row.dependant_external_id] if row.dependant_external_id else None,
            member_id=_member(row, members, affiliated[beneficiary_id]),
            benefit_code=row.benefit,
            settled_on=row.settled_on,
            cents=row.amount,
            recorded_at=at,
        )


def _member(row: OpeningBenefit, members: Mapping[str, UUID], affiliated: Sequence[UUID]) -> UUID:
    """Give the member that a benefit counts for: the one written, else the only one that the person has."""
    return members[row.member_siren] if row.member_siren else affiliated[0]


def _service(benefit: ImportedBenefit, is_confidential: bool) -> Service:
    return Service(
        kind="benefit",
        code=benefit.benefit_code,
        beneficiary_id=benefit.beneficiary_id,
        member_id=benefit.member_id,
        on=benefit.settled_on,
        amount=benefit.cents,
        source_id=benefit.pk,
        origin="imported",
        is_confidential=is_confidential,
    )


def external_key(row: OpeningBenefit) -> str:
    """Name a benefit by the earlier system's key, or by what it says: two lines that say the same are one."""
    if row.external_id:
        return row.external_id
    said = (row.beneficiary_external_id, row.benefit, row.dependant_external_id, f"{row.settled_on:%Y%m%d}", str(row.amount.cents))
    # Hashed, for the whole may be longer than the column: a cut would lose the day and the amount. No identifier holds a line break.
    return sha256("\n".join(said).encode()).hexdigest()
