"""Who acts in the demonstration, and when: people under their own hat, the staff under theirs, one step after another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from entraide.apps.accounts.actor import Actor, Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.members.queries import members_by_siren
from entraide.config.demonstration.plot import Case, Fate
from entraide.population.demonstration.world import Person, World


CAMILLE, JULIEN, NATHALIE = "camille.roux@exemple.fr", "julien.faure@exemple.fr", "nathalie.girard@exemple.fr"
PIERRE, SOPHIE, SYLVIE = "pierre.lefort@exemple.fr", "sophie.lambert@exemple.fr", "sylvie.marchand@exemple.fr"
OFFICERS = (CAMILLE, JULIEN)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and an instant of it."""

    on: date
    at: datetime

    @property
    def told(self) -> dict[str, Any]:
        """What every operation is told of the time."""
        return {"on": self.on, "at": self.at}


def moment(on: date, minute: int) -> Moment:
    """Give an instant of a working day: `minute` after nine o'clock, Paris time."""
    return Moment(on, timezone.make_aware(datetime.combine(on, time(9, 0)) + timedelta(minutes=minute)))


Step = tuple[Moment, Callable[[Moment], None]]


@dataclass(slots=True)
class Stage:
    """Who acts: the world, its live cases, accounts by address, people and children by reference; what was filed and kept so far."""

    world: World
    cases: Sequence[Case]
    accounts: Mapping[str, UUID]
    people: Mapping[str, UUID] = field(default_factory=beneficiaries.keys_by_external_id)
    children: Mapping[str, UUID] = field(default_factory=beneficiaries.dependants_by_external_id)
    claims: dict[int | str, UUID] = field(default_factory=dict)
    papers: dict[int, list[UUID]] = field(default_factory=dict)
    kept: dict[str, UUID] = field(default_factory=dict)

    def opener(self, person: Person) -> Actor:
        """Give somebody who acts for themselves, under their own hat."""
        key = self.people[person.reference]
        return Actor("person", self.accounts[person.email], person.full_name, Hat(Role.BENEFICIARY), (), key)

    def staff(self, email: str, role: Role) -> Actor:
        """Give somebody of the staff under a hat."""
        name = next(f"{member.given_name} {member.family_name}" for member in self.world.staff if member.email == email)
        return Actor("person", self.accounts[email], name, Hat(role))

    def officer(self, rank: int) -> Actor:
        """Give the officer whose turn it is."""
        return self.staff(OFFICERS[rank % len(OFFICERS)], Role.CLAIMS_OFFICER)

    def correspondent(self, email: str, siren: str) -> Actor:
        """Give the correspondent of a member."""
        hat = Hat(Role.CORRESPONDENT, members_by_siren()[siren])
        return Actor("person", self.accounts[email], self.person(email).full_name, hat)

    def person(self, email: str) -> Person:
        """Find somebody by their address."""
        return next(person for person in self.world.persons if person.email == email)

    def rank_of(self, email: str) -> int:
        """Find the claim of somebody of the tour."""
        return next(rank for rank, case in enumerate(self.cases) if case.person.email == email)

    def ranks(self, fate: Fate) -> list[int]:
        """List the claims that come so far, the first filed first."""
        return sorted((rank for rank, case in enumerate(self.cases) if case.fate is fate), key=lambda rank: self.cases[rank].filed_on)
