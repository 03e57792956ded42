"""One comparison that fails in a refusal: what it held, its limit, how far apart they are. Read from the trace when somebody asks."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from entraide.core.money import Money
from entraide.core.rules.language.constants import to_native
from entraide.core.rules.language.known import Kind, Native
from entraide.core.rules.language.trace import TraceNode
from entraide.core.rules.telling.sentences import noun_of, show, show_node, unit_of, whole_money


# Money for an amount, days for a date, years or another unit for a count, an exact fraction for a rate.
Distance = Money | int | Fraction
_COMPARISONS = ("at_most", "less_than", "at_least", "more_than", "equals")


@dataclass(frozen=True, slots=True)
class Miss:
    """A comparison that fails, and whether crossing its limit alone would change the outcome.

    Nothing is told before it is read: a catalogue refuses far more than a person looks at.
    """

    leaf: TraceNode
    is_alone: bool

    @property
    def fact(self) -> str:
        """Name the fact that the comparison reads, the first one where it reads several."""
        held = self._held
        return held.name if held.word == "fact" else next((inner.name for inner in held.walk() if inner.word == "fact"), "")

    @property
    def kind(self) -> Kind:
        """Tell what kind of value is compared."""
        return self._held.kind

    @property
    def value(self) -> Native:
        """Give the value held."""
        return to_native(self._held.kind, _whole(self._held))

    @property
    def limit(self) -> Native | None:
        """Give the limit that was not reached, nothing where there is none (a choice, a yes or no)."""
        limit = self._limit
        return None if limit is None else to_native(limit.kind, _whole(limit))

    @property
    def distance(self) -> Distance | None:
        """Tell how far the value is from its limit, nothing where that has no measure."""
        held, limit = self._held, self._limit
        return _distance(held, limit) if limit is not None and limit.is_settled and held.is_settled else None

    @property
    def sentence(self) -> str:
        """Say in French what was held, the limit and the gap."""
        held, limit = self._held, self._limit
        said = f"{noun_of(held)} : {show_node(held)}"
        if limit is None:
            return said
        bound = show(limit.kind, limit.low, unit=unit_of(held) or unit_of(limit))
        distance = self.distance
        gap = "" if distance is None else f" ({_gap(self.leaf, held, distance)})"
        return f"{said}, limite : {bound}{gap}"

    @property
    def _held(self) -> TraceNode:
        return self.leaf.children[0] if self.leaf.children else self.leaf

    @property
    def _limit(self) -> TraceNode | None:
        return _limit_of(self.leaf) if self.leaf.children else None


def _limit_of(leaf: TraceNode) -> TraceNode | None:
    """Find the limit that a comparison did not reach: the nearest end of a range, nothing for a list."""
    if leaf.word == "between":
        value, low, high = leaf.children
        return low if value.low < low.low else high  # type: ignore[operator]
    return leaf.children[1] if leaf.word in _COMPARISONS else None


def _whole(node: TraceNode) -> Any:
    return whole_money(node.low).cents if node.kind is Kind.MONEY else node.low  # type: ignore[arg-type]


def _distance(held: TraceNode, limit: TraceNode) -> Distance | None:
    low, high = held.low, limit.low
    if isinstance(low, date) and isinstance(high, date):
        return abs((low - high).days)
    if held.kind not in (Kind.MONEY, Kind.COUNT, Kind.RATE):
        return None
    gap = abs(low - high)  # type: ignore[operator]
    if held.kind is Kind.MONEY:
        return whole_money(gap)
    return int(gap) if held.kind is Kind.COUNT else Fraction(gap)


def _gap(leaf: TraceNode, held: TraceNode, distance: Distance) -> str:
    if not distance:
        return "limite exclue"
    kind, unit = (Kind.COUNT, "jours") if held.kind is Kind.DATE else (held.kind, unit_of(held))
    size = show(kind, distance.cents if isinstance(distance, Money) else distance, unit=unit)
    is_over = leaf.children[0].low > _limit_of(leaf).low  # type: ignore[operator, union-attr]
    return f"{size} de trop" if is_over else f"il manque {size}"
