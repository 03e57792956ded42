"""The values of a fact at which a rule may turn: between two of them that follow each other, the answer changes once at most."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.deadlines import parameter_day
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY, FactSpec
from entraide.core.rules.language.known import Kind, Value, to_reckon
from entraide.core.rules.language.parameters import ParameterBook
from entraide.core.rules.language.parts import children_of
from entraide.core.rules.telling.fiche import parameters_of


# The finest rate that a file may write is a ten-thousandth of a percent.
RATE_STEPS = 10**6
ORDERED = (Kind.MONEY, Kind.RATE, Kind.COUNT, Kind.DATE)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the turning points of a revision depend on beside itself: the parameters, the day of the event, the day of filing."""

    parameters: ParameterBook
    event_on: date
    filed_on: date


def to_rank(value: Value) -> int:
    """Count a value in the steps of its kind: cents, units, days, ten-thousandths of a percent."""
    if isinstance(value, date):
        return value.toordinal()
    return int(value * RATE_STEPS) if isinstance(value, Fraction) else int(value)


def from_rank(kind: Kind, rank: int) -> Value:
    """Give the value that a count of steps stands for.

    >>> from_rank(Kind.RATE, 500_000)
    Fraction(1, 2)
    """
    if kind is Kind.DATE:
        return date.fromordinal(rank)
    return Fraction(rank, RATE_STEPS) if kind is Kind.RATE else rank


def answers_of(revision: Revision, name: str, ground: Ground) -> tuple[Value, ...]:
    """List answers to the question of a fact, one at least for each way in which it may turn the rule; in order."""
    spec = revision.specs[name]
    if spec.kind is Kind.FLAG:
        return False, True
    if spec.kind is Kind.CHOICE:
        return tuple(spec.choices)
    return tuple(from_rank(spec.kind, rank) for rank in turning_ranks(revision, spec, ground))


def turning_ranks(revision: Revision, spec: FactSpec, ground: Ground) -> tuple[int, ...]:
    """List where a fact that goes by order may turn a rule, in steps of its kind: each limit, one step before it, one after."""
    low, high = (to_rank(bound) for bound in spec.bounds)
    limits = {to_rank(value) for value in _limits(revision, spec, ground)}
    near = {rank + step for rank in limits for step in (-1, 0, 1)}
    return tuple(sorted({low, high} | {rank for rank in near if low < rank < high}))


def edge(holds: Callable[[int], bool], outside: int, inside: int) -> int:
    """Find the step nearest to `outside` at which `holds` is true, knowing that it is false outside, true inside, and turns once."""
    while abs(inside - outside) > 1:
        middle = (inside + outside) // 2
        outside, inside = (outside, middle) if holds(middle) else (middle, inside)
    return inside


def _limits(revision: Revision, spec: FactSpec, ground: Ground) -> Iterator[Value]:
    """Give every value of the rule that the fact may be held against."""
    terms = (*revision.terms, *(ceiling.amount for ceiling in revision.ceilings if ceiling.amount is not None))
    day = parameter_day(revision.reads_parameters_on, event_on=ground.event_on, filed_on=ground.filed_on)
    consts = [const for term in terms for const in _consts(term)]
    yield from (const.value for const in consts if const.kind is spec.kind)
    for key in parameters_of(revision):
        if key in ground.parameters.specs and ground.parameters.specs[key].kind is spec.kind:
            yield from (to_reckon(dated.value) for dated in ground.parameters.during(key, day, day))
    if spec.kind is Kind.DATE:
        yield from (ground.event_on, ground.filed_on)
    if spec.name == "born_on":
        ages = {int(const.value) for const in consts if const.kind is Kind.COUNT}  # type: ignore[arg-type]
        yield from (day for age in sorted(ages) for day in _births(ground.event_on.year - age))


def _births(year: int) -> Iterator[date]:
    for other in (year - 1, year, year + 1):
        if FIRST_DAY.year < other <= LAST_DAY.year:
            yield from (date(other, 1, 1), date(other, 12, 31))


def _consts(term: t.Term) -> Iterator[t.Const]:
    if isinstance(term, t.Const):
        yield term
    if isinstance(term, t.Lookup):
        yield from (row.start for row in term.rows)
    if isinstance(term, t.Match):
        yield from (case.key for case in term.cases)
    for child in children_of(term):
        yield from _consts(child)
