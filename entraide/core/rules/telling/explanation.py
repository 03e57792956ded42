"""A trace told line by line: what each condition compared, and how the amount was reckoned, one step after the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from entraide.core.rules.language.facts import FACTS
from entraide.core.rules.language.known import Kind, Proof
from entraide.core.rules.language.trace import Published, TraceNode
from entraide.core.rules.telling.sentences import TIER, noun_of, show, show_node, unit_of


_READ = ("fact", "parameter")
_JOINED = ("condition", "all", "any", "not")
# What a comparison expects, for a number, then for a day.
_EXPECTED = {
    "at_least": ("{} au moins", "le {} au plus tôt"),
    "at_most": ("{} au plus", "le {} au plus tard"),
    "more_than": ("plus de {}", "après le {}"),
    "less_than": ("moins de {}", "avant le {}"),
    "equals": ("{}", "le {}"),
    "between": ("entre {} et {}", "entre le {} et le {}"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a condition: whether it holds (nothing while that is open), what was held, and against what.

    `read` are the facts and the parameters below, each with its origin.
    """

    word: str
    holds: bool | None
    held: TraceNode
    limits: tuple[TraceNode, ...]
    read: tuple[TraceNode, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation: what was done, in French, and the node that holds what came out."""

    said: str
    node: TraceNode


def is_held(node: TraceNode) -> bool | None:
    """Tell whether a condition holds; nothing while it is open."""
    return bool(node.low) if node.is_settled else None


def comparisons_of(step: TraceNode) -> tuple[Comparison, ...]:
    """List what a condition compared, in the order of reading."""
    return tuple(_comparison(leaf) for leaf in _leaves(step))


def calculation_of(amount: TraceNode) -> tuple[Step, ...]:
    """List the steps of an amount, each after those that it uses; what is read twice is told once."""
    found: dict[tuple[str, str], Step] = {}
    for node in _upwards(amount):
        said = _said(node)
        if said:
            found.setdefault((said, show_node(node)), Step(said, node))
    return tuple(found.values())


def origin_of(node: TraceNode) -> str:
    """Say where a fact or a parameter comes from: who proved it, or by which text it holds; nothing for what is reckoned."""
    if node.word not in _READ:
        return ""
    if isinstance(node.origin, Proof):
        return f"prouvé\xa0par\xa0:\xa0{node.origin.by}"
    if isinstance(node.origin, Published):
        confirmed = "" if node.origin.checked else ", à confirmer"
        return f"{node.origin.source}, depuis le {node.origin.since:%d/%m/%Y}{confirmed}"
    return "sans justificatif" if node.withheld else "" if node.missing else "déclaré"


def expected_of(comparison: Comparison) -> str:
    """Say what a comparison expects, with the unit and the choices of what it holds; nothing for a plain yes or no."""
    said = [_beside(limit, comparison.held) for limit in comparison.limits]
    if comparison.word == "one_of":
        return " ou ".join(said)
    shapes = _EXPECTED.get(comparison.word)
    return shapes[comparison.held.kind is Kind.DATE].format(*said) if shapes else ""


def _beside(limit: TraceNode, held: TraceNode) -> str:
    if not limit.is_settled:
        return _operand(limit)
    choices = FACTS[held.name].choices if held.word == "fact" and held.name in FACTS else {}
    return show(limit.kind, limit.low, unit=unit_of(held) or unit_of(limit), choices=choices)


def _leaves(node: TraceNode) -> Iterator[TraceNode]:
    if node.word in _JOINED:
        for child in node.children:
            yield from _leaves(child)
    else:
        yield node


def _comparison(leaf: TraceNode) -> Comparison:
    held, limits = (leaf.children[0], leaf.children[1:]) if leaf.word in (*_EXPECTED, "one_of") else (leaf, ())
    found = {node.name: node for node in leaf.walk() if node.word in _READ}
    return Comparison(leaf.word, is_held(leaf), held, limits, tuple(found.values()))


def _upwards(node: TraceNode) -> Iterator[TraceNode]:
    for child in node.children:
        yield from _upwards(child)
    yield node


def _operand(node: TraceNode) -> str:
    """Write what a step uses: its value, or its name while it is not known."""
    if node.is_settled:
        return show_node(node)
    return noun_of(node) if node.word in _READ else f"({show_node(node)})"


def _joined(sign: str) -> Callable[[TraceNode], str]:
    return lambda node: f" {sign} ".join(_operand(child) for child in node.children)


def _among(said: str) -> Callable[[TraceNode], str]:
    return lambda node: said.format(" ; ".join(_operand(child) for child in node.children))


def _by(said: str) -> Callable[[TraceNode], str]:
    def say(node: TraceNode) -> str:
        over = node.children[0]
        named = over.children[0] if over.word == "when_withheld" else over
        name = f"« {noun_of(named)} »" if named.kind is Kind.FLAG else noun_of(named)
        return said.format(f"{name}, {show_node(over)}" if over.is_settled else name)

    return say


def _capped(node: TraceNode) -> str:
    value, limit = node.children
    return f"{_operand(value)}, dans la limite de {_operand(limit)}"


def _withheld(node: TraceNode) -> str:
    """Say what stands in for a value; nothing where the value itself is there."""
    return "à défaut de justificatif" if len(node.children) > 1 and node.children[1].is_blocked else ""


_SAYERS: Mapping[str, Callable[[TraceNode], str]] = {
    "fact": noun_of,
    "parameter": noun_of,
    "tax_tier": lambda node: TIER,
    "age_in_civil_year": noun_of,
    "age_on_event_day": noun_of,
    "plus": _joined("+"),
    "minus": _joined("−"),
    "times": _joined("×"),
    "divided_by": _joined("÷"),
    "min": _among("le plus petit de {}"),
    "max": _among("le plus grand de {}"),
    "capped_at": _capped,
    "lookup": _by("le barème, selon {}"),
    "match": _by("le cas, selon {}"),
    "when_withheld": _withheld,
}


def _said(node: TraceNode) -> str:
    sayer: Callable[[Any], str] | None = _SAYERS.get(node.word)
    return "" if sayer is None or (node.kind is Kind.FLAG and node.word != "fact") else sayer(node)
