"""What a synthetic population is made of: arrays of openers and of their dependants, in types as small as their values allow."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray


EPOCH = date(1970, 1, 1)
SPOUSE, CHILD = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Openers:
    """One row per beneficiary: days since 1970-01-01, cents, whole hundredths, half-shares, persons, years; a choice by its sorted rank."""

    born_on: NDArray[np.int32]
    status: NDArray[np.int8]
    territory: NDArray[np.int8]
    rights_since: NDArray[np.int32]
    career_years: NDArray[np.uint8]
    disability_rate: NDArray[np.uint8]
    has_partner: NDArray[np.bool_]
    has_two_notices: NDArray[np.bool_]
    is_lone_parent: NDArray[np.bool_]
    tax_line_14: NDArray[np.int32]
    partner_tax_line_14: NDArray[np.int32]
    reference_income: NDArray[np.int32]
    tax_half_shares: NDArray[np.uint8]
    household_size: NDArray[np.uint8]
    monthly_resources: NDArray[np.int32]
    monthly_charges: NDArray[np.int32]
    household: NDArray[np.int32]

    @property
    def size(self) -> int:
        """Count the beneficiaries."""
        return len(self.born_on)


@dataclass(frozen=True, slots=True, eq=False)
class Dependants:
    """One row per dependant and opener, those of an opener side by side.

    `opener` is a row of the openers; `person` counts on after them, so that two parents who hold the same child show the same person, and
    an agent who is also somebody's spouse is one person. `kind` is SPOUSE or CHILD.
    """

    opener: NDArray[np.int32]
    person: NDArray[np.int32]
    kind: NDArray[np.int8]
    born_on: NDArray[np.int32]
    disability_rate: NDArray[np.uint8]
    custody: NDArray[np.int8]
    is_dependent: NDArray[np.bool_]
    is_in_higher_education: NDArray[np.bool_]
    other_parent_is_beneficiary: NDArray[np.bool_]
    opens_right: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Count the rows."""
        return len(self.opener)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Beneficiaries and their dependants as they are on one day."""

    on: date
    openers: Openers
    dependants: Dependants


def days_of(day: date) -> int:
    """Count the days from 1 January 1970.

    >>> days_of(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def nbytes(people: People) -> int:
    """Count the bytes that a population holds."""
    return sum(getattr(part, name).nbytes for part in (people.openers, people.dependants) for name in part.__dataclass_fields__)
