"""What to ask first: by how many cents, on average over the answers that matter, a question narrows what a claim may come to."""

from datetime import date
from fractions import Fraction

from entraide.core.rules.deciding.decide import decide
from entraide.core.rules.deciding.outcome import Outcome
from entraide.core.rules.exploring.turning import Ground, answers_of
from entraide.core.rules.language.answers import Usage
from entraide.core.rules.language.constants import to_native
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import Facts, Known, day_held
from entraide.core.rules.language.parameters import ParameterBook


def width_of(outcome: Outcome) -> int:
    """Give the cents between the least and the most that a claim may come to; none once it is decided, or where no amount is known."""
    return 0 if outcome.low is None or outcome.high is None else outcome.high.cents - outcome.low.cents


def settled_by(name: str, revision: Revision, *, facts: Facts, parameters: ParameterBook, usage: Usage, filed_on: date) -> Fraction:
    """Measure what the answer to one question settles, in cents: the width now, less the mean width once it is answered.

    Answers are those at which the rule may turn; those with one result count once, so that each result that is possible weighs the same.
    An event is asked within this revision and up to the day of filing.
    """
    now = width_of(decide(revision, facts=facts, parameters=parameters, usage=usage, filed_on=filed_on))
    event_on = day_held(facts, revision.event_fact) or filed_on
    results: set[tuple[object, ...]] = set()
    widths: list[int] = []
    for answer in answers_of(revision, name, Ground(parameters, event_on, filed_on)):
        if name == revision.event_fact and not revision.since <= answer <= filed_on:  # type: ignore[operator]
            continue
        held = {**facts, name: Known(to_native(revision.specs[name].kind, answer))}
        outcome = decide(revision, facts=held, parameters=parameters, usage=usage, filed_on=filed_on)
        result = (outcome.status, outcome.low, outcome.high)
        if result not in results:
            results.add(result)
            widths.append(width_of(outcome))
    return now - Fraction(sum(widths), len(widths)) if widths else Fraction(0)
