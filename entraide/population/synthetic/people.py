"""The assembly of a synthetic population: adults, their children, who lives with whom, then what each household declares."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.population.synthetic import calibration as figures
from entraide.population.synthetic.adults import Adults, Couples, disability, draw_adults, draw_couples
from entraide.population.synthetic.children import FULL, Children, draw_births, draw_children
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.incomes import reference_income, tax
from entraide.population.synthetic.persons import CHILD, SPOUSE, Dependants, Openers, People, days_of


def synthetic_people(*, beneficiaries: int, seed: int, on: date) -> People:
    """Draw beneficiaries as they are on a day, with about 2.5 dependants each.

    Ages, wages, pensions and families follow `entraide/data/calibration_fpt_cnas.json`. Of the three published numbers of dependants
    (1.0, 1.6 and 2.5 million), the greatest is taken: children stay on file when they are grown up.

    :raises ValueError: if no beneficiary is asked
    """
    if beneficiaries < 1:
        raise ValueError(f"a population has at least one beneficiary, not {beneficiaries}")
    return people_of(draw_adults(beneficiaries, seed, days_of(on)), seed=seed, on=on)


def people_of(adults: Adults, *, seed: int, on: date) -> People:
    """Give families to beneficiaries who are drawn already."""
    day, size = days_of(on), len(adults.born_on)
    parent, born_on = draw_births(adults.born_on, seed, day)
    couples = draw_couples(adults, np.bincount(parent, minlength=size) > 0, seed)
    children = draw_children(parent, born_on, couples.agent, adults.born_on, seed=seed, day=day)
    return People(on, _openers(adults, couples, children, seed), _dependants(adults, couples, children, seed))


def _openers(adults: Adults, couples: Couples, children: Children, seed: int) -> Openers:
    size = len(adults.born_on)
    dependent = np.bincount(children.opener[children.is_dependent], minlength=size)
    files_together = couples.has_partner & ~couples.has_two_notices
    is_lone_parent = ~couples.has_partner & (dependent > 0)
    half_shares = _half_shares(files_together, dependent, is_lone_parent)
    declared = reference_income(adults.income + couples.partner_income * files_together)
    apart = reference_income(couples.partner_income * couples.has_two_notices)
    resources = (adults.income + couples.partner_income) * np.int64(100) // 12
    low, high = (np.float32(share) for share in figures.CHARGES)
    charged = low + Stream(seed, "charges").shares(size) * (high - low)
    rows = np.arange(size, dtype=np.int32)
    return Openers(
        born_on=adults.born_on,
        status=adults.status,
        territory=adults.territory,
        rights_since=adults.rights_since,
        career_years=adults.career_years,
        disability_rate=adults.disability_rate,
        has_partner=couples.has_partner,
        has_two_notices=couples.has_two_notices,
        is_lone_parent=is_lone_parent,
        tax_line_14=tax(declared, half_shares) * np.int32(100),
        partner_tax_line_14=tax(apart, np.full(size, 2, np.uint8)) * np.int32(100),
        reference_income=declared * np.int32(100),
        tax_half_shares=half_shares,
        household_size=(1 + couples.has_partner + dependent).astype(np.uint8),
        monthly_resources=resources.astype(np.int32),
        monthly_charges=(resources * charged).astype(np.int32),
        household=np.where(couples.agent >= 0, np.minimum(couples.agent, rows), rows),
    )


def _half_shares(files_together: NDArray[np.bool_], dependent: NDArray[np.int64], is_lone_parent: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Count two half-shares for each adult who declares, one for each child, two from the third on, one for a lone parent."""
    return (2 + 2 * files_together + np.minimum(dependent, 2) + 2 * np.maximum(dependent - 2, 0) + is_lone_parent).astype(np.uint8)


def _dependants(adults: Adults, couples: Couples, children: Children, seed: int) -> Dependants:
    """Put spouses and children together, those of an opener side by side, the spouse first."""
    size = len(adults.born_on)
    partnered = np.flatnonzero(couples.has_partner).astype(np.int32)
    agent, count = couples.agent[partnered], len(partnered)
    rates = disability(Stream(seed, "disability of spouses"), count, figures.DISABLED_ADULTS)
    opener = np.concatenate([partnered, children.opener])
    born_on = np.concatenate([couples.partner_born_on[partnered], children.born_on])
    kind = np.repeat(np.array([SPOUSE, CHILD], np.int8), [count, len(children.opener)])
    order = np.argsort(opener * np.int32(2) + kind, kind="stable")

    def put(of_spouses: NDArray[np.generic] | bool | int, of_children: NDArray[np.generic]) -> NDArray[np.generic]:
        spouses = np.broadcast_to(np.asarray(of_spouses, of_children.dtype), (count,))
        return np.concatenate([spouses, of_children])[order]

    return Dependants(
        opener=opener[order],
        person=put(np.where(agent >= 0, agent, size + np.arange(count)), children.number + np.int32(size + count)),
        kind=kind[order],
        born_on=born_on[order],
        disability_rate=put(np.where(agent >= 0, adults.disability_rate[agent], rates), children.disability_rate),
        custody=put(FULL, children.custody),
        is_dependent=put(False, children.is_dependent),
        is_in_higher_education=put(False, children.is_in_higher_education),
        other_parent_is_beneficiary=put(False, children.other_parent_is_beneficiary),
        opens_right=put(True, children.opens_right),
    )
