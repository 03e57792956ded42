"""What two rows of persons hold, what differs between them, and what joining them would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import product
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.models import (
    Affiliation,
    BankDetails,
    Beneficiary,
    DependantIdentity,
    Identity,
    Kinship,
    TaxLine,
)
from entraide.apps.lifecycle.models import PersonMerge
from entraide.apps.lifecycle.policies import can_compare_persons
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
        {row.dependant_id: (normalise(row.given_name), normalise(row.family_name), row.born_on) for row in known},
        {line.notice_year: line for line in lines},
        BankDetails.objects.filter(beneficiary_id=beneficiary_id, superseded_at__isnull=True).order_by("pk").first(),
    )


def same_dependants(kept: Facts, absorbed: Facts) -> dict[UUID, UUID]:
    """Give, for each dependant whom both hold under two rows, the row of the one that is kept: same names, same birth, same tie."""
    kinds = {row.dependant_id: row.kind for row in (*kept.kinships, *absorbed.kinships)}
    by_name = {(kinds[key], *named): key for key, named in kept.children.items()}
    found = {key: by_name.get((kinds[key], *named)) for key, named in absorbed.children.items() if key not in kept.children}
    return {key: other for key, other in found.items() if other is not None}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that the two say otherwise: `fact` names it in the choices, the rows say how each has it."""

    fact: str
    kept: tuple[Any, ...]
    absorbed: tuple[Any, ...]


def conflicts_of(kept: Facts, absorbed: Facts) -> tuple[Conflict, ...]:
    """List what must be settled before two persons become one."""
    found = []
    if said_apart(kept.identity, absorbed.identity):
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


def said_apart(mine: Identity, theirs: Identity) -> bool:
    """Tell whether two identities differ: where one of them says nothing of the sex or the address, the other fills it."""
    filled = any(getattr(mine, name) and getattr(theirs, name) and getattr(mine, name) != getattr(theirs, name) for name in FILLED)
    return filled or _told(mine, IDENTITY) != _told(theirs, IDENTITY)


def crossing(mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
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
        mine, theirs = crossing(stays_at(kept, member_id), stays_at(absorbed, member_id))
        if {_told(row, STAY) for row in mine} != {_told(row, STAY) for row in theirs}:
            found.append(Conflict(f"affiliation:{member_id}", mine, theirs))
    mine, theirs = principals(kept), principals(absorbed)
    if mine and theirs and {row.member_id for row in mine} != {row.member_id for row in theirs}:
        found.append(Conflict("principal", mine, theirs))
    return found


def stays_at(facts: Facts, member_id: UUID) -> tuple[Affiliation, ...]:
    """Give a person's presences at one member."""
    return tuple(row for row in facts.affiliations if row.member_id == member_id)


def principals(facts: Facts) -> tuple[Affiliation, ...]:
    """Give the presences that go on and are declared principal."""
    return tuple(row for row in facts.affiliations if row.is_principal and row.until is None)


def _of_ties(kept: Facts, absorbed: Facts) -> list[Conflict]:
    found, same = [], same_dependants(kept, absorbed)
    for target in sorted({row.dependant_id for row in kept.kinships}):
        mine, theirs = crossing(ties_to(kept, target, {}), ties_to(absorbed, target, same))
        if {_told(row, TIE) for row in mine} != {_told(row, TIE) for row in theirs}:
            found.append(Conflict(f"kinship:{target}", mine, theirs))
    mine, theirs = spouses(kept), spouses(absorbed)
    if mine and theirs and {row.dependant_id for row in mine} != {same.get(row.dependant_id, row.dependant_id) for row in theirs}:
        found.append(Conflict("spouse", mine, theirs))
    return found


def ties_to(facts: Facts, target: UUID, same: Mapping[UUID, UUID]) -> tuple[Kinship, ...]:
    """Give a household's rows about one dependant, under any of its keys."""
    return tuple(row for row in facts.kinships if same.get(row.dependant_id, row.dependant_id) == target)


def spouses(facts: Facts) -> tuple[Kinship, ...]:
    """Give the rows of a spouse who is of the household still."""
    return tuple(row for row in facts.kinships if row.kind == "spouse" and row.until is None)


# What is counted of a person in the preview: a name for the screen, the column that says whose row it is, what it leaves out.
COUNTED: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("claims", "claims.Claim", "beneficiary_id", {"is_confidential": True}),
    ("orders", "payments.PaymentOrder", "beneficiary_id", {}),
    ("former_benefits", "claims.ImportedBenefit", "beneficiary_id", {}),
    ("messages", "notifications.Message", "beneficiary_id", {}),
    ("cards", "beneficiaries.Card", "beneficiary_id", {}),
    ("notices", "beneficiaries.TaxNotice", "beneficiary_id", {}),
)


def counts_of(beneficiary_id: UUID) -> dict[str, int]:
    """Count what a person has, by kind; nothing that would tell of a confidential claim."""
    hidden = _rows("claims.Claim").filter(beneficiary_id=beneficiary_id, is_confidential=True).order_by().values("pk")
    apart = {"payments.PaymentOrder": {"cause_id__in": hidden}, "notifications.Message": {"about_id__in": hidden}}
    found = {
        name: _rows(label).filter(**{column: beneficiary_id}).exclude(**(left_out or apart.get(label, {"pk__in": []}))).count()
        for name, label, column, left_out in COUNTED
    }
    decided = _rows("claims.ClaimDocument").filter(claim__beneficiary_id=beneficiary_id, claim__is_confidential=False)
    return found | {"documents": decided.count()}


def _rows(label: str) -> QuerySet:
    return apps.get_model(label)._base_manager.all()


@dataclass(frozen=True, slots=True)
class Preview:
    """What joining two persons would do: the facts of each, what is counted of each, what differs, which children are one."""

    kept: Facts
    absorbed: Facts
    counts: tuple[Mapping[str, int], Mapping[str, int]]
    conflicts: tuple[Conflict, ...]
    same_children: Mapping[UUID, UUID] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Name the state of both rows: it changes as soon as something of one of them does."""
        rows = [[str(row.pk) for row in (*facts.identities, *facts.affiliations, *facts.kinships)] for facts in (self.kept, self.absorbed)]
        singles = [
            [str(line.pk) for line in facts.tax_lines.values()] + [str(facts.bank and facts.bank.pk), str(facts.person.account_id)]
            for facts in (self.kept, self.absorbed)
        ]
        return sha256(repr((rows, singles, [sorted(count.items()) for count in self.counts])).encode()).hexdigest()


def preview_of(kept_id: UUID, absorbed_id: UUID) -> Preview:
    """Compare two persons; each must have an identity."""
    kept, absorbed = facts_of(kept_id), facts_of(absorbed_id)
    counts = (counts_of(kept_id), counts_of(absorbed_id))
    return Preview(kept, absorbed, counts, conflicts_of(kept, absorbed), same_dependants(kept, absorbed))


def merge_of(merge_id: UUID, *, actor: Actor) -> PersonMerge | None:
    """Give a merge to whoever may compare persons."""
    rows = PersonMerge.objects.filter(pk=merge_id).select_related("kept", "absorbed").order_by("pk")
    return rows.first() if can_compare_persons(actor) else None


def merges(*, actor: Actor) -> QuerySet[PersonMerge]:
    """List the merges that wait, are in force or were undone, the last first."""
    rows = PersonMerge.objects.exclude(state="set_aside") if can_compare_persons(actor) else PersonMerge.objects.none()
    return rows.select_related("kept", "absorbed").order_by("-drafted_at", "-pk")


def standing_for(beneficiary_id: UUID) -> UUID:
    """Give the row that stands for a person now: their own, or the one that theirs was joined with.

    :raises Beneficiary.DoesNotExist: if there is no such row.
    """
    row = Beneficiary.objects.get(pk=beneficiary_id)
    return row.absorbed_into_id or row.pk
