"""The whole catalogue over one household: ceilings used in a stated order, complements after their base, and what to ask first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from entraide.core.money import ZERO, Money, Rounding, total
from entraide.core.rules.deciding.decide import decide
from entraide.core.rules.deciding.outcome import Outcome
from entraide.core.rules.exploring.asking import settled_by
from entraide.core.rules.households.household import Household, Person, Spent, is_of_person, rank_of
from entraide.core.rules.households.openers import ChildOpener
from entraide.core.rules.language.answers import Status, Usage, Used
from entraide.core.rules.language.choices import PaidBy
from entraide.core.rules.language.deadlines import ceiling_span, revision_for
from entraide.core.rules.language.definition import Ceiling, Revision
from entraide.core.rules.language.known import FactValue, Known, Proof, day_held
from entraide.core.rules.language.parameters import ParameterBook


WHOLE_HOUSEHOLD = "foyer"
Benefits = Mapping[str, Sequence[Revision]]


class Standing(StrEnum):
    """Where a household stands with one benefit, in the order of reading: granted, possible, refused, or only shown."""

    GRANTED = "granted"
    POSSIBLE = "possible"
    REFUSED = "refused"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit for one person: the decision, the facts and the usage it was taken with, and what earlier lines took of its ceilings."""

    revision: Revision
    subject: Person
    outcome: Outcome
    facts: Mapping[str, FactValue]
    usage: Usage
    after: tuple[Spent, ...] = ()

    @property
    def standing(self) -> Standing:
        """Tell where the household stands; a benefit whose amount is not known is only shown, unless it is refused."""
        if self.outcome.status is Status.UNKNOWN:
            return Standing.SHOWN if self.outcome.high is None else Standing.POSSIBLE
        return Standing.GRANTED if self.outcome.status is Status.GRANTED else Standing.REFUSED

    @property
    def bounds(self) -> tuple[Money, Money]:
        """Give the least and the most that the line may come to."""
        return self.outcome.low or ZERO, self.outcome.high or ZERO


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: to whom, about which fact, by how much it narrows the whole, and over how many lines."""

    person: Person
    fact: str
    settled: Money
    lines: int


@dataclass(frozen=True, slots=True)
class Entitlements:
    """Every line, by standing; what the grants add up to, and with the possible ones (loans apart); and the questions, the first first.

    `openers` are those of the household, by the child's name.
    """

    lines: tuple[Line, ...]
    low: Money
    high: Money
    asks: tuple[Ask, ...]
    openers: tuple[ChildOpener, ...] = ()


@dataclass(slots=True)
class _Reckoning:
    """The lines under way, and what they took of ceilings."""

    benefits: Benefits
    household: Household
    parameters: ParameterBook
    on: date
    lines: list[Line]
    spent: list[Spent]


def entitlements_of(
    benefits: Benefits, household: Household, *, parameters: ParameterBook, on: date, complements: Collection[str] = ()
) -> Entitlements:
    """Apply every benefit to everyone that it may be for, as of a day of filing; nothing is refused for want of an answer.

    Lines are reckoned by the day of their event (one that is not known comes last), then by birth, then by benefit and by name: in that
    order they use up the ceilings that they share; a line that is only possible reserves the most that it may come to. Complements are
    left out unless named in `complements`, and come after what they add to.
    """
    state = _Reckoning(benefits, household, parameters, on, [], [])
    for depth in _by_depth(benefits, complements):
        for revision, subject in sorted(_pairs(state, depth), key=lambda pair: _order(state, *pair)):
            _add_line(state, revision, subject)
    paid = [line for line in state.lines if line.revision.paid_by is not PaidBy.LOAN]
    return Entitlements(
        tuple(sorted(state.lines, key=_reading_order)),
        total(line.bounds[0] for line in paid if line.standing is Standing.GRANTED),
        total(line.bounds[1] for line in paid),
        _asks(state),
        tuple(sorted(household.openers, key=lambda opener: (opener.child, str(opener.opens), opener.reason))),
    )


def _by_depth(benefits: Benefits, complements: Collection[str]) -> Iterator[list[str]]:
    """List the benefits, then the complements of these, then those of the latter; a circle of complements is left out."""
    bases = {code: revisions[-1].on_top_of for code, revisions in benefits.items()}
    waiting = {code: base for code, base in bases.items() if not base or code in complements}
    done: set[str] = {""}
    while ready := [code for code, base in waiting.items() if base in done]:
        yield ready
        done.update(ready)
        waiting = {code: base for code, base in waiting.items() if code not in done}


def _pairs(state: _Reckoning, codes: list[str]) -> Iterator[tuple[Revision, Person]]:
    """List every benefit with everyone that it may be for, by the revision of its event, or of the filing while there is none."""
    for code in codes:
        latest = state.benefits[code][-1]
        for subject in state.household.subjects_of(latest):
            event_on = day_held(state.household.facts_of(subject, code), latest.event_fact) or state.on
            revision = revision_for(state.benefits[code], event_on=event_on, filed_on=state.on)
            if revision is not None:
                yield revision, subject


def _order(state: _Reckoning, revision: Revision, subject: Person) -> tuple[object, ...]:
    event, birth, *same = rank_of(subject, state.household.facts_of(subject, revision.code), revision.event_fact)
    return event, birth, revision.code, same


def _add_line(state: _Reckoning, revision: Revision, subject: Person) -> None:
    facts = dict(state.household.facts_of(subject, revision.code))
    event_on = day_held(facts, revision.event_fact) or state.on
    after = tuple(spent for ceiling in revision.ceilings for spent in _taken(state, ceiling, subject, event_on))
    usage = {ceiling.key: _used(state, ceiling, subject, event_on) for ceiling in revision.ceilings}
    line = Line(revision, subject, _decided(state, revision, facts, usage), facts, usage, after)
    if revision.on_top_of and "base_amount" not in facts:
        line = _on_base(state, line)
    state.lines.append(line)
    if line.standing in (Standing.GRANTED, Standing.POSSIBLE):
        name = f"{revision.name}, {subject.name}"
        cents = line.bounds[1].cents
        state.spent += [Spent(each.key, _holder(each, subject), event_on, cents, name) for each in revision.ceilings]


def _decided(state: _Reckoning, revision: Revision, facts: Mapping[str, FactValue], usage: Usage) -> Outcome:
    return decide(revision, facts=facts, parameters=state.parameters, usage=usage, filed_on=state.on)


def _holder(ceiling: Ceiling, subject: Person) -> str:
    return f"{id(subject)}" if is_of_person(ceiling.scope) else WHOLE_HOUSEHOLD


def _taken(state: _Reckoning, ceiling: Ceiling, subject: Person, event_on: date) -> list[Spent]:
    """List what earlier lines took of a ceiling, over its scope and its period."""
    span = ceiling_span(ceiling, event_on)
    holder = _holder(ceiling, subject)
    return [
        each for each in state.spent if (each.key, each.holder) == (ceiling.key, holder) and (span is None or span.contains(each.event_on))
    ]


def _used(state: _Reckoning, ceiling: Ceiling, subject: Person, event_on: date) -> Used:
    """Add what was used before to what earlier lines took."""
    holder = subject if is_of_person(ceiling.scope) else state.household.opener
    before = holder.used.get(ceiling.key, Used())
    taken = _taken(state, ceiling, subject, event_on)
    return Used(before.claims + len(taken), Money(before.amount.cents + sum(each.cents for each in taken)))


def _on_base(state: _Reckoning, line: Line) -> Line:
    """Decide a complement on what its base grants to the same person, or to the household; on both ends while that is only possible."""
    bases = [each for each in state.lines if each.revision.code == line.revision.on_top_of]
    bases = [each for each in bases if each.subject is line.subject] or bases
    if not bases or any(each.standing is Standing.SHOWN for each in bases):
        return line
    low, high = (_with_base(state, line, total(each.bounds[end] for each in bases)) for end in (0, 1))
    if low.facts["base_amount"] == high.facts["base_amount"]:
        return high
    ends = [each.bounds for each in (low, high)]
    missing = tuple(dict.fromkeys(name for each in (*bases, high) for name in each.outcome.missing))
    if all(each.standing is Standing.REFUSED for each in (low, high)):
        return high
    return replace(
        high,
        outcome=replace(
            high.outcome,
            status=Status.UNKNOWN,
            amount=None,
            low=min(least for least, _ in ends),
            high=max(most for _, most in ends),
            reasons=(),
            missing=missing,
        ),
    )


def _with_base(state: _Reckoning, line: Line, amount: Money) -> Line:
    base = Known(amount, Proof("la prestation de base", line.revision.on_top_of, state.on))
    facts = {**line.facts, "base_amount": base}
    return replace(line, facts=facts, outcome=_decided(state, line.revision, facts, line.usage))


def _reading_order(line: Line) -> tuple[object, ...]:
    return list(Standing).index(line.standing), -line.bounds[1].cents, line.revision.name, line.subject.name, line.revision.code


def _asks(state: _Reckoning) -> tuple[Ask, ...]:
    """Measure each question by the sum, over the lines that are possible, of the cents that its answer settles (`asking.settled_by`).

    Loans are left out, as they are of the total.
    """
    sums: dict[tuple[int, str], tuple[Person, Fraction, int]] = {}
    for line in state.lines:
        is_open = line.standing is Standing.POSSIBLE and line.revision.paid_by is not PaidBy.LOAN
        for name in line.outcome.missing if is_open else ():
            person = state.household.asked_of(line.subject, name)
            _, before, count = sums.get((id(person), name), (person, Fraction(0), 0))
            cents = _settled(state, line, name)
            sums[id(person), name] = person, before + cents, count + 1
    found = [Ask(person, name, Money.rounded(cents, Rounding.DOWN), count) for (_, name), (person, cents, count) in sums.items()]
    return tuple(sorted(found, key=lambda ask: (-ask.settled.cents, -ask.lines, ask.fact, ask.person.name)))


def _settled(state: _Reckoning, line: Line, name: str) -> Fraction:
    if name not in line.revision.facts:
        return Fraction(0)
    return settled_by(name, line.revision, facts=line.facts, parameters=state.parameters, usage=line.usage, filed_on=state.on)
