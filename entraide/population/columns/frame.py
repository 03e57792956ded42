"""What a revision is read in: its days, its facts and their denominators, its parameters, and a bit for each thing that may be missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.choices import ReadsOn
from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY, FactSpec
from entraide.core.rules.language.known import Kind, Native, Value, to_reckon
from entraide.core.rules.language.parameters import TIER_PARAMETERS, ParameterBook
from entraide.core.rules.language.parts import WORD_OF, children_of
from entraide.core.timeline import Timeline
from entraide.population.columns.calendar import NEVER, number_of


# A parameter without a value may be anything in these bounds: wide, so that nothing is decided from it.
UNPUBLISHED: dict[Kind, tuple[Value, Value]] = {
    Kind.MONEY: (0, 10**10),
    Kind.RATE: (Fraction(0), Fraction(10)),
    Kind.COUNT: (0, 10**6),
    Kind.DATE: (FIRST_DAY, LAST_DAY),
    Kind.FLAG: (False, True),
    Kind.CHOICE: ("", "\U0010ffff"),
}
MOST_BITS = 63


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What the terms of one revision are read in; `bits` numbers the facts and the parameters (`parameter:key`) that it may miss."""

    event_fact: str
    reads_on: ReadsOn
    specs: Mapping[str, FactSpec]
    parameters: ParameterBook
    denominators: Mapping[str, int]
    bits: Mapping[str, int]

    def bit(self, name: str) -> int:
        """Give the mask of a fact or of a parameter."""
        return 1 << self.bits[name]

    def kind_of(self, key: str) -> Kind:
        """Give the kind of a parameter."""
        return self.parameters.specs[key].kind

    def signature(self, term: t.Term) -> tuple[Any, ...]:
        """Say what a term reads, so that two rules that read the same share it."""
        if isinstance(term, t.Const):
            return ("const", term.kind, term.value)
        if isinstance(term, t.Fact):
            return ("fact", term.name)
        own: tuple[Any, ...] = ()
        if isinstance(term, t.Age):
            own = (term.at, self.event_fact)
        elif isinstance(term, t.Parameter | t.TaxTier):
            own = (getattr(term, "key", ""), self.reads_on, "" if self.reads_on is ReadsOn.FILING else self.event_fact)
        elif isinstance(term, t.Lookup):
            own = tuple(row.start.value for row in term.rows)
        elif isinstance(term, t.Match):
            own = (tuple(case.key.value for case in term.cases), term.otherwise is None)
        return (WORD_OF[type(term)], *own, *(self.signature(child) for child in children_of(term)))


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """A parameter over time: the days on which its values start, and those values as numerators over one denominator."""

    starts: NDArray[np.int32]
    values: NDArray[np.int64]
    denominator: int
    words: tuple[str, ...] = ()

    def place(self, days: Any) -> Any:
        """Find which value holds on each day: −1 before the first."""
        return np.searchsorted(self.starts, days, side="right") - 1


def timed(key: str, frame: Frame) -> Timed:
    """Lay out a parameter; one that has no value at all starts after every day."""
    return _timed(frame.parameters.timelines.get(key), frame.kind_of(key))


@lru_cache(maxsize=4096)
def _timed(timeline: Timeline[Native] | None, kind: Kind) -> Timed:
    dated = () if timeline is None else tuple(timeline)
    values = [to_reckon(item.value) for item in dated]
    words = tuple(sorted({*map(str, values), *map(str, UNPUBLISHED[kind])})) if kind is Kind.CHOICE else ()
    denominator = lcm(*(value.denominator for value in values if isinstance(value, Fraction)))
    return Timed(
        np.array([number_of(item.since) for item in dated] or [-NEVER - 1], np.int64).astype(np.int32),
        np.array([numerator(value, denominator, words) for value in values] or [0], np.int64),
        denominator,
        words,
    )


def numerator(value: Any, denominator: int, words: tuple[str, ...] = ()) -> int:
    """Write a value of the rules as a whole number: cents, a numerator, days since 1970-01-01, a rank among `words`, 0 or 1."""
    if isinstance(value, str):
        return words.index(value)
    if isinstance(value, int | Fraction):
        return int(value * denominator)
    return number_of(value)


def unpublished(kind: Kind, denominator: int, words: tuple[str, ...]) -> tuple[int, int]:
    """Give the numerators of the bounds of a parameter that has no value."""
    low, high = UNPUBLISHED[kind]
    return numerator(low, denominator, words), numerator(high, denominator, words)


def parameters_of(term: t.Term) -> tuple[str, ...]:
    """Name every parameter that a term may read."""
    own: tuple[str, ...] = (term.key,) if isinstance(term, t.Parameter) else ()
    if isinstance(term, t.TaxTier):
        own = TIER_PARAMETERS
    return tuple(dict.fromkeys([*own, *(key for child in children_of(term) for key in parameters_of(child))]))
