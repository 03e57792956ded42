"""Reads of what binds a household, for its own people and for officers: unions, ties to other files, certificates that were sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from entraide.apps.beneficiaries.models import CertificateRequest, Dependant, DependantIdentity, Identity, Kinship
from entraide.apps.beneficiaries.queries.files import Person, person
from entraide.core.names import normalise


@dataclass(frozen=True, slots=True)
class UnionView:
    """What binds a spouse to a household, and who checked it."""

    dependant_id: UUID
    union: str
    since: date
    proved_by: str
    proved_from: str


def unions_of(beneficiary_id: UUID, *, on: date) -> dict[UUID, UnionView]:
    """Give the union of the spouse that a household holds on a day, by the spouse."""
    rows = Kinship.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id, kind="spouse").order_by("pk")
    return {row.dependant_id: UnionView(row.dependant_id, row.union, row.since, row.proved_by, row.proved_from) for row in rows}


def own_files_of(dependant_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give the file of each dependant who opens rights of their own, as officers tied them; for officers' eyes only."""
    rows = Dependant.objects.filter(pk__in=set(dependant_ids), beneficiary__isnull=False).order_by("pk")
    return dict(rows.values_list("pk", "beneficiary_id"))


def files_of_the_same_name(dependant_ids: Iterable[UUID], *, on: date) -> dict[UUID, UUID]:
    """Give, for each dependant, the one file of the same names and birth, case and accents forgiven; for officers' eyes only."""
    known = list(DependantIdentity.objects.in_force_on(on).filter(dependant_id__in=set(dependant_ids)).order_by("pk"))
    people = Identity.objects.in_force_on(on).filter(born_on__in={row.born_on for row in known}).order_by("pk")
    by_name: dict[tuple[str, str, date], list[UUID]] = {}
    for row in people:
        by_name.setdefault(_named(row), []).append(row.beneficiary_id)
    found = {row.dependant_id: by_name.get(_named(row), []) for row in known}
    return {key: files[0] for key, files in found.items() if len(files) == 1}


def spouses_in_doubt(beneficiary_id: UUID, *, on: date) -> set[UUID]:
    """Give the spouse of a household of whom another file says otherwise: held elsewhere, or holding another; for officers' eyes only."""
    opener = person(beneficiary_id, on=on)
    held = Kinship.objects.in_force_on(on).filter(kind="spouse", beneficiary_id=beneficiary_id).order_by().values("dependant_id")
    rows = DependantIdentity.objects.in_force_on(on).filter(dependant_id__in=held).order_by("pk")
    return {row.dependant_id for row in rows if _is_spouse_elsewhere(row, but=opener, on=on)}


def _is_spouse_elsewhere(spouse: DependantIdentity, *, but: Person, on: date) -> bool:
    """Tell whether somebody else than `but` holds a spouse of these names and birth, or such a person's own file holds another spouse."""
    wanted, opener, born_on = _named(spouse), _named(but), spouse.born_on
    spouses = Kinship.objects.in_force_on(on).filter(kind="spouse").order_by("pk")
    of_this_birth = DependantIdentity.objects.in_force_on(on).filter(born_on=born_on).order_by("pk")
    same = [row.dependant_id for row in of_this_birth if _named(row) == wanted]
    if spouses.filter(dependant_id__in=same).exclude(beneficiary_id=but.id).exists():
        return True
    files = [row.beneficiary_id for row in Identity.objects.in_force_on(on).filter(born_on=born_on).order_by("pk") if _named(row) == wanted]
    theirs = spouses.filter(beneficiary_id__in=files).values("dependant_id")
    return any(_named(row) != opener for row in DependantIdentity.objects.in_force_on(on).filter(dependant_id__in=theirs).order_by("pk"))


def _named(row: Identity | DependantIdentity | Person) -> tuple[str, str, date]:
    return normalise(row.given_name), normalise(row.family_name), row.born_on


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate asked of a grown child: until when it is waited for, or the file that came and who signed."""

    id: UUID
    dependant_id: UUID
    claim_id: UUID | None
    expires_at: datetime
    document_id: UUID | None
    sender: str
    sent_on: date | None


def certificates_of(beneficiary_id: UUID, *, dependant_ids: Iterable[UUID] | None = None) -> list[CertificateView]:
    """List the certificates asked of the grown children of a household, the last first."""
    rows = CertificateRequest.objects.filter(beneficiary_id=beneficiary_id).order_by("-asked_at", "-pk")
    if dependant_ids is not None:
        rows = rows.filter(dependant_id__in=set(dependant_ids))
    return [_certificate(row) for row in rows]


def certificate(request_id: UUID) -> CertificateView | None:
    """Give one certificate, or nothing."""
    row = CertificateRequest.objects.filter(pk=request_id).order_by("pk").first()
    return _certificate(row) if row else None


def _certificate(row: CertificateRequest) -> CertificateView:
    return CertificateView(**{name: getattr(row, name) for name in CertificateView.__dataclass_fields__})
