"""What two rows of persons hold, and what they say otherwise: read before they are joined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.models import (
    Affiliation,
    BankDetails,
    Beneficiary,
    Card,
    DependantIdentity,
    Identity,
    Kinship,
    TaxLine,
    TaxNotice,
)
from entraide.apps.beneficiaries.queries.employment_effects import principal_of
from entraide.core.names import normalise
from entraide.orm.history import ValidTime


IDENTITY = ("family_name", "given_name", "born_on", "died_on")
FILLED = ("civil_sex", "email")
STAY = ("status", "service", "staff_number", "since", "until", "rights_until", "contract", "position", "time_share")
TIE = ("kind", "custody", "union")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts in force or past of one person, as rows: none superseded."""

    person: Beneficiary
    identities: tuple[Identity, ...]
    affiliations: tuple[Affiliation, ...]
    kinships: tuple[Kinship, ...]
    children: Mapping[UUID, tuple[str, str, date]]
    tax_lines: Mapping[int, TaxLine]
    bank: BankDetails | None

    @property
    def identity(self) -> Identity:
        """The last identity."""
        return self.identities[-1]

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.identity.given_name} {self.identity.family_name}"


def facts_of(beneficiary_id: UUID) -> Facts:
    """Read the facts of one person.

    :raises Beneficiary.DoesNotExist: if there is no such row.
    """
    kinships = tuple(Kinship.objects.current().filter(beneficiary_id=beneficiary_id).order_by("since", "pk"))
    known = DependantIdentity.objects.current().filter(dependant_id__in={row.dependant_id for row in kinships}).order_by("since", "pk")
    lines = TaxLine.objects.filter(beneficiary_id=beneficiary_id, superseded_at__isnull=True).order_by("notice_year")
    return Facts(
        Beneficiary.objects.select_related("account").get(pk=beneficiary_id),
        tuple(Identity.objects.current().filter(beneficiary_id=beneficiary_id).order_by("since", "pk")),
        tuple(Affiliation.objects.current().filter(beneficiary_id=beneficiary_id).order_by("since", "pk")),
        kinships,
        {row.dependant_id: (row.given_name, row.family_name, row.born_on) for row in known},
        {line.notice_year: line for line in lines},
        BankDetails.objects.filter(beneficiary_id=beneficiary_id, superseded_at__isnull=True).order_by("pk").first(),
    )


def same_dependants(kept: Facts, *, absorbed: Facts) -> dict[UUID, UUID]:
    """Give, for each dependant whom both hold under two rows, the row of the one that is kept: same names, same birth, same tie."""
    kinds = {row.dependant_id: row.kind for row in (*kept.kinships, *absorbed.kinships)}
    by_name = {(kinds[key], *_folded(named)): key for key, named in kept.children.items()}
    found = {key: by_name.get((kinds[key], *_folded(named))) for key, named in absorbed.children.items() if key not in kept.children}
    return {key: other for key, other in found.items() if other is not None}


def _folded(named: tuple[str, str, date]) -> tuple[str, str, date]:
    given, family, born_on = named
    return normalise(given), normalise(family), born_on


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that the two say otherwise: `fact` names it in the choices, the rows say how each has it."""

    fact: str
    kept: tuple[Any, ...]
    absorbed: tuple[Any, ...]


def conflicts_of(kept: Facts, *, absorbed: Facts) -> tuple[Conflict, ...]:
    """List what must be settled before two persons become one."""
    found = []
    if _said_apart(kept.identity, absorbed.identity):
        found.append(Conflict("identity", (kept.identity,), (absorbed.identity,)))
    if kept.person.account_id and absorbed.person.account_id:
        found.append(Conflict("account", (kept.person.account,), (absorbed.person.account,)))
    if kept.bank and absorbed.bank and kept.bank.iban_hash != absorbed.bank.iban_hash:
        found.append(Conflict("bank", (kept.bank,), (absorbed.bank,)))
    for year in sorted(kept.tax_lines.keys() & absorbed.tax_lines.keys()):
        mine, theirs = kept.tax_lines[year], absorbed.tax_lines[year]
        if (mine.line_14, mine.partner_line_14) != (theirs.line_14, theirs.partner_line_14):
            found.append(Conflict(f"tax_line:{year}", (mine,), (theirs,)))
    found += _of_stays(kept, absorbed)
    return (*found, *_of_ties(kept, absorbed))


def _said_apart(mine: Identity, theirs: Identity) -> bool:
    """Tell whether two identities differ: where one of them says nothing of the sex or the address, the other fills it."""
    filled = any(getattr(mine, name) and getattr(theirs, name) and getattr(mine, name) != getattr(theirs, name) for name in FILLED)
    return filled or _told(mine, IDENTITY) != _told(theirs, IDENTITY)


def crossing(mine: Sequence[Any], *, theirs: Sequence[Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Give the rows of each side that cross one of the other."""
    pairs = [(one, other) for one, other in product(mine, theirs) if _cross(one, other)]
    return tuple(row for row in mine if any(row is one for one, _ in pairs)), tuple(
        row for row in theirs if any(row is o for _, o in pairs)
    )


def _cross(one: ValidTime, other: ValidTime) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


def _told(row: Any, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _of_stays(kept: Facts, absorbed: Facts) -> list[Conflict]:
    found = []
    for member_id in sorted({row.member_id for row in kept.affiliations} & {row.member_id for row in absorbed.affiliations}):
        mine, theirs = crossing(stays_at(kept, member_id), theirs=stays_at(absorbed, member_id))
        if {_told(row, STAY) for row in mine} != {_told(row, STAY) for row in theirs}:
            found.append(Conflict(f"affiliation:{member_id}", mine, theirs))
    own, other = principal_of(kept.affiliations), principal_of(absorbed.affiliations)
    if own is not None and other is not None and own != other:
        found.append(Conflict("principal", _open_at(kept, own), _open_at(absorbed, other)))
    return found


def principal_kept(kept: Facts, *, absorbed: Facts, is_absorbeds: bool) -> UUID | None:
    """Give the employer that the two count for once they are one: the kept row's unless the other's was chosen, or is alone."""
    own, other = principal_of(kept.affiliations), principal_of(absorbed.affiliations)
    return other if own is None or (is_absorbeds and other is not None) else own


def _open_at(facts: Facts, member_id: UUID) -> tuple[Affiliation, ...]:
    return tuple(row for row in stays_at(facts, member_id) if row.until is None)


def stays_at(facts: Facts, member_id: UUID) -> tuple[Affiliation, ...]:
    """Give a person's presences at one member."""
    return tuple(row for row in facts.affiliations if row.member_id == member_id)


def _of_ties(kept: Facts, absorbed: Facts) -> list[Conflict]:
    found, same = [], same_dependants(kept, absorbed=absorbed)
    for target in sorted({row.dependant_id for row in kept.kinships}):
        mine, theirs = crossing(ties_to(kept, target, same={}), theirs=ties_to(absorbed, target, same=same))
        if {_told(row, TIE) for row in mine} != {_told(row, TIE) for row in theirs}:
            found.append(Conflict(f"kinship:{target}", mine, theirs))
    mine, theirs = spouses(kept), spouses(absorbed)
    if mine and theirs and {row.dependant_id for row in mine} != {same.get(row.dependant_id, row.dependant_id) for row in theirs}:
        found.append(Conflict("spouse", mine, theirs))
    return found


def ties_to(facts: Facts, target: UUID, *, same: Mapping[UUID, UUID]) -> tuple[Kinship, ...]:
    """Give a household's rows about one dependant, under any of its keys."""
    return tuple(row for row in facts.kinships if same.get(row.dependant_id, row.dependant_id) == target)


def spouses(facts: Facts) -> tuple[Kinship, ...]:
    """Give the rows of a spouse who is of the household still."""
    return tuple(row for row in facts.kinships if row.kind == "spouse" and row.until is None)


def file_counts(beneficiary_id: UUID) -> dict[str, int]:
    """Count the cards and the notices of a person."""
    return {
        "cards": Card.objects.filter(beneficiary_id=beneficiary_id).count(),
        "notices": TaxNotice.objects.filter(beneficiary_id=beneficiary_id).count(),
    }


def row_that_stands(beneficiary_ids: Iterable[UUID]) -> str:
    """Give the reference of the row that stands for one of these, where one was joined with another already; else nothing."""
    joined = Beneficiary.objects.filter(pk__in=list(beneficiary_ids), absorbed_into__isnull=False).order_by("pk")
    return joined.values_list("absorbed_into__reference", flat=True).first() or ""


def notice_that_waits(kept_id: UUID, *, absorbed_id: UUID) -> int | None:
    """Give the year of a notice of one person that waits to be checked while the other has one for the same year."""
    held = set(TaxNotice.objects.filter(beneficiary_id=kept_id).order_by("pk").values_list("notice_year", "is_partners"))
    waiting = TaxNotice.objects.filter(beneficiary_id=absorbed_id, state="sent").order_by("notice_year", "pk")
    return next((year for year, partners in waiting.values_list("notice_year", "is_partners") if (year, partners) in held), None)


def told_since(beneficiary_id: UUID, *, since: datetime, but_for: Iterable[str]) -> bool:
    """Tell whether a tax line or bank details were recorded for a person after an instant, other than those of these keys."""
    keys = list(but_for)
    rows = (model.objects.filter(beneficiary_id=beneficiary_id, recorded_at__gt=since) for model in (TaxLine, BankDetails))
    return any(found.exclude(pk__in=keys).exists() for found in rows)
