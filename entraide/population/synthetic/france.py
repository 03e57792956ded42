"""A synthetic France: members and the persons on their staffs, what they are employed for, what they are called, where they live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.core.structure.values import BodyKind
from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import Adults, draw_adults
from entraide.population.synthetic.arrivals import draw_arrivals
from entraide.population.synthetic.careers import NEVER, Careers, draw_careers
from entraide.population.synthetic.civil_names import draw_family_names, draw_given_names
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.members import Bodies, Members, draw_members
from entraide.population.synthetic.people import people_of
from entraide.population.synthetic.persons import CHILD, SPOUSE, Dependants, People, days_of
from entraide.population.synthetic.places import Places, draw_homes
from entraide.population.synthetic.second_jobs import SecondJobs, draw_second_jobs


@dataclass(frozen=True, slots=True, eq=False)
class Identities:
    """One row per person, as `Dependants.person` numbers them: beneficiaries, then spouses, then children; names as codes."""

    given: NDArray[np.int16]
    family: NDArray[np.int32]
    is_woman: NDArray[np.bool_]
    born_on: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class France:
    """Members and persons of one seed on one day.

    `employer` is each beneficiary's row among the members, `home` the row of a place; `joined_on` the first day of each membership.
    Those who are here stand first, those who left in years gone by follow.
    """

    seed: int
    on: date
    members: Members
    joined_on: NDArray[np.int32]
    places: Places
    employer: NDArray[np.int32]
    home: NDArray[np.int32]
    careers: Careers
    people: People
    identities: Identities
    has_proved_line: NDArray[np.bool_]
    second_jobs: SecondJobs

    @property
    def size(self) -> int:
        """Count the beneficiaries, those who have left among them."""
        return len(self.employer)

    @property
    def here(self) -> int:
        """Count those who are here on the day."""
        return int(self.members.heads.sum())

    def has_rights_in(self, year: int) -> NDArray[np.bool_]:
        """Tell who has rights on some day of a year: come by its end, and not gone before it."""
        left_on = self.careers.left_on
        return (self.careers.arrived_on < days_of(date(year + 1, 1, 1))) & ((left_on == NEVER) | (left_on >= days_of(date(year, 1, 1))))


def synthetic_france(
    known: Mapping[BodyKind, Bodies], places: Places, *, size: tuple[int, int], seed: int, on: date, years: Sequence[int] = ()
) -> France:
    """Draw so many members and so many beneficiaries, all of whom have rights on the day; a few seconds for a million.

    Arrivals leave room for those who left in `years` gone by, who are not drawn here.

    :raises ValueError: if a member would have no head, or members are too few or too many.
    """
    member_count, beneficiaries = size
    members = draw_members(known, members=member_count, beneficiaries=beneficiaries, seed=seed)
    employer = np.repeat(np.arange(member_count, dtype=np.int32), members.heads)
    home = draw_homes(places, members.bodies, employer, seed)
    adults = draw_adults(beneficiaries, seed, days_of(on))
    joined_on, arrived_on = draw_arrivals(adults, members.heads, seed, on, years)
    adults = replace(adults, rights_since=arrived_on)
    adults = adults.living(places.areas()[1][home], places.territory()[home], places.means[home] * np.float32(tuning.EARNED))
    careers = draw_careers(adults, seed, on)
    people, identities = drawn_people(adults, careers, seed=seed, on=on)
    return France(
        seed=seed,
        on=on,
        members=members,
        joined_on=joined_on,
        places=places,
        employer=employer,
        home=home,
        careers=careers,
        people=people,
        identities=identities,
        has_proved_line=Stream(seed, "proved lines").chance(beneficiaries, tuning.PROVED_LINES),
        second_jobs=draw_second_jobs(employer, members.bodies.department, joined_on, (adults.status, careers), seed),
    )


def drawn_people(adults: Adults, careers: Careers, *, seed: int, on: date) -> tuple[People, Identities]:
    """Give families, and names to everybody in them."""
    people = _still_kept(people_of(adults, seed=seed, on=on))
    return people, _identities(people, careers, seed)


def _still_kept(people: People) -> People:
    """Leave out the children who are on their own: the association keeps spouses and dependent children."""
    dependants = people.dependants
    kept = np.flatnonzero((dependants.kind == SPOUSE) | dependants.is_dependent)
    return replace(people, dependants=Dependants(**{name: getattr(dependants, name)[kept] for name in Dependants.__dataclass_fields__}))


def _identities(people: People, careers: Careers, seed: int) -> Identities:
    """Give a civil sex and names to each person once, whoever shows them."""
    dependants, size = people.dependants, people.openers.size
    count = max(size, int(dependants.person.max(initial=0)) + 1)
    # Spouses and children who left no row keep a place that nobody reads.
    born_on = np.zeros(count, np.int32)
    born_on[:size] = people.openers.born_on
    born_on[dependants.person] = dependants.born_on
    draws = Stream(seed, "civil identities")
    is_woman = draws.chance(count, 0.5)
    is_woman[:size] = careers.is_woman
    spouses = np.flatnonzero((dependants.kind == SPOUSE) & ((dependants.person >= size) | (dependants.person > dependants.opener)))
    is_alike = draws.chance(len(spouses), tuning.SAME_SEX_COUPLES)
    is_woman[dependants.person[spouses]] = is_woman[dependants.opener[spouses]] == is_alike
    family = draw_family_names(count, draws)
    # A child bears the name of the opener who shows it first, or another one.
    children = np.flatnonzero(dependants.kind == CHILD)[::-1]
    bears = draws.chance(count, tuning.OPENER_S_NAME)[dependants.person[children]]
    family[dependants.person[children[bears]]] = family[dependants.opener[children[bears]]]
    return Identities(draw_given_names(is_woman, born_on, draws), family, is_woman, born_on)
