"""The steps of a decision: every condition that a claim meets or not, those of the benefit and those that hold for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from entraide.core.rules.deciding.evaluate import reader_of
from entraide.core.rules.deciding.leaves import Context, Reader, fact_node, made, settled
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.answers import Usage, Used
from entraide.core.rules.language.choices import Subject
from entraide.core.rules.language.deadlines import last_day
from entraide.core.rules.language.definition import Ceiling, Revision
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.language.known import Kind, Known, day_held
from entraide.core.rules.language.trace import Published, TraceNode
from entraide.core.rules.telling.sentences import PERIODS, STEPS, sentence


NOTHING_USED = Used()
# What every decision may read, whatever its benefit names.
ALWAYS_READ = ("status", "rights_since", "rights_ended_on", "opens_right", "expense")


@dataclass(frozen=True, slots=True)
class Step:
    """One condition as decisions read it: its code, its sentence, and the fact that must be known for it to be read (none: always)."""

    code: str
    read: Reader
    said: str
    needed: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one revision always says, worked out once, sentences and readings.

    `conditions` are those of all claims after the audience, then the benefit's own; `ceilings` the readings of the amounts of ceilings;
    `read` the facts that a decision may read; `origin` the text that the revision comes from.
    """

    audience: Step
    conditions: tuple[Step, ...]
    amount: Step | None
    ceilings: tuple[tuple[Ceiling, Reader | None, str], ...]
    read: tuple[FactSpec, ...]
    origin: Published


@lru_cache(maxsize=4096)
def prepared(revision: Revision) -> Prepared:
    """Work out the sentences and the readings of a revision; the answer depends on nothing else, so that it may be kept."""
    audience = t.OneOf(t.Fact("status"), tuple(t.Const(Kind.CHOICE, status) for status in revision.audience))
    return Prepared(
        _own("audience", audience),
        (*_general(revision), *(_own(condition.code, condition.term) for condition in revision.conditions)),
        None if revision.amount is None else _own("amount", revision.amount),
        tuple(_of_ceiling(ceiling) for ceiling in revision.ceilings),
        tuple(revision.specs[name] for name in dict.fromkeys((*revision.facts, *ALWAYS_READ))),
        Published(revision.since, revision.source, revision.confidence.value),
    )


def _own(code: str, term: t.Term) -> Step:
    return Step(code, reader_of(term), sentence(term))


def _of_ceiling(ceiling: Ceiling) -> tuple[Ceiling, Reader | None, str]:
    amount = None if ceiling.amount is None else reader_of(ceiling.amount)
    return ceiling, amount, PERIODS[ceiling.period.value].format(years=ceiling.years)


def _general(revision: Revision) -> list[Step]:
    event = t.Fact(revision.event_fact, next((spec for spec in revision.own_facts if spec.name == revision.event_fact), None))
    found: list[tuple[str, str, t.Term]] = []
    if "born_on" in revision.facts:
        found.append(("born_before_event", "", t.AtMost(t.Fact("born_on"), event)))
    if revision.subject is Subject.CHILD:
        found.append(("opener", "opens_right", t.Fact("opens_right")))
    found.append(("rights_open", "rights_since", t.AtLeast(event, t.Fact("rights_since"))))
    found.append(("rights_not_ended", "rights_ended_on", t.AtMost(event, t.Fact("rights_ended_on"))))
    return [Step(code, reader_of(term), STEPS[code], needed) for code, needed, term in found]


def conditions_of(revision: Revision, kept: Prepared, context: Context, filed_on: date) -> list[TraceNode]:
    """Read every condition: those of all claims (audience, event, rights), then the benefit's own, then the time bar."""
    facts, audience = context.facts, kept.audience
    found = [_step(audience.code, audience.read(context), audience.said), _happened(context, filed_on)]
    found += [
        _step(condition.code, condition.read(context), condition.said)
        for condition in kept.conditions
        if not condition.needed or isinstance(facts.get(condition.needed), Known)
    ]
    found += _time_bar(revision, context.event, day_held(facts, "rights_ended_on"), filed_on)
    return found


def ceilings_of(kept: Prepared, context: Context, usage: Usage) -> list[TraceNode]:
    """Read every ceiling: a flag for a number of claims, what is left for an amount; usage that nobody gives is none."""
    found: list[TraceNode] = []
    for ceiling, read, period in kept.ceilings:
        used = usage.get(ceiling.key, NOTHING_USED)
        if ceiling.claims is not None:
            found.append(_claims_left(ceiling.key, ceiling.claims, used.claims, period))
        if read is not None:
            found.append(_amount_left(ceiling.key, read(context), used.amount.cents, period))
    return found


def _happened(context: Context, filed_on: date) -> TraceNode:
    event = fact_node(context.event_fact, context)
    limit = settled("value", Kind.DATE, filed_on, filed_on, ())
    bounds = event.high <= filed_on, event.low <= filed_on  # type: ignore[operator]
    return _step("event_happened", made("at_most", Kind.FLAG, bounds, (event, limit)), STEPS["event_happened"])


@lru_cache(maxsize=4096)
def _time_bar(revision: Revision, event: tuple[date, date], ended_on: date | None, filed_on: date) -> Sequence[TraceNode]:
    """Read the time bar; most claims of a day share the days that it is made of."""
    first_event, last_event = event
    first = last = last_day(revision, first_event, rights_ended_on=ended_on)
    if last_event != first_event:
        last = last_day(revision, last_event, rights_ended_on=ended_on)
    if first is None or last is None:
        return ()
    missing = () if first == last else (revision.event_fact,)
    days = TraceNode("last_day", Kind.DATE, first, last, missing=missing)
    filed = settled("filed_on", Kind.DATE, filed_on, filed_on, ())
    sure, possible = filed_on <= first, filed_on <= last
    open_until = TraceNode("at_most", Kind.FLAG, sure, possible, (filed, days), missing=missing if sure != possible else ())
    return (_step("time_bar", open_until, STEPS["time_bar"]),)


def _step(code: str, node: TraceNode, said: str) -> TraceNode:
    return tuple.__new__(
        TraceNode, ("condition", Kind.FLAG, node.low, node.high, (node,), code, None, node.missing, node.withheld, said, "")
    )


def _claims_left(key: str, limit: int, used: int, period: str) -> TraceNode:
    left = used < limit
    counts = settled("used", Kind.COUNT, used, used, ()), settled("limit", Kind.COUNT, limit, limit, ())
    return TraceNode("ceiling", Kind.FLAG, left, left, counts, key, label=period)


def _amount_left(key: str, limit: TraceNode, used: int, period: str) -> TraceNode:
    spent = settled("used", Kind.MONEY, used, used, ())
    low, high = limit.low - used, limit.high - used  # type: ignore[operator]
    return TraceNode("ceiling", Kind.MONEY, low, high, (spent, limit), key, None, limit.missing, (), period)
