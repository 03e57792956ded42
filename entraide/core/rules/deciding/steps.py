"""The steps of a decision: every condition that a claim meets or not, those of the benefit and those that hold for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from entraide.core.rules.deciding.evaluate import evaluate
from entraide.core.rules.deciding.leaves import Context, fact_node, made
from entraide.core.rules.deciding.outcome import Usage, Used
from entraide.core.rules.deciding.trace import Published, TraceNode
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.choices import Subject
from entraide.core.rules.language.deadlines import last_day
from entraide.core.rules.language.definition import Ceiling, Revision
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.language.known import Kind, Known, day_held
from entraide.core.rules.telling.sentences import PERIODS, STEPS, sentence


NOTHING_USED = Used()
# What every decision may read, whatever its benefit names.
ALWAYS_READ = ("status", "rights_since", "rights_ended_on", "opens_right", "expense")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one revision always says, worked out once: its own conditions with their sentences, and the amount's sentence.

    `general` are the conditions of all claims, each with the fact that must be known for it to be read; `read` the facts that a decision
    may read; `origin` the text that the revision comes from.
    """

    own: tuple[tuple[str, t.Term, str], ...]
    amount: str
    general: tuple[tuple[str, str, t.Term], ...]
    read: tuple[FactSpec, ...]
    origin: Published


@lru_cache(maxsize=4096)
def prepared(revision: Revision) -> Prepared:
    """Work out the sentences of a revision; the answer depends on nothing else, so that it may be kept."""
    audience = t.OneOf(t.Fact("status"), tuple(t.Const(Kind.CHOICE, status) for status in revision.audience))
    own: list[tuple[str, t.Term, str]] = [("audience", audience, sentence(audience))]
    own += [(condition.code, condition.term, sentence(condition.term)) for condition in revision.conditions]
    return Prepared(
        tuple(own),
        "" if revision.amount is None else sentence(revision.amount),
        _general(revision),
        tuple(revision.specs[name] for name in dict.fromkeys((*revision.facts, *ALWAYS_READ))),
        Published(revision.since, revision.source, revision.confidence.value),
    )


def _general(revision: Revision) -> tuple[tuple[str, str, t.Term], ...]:
    event = t.Fact(revision.event_fact, next((spec for spec in revision.own_facts if spec.name == revision.event_fact), None))
    found: list[tuple[str, str, t.Term]] = []
    if "born_on" in revision.facts:
        found.append(("born_before_event", "", t.AtMost(t.Fact("born_on"), event)))
    if revision.subject is Subject.CHILD:
        found.append(("opener", "opens_right", t.Fact("opens_right")))
    found.append(("rights_open", "rights_since", t.AtLeast(event, t.Fact("rights_since"))))
    found.append(("rights_not_ended", "rights_ended_on", t.AtMost(event, t.Fact("rights_ended_on"))))
    return tuple(found)


def conditions_of(revision: Revision, context: Context, filed_on: date) -> list[TraceNode]:
    """Read every condition: those of all claims (audience, event, rights), then the benefit's own, then the time bar."""
    kept = prepared(revision)
    own = [_step(code, evaluate(term, context), said) for code, term, said in kept.own]
    facts = context.facts
    general = [
        _step(code, evaluate(term, context), STEPS[code])
        for code, needed, term in kept.general
        if not needed or isinstance(facts.get(needed), Known)
    ]
    return [own[0], _happened(context, filed_on), *general, *own[1:], *_time_bar(revision, context, filed_on)]


def ceilings_of(revision: Revision, context: Context, usage: Usage) -> list[TraceNode]:
    """Read every ceiling: a flag for a number of claims, what is left for an amount; usage that nobody gives is none."""
    return [node for ceiling in revision.ceilings for node in _ceiling(ceiling, context, usage.get(ceiling.key, NOTHING_USED))]


def _happened(context: Context, filed_on: date) -> TraceNode:
    event = fact_node(context.event_fact, context)
    limit = TraceNode("value", Kind.DATE, filed_on, filed_on)
    bounds = event.high <= filed_on, event.low <= filed_on  # type: ignore[operator]
    return _step("event_happened", made("at_most", Kind.FLAG, bounds, (event, limit)), STEPS["event_happened"])


def _time_bar(revision: Revision, context: Context, filed_on: date) -> Sequence[TraceNode]:
    ended_on = day_held(context.facts, "rights_ended_on")
    first_event, last_event = context.event
    first = last = last_day(revision, first_event, rights_ended_on=ended_on)
    if last_event != first_event:
        last = last_day(revision, last_event, rights_ended_on=ended_on)
    if first is None or last is None:
        return ()
    missing = () if first == last else (revision.event_fact,)
    days = TraceNode("last_day", Kind.DATE, first, last, missing=missing)
    filed = TraceNode("filed_on", Kind.DATE, filed_on, filed_on)
    sure, possible = filed_on <= first, filed_on <= last
    open_until = TraceNode("at_most", Kind.FLAG, sure, possible, (filed, days), missing=missing if sure != possible else ())
    return (_step("time_bar", open_until, STEPS["time_bar"]),)


def _step(code: str, node: TraceNode, said: str) -> TraceNode:
    return TraceNode("condition", Kind.FLAG, node.low, node.high, (node,), code, None, node.missing, node.withheld, said)


def _ceiling(ceiling: Ceiling, context: Context, used: Used) -> list[TraceNode]:
    found: list[TraceNode] = []
    period = PERIODS[ceiling.period.value].format(years=ceiling.years)
    if ceiling.claims is not None:
        left = used.claims < ceiling.claims
        counts = (TraceNode("used", Kind.COUNT, used.claims, used.claims), TraceNode("limit", Kind.COUNT, ceiling.claims, ceiling.claims))
        found.append(TraceNode("ceiling", Kind.FLAG, left, left, counts, ceiling.key, label=period))
    if ceiling.amount is not None:
        limit = evaluate(ceiling.amount, context)
        spent = TraceNode("used", Kind.MONEY, used.amount.cents, used.amount.cents)
        low, high = limit.low - used.amount.cents, limit.high - used.amount.cents  # type: ignore[operator]
        found.append(TraceNode("ceiling", Kind.MONEY, low, high, (spent, limit), ceiling.key, None, limit.missing, (), period))
    return found
