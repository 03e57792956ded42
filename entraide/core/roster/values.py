"""A person as the list states it and as we hold it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from entraide.core.eligibility.values import Contract, Position
from entraide.core.names import normalise


class Status(StrEnum):
    """What a person is for the member that pays for them."""

    ACTIVE = "active"
    RETIREE = "retiree"
    APPRENTICE = "apprentice"


class CivilSex(StrEnum):
    """The civil sex, used for parity and targeting only; always optional."""

    FEMALE = "F"
    MALE = "M"


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person of the list, present over [since, until); blank text or None: the list does not say.

    `contract_until` is the first day after a fixed-term contract, `time_share` a percentage of full time.
    """

    line_number: int
    family_name: str
    given_name: str
    born_on: date
    status: Status
    since: date
    until: date | None = None
    matricule: str = ""
    civil_sex: CivilSex | None = None
    email: str = ""
    service: str = ""
    contract: Contract | None = None
    contract_until: date | None = None
    position: Position | None = None
    time_share: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A part of a presence over [since, until) under one status; `arrived_on` is the arrival that lists state.

    `leaving` says why a presence ended, `came_from` where a structure event took it from, `is_principal` that this employer is the one that
    counts: no list says so, none may lose it; `covered_until` is the first day without rights that an act said, which stays so too.
    """

    status: Status
    since: date
    until: date | None
    arrived_on: date
    service: str = ""
    matricule: str = ""
    contract: Contract | None = None
    contract_until: date | None = None
    position: Position = Position.IN_SERVICE
    time_share: int | None = None
    leaving: str = ""
    came_from: UUID | None = None
    is_principal: bool = True
    covered_until: date | None = None


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """One person held for the member, with the last span of presence known.

    `stays` are all the parts of the presences known. `has_own_email`: the address on file was told elsewhere than by this member's lists;
    it stays out of `email`, and no list changes it. Of who has died (`died_on`) no list changes anything.
    """

    id: UUID
    family_name: str
    given_name: str
    born_on: date
    status: Status
    since: date
    until: date | None = None
    matricule: str = ""
    civil_sex: CivilSex | None = None
    email: str = ""
    service: str = ""
    contract: Contract | None = None
    contract_until: date | None = None
    position: Position = Position.IN_SERVICE
    time_share: int | None = None
    has_own_email: bool = False
    stays: tuple[Stay, ...] = ()
    died_on: date | None = None


def person_key(person: RosterLine | HeldPerson) -> tuple[str, str, date]:
    """Give what makes two entries the same person: normalised names and birth date."""
    return normalise(person.family_name), normalise(person.given_name), person.born_on


def matricule_key(matricule: str) -> str:
    """Fold a payroll number; leading zeros do not count, workbooks drop them.

    >>> matricule_key(" 00042a")
    '42A'
    """
    return "".join(matricule.split()).upper().lstrip("0")
