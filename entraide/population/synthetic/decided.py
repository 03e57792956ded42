"""Claims of the past decided one by one by the scalar rules, with their trace: what the last year keeps of each."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entraide.core.money import Money
from entraide.core.rules import FactSpec, Kind, Known, Native, Proof, Revision, decide, revision_for
from entraide.core.rules.deciding.outcome import Cut
from entraide.core.rules.language.trace import to_text
from entraide.population.columns.facts import FactColumn, FactTable
from entraide.population.synthetic.france import France
from entraide.population.synthetic.past import Rules, Settled, claims_drawn
from entraide.population.synthetic.persons import EPOCH


PROVED_BY, PROVED_FROM = "Entraide", "population synthétique"
# Claims that are held in memory with their traces at one time.
AT_ONCE = 2_000


class DecidedClaim(NamedTuple):
    """A claim that the rules grant: its row among those settled, the revision, the facts, what cut the amount, the trace as compact JSON.

    Its event, the last day on which it could be filed, and the day on which it was.
    """

    row: int
    revision: Revision
    facts: dict[str, Known]
    cuts: tuple[Cut, ...]
    trace: str
    event_on: date
    last_day: date | None
    filed_on: date


def decided_claims(france: France, settled: Settled, rules: Rules, codes: Sequence[str]) -> Iterator[list[DecidedClaim]]:
    """Decide settled claims, some at a time.

    One that comes to another amount alone than it did among the others, under a ceiling that they share, is left out.
    """
    for code in codes:
        rank, revisions = settled.codes.index(code), rules.benefits[code]
        rows = np.flatnonzero(settled.code == rank)
        table, filed = claims_drawn(france, settled.year, revisions)
        for start in range(0, len(rows), AT_ONCE):
            chosen = rows[start : start + AT_ONCE]
            known = natives_of(table, revisions, settled.claim[chosen])
            days = [day_of(day) for day in filed[settled.claim[chosen]].tolist()]
            expected = zip(chosen.tolist(), settled.cents[chosen].tolist(), days, strict=True)
            found = (_decided(told, known, place, (revisions, rules)) for place, told in enumerate(expected))
            yield [one for one in found if one is not None]


def _decided(
    told: tuple[int, int, date], known: dict[str, list[Native]], place: int, by: tuple[Sequence[Revision], Rules]
) -> DecidedClaim | None:
    (row, cents, filed_on), (revisions, rules) = told, by
    event_on = known[revisions[-1].event_fact][place]
    assert isinstance(event_on, date)
    revision = revision_for(revisions, event_on=event_on, filed_on=filed_on)
    if revision is None:
        return None
    proof = Proof(PROVED_BY, PROVED_FROM, filed_on)
    facts = {name: Known(values[place], proof) for name, values in known.items() if name in revision.specs}
    outcome = decide(revision, facts=facts, parameters=rules.parameters, usage={}, filed_on=filed_on)
    if outcome.amount != Money(cents):
        return None
    return DecidedClaim(row, revision, facts, outcome.cuts, to_text(outcome.trace), event_on, outcome.last_day, filed_on)


def natives_of(table: FactTable, revisions: Sequence[Revision], rows: NDArray[np.int32]) -> dict[str, list[Native]]:
    """Write the facts of some rows as the scalar reading holds them."""
    specs = {name: spec for revision in revisions for name, spec in revision.specs.items()}
    return {name: _natives(column, specs[name], rows) for name, column in table.facts.items()}


def _natives(column: FactColumn, spec: FactSpec, rows: NDArray[np.int32]) -> list[Native]:
    values: list[Any] = column.values[rows].tolist()
    match spec.kind:
        case Kind.MONEY:
            return [Money(value) for value in values]
        case Kind.DATE:
            return [day_of(value) for value in values]
        case Kind.RATE:
            return [Fraction(value, column.denominator) for value in values]
        case Kind.CHOICE:
            choices = sorted(spec.choices)
            return [choices[value] for value in values]
        case _:
            return values


def day_of(days: int) -> date:
    """Give the day that is so many after 1 January 1970."""
    return date.fromordinal(EPOCH.toordinal() + days)
