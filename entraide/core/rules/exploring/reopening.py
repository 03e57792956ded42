"""The day on which a right reopens: the first event that former grants no longer keep under a ceiling of rolling years."""

from collections.abc import Mapping, Sequence
from datetime import date

from entraide.core.rules.checking.golden import usage_of
from entraide.core.rules.deciding.outcome import Outcome
from entraide.core.rules.language.answers import Used
from entraide.core.rules.language.cases import Former
from entraide.core.rules.language.choices import Period
from entraide.core.rules.language.deadlines import ceiling_span
from entraide.core.rules.language.definition import Ceiling, Revision
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.trace import TraceNode
from entraide.core.timeline import add_months


def reopenings(revision: Revision, outcome: Outcome, used: Mapping[str, Used], former: Sequence[Former], event_on: date) -> dict[str, date]:
    """Give, by ceiling of rolling years that refuses a claim for an event, the first day of a later event that it no longer refuses.

    A ceiling is left out where no former grant dates it: what is only said to be `used` has no day, and never ends.
    """
    refusing = {reason.params.get("key") for reason in outcome.reasons}
    found: dict[str, date] = {}
    for ceiling in revision.ceilings:
        if ceiling.period is Period.ROLLING_YEARS and ceiling.key in refusing:
            steps = [step for step in outcome.trace.children if step.word == "ceiling" and step.name == ceiling.key]
            days = _days(ceiling, [each.event_on for each in former if each.ceiling == ceiling.key])
            later = [day for day in days if day > event_on]
            opened = [day for day in later if _is_open(steps, usage_of(revision, used, former, day)[ceiling.key])]
            if opened:
                found[ceiling.key] = opened[0]
    return found


def _days(ceiling: Ceiling, granted_on: list[date]) -> list[date]:
    """List, the first first, the days on which each former grant stops counting."""
    return sorted({_first_free(ceiling, day) for day in granted_on})


def _first_free(ceiling: Ceiling, granted_on: date) -> date:
    """Find the first event that a former grant does not count for.

    The grant of a 29 February counts on the 28 that ends its years, and the right reopens on 1 March.
    """
    day = add_months(granted_on, 12 * ceiling.years)
    span = ceiling_span(ceiling, day)
    return date.fromordinal(day.toordinal() + 1) if span is not None and span.contains(granted_on) else day


def _is_open(steps: list[TraceNode], used: Used) -> bool:
    """Tell whether something is left under every limit of a ceiling."""
    return all(_spent(step, used) < step.children[1].high for step in steps)  # type: ignore[operator]


def _spent(step: TraceNode, used: Used) -> int:
    return used.amount.cents if step.kind is Kind.MONEY else used.claims
