"""Why a claim is refused: every condition that fails, how far each value is from its limit, and what would change alone."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from entraide.core.money import Money
from entraide.core.rules.deciding.outcome import Distance, Miss, Reason
from entraide.core.rules.deciding.trace import TraceNode
from entraide.core.rules.language.constants import to_native
from entraide.core.rules.language.known import Kind
from entraide.core.rules.telling.sentences import REASONS, noun_of, show, show_node, unit_of, whole_money


_COMPARISONS = ("at_most", "less_than", "at_least", "more_than", "equals")
_JOINED: dict[str, Callable[[Any], bool]] = {"all": all, "any": any}


def reasons_for(failed: list[TraceNode]) -> tuple[Reason, ...]:
    """Explain every step that failed, in the order of the decision."""
    return tuple(_reason(step, is_alone=len(failed) == 1) for step in failed)


def _reason(step: TraceNode, *, is_alone: bool) -> Reason:
    if step.word == "ceiling":
        return _ceiling_reason(step)
    if step.word == "amount":
        return Reason("amount_withheld", REASONS["amount_withheld"], params={"facts": step.withheld})
    misses = tuple(_misses(step, is_alone))
    if step.is_blocked:
        return Reason(step.name, REASONS["withheld"].format(sentence=step.label), misses, {"facts": step.withheld})
    if step.name == "time_bar":
        day = step.children[0].children[1].low
        return Reason("time_bar", REASONS["time_bar"].format(last_day=show(Kind.DATE, day)), misses, {"last_day": day})
    return Reason(step.name, REASONS["condition"].format(sentence=step.label), misses)


def _ceiling_reason(step: TraceNode) -> Reason:
    used, limit = step.children
    code = "ceiling_claims" if step.kind is Kind.FLAG else "ceiling_amount"
    params = {"period": step.label, "used": show(used.kind, used.low), "limit": show(limit.kind, limit.low), "key": step.name}
    return Reason(code, REASONS[code].format(**params), params=params)


def _misses(step: TraceNode, is_alone: bool) -> Iterator[Miss]:
    """List the comparisons to blame in a step that does not hold."""
    (root,) = step.children
    for leaf in _to_blame(root, wanted=True):
        yield _miss(leaf, is_alone=is_alone and _truth(root, flipped=leaf))


def _to_blame(node: TraceNode, *, wanted: bool) -> Iterator[TraceNode]:
    """Go down to the settled leaves that are not as `wanted`; a negation wants the contrary below it."""
    if node.word in _JOINED or node.word == "not":
        for child in node.children:
            yield from _to_blame(child, wanted=wanted != (node.word == "not"))
    elif node.is_settled and bool(node.low) is not wanted:
        yield node


def _truth(node: TraceNode, *, flipped: TraceNode) -> bool:
    """Tell whether a condition would hold if one leaf turned round and nothing else changed; what is not known counts as not held."""
    if node is flipped:
        return not node.low
    if node.word in _JOINED:
        return _JOINED[node.word](_truth(child, flipped=flipped) for child in node.children)
    return not _truth(node.children[0], flipped=flipped) if node.word == "not" else bool(node.low)


def _miss(leaf: TraceNode, *, is_alone: bool) -> Miss:
    held, limit = (leaf.children[0], _limit_of(leaf)) if leaf.children else (leaf, None)
    distance = _distance(held, limit) if limit is not None and limit.is_settled and held.is_settled else None
    return Miss(
        fact=_fact_of(held),
        kind=held.kind,
        value=to_native(held.kind, _whole(held)),
        limit=None if limit is None else to_native(limit.kind, _whole(limit)),
        distance=distance,
        is_alone=is_alone,
        sentence=_sentence(leaf, held, limit, distance),
    )


def _limit_of(leaf: TraceNode) -> TraceNode | None:
    """Find the limit that a comparison did not reach: the nearest end of a range, nothing for a list."""
    if leaf.word == "between":
        value, low, high = leaf.children
        return low if value.low < low.low else high  # type: ignore[operator]
    return leaf.children[1] if leaf.word in _COMPARISONS else None


def _whole(node: TraceNode) -> Any:
    return whole_money(node.low).cents if node.kind is Kind.MONEY else node.low  # type: ignore[arg-type]


def _fact_of(node: TraceNode) -> str:
    return node.name if node.word == "fact" else next((inner.name for inner in node.walk() if inner.word == "fact"), "")


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


def _sentence(leaf: TraceNode, held: TraceNode, limit: TraceNode | None, distance: Distance | None) -> str:
    said = f"{noun_of(held)} : {show_node(held)}"
    if limit is None:
        return said
    unit = "jours" if held.kind is Kind.DATE else unit_of(held)
    bound = show(limit.kind, limit.low, unit=unit_of(held) or unit_of(limit))
    gap = "" if distance is None else f" ({_gap(leaf, held, distance, unit)})"
    return f"{said}, limite : {bound}{gap}"


def _gap(leaf: TraceNode, held: TraceNode, distance: Distance, unit: str) -> str:
    if not distance:
        return "limite exclue"
    kind = Kind.COUNT if held.kind is Kind.DATE else held.kind
    size = show(kind, distance.cents if isinstance(distance, Money) else distance, unit=unit)
    is_over = leaf.children[0].low > _limit_of(leaf).low  # type: ignore[operator, union-attr]
    return f"{size} de trop" if is_over else f"il manque {size}"
