"""What an officer may ask of a person's employment: each kind of act with what it needs."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms somebody arrives; `contract_until` is the first day after a fixed-term contract, `time_share` in per cent."""

    status: str = "active"
    contract: str = ""
    contract_until: date | None = None
    position: str = "in_service"
    time_share: int | None = None
    service: str = ""
    staff_number: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """Give them by column."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person arrives on a member's staff; beside another employer, which stays the principal one unless `becomes_principal`."""

    kind: ClassVar[str] = "arrival"
    member_id: UUID
    since: date
    terms: Terms = Terms()
    becomes_principal: bool = False

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return (self.since,)


@dataclass(frozen=True, slots=True)
class Departure:
    """A person leaves a member's staff; `last_day` is worked."""

    kind: ClassVar[str] = "departure"
    member_id: UUID
    last_day: date

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return (self.last_day,)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A person leaves one member for another."""

    kind: ClassVar[str] = "transfer"
    member_id: UUID
    last_day: date
    to_member_id: UUID
    arrived_on: date
    terms: Terms = Terms()

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return (self.last_day, self.arrived_on)


@dataclass(frozen=True, slots=True)
class RetirementOrder:
    """A person retires; `designated_by` is "member", "amicale" (then `amicale_id`) or nobody."""

    kind: ClassVar[str] = "retirement"
    member_id: UUID
    last_day: date
    designated_by: str = ""
    amicale_id: UUID | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return (self.last_day,)


@dataclass(frozen=True, slots=True)
class ContractChange:
    """Another contract, or another time share, at the same member from a day on."""

    kind: ClassVar[str] = "contract"
    member_id: UUID
    since: date
    contract: str
    contract_until: date | None = None
    time_share: int | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return (self.since,)


@dataclass(frozen=True, slots=True)
class PositionChange:
    """Another administrative position at the same member from a day on."""

    kind: ClassVar[str] = "position"
    member_id: UUID
    since: date
    position: str

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return (self.since,)


@dataclass(frozen=True, slots=True)
class PrincipalChoice:
    """Of several employers, the one for which the person counts from a day on."""

    kind: ClassVar[str] = "principal"
    member_id: UUID
    since: date

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return (self.since,)


Order = Arrival | Departure | Transfer | RetirementOrder | ContractChange | PositionChange | PrincipalChoice
