"""Claims of a synthetic population: for one benefit and one year, one row per person that the right is for, with every fact it names."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules import FactSpec, Kind, Revision, Subject
from entraide.population.columns.facts import KNOWN, NOT_ASKED, WITHHELD, FactColumn, FactTable
from entraide.population.synthetic import calibration as figures
from entraide.population.synthetic.draws import YEAR, Stream
from entraide.population.synthetic.persons import CHILD, SPOUSE, People, days_of
from entraide.population.synthetic.rule_values import RuleValues, values_of


# The facts that a person carries, by where they are held; all the others are drawn.
OF_OPENER = frozenset(
    {
        "status",
        "territory",
        "rights_since",
        "career_years",
        "has_two_notices",
        "is_lone_parent",
        "tax_line_14",
        "partner_tax_line_14",
        "reference_income",
        "tax_half_shares",
        "household_size",
        "monthly_resources",
        "monthly_charges",
    }
)
OF_SUBJECT = frozenset({"born_on", "disability_rate"})
OF_DEPENDANT = frozenset({"custody", "is_dependent", "is_in_higher_education", "other_parent_is_beneficiary", "opens_right"})
CARRIED = OF_OPENER | OF_SUBJECT | OF_DEPENDANT
# What every claim reads, whatever its benefit says; for a child also which of two parents opens the right.
ALWAYS_READ = ("status", "rights_since")
HUNDREDTHS = 100
SEPTEMBER = 9
_TYPES = {Kind.FLAG: np.bool_, Kind.CHOICE: np.int8, Kind.DATE: np.int32}


def claims_for(
    people: People, benefit: Revision | Sequence[Revision], *, year: int, seed: int, not_asked: float = 0.0, withheld: float = 0.0
) -> FactTable:
    """Draw one claim for every subject of a benefit: beneficiaries, spouses or children, with an event in the year.

    `benefit` is one revision or all of them: every fact that one of them names has its column, and so has what every claim reads. What a
    person carries is read; the rest is drawn within the plausible bounds, often at the rule's own constants or one unit beside them. A
    share of the values may be not asked, another withheld; the event, the status and the rights are always known.

    :raises ValueError: if there is no revision
    """
    revisions = (benefit,) if isinstance(benefit, Revision) else tuple(benefit)
    if not revisions:
        raise ValueError("a benefit has at least one revision")
    draws = Stream(seed, f"{revisions[-1].code} {year}")
    table = _Rows(people, revisions, year)
    facts = {name: _column(name, table, draws) for name in table.names}
    if not_asked or withheld:
        known = {*ALWAYS_READ, revisions[-1].event_fact}
        facts = {name: held if name in known else _hidden(held, draws, not_asked, withheld) for name, held in facts.items()}
    household = people.openers.household[table.opener].astype(np.int64)
    return FactTable(table.size, facts, table.opener.astype(np.int64), table.person.astype(np.int64), household)


def filing_days(table: FactTable, benefit: Revision | Sequence[Revision], *, seed: int) -> NDArray[np.int32]:
    """Draw the day on which each claim of a table is filed: a few weeks after its event, for some past any deadline."""
    revision = benefit if isinstance(benefit, Revision) else benefit[-1]
    draws = Stream(seed, f"filing {revision.code}")
    waited = -np.log1p(-draws.shares(table.size)) * np.float32(figures.FILING_DAYS)
    filed: NDArray[np.int32] = (table.facts[revision.event_fact].values + np.minimum(waited, 2 * YEAR)).astype(np.int32)
    return filed


class _Rows:
    """The rows of one table: whose they are, and the facts that they need."""

    def __init__(self, people: People, revisions: Sequence[Revision], year: int) -> None:
        self.people, self.revisions, self.year = people, revisions, year
        self.event = revisions[-1].event_fact
        self.specs = {name: spec for revision in revisions for name, spec in revision.specs.items()}
        always = (*ALWAYS_READ, "opens_right") if revisions[-1].subject is Subject.CHILD else ALWAYS_READ
        self.names = tuple(dict.fromkeys((*always, *(name for revision in revisions for name in revision.facts))))
        self.values = values_of(revisions)
        self.dependant = _dependants_wanted(people, revisions[-1].subject, self.event, year)
        if self.dependant is None:
            self.opener = self.person = np.arange(people.openers.size, dtype=np.int32)
        else:
            self.opener, self.person = people.dependants.opener[self.dependant], people.dependants.person[self.dependant]
        self.size = len(self.opener)

    def held(self, name: str) -> NDArray[np.generic] | None:
        """Read what the person carries; nothing for a fact that must be drawn."""
        if name == self.event and name != "born_on":
            return None
        if name in OF_OPENER:
            return self._of_opener(name)
        if name in OF_SUBJECT:
            return self._of_opener(name) if self.dependant is None else self._of_dependant(name)
        return self._of_dependant(name) if name in OF_DEPENDANT and self.dependant is not None else None

    def _of_opener(self, name: str) -> NDArray[np.generic]:
        held: NDArray[np.generic] = getattr(self.people.openers, name)
        return held if self.dependant is None else held[self.opener]

    def _of_dependant(self, name: str) -> NDArray[np.generic]:
        held: NDArray[np.generic] = getattr(self.people.dependants, name)
        return held[self.dependant]


def _dependants_wanted(people: People, subject: Subject, event: str, year: int) -> NDArray[np.int64] | None:
    """List the rows of the dependants that a benefit is for; where the event is a birth, of those born in the year or just before."""
    if subject not in (Subject.CHILD, Subject.SPOUSE):
        return None
    dependants = people.dependants
    wanted = dependants.kind == (CHILD if subject is Subject.CHILD else SPOUSE)
    if event == "born_on":
        wanted &= (dependants.born_on >= days_of(date(year - 1, 1, 1))) & (dependants.born_on < days_of(date(year + 1, 1, 1)))
    return np.flatnonzero(wanted)


def _column(name: str, table: _Rows, draws: Stream) -> FactColumn:
    spec = table.specs[name]
    held = table.held(name)
    denominator = _denominator(table.values) if spec.kind is Kind.RATE else 1
    if held is not None:
        scale = denominator // HUNDREDTHS if spec.kind is Kind.RATE else 1
        values: NDArray[np.generic] = held.astype(_TYPES.get(spec.kind, np.int64))
        return FactColumn(values * scale if scale > 1 else values, denominator)
    return FactColumn(_drawn(spec, table, draws, denominator).astype(_TYPES.get(spec.kind, np.int64)), denominator)


def _denominator(values: RuleValues) -> int:
    return int(np.lcm(HUNDREDTHS, values.denominator))


def _drawn(spec: FactSpec, table: _Rows, draws: Stream, denominator: int) -> NDArray[np.generic]:
    size = table.size
    if spec.kind is Kind.FLAG:
        return draws.chance(size, figures.LIKELY_FLAG)
    if spec.kind is Kind.CHOICE:
        return draws.integers(size, 0, len(spec.choices) - 1)
    if spec.kind is Kind.DATE:
        return _days(spec.name, table, draws)
    low, high = (int(bound * denominator) for bound in spec.bounds)  # type: ignore[operator]
    return _numbers(draws, size, table.values.of(spec.kind, denominator), (low, high))


def _days(name: str, table: _Rows, draws: Stream) -> NDArray[np.int32]:
    """Draw days: the event within the year (a new term in September), any other over the three years before its end."""
    first, last = days_of(date(table.year, 1, 1)), days_of(date(table.year, 12, 31))
    if name == "term_started_on":
        first = days_of(date(table.year, SEPTEMBER, 1))
        return draws.integers(table.size, first, first + figures.TERM_START_DAYS - 1)
    return draws.integers(table.size, first if name == table.event else first - int(2 * YEAR), last)


def _numbers(draws: Stream, size: int, constants: NDArray[np.int64], bounds: tuple[int, int]) -> NDArray[np.int64]:
    """Draw numbers anywhere up to a few times the greatest constant, and for a share at a constant, or one unit under or over it."""
    low, high = bounds
    inside = constants[(constants >= low) & (constants <= high)]
    if not len(inside):
        return draws.wide_integers(size, low, high)
    spread = draws.wide_integers(size, low, max(low, min(high, int(inside[-1] * figures.SPREAD))))
    drawn = draws.shares(size)
    near = draws.pick(size, inside)
    beside = np.clip(near + draws.integers(size, 0, 1) * 2 - 1, low, high)
    at, until = figures.AT_A_CONSTANT, figures.AT_A_CONSTANT + figures.BESIDE_A_CONSTANT
    return np.where(drawn < np.float32(at), near, np.where(drawn < np.float32(until), beside, spread))


def _hidden(column: FactColumn, draws: Stream, not_asked: float, withheld: float) -> FactColumn:
    drawn = draws.shares(len(column.values))
    states = np.where(drawn < np.float32(not_asked), NOT_ASKED, np.where(drawn < np.float32(not_asked + withheld), WITHHELD, KNOWN))
    return FactColumn(column.values, column.denominator, states.astype(np.uint8))
