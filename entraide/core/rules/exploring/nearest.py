"""The smallest change of facts that would turn a refusal round: each one found is decided again before it is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import combinations, product

from entraide.core.rules.deciding.decide import decide
from entraide.core.rules.deciding.outcome import Outcome, Reason
from entraide.core.rules.exploring.turning import ORDERED, Ground, edge, from_rank, to_rank, turning_ranks
from entraide.core.rules.language.answers import Bill, Status, Usage
from entraide.core.rules.language.constants import to_native
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import WITHHELD, Facts, FactValue, Kind, Known, Native, day_held, to_reckon
from entraide.core.rules.language.parameters import ParameterBook
from entraide.core.rules.language.trace import TraceNode
from entraide.core.rules.telling.sentences import show


# The day of filing is no fact of the table; here it may change as one.
FILED_ON = "filed_on"
# What nobody can change any more, or alone: told where nothing else would do.
FIXED = frozenset({FILED_ON, "born_on", "status", "rights_since", "rights_ended_on"})
MOST_CHANGES = 3
# The span against which a distance in days is told to be small or great.
CENTURY = 36_525
_JOINED = ("condition", "all", "any", "not")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact held otherwise: `before` is nothing where its proof was withheld; `after` is the nearest value that does."""

    fact: str
    before: Native | None
    after: Native
    sentence: str = field(compare=False)

    @property
    def is_fixed(self) -> bool:
        """Tell whether the fact is one that nobody can change."""
        return self.fact in FIXED

    @property
    def distance(self) -> Fraction:
        """Measure the change: the gap over the sum of both values, days over a century, 1 where there is no gap to measure."""
        if self.before is None or isinstance(self.after, bool | str):
            return Fraction(1)
        before, after = to_rank(to_reckon(self.before)), to_rank(to_reckon(self.after))
        return Fraction(abs(after - before), CENTURY if isinstance(self.after, date) else abs(after) + abs(before))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The changes, all needed at once, and the decision that they lead to."""

    changes: tuple[Change, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Leaf:
    """Where a comparison stands in the trace: its step, the way down to it, and what it should be."""

    step: str
    path: tuple[int, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class _Claim:
    """A refused claim that is decided again under changes."""

    revision: Revision
    facts: Facts
    parameters: ParameterBook
    usage: Usage
    filed_on: date
    bills: tuple[Bill, ...]

    def decide(self, after: Mapping[str, Native]) -> Outcome:
        """Decide with other values; they are as proved as those that they replace."""
        changed: dict[str, FactValue] = {name: self._held(name, value) for name, value in after.items() if name != FILED_ON}
        filed_on = after.get(FILED_ON, self.filed_on)
        return decide(
            self.revision,
            facts={**self.facts, **changed},
            parameters=self.parameters,
            usage=self.usage,
            filed_on=filed_on if isinstance(filed_on, date) else self.filed_on,
            bills=self.bills,
        )

    def _held(self, name: str, value: Native) -> Known:
        held = self.facts.get(name)
        return Known(value, held.proof if isinstance(held, Known) else None)


def nearest_change(
    revision: Revision,
    *,
    facts: Facts,
    parameters: ParameterBook,
    usage: Usage,
    filed_on: date,
    bills: tuple[Bill, ...] = (),
) -> Nearest | None:
    """Find the smallest set of changes that makes a refused claim granted, or no longer refused; nothing where none is found.

    One change is preferred to two, two to three; then a grant, then the smallest sum of distances; what nobody can change comes last.
    The event is not moved: another day may be of another revision.
    """
    claim = _Claim(revision, facts, parameters, usage, filed_on, bills)
    outcome = claim.decide({})
    if outcome.status is not Status.REFUSED:
        return None
    read = [_facts_of(reason, outcome.trace, revision) for reason in outcome.reasons]
    names = [name for name in dict.fromkeys(name for each in read for name in each) if _may_change(claim, name)]
    candidates = {name: _candidates(claim, outcome, name) for name in names}
    for is_fixed in (False, True):
        for size in range(1, MOST_CHANGES + 1):
            found = [
                nearest
                for chosen in combinations(names, size)
                if is_fixed is any(name in FIXED for name in chosen) and all(set(chosen) & set(each) for each in read)
                for values in product(*(candidates[name] for name in chosen))
                if (nearest := _verified(claim, dict(zip(chosen, values, strict=True)))) is not None
            ]
            if found:
                return min(found, key=_size)
    return None


def _size(nearest: Nearest) -> tuple[bool, Fraction]:
    return nearest.outcome.status is not Status.GRANTED, sum((change.distance for change in nearest.changes), Fraction(0))


def _verified(claim: _Claim, after: Mapping[str, Native]) -> Nearest | None:
    outcome = claim.decide(after)
    if outcome.status is Status.REFUSED:
        return None
    return Nearest(tuple(_change(claim, name, value) for name, value in after.items()), outcome)


def _facts_of(reason: Reason, trace: TraceNode, revision: Revision) -> tuple[str, ...]:
    """Name what a reason rests on, in the order of reading: the facts of its step, the day of filing where it is compared."""
    of_amount = reason.code in ("amount_withheld", "nothing_to_pay")
    name = "amount" if of_amount else str(reason.params.get("key", reason.code))
    steps = [step for step in trace.children if step.name == name]
    read = [node.name for step in steps for node in step.walk() if node.word == "fact"]
    withheld = [fact for step in steps for fact in step.withheld]
    days = [FILED_ON] if reason.code in ("time_bar", "event_happened") else []
    return tuple(fact for fact in dict.fromkeys((*read, *withheld, *days)) if fact != revision.event_fact)


def _may_change(claim: _Claim, name: str) -> bool:
    held = claim.facts.get(name)
    return name == FILED_ON or held is WITHHELD or isinstance(held, Known)


def _candidates(claim: _Claim, outcome: Outcome, name: str) -> tuple[Native, ...]:
    """List the values of one fact that put an end to one comparison that fails, to one reason, or to all of them."""
    event_on = day_held(claim.facts, claim.revision.event_fact)
    if name == FILED_ON:
        return tuple(dict.fromkeys(day for day in (outcome.last_day, event_on) if day is not None))
    spec, held = claim.revision.specs[name], claim.facts[name]
    if spec.kind not in ORDERED:
        others: tuple[Native, ...] = tuple(spec.choices) or (False, True)
        return tuple(value for value in others if not isinstance(held, Known) or value != held.value)
    ranks = turning_ranks(claim.revision, spec, Ground(claim.parameters, event_on or claim.filed_on, claim.filed_on))
    current = to_rank(to_reckon(held.value)) if isinstance(held, Known) else None
    decided: dict[int, Outcome] = {}

    def at(rank: int) -> Outcome:
        if rank not in decided:
            decided[rank] = claim.decide({name: _native(spec.kind, rank)})
        return decided[rank]

    ends: list[Callable[[Outcome], bool]] = [partial(_has_ended, code=reason.code) for reason in outcome.reasons]
    ends += [partial(_is_met, leaf=leaf) for leaf in _leaves(outcome)]
    ends.append(lambda found: found.status is not Status.REFUSED)
    found = dict.fromkeys(rank for ends_at in ends for rank in _edges(ranks, current, partial(_ends, ends_at, at)))
    return tuple(_native(spec.kind, rank) for rank in found)


def _ends(ends_at: Callable[[Outcome], bool], at: Callable[[int], Outcome], rank: int) -> bool:
    return ends_at(at(rank))


def _has_ended(outcome: Outcome, *, code: str) -> bool:
    return all(reason.code != code for reason in outcome.reasons)


def _leaves(outcome: Outcome) -> Iterator[_Leaf]:
    """Find the comparisons of the conditions that fail; a negation wants the contrary below it."""
    codes = {reason.code for reason in outcome.reasons}
    waiting = [(step, _Leaf(step.name, (), True)) for step in outcome.trace.children if step.word == "condition" and step.name in codes]
    while waiting:
        node, leaf = waiting.pop(0)
        if node.word in _JOINED:
            wanted = leaf.wanted != (node.word == "not")
            waiting += [(child, _Leaf(leaf.step, (*leaf.path, rank), wanted)) for rank, child in enumerate(node.children)]
        elif not node.is_settled or bool(node.low) is not leaf.wanted:
            yield leaf


def _is_met(outcome: Outcome, *, leaf: _Leaf) -> bool:
    node = next(step for step in outcome.trace.children if step.word == "condition" and step.name == leaf.step)
    for rank in leaf.path:
        node = node.children[rank]
    return node.is_settled and bool(node.low) is leaf.wanted


def _native(kind: Kind, rank: int) -> Native:
    return to_native(kind, from_rank(kind, rank))


def _edges(ranks: tuple[int, ...], current: int | None, holds: Callable[[int], bool]) -> Iterator[int]:
    """Give the steps nearest to `current`, below and above, at which a reason ends; any step that does where nothing is held."""
    if current is None:
        yield from _edge_of_run(ranks, holds)
        return
    for side in (sorted((rank for rank in ranks if rank < current), reverse=True), [rank for rank in ranks if rank > current]):
        outside = current
        for rank in side:
            if holds(rank):
                yield edge(holds, outside, rank)
                break
            outside = rank


def _edge_of_run(ranks: tuple[int, ...], holds: Callable[[int], bool]) -> Iterator[int]:
    """Give the far end of the first steps that do: their last one, or their first where they go up to the greatest value."""
    first = next((place for place, rank in enumerate(ranks) if holds(rank)), None)
    if first is None:
        return
    after = next((rank for rank in ranks[first:] if not holds(rank)), None)
    if after is not None:
        yield edge(holds, after, ranks[first])
    else:
        yield edge(holds, ranks[first - 1], ranks[first]) if first else ranks[first]


def _change(claim: _Claim, name: str, after: Native) -> Change:
    held = claim.filed_on if name == FILED_ON else claim.facts[name]
    before = held.value if isinstance(held, Known) else held if isinstance(held, date) else None
    return Change(name, before, after, _sentence(claim.revision, name, before, after))


def _sentence(revision: Revision, name: str, before: Native | None, after: Native) -> str:
    if name == FILED_ON:
        return f"le dépôt est le {before:%d/%m/%Y}, la limite le {after:%d/%m/%Y}"
    spec = revision.specs[name]
    said = ["" if value is None else show(spec.kind, to_reckon(value), unit=spec.unit, choices=spec.choices) for value in (before, after)]
    if before is None:
        return f"{spec.label} : sans justificatif, il en faudrait un, par exemple {said[1]}"
    if spec.kind not in ORDERED:
        return f"{spec.label} : {said[0]}, il faudrait {said[1]}"
    the, verb = "le " if spec.kind is Kind.DATE else "", "sont" if spec.label.startswith("les ") else "est"
    return f"{spec.label} {verb} {the}{said[0]}, la limite {the}{said[1]}"
