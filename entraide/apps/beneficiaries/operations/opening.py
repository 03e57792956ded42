"""Take over people and their families from an earlier system, by its own keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import (
    Affiliation,
    BankDetails,
    Beneficiary,
    Dependant,
    DependantIdentity,
    Identity,
    Kinship,
    TaxLine,
)
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine, seal_iban
from entraide.apps.beneficiaries.translation import rows_of_stays
from entraide.apps.members.queries import members_by_siren
from entraide.core.names import normalise
from entraide.core.opening.values import OpeningBeneficiary, OpeningDependant
from entraide.core.roster.values import Stay
from entraide.integrations.keyring import keyring
from entraide.orm.keys import uuid7
from entraide.orm.references import draw_references


BATCH = 2_000
# The earlier system had checked the families it paid for.
CHECKED_BY, IMPORTED = "Entraide", "reprise des dossiers antérieurs"


@transaction.atomic
def import_people(
    *, rows: Sequence[OpeningBeneficiary], import_id: UUID, actor: Actor, at: datetime, on: date, is_synthetic: bool = False
) -> dict[str, int]:
    """Take over persons, their affiliations and where they are paid; what is held already stays. Give how many of each were new."""
    member_ids = members_by_siren()
    held = dict(Beneficiary.objects.exclude(external_id="").order_by("pk").values_list("external_id", "pk"))
    ordered = sorted(rows, key=lambda row: (row.external_id, row.since))
    by_person = {external_id: list(lines) for external_id, lines in groupby(ordered, key=lambda row: row.external_id)}
    unknown = [external_id for external_id in by_person if external_id not in held]
    drawn = dict(zip(unknown, draw_references(Beneficiary, "B", len(unknown)), strict=True))
    new = {external_id: key for external_id, (key, _) in drawn.items()}
    keys = held | new
    Beneficiary.objects.bulk_create(
        [
            Beneficiary(id=key, reference=reference, external_id=external_id, is_synthetic=is_synthetic, created_at=at)
            for external_id, (key, reference) in drawn.items()
        ],
        batch_size=BATCH,
    )
    written = {"recorded_at": at, "recorded_by": import_id}
    Identity.objects.bulk_create([_identity(by_person[one], key, written) for one, key in new.items()], batch_size=BATCH)
    affiliated = set(Affiliation.objects.current().order_by("pk").values_list("beneficiary_id", "member_id"))
    presences: dict[tuple[UUID, UUID], list[Stay]] = {}
    for row in ordered:
        presences.setdefault((keys[row.external_id], member_ids[row.member_siren]), []).append(_stay(row))
    affiliations = [
        affiliation
        for (key, member_id), stays in presences.items()
        if (key, member_id) not in affiliated
        for affiliation in rows_of_stays(tuple(stays), beneficiary_id=key, member_id=member_id, **written)
    ]
    Affiliation.objects.bulk_create(affiliations, batch_size=BATCH)
    accounts = [_bank_details(row, new[one], at) for one in new if (row := next((row for row in by_person[one] if row.iban), None))]
    BankDetails.objects.bulk_create(accounts, batch_size=BATCH)
    counts = {"beneficiaries": len(new), "affiliations": len(affiliations), "bank_details": len(accounts)}
    if any(counts.values()):
        record("beneficiaries.imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload=counts)
    return counts


def _identity(lines: Sequence[OpeningBeneficiary], key: UUID, written: Mapping[str, object]) -> Identity:
    row = lines[0]
    return Identity(
        **written,
        beneficiary_id=key,
        since=row.since,
        family_name=row.family_name,
        given_name=row.given_name,
        born_on=row.born_on,
        civil_sex=row.civil_sex or "",
        email=next((line.email for line in lines if line.email), ""),
    )


def _stay(row: OpeningBeneficiary) -> Stay:
    return Stay(row.status, row.since, row.until, row.since, row.service, row.matricule, is_principal=False)


def _bank_details(row: OpeningBeneficiary, key: UUID, at: datetime) -> BankDetails:
    details_id = uuid7()
    return BankDetails(
        id=details_id,
        beneficiary_id=key,
        holder=f"{row.given_name} {row.family_name}"[:70],
        iban_sealed=seal_iban(details_id, row.iban),
        iban_hash=keyring().hashed(row.iban, about="iban"),
        iban_ending=row.iban[-4:],
        bic=row.bic,
        recorded_at=at,
    )


@dataclass(frozen=True, slots=True)
class Details:
    """What opening records have no column for: a disability rate in per cent, and whether custody is full or alternating."""

    disability_rate: int | None = None
    custody: str = "full"


UNKNOWN = Details()


@transaction.atomic
def import_dependants(
    *, rows: Sequence[OpeningDependant], details: Mapping[str, Details], import_id: UUID, actor: Actor, at: datetime, on: date
) -> int:
    """Take over spouses and children; one whom two openers share is one person with two kinships. Give how many kinships were new.

    `details` by the dependant's key adds what is known beyond the records.
    """
    people = dict(Beneficiary.objects.exclude(external_id="").order_by("pk").values_list("external_id", "pk"))
    held = dict(Dependant.objects.exclude(external_id="").order_by("pk").values_list("external_id", "pk"))
    first = {dependant_key(row): row for row in reversed(rows)}
    new = {key: uuid7() for key in first if key not in held}
    keys = held | new
    Dependant.objects.bulk_create([Dependant(id=new[key], external_id=key, created_at=at) for key in new], batch_size=BATCH)
    written = {"recorded_at": at, "recorded_by": import_id}
    DependantIdentity.objects.bulk_create(
        [
            DependantIdentity(
                **written,
                dependant_id=new[key],
                since=first[key].born_on,
                family_name=first[key].family_name,
                given_name=first[key].given_name,
                born_on=first[key].born_on,
                disability_rate=details.get(key, UNKNOWN).disability_rate,
                proved_by=CHECKED_BY,
                proved_from=IMPORTED,
                proved_on=first[key].since,
            )
            for key in new
        ],
        batch_size=BATCH,
    )
    related = set(Kinship.objects.current().order_by("pk").values_list("beneficiary_id", "dependant_id"))
    kinships = [
        Kinship(
            **written,
            beneficiary_id=pair[0],
            dependant_id=pair[1],
            since=row.since,
            kind=row.kind,
            custody=details.get(dependant_key(row), UNKNOWN).custody,
        )
        for row in rows
        if (pair := (people[row.beneficiary_external_id], keys[dependant_key(row)])) not in related
    ]
    Kinship.objects.bulk_create(kinships, batch_size=BATCH)
    if kinships:
        payload = {"count": len(kinships)}
        record("beneficiaries.dependants_imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload=payload)
    return len(kinships)


def dependant_key(row: OpeningDependant) -> str:
    """Give the earlier system's key of a dependant, or one made of who they are and whose they are."""
    if row.external_id:
        return row.external_id
    parts = (row.beneficiary_external_id, normalise(row.family_name), normalise(row.given_name), row.born_on.isoformat())
    return f"sans-cle-{sha256('|'.join(parts).encode()).hexdigest()[:40]}"


@dataclass(frozen=True, slots=True)
class ImportedTaxLine:
    """Line 14 of a notice that an earlier system had checked that day."""

    beneficiary_id: UUID
    line: CheckedTaxLine
    checked_on: date


@transaction.atomic
def import_tax_lines(*, lines: Sequence[ImportedTaxLine], import_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Take over checked tax lines; a year that is held already stays as it is."""
    held = set(TaxLine.objects.filter(superseded_at__isnull=True).order_by("pk").values_list("beneficiary_id", "notice_year"))
    new = [each for each in lines if (each.beneficiary_id, each.line.notice_year) not in held]
    TaxLine.objects.bulk_create(
        [
            TaxLine(
                beneficiary_id=each.beneficiary_id,
                notice_year=each.line.notice_year,
                line_14=each.line.line_14,
                partner_line_14=each.line.partner_line_14,
                proof=each.line.proof,
                checked_on=each.checked_on,
                recorded_at=at,
            )
            for each in new
        ],
        batch_size=BATCH,
    )
    if new:
        payload = {"count": len(new)}
        record("beneficiaries.tax_lines_imported", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload=payload)
    return len(new)


@transaction.atomic
def link_accounts(*, links: Mapping[UUID, UUID], import_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Give persons without account the account that is theirs; `links` goes from person to account."""
    people = list(Beneficiary.objects.select_for_update().filter(pk__in=list(links), account__isnull=True).order_by("pk"))
    for person in people:
        person.account_id = links[person.pk]
    Beneficiary.objects.bulk_update(people, ["account"])
    if people:
        payload = {"count": len(people)}
        record("beneficiaries.accounts_linked", actor=actor, subject=("opening_import", import_id), at=at, on=on, payload=payload)
    return len(people)
