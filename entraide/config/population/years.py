"""The past of a synthetic France as opening records: contribution lines and settled benefits, year by year."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from entraide.apps.beneficiaries.operations.population import Entered
from entraide.apps.claims.operations.decided_past import LABELS
from entraide.apps.claims.operations.population import NOBODY, PastYear, PopulationKeys
from entraide.apps.parameters.translation import to_tariff
from entraide.core.money import Money
from entraide.core.opening.values import ContributionKind, OpeningContribution
from entraide.core.rules import Revision
from entraide.integrations.reference_data import committee_departments
from entraide.integrations.rule_files import read_catalogue, read_parameters
from entraide.population.synthetic.france import France
from entraide.population.synthetic.illustrated import illustrated
from entraide.population.synthetic.past import Rules, Settled, called_for
from entraide.population.synthetic.tuning import HABITS


CALLED, ADJUSTED = (1, 15), (12, 15)


def known_rules() -> Rules:
    """Read what this installation's catalogue says: benefits by code, amounts made up where it gives none, parameters, rates."""
    return _rules_in(settings.CATALOGUE)


@cache
def _rules_in(folder: Path) -> Rules:
    by_code: dict[str, list[Revision]] = {}
    for revision in illustrated(read_catalogue(folder)[0]):
        by_code.setdefault(revision.code, []).append(revision)
    parameters = read_parameters(folder)[0]
    return Rules(by_code, parameters, to_tariff(parameters))


def first_year(rules: Rules) -> int:
    """Give the first year that has a rate for everybody, and a rule for most of the benefits that the past is made of."""
    rated = max(next(iter(timeline)).since.year for timeline in rules.tariff.rates.values())
    ruled = sorted(rules.benefits[code][0].since.year for code in HABITS if code in rules.benefits)
    return max(rated, ruled[len(ruled) // 2]) if ruled else rated


def committees_of(france: France) -> NDArray[np.str_]:
    """Name the committee of each member."""
    committees = committee_departments()
    return np.array([committees[department].committee for department in france.members.bodies.department.tolist()])


def contribution_lines(france: France, years: Sequence[int], rules: Rules) -> Iterator[OpeningContribution]:
    """Give what each member was called for: heads of 1 January, then those who came in the year, for the days that were left."""
    sirens = france.members.bodies.siren.tolist()
    for year in years:
        called = called_for(france, year, rules.tariff)
        columns = (getattr(called, name).tolist() for name in ("active", "retired", "call", "arrivals"))
        for siren, active, retired, call, arrivals in zip(sirens, *columns, strict=True):
            if call:
                label = f"Appel de cotisation {year} (synthétique)"
                yield _line(siren, year, ContributionKind.CALL, label, active + retired, date(year, *CALLED), call)
            if arrivals:
                label = f"Arrivées de {year} (synthétique)"
                yield _line(siren, year, ContributionKind.ADJUSTMENT, label, None, date(year, *ADJUSTED), arrivals)


def _line(*said) -> OpeningContribution:
    siren, year, kind, label, heads, on, cents = said
    return OpeningContribution(0, siren, year, kind, label, heads, on, Money(cents))


def past_year(france: France, settled: Settled, entered: Entered, known: PopulationKeys, committees: NDArray[np.str_]) -> PastYear:
    """Give the benefits of a year by the ranks of those whom they concern."""
    is_dependant = settled.person >= france.size
    place = np.searchsorted(entered.persons, settled.person)
    return PastYear(
        known=known,
        year=settled.year,
        opener=settled.opener,
        dependant=np.where(is_dependant, place, NOBODY).astype(np.int32),
        member=france.employer[settled.opener],
        committees=committees,
        code=settled.code,
        codes=settled.codes,
        on=settled.on,
        cents=settled.cents,
    )


def kept_whole(settled: Settled, rules: Rules) -> tuple[NDArray[np.int64], list[str]]:
    """Give the rows of a year that can be kept whole, and their benefits: those that are paid in a way that orders know."""
    codes = [code for code in settled.codes if rules.benefits[code][-1].paid_by in LABELS]
    ranks = [settled.codes.index(code) for code in codes]
    return np.flatnonzero(np.isin(settled.code, ranks)), codes


def without(settled: Settled, rows: NDArray[np.int64]) -> Settled:
    """Leave some rows out."""
    kept = np.ones(settled.size, np.bool_)
    kept[rows] = False
    return settled.rows(kept)
