"""What a drawn France comes to, beside each published figure that it was tuned to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from entraide.core.structure.values import BodyKind
from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import ACTIVE, RETIREE
from entraide.population.synthetic.arrivals import COUNTED, heads_until
from entraide.population.synthetic.calibration import calibration
from entraide.population.synthetic.careers import CATEGORIES, FIXED_TERM, OPEN_ENDED
from entraide.population.synthetic.draws import YEAR
from entraide.population.synthetic.france import France
from entraide.population.synthetic.members import KINDS
from entraide.population.synthetic.persons import CHILD, days_of
from entraide.population.synthetic.tuning import Target


@dataclass(frozen=True, slots=True)
class Reached:
    """A figure beside its target; `read_from` says where it was read: what was drawn, or the database by the queries of the screens."""

    target: Target
    value: float
    read_from: str = "tirage"

    @property
    def is_met(self) -> bool:
        """Whether the figure lies within the tolerance."""
        return abs(self.value - self.target.value) <= self.target.tolerance


def reached_by(france: France) -> list[Reached]:
    """Measure a drawn France against every target of members and of persons."""
    return [Reached(target, float(value)) for target, value in (*_of_members(france), *_of_persons(france), *_of_families(france))]


def _of_members(france: France) -> Iterator[tuple[Target, float]]:
    heads, is_commune = france.members.heads, france.members.kind == KINDS.index(BodyKind.COMMUNE)
    yield tuning.COMMUNE_MEMBERS, is_commune.mean()
    yield tuning.COMMUNE_BENEFICIARIES, heads[is_commune].sum() / heads.sum()
    yield tuning.UNDER_TEN, (heads < 10).mean()
    yield tuning.MEMBERS_OF_2017, (france.joined_on <= COUNTED).mean() * members_since_then(france.on)
    if france.on >= KNOWN_OF_2019:
        yield tuning.HEADS_OF_2019, france.has_rights_in(2019).sum() / france.here * heads_since_then(france.on)


# The day from which the heads of the end of 2019 can be counted.
KNOWN_OF_2019 = date(2020, 1, 1)


def members_since_then(on: date) -> float:
    """Give the members of a day over those of the last published day."""
    days, numbers = zip(*calibration().members, strict=True)
    return float(np.interp(days_of(on), days, numbers)) / numbers[-1]


def heads_since_then(on: date) -> float:
    """Give the heads of a day over those of the last published day."""
    days, numbers = zip(*heads_until(on), strict=True)
    return float(np.interp(days_of(on), days, numbers)) / calibration().heads[-1][1]


def _of_persons(france: France) -> Iterator[tuple[Target, float]]:
    openers, careers = france.people.openers, france.careers
    is_here = np.arange(france.size) < france.here
    at_work, active = is_here & (openers.status != RETIREE), is_here & (openers.status == ACTIVE)
    age = (days_of(france.on) - openers.born_on[active]) / YEAR
    category = careers.category[active]
    yield tuning.WOMEN, careers.is_woman[at_work].mean()
    yield tuning.CONTRACTUAL, np.isin(careers.contract[at_work], (OPEN_ENDED, FIXED_TERM)).mean()
    yield tuning.MEAN_AGE, age.mean()
    yield tuning.UNDER_30, (age < 30).mean()
    yield tuning.CATEGORY_A, (category == CATEGORIES.index("A")).mean()
    yield tuning.CATEGORY_C, (category == CATEGORIES.index("C")).mean()
    yield tuning.SECOND_JOBS, len(france.second_jobs.person) / int(active.sum())
    yield tuning.INCOME_BY_SHARE, np.median((openers.reference_income / 50 / openers.tax_half_shares)[is_here])


def _of_families(france: France) -> Iterator[tuple[Target, float]]:
    dependants, size = france.people.dependants, france.size
    is_parent = np.bincount(dependants.opener[dependants.kind == CHILD], minlength=size) > 0
    yield tuning.DEPENDANTS, (dependants.opener < france.here).sum() / france.here
    yield tuning.COUPLES, france.people.openers.has_partner[: france.here][is_parent[: france.here]].mean()
