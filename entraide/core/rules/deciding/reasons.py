"""Why a claim is refused: every condition that fails, how far each value is from its limit, and what would change alone."""

from collections.abc import Callable, Iterator
from typing import Any

from entraide.core.rules.deciding.misses import Miss
from entraide.core.rules.deciding.outcome import Reason
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.trace import TraceNode
from entraide.core.rules.telling.sentences import REASONS, show


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
        yield Miss(leaf, is_alone=is_alone and _truth(root, flipped=leaf))


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
