"""The decision of one claim by one revision: the same facts, usage, day and revision always give the same outcome."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple, cast

from entraide.core.money import ZERO, Money
from entraide.core.refusals import Finding
from entraide.core.rules.deciding.bills import gather
from entraide.core.rules.deciding.leaves import Context
from entraide.core.rules.deciding.outcome import Cut, Outcome, Reason
from entraide.core.rules.deciding.reasons import reasons_for
from entraide.core.rules.deciding.steps import Prepared, Step, ceilings_of, conditions_of, prepared
from entraide.core.rules.language.answers import Bill, Status, Usage
from entraide.core.rules.language.deadlines import claimable_days, parameter_day
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import WITHHELD, Facts, Kind, Known, day_held
from entraide.core.rules.language.parameters import UNPUBLISHED, ParameterBook
from entraide.core.rules.language.trace import TraceNode
from entraide.core.rules.telling.sentences import CUTS, REASONS, noun_of, show


# Exact cents: whole ones, or a fraction until the one rounding.
Cents = int | Fraction
# What a missing fact weighs: a condition counts as one, shared by the facts that it waits for; any other step is a hundredth of that.
_WHOLE = 27_720_000
_TRACE = _WHOLE // 100


class _Reading(NamedTuple):
    """All that one claim read, before anything is concluded; `steps` lists it in the order of the decision."""

    revision: Revision
    kept: Prepared
    context: Context
    event_on: date | None
    conditions: list[TraceNode]
    amount: TraceNode | None
    ceilings: list[TraceNode]
    cuts: tuple[Cut, ...]
    steps: tuple[TraceNode, ...]


def decide(
    revision: Revision,
    *,
    facts: Facts,
    parameters: ParameterBook,
    usage: Usage,
    filed_on: date,
    bills: tuple[Bill, ...] = (),
) -> Outcome:
    """Decide one claim, or say what is missing and between which amounts the answer lies.

    `usage` holds, by ceiling key, what was granted and what earlier claims reserve over `ceiling_span`; a key that is not there counts
    nothing. `bills` replace the expense and the event. While the event is not known, the bounds hold for any that may still be claimed.
    A fact that is not plausible is a fault: it counts as not asked, and nothing is granted beside it.
    """
    kept = prepared(revision)
    gathered = gather(revision, facts, bills, filed_on)
    sound, faults = _sound(kept, gathered.facts)
    event_on = day_held(sound, revision.event_fact)
    context = _context(revision, sound, parameters, (event_on, filed_on))
    conditions = conditions_of(revision, kept, context, filed_on)
    amount = None if kept.amount is None else _amount_step(kept.amount, context)
    ceilings = ceilings_of(kept, context, usage)
    steps = (*conditions, *(() if amount is None else (amount,)), *ceilings)
    reading = _Reading(revision, kept, context, event_on, conditions, amount, ceilings, gathered.cuts, steps)
    failed = [step for step in steps if step.low is not True and _fails(step)]
    return _refused(reading, reasons_for(failed), faults) if failed else _open(reading, faults)


def refusals(revision: Revision, *, facts: Facts, parameters: ParameterBook, usage: Usage, filed_on: date) -> tuple[Reason, ...]:
    """Say only what refuses a claim, as `decide` does, for who asks nothing of its amount; nothing where nothing refuses it."""
    kept = prepared(revision)
    sound, _ = _sound(kept, facts)
    if day_held(sound, revision.event_fact) is not None or any(held is WITHHELD for held in sound.values()):
        # The amount itself may refuse: it comes to nothing, or what it is made of is withheld.
        return decide(revision, facts=facts, parameters=parameters, usage=usage, filed_on=filed_on).reasons
    context = _context(revision, sound, parameters, (None, filed_on))
    steps = (*conditions_of(revision, kept, context, filed_on), *ceilings_of(kept, context, usage))
    return reasons_for([step for step in steps if step.low is not True and _fails(step)])


def _sound(kept: Prepared, facts: Facts) -> tuple[Facts, tuple[Finding, ...]]:
    """Leave out the values that the table of facts finds impossible."""
    faults: dict[str, Finding] = {}
    for spec in kept.read:
        held = facts.get(spec.name)
        if isinstance(held, Known) and (code := spec.fault_in(held.value)):
            low, high = (show(spec.kind, bound, unit=spec.unit) for bound in spec.bounds)
            faults[spec.name] = Finding(code, spec.name, {"fact": spec.label, "low": low, "high": high})
    return ({name: held for name, held in facts.items() if name not in faults} if faults else facts), tuple(faults.values())


def _context(revision: Revision, facts: Facts, parameters: ParameterBook, days: tuple[date | None, date]) -> Context:
    """Set the days from those of the event and of filing: an event that is not known yet is one of those that may still be claimed."""
    event_on, filed_on = days
    if event_on is not None:
        day = parameter_day(revision.reads_parameters_on, event_on=event_on, filed_on=filed_on)
        return Context(facts, parameters, (event_on, event_on), (day, day), revision.event_fact, revision.specs)
    rights = day_held(facts, "rights_since"), day_held(facts, "rights_ended_on")
    event = claimable_days(revision, filed_on, rights)
    first, last = (parameter_day(revision.reads_parameters_on, event_on=day, filed_on=filed_on) for day in event)
    return Context(facts, parameters, event, (first, last), revision.event_fact, revision.specs)


def _amount_step(amount: Step, context: Context) -> TraceNode:
    node = amount.read(context)
    return TraceNode("amount", Kind.MONEY, node.low, node.high, (node,), "amount", None, node.missing, node.withheld, amount.said)


def _fails(step: TraceNode) -> bool:
    """Tell whether a step refuses the claim: it does not hold, nothing is left under it, or its proof is withheld."""
    if step.word == "ceiling" and step.kind is Kind.MONEY:
        return step.high <= 0  # type: ignore[operator]
    return step.is_blocked or (step.kind is Kind.FLAG and not step.high)


def _refused(reading: _Reading, reasons: tuple[Reason, ...], faults: tuple[Finding, ...]) -> Outcome:
    return Outcome(
        Status.REFUSED,
        _root(reading, 0, 0),
        low=ZERO,
        high=ZERO,
        reasons=reasons,
        cuts=reading.cuts,
        unproved=_unproved(reading),
        faults=faults,
        last_day=_last_day(reading),
    )


def _open(reading: _Reading, faults: tuple[Finding, ...]) -> Outcome:
    """Conclude a claim that nothing refuses: grant it if all is decided."""
    if reading.amount is None:
        return _unknown(reading, None, (*faults, Finding("rules.amount_unknown", reading.revision.code)))
    cuts, low, high = _under_ceilings(reading, reading.amount)
    if faults or reading.event_on is None or any(not step.is_settled for step in reading.steps):
        holds = all(step.is_settled for step in reading.conditions) and not reading.amount.withheld
        return _unknown(reading, (_rounded(reading, low) if holds else ZERO, _rounded(reading, high)), faults)
    paid = _rounded(reading, low)
    if paid.cents <= 0:
        return _refused(reading, (Reason("nothing_to_pay", REASONS["nothing_to_pay"]),), faults)
    return Outcome(
        Status.GRANTED,
        _root(reading, paid.cents, paid.cents),
        amount=paid,
        low=paid,
        high=paid,
        cuts=(*reading.cuts, *cuts),
        unproved=_unproved(reading),
        faults=faults,
        last_day=_last_day(reading),
    )


def _unknown(reading: _Reading, bounds: tuple[Money, Money] | None, faults: tuple[Finding, ...]) -> Outcome:
    low, high = bounds or (None, None)
    missing, unpublished = _missing(reading)
    return Outcome(
        Status.UNKNOWN,
        _root(reading, *(bounds[0].cents, bounds[1].cents) if bounds else UNPUBLISHED[Kind.MONEY]),  # type: ignore[arg-type]
        low=low,
        high=high,
        missing=missing,
        cuts=reading.cuts,
        unproved=_unproved(reading),
        faults=(*faults, *unpublished),
        last_day=_last_day(reading),
    )


def _under_ceilings(reading: _Reading, amount: TraceNode) -> tuple[list[Cut], Cents, Cents]:
    """Cut the amount to what is left under each ceiling, in their order; tell every cut of a decided amount."""
    low, high = cast(Cents, amount.low), cast(Cents, amount.high)
    cuts = [_capped(node) for node in amount.walk() if node.word == "capped_at" and _is_cut(node)] if amount.is_settled else []
    for step in reading.ceilings:
        if step.kind is Kind.MONEY:
            least, most = cast(Cents, step.low), cast(Cents, step.high)
            if amount.is_settled and step.is_settled and least < low:
                before, after = _rounded(reading, low), _rounded(reading, least)
                cuts.append(Cut("ceiling", before, after, CUTS["ceiling"].format(before=before, after=after, period=step.label)))
            low, high = max(min(low, least), 0), min(high, most)
    return cuts, low, high


def _is_cut(node: TraceNode) -> bool:
    value, limit = node.children
    return value.is_settled and limit.is_settled and value.low > limit.low  # type: ignore[operator]


def _capped(node: TraceNode) -> Cut:
    value, limit = node.children
    before, after = (Money(int(part.low)) for part in (value, limit))  # type: ignore[arg-type]
    name = noun_of(limit) if limit.word in ("fact", "parameter") else str(after)
    return Cut("capped_at", before, after, CUTS["capped_at"].format(before=before, after=after, limit=name))


def _rounded(reading: _Reading, cents: Cents) -> Money:
    return Money(cents) if type(cents) is int else Money.rounded(Fraction(cents), reading.revision.rounding)


def _root(reading: _Reading, low: int, high: int) -> TraceNode:
    revision = reading.revision
    return TraceNode("decision", Kind.MONEY, low, high, reading.steps, revision.code, reading.kept.origin, label=revision.name)


def _last_day(reading: _Reading) -> date | None:
    """Give the last day that the time bar read, which closes the conditions; nothing while the event is not known."""
    if reading.revision.deadline is None or reading.event_on is None:
        return None
    return cast(date, reading.conditions[-1].children[0].children[1].low)


def _missing(reading: _Reading) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Order the missing facts: the event and those that alone decide a condition come first, for they may refuse, then the amount's.

    A parameter without a value cannot be asked: it is a fault.
    """
    weights = {} if reading.event_on else {reading.revision.event_fact: _WHOLE}
    for step in reading.steps:
        if step.missing and not step.is_settled:
            share = _TRACE + (_WHOLE // len(step.missing) if step.word == "condition" else 0)
            for name in step.missing:
                weights[name] = weights.get(name, 0) + share
    keys = [name.removeprefix("parameter:") for name in weights if name.startswith("parameter:")]
    asked = sorted((name for name in weights if not name.startswith("parameter:")), key=lambda name: -weights[name])
    return tuple(asked), tuple(Finding("rules.parameter_without_value", key, {"key": key}) for key in keys)


def _unproved(reading: _Reading) -> tuple[str, ...]:
    """Name the facts that were read as known and that nobody has proved."""
    # Of the facts that were read, those with a value: nothing is missing of them.
    declared = {name for name, node in reading.context.read.items() if node.origin is None and not node.missing and not node.withheld}
    found: list[str] = []
    for step in reading.steps:
        # Most are read first: what is left of the trace is not gone through for nothing.
        if len(found) == len(declared):
            break
        for node in step.walk():
            if node.word == "fact" and node.name in declared and node.name not in found:
                found.append(node.name)
    return tuple(found)
