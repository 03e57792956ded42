"""Those who left before this year, as many a year as leave in this one: past days are as full as they were, with others in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from entraide.core.structure.values import BodyKind
from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import draw_adults
from entraide.population.synthetic.arrivals import days_here, turnover_until
from entraide.population.synthetic.careers import NEVER, Careers, draw_careers, leavings
from entraide.population.synthetic.draws import YEAR, Stream
from entraide.population.synthetic.france import France, Identities, drawn_people, synthetic_france
from entraide.population.synthetic.members import Bodies
from entraide.population.synthetic.persons import Dependants, Openers, People, days_of
from entraide.population.synthetic.places import Places, draw_homes


# What the seed of those who have left is beside that of those who are here.
APART = 1 << 32


def france_with_leavers(
    known: Mapping[BodyKind, Bodies], places: Places, *, size: tuple[int, int], seed: int, on: date, years: Sequence[int]
) -> France:
    """Draw so many members and beneficiaries who are here on the day, then those who left in some years gone by; they stand last.

    :raises ValueError: if a member would have no head, or members are too few or too many.
    """
    here = synthetic_france(known, places, size=size, seed=seed, on=on, years=years)
    return _joined(here, _left(here, years)) if years else here


@dataclass(frozen=True, slots=True, eq=False)
class _Left:
    """What is known of those who have left."""

    employer: NDArray[np.int32]
    home: NDArray[np.int32]
    careers: Careers
    people: People
    identities: Identities


def _left(here: France, years: Sequence[int]) -> _Left:
    """Draw them: employed as those here are, come before the year in which they left, and long enough for rights to have begun."""
    draws, seed, on = Stream(here.seed, "leavers"), here.seed + APART, here.on
    counts = [round(share * here.size) for share in turnover_until(on, years).values()]
    left_on = np.concatenate(
        [draws.integers(count, days_of(date(year, 1, 2)), days_of(date(year, 12, 31))) for year, count in zip(years, counts, strict=True)]
    )
    first = np.repeat([days_of(date(year, 1, 1)) for year in years], counts)
    employer = draws.pick(len(left_on), here.employer)
    adults = draw_adults(len(left_on), seed, days_of(on))
    of_age = adults.born_on + np.int32(tuning.LEAST_AGE * YEAR) + np.int32(1)
    arrived_on = np.maximum(np.maximum(days_here(draws.shares(len(left_on)), on, first), of_age), here.joined_on[employer])
    kept = np.flatnonzero((arrived_on < first) & (left_on - arrived_on >= tuning.LEAST_CONTRACT_DAYS))
    employer, left_on = employer[kept], left_on[kept]
    home = draw_homes(here.places, here.members.bodies, employer, seed)
    adults = replace(_rows(adults, kept), rights_since=arrived_on[kept].astype(np.int32))
    adults = adults.living(here.places.areas()[1][home], here.places.territory()[home], here.places.means[home] * np.float32(tuning.EARNED))
    careers = draw_careers(adults, seed, on)
    leaving = leavings(Stream(seed, "why they left"), (left_on - adults.born_on) / np.float32(YEAR), adults.status)
    never = np.full(len(kept), NEVER, np.int32)
    careers = replace(careers, left_on=left_on.astype(np.int32), leaving=leaving, contract_until=never)
    people, identities = drawn_people(adults, careers, seed=seed, on=on)
    return _Left(employer, home, careers, people, identities)


Part = TypeVar("Part")


def _rows(part: Part, rows: NDArray[np.int64]) -> Part:
    return replace(part, **{name: getattr(part, name)[rows] for name in part.__dataclass_fields__})  # type: ignore[attr-defined, type-var]


def _after(one: Part, other: Part) -> Part:
    """Put the rows of one part after those of another."""
    names = one.__dataclass_fields__  # type: ignore[attr-defined]
    return type(one)(**{name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in names})


def _joined(here: France, left: _Left) -> France:
    """Put those who have left after those who are here; persons are numbered again, for openers come first."""
    numbers, left_numbers = _numbers(here.size, left)
    identities = _after(here.identities, left.identities)
    # Openers, then those who have left, then the dependants of either.
    order = np.concatenate([numbers(np.arange(len(here.identities.born_on))), left_numbers(np.arange(len(left.identities.born_on)), here)])
    placed = np.empty(len(order), np.int64)
    placed[order] = np.arange(len(order))
    openers: Openers = _after(
        here.people.openers, replace(left.people.openers, household=left.people.openers.household + np.int32(here.size))
    )
    own, other = here.people.dependants, left.people.dependants
    dependants: Dependants = _after(
        replace(own, person=numbers(own.person)),
        replace(other, opener=other.opener + np.int32(here.size), person=left_numbers(other.person, here)),
    )
    return replace(
        here,
        employer=np.concatenate([here.employer, left.employer]).astype(np.int32),
        home=np.concatenate([here.home, left.home]),
        careers=_after(here.careers, left.careers),
        people=People(here.on, openers, dependants),
        identities=_rows(identities, placed),
        has_proved_line=np.concatenate([here.has_proved_line, np.zeros(len(left.employer), np.bool_)]),
    )


def _numbers(size: int, left: _Left):
    """Say which number a person of either part has among all."""
    more = len(left.employer)

    def of_here(persons: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.where(persons < size, persons, persons + more).astype(np.int32)

    def of_left(persons: NDArray[np.int32], here: France) -> NDArray[np.int32]:
        return np.where(persons < more, persons + size, persons + len(here.identities.born_on)).astype(np.int32)

    return of_here, of_left
