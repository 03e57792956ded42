"""The leaves of the scalar reading: what a constant, a fact, a parameter, an age or a tier is worth for one person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.facts import FACTS, FIRST_DAY, LAST_DAY, FactSpec
from entraide.core.rules.language.known import NOT_ASKED, WITHHELD, Facts, Kind, Known, Value, to_reckon
from entraide.core.rules.language.parameters import PARTNER_LINE_SHARE, TIER_1_AT_MOST, TIER_2_AT_MOST, UNPUBLISHED, ParameterBook
from entraide.core.rules.language.parts import AGE_WORDS
from entraide.core.rules.language.trace import Published, TraceNode
from entraide.core.timeline import years_between


@dataclass(frozen=True, slots=True)
class Context:
    """What a term is read against: facts, parameters, and the days of the event and of the parameters (intervals while not known).

    `read` keeps the node of each fact, which several conditions name.
    """

    facts: Facts
    parameters: ParameterBook
    event: tuple[date, date] = (FIRST_DAY, LAST_DAY)
    day: tuple[date, date] = (FIRST_DAY, LAST_DAY)
    event_fact: str = "event_on"
    specs: Mapping[str, FactSpec] = field(default_factory=lambda: FACTS)
    read: dict[str, TraceNode] = field(default_factory=dict, init=False, compare=False, repr=False)


# How a term is read once it is prepared.
Reader = Callable[[Context], TraceNode]


def settled(word: str, kind: Kind, low: Value, high: Value, children: tuple[TraceNode, ...]) -> TraceNode:
    """Make a node of which nothing is missing, as most are: written at once, for a decision makes a score of them."""
    return tuple.__new__(TraceNode, (word, kind, low, high, children, "", None, (), (), "", ""))


def made(
    word: str,
    kind: Kind,
    bounds: tuple[Value, Value],
    children: tuple[TraceNode, ...],
    *,
    own: tuple[TraceNode, ...] | None = None,
) -> TraceNode:
    """Make a node of `children`; what keeps it from being settled comes from `own`, those of them that still matter."""
    low, high = bounds
    if low is high or low == high:
        return settled(word, kind, low, high, children)
    matter = children if own is None else own
    missing = tuple(dict.fromkeys([fact for part in matter for fact in part.missing]))
    withheld = tuple(dict.fromkeys([fact for part in matter for fact in part.withheld]))
    return TraceNode(word, kind, low, high, children, missing=missing, withheld=withheld)


def fact_node(name: str, context: Context) -> TraceNode:
    """Read one fact as it is held."""
    return context.read.get(name) or _new_node(context.specs[name], context)


def _new_node(spec: FactSpec, context: Context) -> TraceNode:
    """Read a fact for the first time, and keep its node."""
    name = spec.name
    label, unit = ("", "") if name in FACTS else (spec.label, spec.unit)
    held = context.facts.get(name, NOT_ASKED)
    if isinstance(held, Known):
        value = to_reckon(held.value)
        node: TraceNode = tuple.__new__(TraceNode, ("fact", spec.kind, value, value, (), name, held.proof, (), (), label, unit))
    else:
        low, high = context.event if name == context.event_fact else spec.bounds
        missing, withheld = ((), (name,)) if held is WITHHELD else ((name,), ())
        node = TraceNode("fact", spec.kind, low, high, (), name, None, missing, withheld, label, unit)
    context.read[name] = node
    return node


def const_reader(term: t.Const) -> Reader:
    """Prepare the reading of a value written in the rule."""
    node = TraceNode("value", term.kind, term.value, term.value)
    return lambda context: node


def fact_reader(term: t.Fact) -> Reader:
    """Prepare the reading of a fact that a term names."""
    spec = term.spec
    name = spec.name
    return lambda context: context.read.get(name) or _new_node(spec, context)


def parameter_node(key: str, kind: Kind, context: Context) -> TraceNode:
    """Read one parameter on the day of the rule; without a value it stays open, and is named among what is missing."""
    first, last = context.day
    label = context.parameters.label_of(key)
    values = context.parameters.during(key, first, last)
    if not values or values[0].since > first:
        low, high = UNPUBLISHED[kind]
        return TraceNode("parameter", kind, low, high, (), key, missing=(f"parameter:{key}",), label=label)
    checked = context.parameters.is_checked_on(key, last)
    reckoned = [to_reckon(dated.value) for dated in values]
    origin = Published(values[-1].since, values[-1].source, values[-1].confidence, checked)
    low, high = min(reckoned), max(reckoned)
    missing = () if low == high else (context.event_fact,)
    return TraceNode("parameter", kind, low, high, (), key, origin, missing, label=label)


def read_parameter(key: str, context: Context) -> TraceNode:
    """Read a parameter that a term names."""
    return parameter_node(key, context.parameters.specs[key].kind, context)


def read_age(at: t.AgeAt, context: Context) -> TraceNode:
    """Read an age in the civil year of the event, or on its day; an interval while a day is not known."""
    born, event = fact_node("born_on", context), fact_node(context.event_fact, context)
    measure: Callable[[Any, Any], int] = years_between if at is t.AgeAt.EVENT else lambda born_on, day: day.year - born_on.year
    low, high = max(measure(born.high, event.low), 0), max(measure(born.low, event.high), 0)
    return made(AGE_WORDS[at], Kind.COUNT, (low, high), (born, event))


def read_tax_tier(context: Context) -> TraceNode:
    """Read the tier of line 14; partners taxed apart give both lines, of which the parameter says how much of the second counts."""
    line, is_apart = fact_node("tax_line_14", context), fact_node("has_two_notices", context)
    first = parameter_node(TIER_1_AT_MOST, Kind.MONEY, context)
    second = parameter_node(TIER_2_AT_MOST, Kind.MONEY, context)
    lines: tuple[TraceNode, ...] = (line, is_apart)
    asked = lines
    low, high = line.low, line.high
    if is_apart.high:
        partner = fact_node("partner_tax_line_14", context)
        share = parameter_node(PARTNER_LINE_SHARE, Kind.RATE, context)
        lines = (*lines, partner, share)
        # The partner's line is worth asking once it is known that there is one.
        asked = lines if is_apart.low else asked
        low += partner.low * share.low if is_apart.low else 0  # type: ignore[operator]
        high += partner.high * share.high  # type: ignore[operator]
    bounds = 1 + (low > first.high) + (low > second.high), 1 + (high > first.low) + (high > second.low)  # type: ignore[operator]
    # A withheld line leaves the tier open whatever the thresholds are: nothing else is worth asking.
    blocked = tuple(part for part in asked if part.is_blocked)
    return made("tax_tier", Kind.COUNT, bounds, (*lines, first, second), own=blocked or (*asked, first, second))
