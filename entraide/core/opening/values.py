"""The rows of opening records, once read and checked."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from entraide.core.money import ZERO, Money
from entraide.core.roster.values import CivilSex, Status
from entraide.core.structure.values import BodyKind


class DependantKind(StrEnum):
    """What a dependant is to the opener of rights."""

    SPOUSE = "spouse"
    CHILD = "child"


class ContributionKind(StrEnum):
    """A yearly call, or a later adjustment of either sign."""

    CALL = "call"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class OpeningMember:
    """One organisation of `members.csv`, its correspondent included when known."""

    line_number: int
    siren: str
    name: str
    kind: BodyKind
    department: str
    commune_code: str
    member_since: date
    correspondent_family_name: str
    correspondent_given_name: str
    correspondent_email: str


@dataclass(frozen=True, slots=True)
class OpeningBeneficiary:
    """One person on the staff of one member; a person of two members has two lines with one `external_id`."""

    line_number: int
    member_siren: str
    external_id: str
    family_name: str
    given_name: str
    born_on: date
    civil_sex: CivilSex | None
    status: Status
    since: date
    until: date | None
    email: str
    matricule: str
    service: str
    iban: str = field(repr=False)
    bic: str


@dataclass(frozen=True, slots=True)
class OpeningDependant:
    """One spouse or child of one person; a child of two agents has two lines with one `external_id`."""

    line_number: int
    beneficiary_external_id: str
    external_id: str
    kind: DependantKind
    family_name: str
    given_name: str
    born_on: date
    since: date


@dataclass(frozen=True, slots=True)
class OpeningContribution:
    """One line of a member's account for a civil year."""

    line_number: int
    member_siren: str
    year: int
    kind: ContributionKind
    label: str
    heads: int | None
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class OpeningBenefit:
    """One benefit settled before the takeover, for a person or one of their dependants."""

    line_number: int
    beneficiary_external_id: str
    member_siren: str
    benefit: str
    dependant_external_id: str
    settled_on: date
    amount: Money
    external_id: str


@dataclass(frozen=True, slots=True)
class YearTotal:
    """What the records say of one civil year, for the dry run: amounts, benefits and persons who received one."""

    year: int
    contributions: Money
    benefits: Money
    benefit_count: int
    user_count: int


@dataclass(frozen=True, slots=True)
class OpeningRecords:
    """All the rows read; to be imported only when nothing was found at fault."""

    members: tuple[OpeningMember, ...] = ()
    beneficiaries: tuple[OpeningBeneficiary, ...] = ()
    dependants: tuple[OpeningDependant, ...] = ()
    contributions: tuple[OpeningContribution, ...] = ()
    benefits: tuple[OpeningBenefit, ...] = ()


def year_totals(records: OpeningRecords) -> tuple[YearTotal, ...]:
    """Add the records up by civil year, oldest first: contributions by the year they are called for, benefits by the day settled."""
    called: dict[int, Money] = {}
    settled: dict[int, Money] = {}
    counts: dict[int, int] = {}
    users: dict[int, set[str]] = {}
    for contribution in records.contributions:
        called[contribution.year] = called.get(contribution.year, ZERO) + contribution.amount
    for benefit in records.benefits:
        year = benefit.settled_on.year
        settled[year] = settled.get(year, ZERO) + benefit.amount
        counts[year] = counts.get(year, 0) + 1
        users.setdefault(year, set()).add(benefit.beneficiary_external_id)
    return tuple(
        YearTotal(year, called.get(year, ZERO), settled.get(year, ZERO), counts.get(year, 0), len(users.get(year, ())))
        for year in sorted({*called, *settled})
    )
