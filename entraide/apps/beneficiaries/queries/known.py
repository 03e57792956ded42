"""All that is held of one opener and their household, read in few trips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, DependantIdentity, Identity, Kinship, TaxLine
from entraide.apps.beneficiaries.queries.files import DependantView, Person, TaxLineView, custodies_in, family_in, person_in, tax_lines_in
from entraide.apps.beneficiaries.queries.openers import Opening, holding, openings_of
from entraide.apps.beneficiaries.queries.rights import AffiliationView, with_rights_among
from entraide.apps.beneficiaries.queries.twins import born_with, linked_twins_of
from entraide.apps.beneficiaries.refusals import FileNotOpen
from entraide.orm.reading import Read, prepared, read_ahead, read_together, reading_ahead


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """An opener, where they have rights, who lives with them, their lines 14; children whom other households hold too."""

    person: Person
    affiliations: tuple[AffiliationView, ...]
    household: tuple[DependantView, ...]
    tax_lines: Mapping[int, TaxLineView]
    twins: Mapping[UUID, set[UUID]]
    openings: Mapping[UUID, Opening]
    custodies: Mapping[UUID, tuple[tuple[date, date | None, str], ...]]


@prepared
def _identities(beneficiary_id: UUID, on: date) -> QuerySet[Identity]:
    return Identity.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id).select_related("beneficiary").order_by("pk")


@prepared
def _affiliations(beneficiary_id: UUID) -> QuerySet[Affiliation]:
    return Affiliation.objects.current().filter(beneficiary_id=beneficiary_id).select_related("member").order_by("since", "pk")


@prepared
def _tax_lines(beneficiary_id: UUID) -> QuerySet[TaxLine]:
    return TaxLine.objects.filter(beneficiary_id=beneficiary_id, superseded_at__isnull=True).order_by("notice_year")


@prepared
def _kinships(beneficiary_id: UUID) -> QuerySet[Kinship]:
    return Kinship.objects.current().filter(beneficiary_id=beneficiary_id).order_by("since", "pk")


@prepared
def _names(dependant_ids: tuple[UUID, ...], on: date) -> QuerySet[DependantIdentity]:
    return DependantIdentity.objects.in_force_on(on).filter(dependant_id__in=dependant_ids).order_by("pk")


def reads_of_household(beneficiary_id: UUID, *, on: date) -> tuple[Read, ...]:
    """Give what `known_household` reads first, to read it ahead."""
    return _identities(beneficiary_id, on), _affiliations(beneficiary_id), _tax_lines(beneficiary_id), _kinships(beneficiary_id)


def known_household(beneficiary_id: UUID, *, on: date) -> KnownHousehold:
    """Read a household as it is known on a day: four reads for an opener alone, in one trip; with dependants three more, in another.

    :raises FileNotOpen: if nobody is known under that key on that day.
    """
    identities, affiliations, lines, kinships = read_together(*reads_of_household(beneficiary_id, on=on))
    if not identities:
        raise FileNotOpen
    here = [row for row in kinships if row.since <= on and (row.until is None or on < row.until)]
    names = _names(tuple(sorted({row.dependant_id for row in here})), on)
    minors = tuple(sorted({row.dependant_id for row in here if row.kind == "child"}))
    with reading_ahead():
        read_ahead(names, born_with(minors), holding(minors, on))
        household = family_in(here, names.rows())
        children = linked_twins_of(each.id for each in household if each.kind == "child")
        openings = openings_of(beneficiary_id, children=children, on=on)
    return KnownHousehold(
        person_in(identities[-1]),
        tuple(with_rights_among(affiliations, on=on)),
        tuple(household),
        tax_lines_in(lines),
        children,
        openings,
        custodies_in(kinships),
    )


def own_address(beneficiary_id: UUID) -> str:
    """Give the address of a person's own account; nothing without an account."""
    return next(iter(own_address_read(beneficiary_id).rows()), "")


@prepared
def own_address_read(beneficiary_id: UUID) -> QuerySet[Beneficiary, str]:
    """Read the address of a person's own account: one row, none without an account."""
    rows = Beneficiary.objects.filter(pk=beneficiary_id, account__isnull=False).order_by("pk")
    return rows.values_list("account__email", flat=True)
