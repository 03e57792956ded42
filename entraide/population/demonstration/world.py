"""The values of the demonstration world: what a real association would hand over on its first day, and who works there."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from json import dumps

from entraide.core.money import Money


class Status(StrEnum):
    """What a beneficiary is to the member that pays the contribution; work-study counts as apprenticeship."""

    ACTIVE = "active"
    APPRENTICE = "apprentice"
    RETIREE = "retiree"


class DependantKind(StrEnum):
    """What a dependant is to the beneficiary."""

    SPOUSE = "spouse"
    CHILD = "child"


class LineKind(StrEnum):
    """Whether a contribution line is the yearly call or corrects it."""

    CALL = "call"
    ADJUSTMENT = "adjustment"


class Role(StrEnum):
    """What a person does in the platform, apart from being a beneficiary."""

    CORRESPONDENT = "correspondent"
    DELEGATE_ELECTED = "delegate_elected"
    DELEGATE_AGENTS = "delegate_agents"
    CLAIMS_OFFICER = "claims_officer"
    CLAIMS_MANAGER = "claims_manager"
    EXPERT = "expert"
    SOCIAL_WORKER = "social_worker"
    CONTACT_AGENT = "contact_agent"
    ACCOUNTANT_PREPARES = "accountant_prepares"
    ACCOUNTANT_RELEASES = "accountant_releases"
    CATALOGUE_MANAGER = "catalogue_manager"
    DEVELOPMENT_OFFICER = "development_officer"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Membership:
    """A contract of membership over `[since, until)`; `scope` is full or partial."""

    since: date
    until: date | None
    scope: str
    source: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member organisation, known by its SIREN; `kind` is commune or epci, `insee_code` that of its seat."""

    siren: str
    name: str
    kind: str
    insee_code: str
    postal_code: str
    town: str
    department: str
    population: int
    memberships: tuple[Membership, ...]

    @property
    def joined_on(self) -> date:
        return self.memberships[0].since


@dataclass(frozen=True, slots=True)
class Person:
    """A beneficiary and the one affiliation `[since, until)` to a member."""

    reference: str
    siren: str
    staff_number: str
    given_name: str
    family_name: str
    sex: str
    born_on: date
    email: str
    street: str
    postal_code: str
    town: str
    status: Status
    service: str
    since: date
    until: date | None
    is_activated: bool = False
    synthetic: bool = True

    def has_rights_on(self, day: date) -> bool:
        """Say whether rights are open: from arrival to 31 December of the year of removal, included."""
        return self.since <= day and (self.until is None or day.year <= self.until.year)

    def is_affiliated_on(self, day: date) -> bool:
        """Say whether the person is on the member's list that day."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Dependant:
    """A spouse or a child of a beneficiary; `disability_rate` in percent, None when none is known."""

    reference: str
    person: str
    kind: DependantKind
    given_name: str
    family_name: str
    sex: str
    born_on: date
    since: date
    disability_rate: int | None = None
    has_alternating_custody: bool = False
    synthetic: bool = True


@dataclass(frozen=True, slots=True)
class TaxLine:
    """Line 14 of a tax notice: `notice_year` is the year of the notice, the income is that of the year before."""

    person: str
    notice_year: int
    amount: Money
    proved_on: date


@dataclass(frozen=True, slots=True)
class BankDetail:
    """An account to pay to: valid by its key, of a bank that does not exist."""

    person: str
    holder: str
    iban: str
    bic: str
    since: date


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """One line of what a member owes for a year; `heads` are those it counts, whatever the sign of the amount."""

    reference: str
    siren: str
    year: int
    kind: LineKind
    label: str
    on: date
    heads: int
    amount: Money
    note: str


@dataclass(frozen=True, slots=True)
class BenefitRecord:
    """One benefit settled in the past, by the day on which the bank showed it."""

    reference: str
    siren: str
    person: str
    dependant: str | None
    benefit: str
    settled_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody employed by the association."""

    key: str
    given_name: str
    family_name: str
    email: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Mandate:
    """What somebody is to a member: its correspondent or one of its delegates; `person` is None for those who are no beneficiary."""

    siren: str
    role: Role
    given_name: str
    family_name: str
    email: str
    person: str | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Story:
    """A named person of the tour, with what the tour uses the person for (in French: shown by `make demo`)."""

    key: str
    email: str
    person: str | None
    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class World:
    """The whole demonstration on its day."""

    seed: int
    on: date
    members: tuple[Member, ...]
    persons: tuple[Person, ...]
    dependants: tuple[Dependant, ...]
    tax_lines: tuple[TaxLine, ...]
    bank_details: tuple[BankDetail, ...]
    contribution_lines: tuple[ContributionLine, ...]
    benefit_records: tuple[BenefitRecord, ...]
    staff: tuple[StaffMember, ...]
    mandates: tuple[Mandate, ...]
    stories: tuple[Story, ...]

    def member(self, siren: str) -> Member:
        """Find a member by its SIREN.

        :raises KeyError: if it is none of this world.
        """
        return {member.siren: member for member in self.members}[siren]

    def persons_of(self, siren: str) -> tuple[Person, ...]:
        """List everybody whom a member ever had, in order of reference."""
        return tuple(person for person in self.persons if person.siren == siren)

    def digest(self) -> str:
        """Give the SHA-256 of all values: two builds from one seed are equal, on any machine."""
        return sha256(dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()
