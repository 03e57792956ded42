"""The constants that rules compare with: where claims must be drawn for both sides of every threshold to be met."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules import Kind, Revision
from entraide.core.rules.language.terms import Const


@dataclass(frozen=True, slots=True)
class RuleValues:
    """The numbers written in the revisions of a benefit, by kind, and the common denominator of its rates."""

    numbers: dict[Kind, tuple[int | Fraction, ...]]
    denominator: int

    def of(self, kind: Kind, denominator: int) -> NDArray[np.int64]:
        """Give the numbers of a kind over a denominator, sorted."""
        return np.array([int(number * denominator) for number in self.numbers.get(kind, ())], np.int64)


def values_of(revisions: Iterable[Revision]) -> RuleValues:
    """Gather the amounts, counts and rates that conditions, amounts and ceilings name."""
    found: dict[Kind, set[int | Fraction]] = {}
    for revision in revisions:
        limits = [ceiling.amount for ceiling in revision.ceilings if ceiling.amount is not None]
        for const in _constants((*revision.terms, *limits)):
            if const.kind in (Kind.MONEY, Kind.COUNT, Kind.RATE):
                found.setdefault(const.kind, set()).add(const.value)  # type: ignore[arg-type]
    rates = [Fraction(rate).denominator for rate in found.get(Kind.RATE, ())]
    return RuleValues({kind: tuple(sorted(numbers)) for kind, numbers in found.items()}, lcm(*rates))


def _constants(part: Any) -> Iterator[Const]:
    """Walk whatever a rule is made of: terms, the rows of a scale, the cases of a choice."""
    if isinstance(part, Const):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _constants(item)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from _constants(getattr(part, name))
