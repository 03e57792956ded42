"""Bills of one claim: each has its own day and its own deadline; a late one is cut, the others add up."""

from dataclasses import dataclass
from datetime import date

from entraide.core.money import ZERO, total
from entraide.core.rules.deciding.outcome import Bill, Cut
from entraide.core.rules.language.deadlines import ceiling_span, last_day
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import Facts, Known, day_held
from entraide.core.rules.telling.sentences import CUTS


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a claim once its bills are added up, and the bills that are not counted."""

    facts: Facts
    cuts: tuple[Cut, ...] = ()


def gather(revision: Revision, facts: Facts, bills: tuple[Bill, ...], filed_on: date) -> Gathered:
    """Add up the bills that count: the expense is their sum, the event is the latest of them.

    A bill past its own deadline is cut, and so is a bill of another period than the latest where a ceiling counts claims by period. If all
    are late, the latest is kept as the event so that the time bar refuses the claim and says its day. The sum is proved when each bill is.
    """
    if not bills:
        return Gathered(facts)
    ended_on = day_held(facts, "rights_ended_on")
    last_days = {bill: last_day(revision, bill.event_on, rights_ended_on=ended_on) for bill in bills}
    timely = [bill for bill in bills if _is_timely(last_days[bill], filed_on)] or [max(bills, key=lambda bill: bill.event_on)]
    event_on = max(bill.event_on for bill in timely)
    kept = [bill for bill in timely if _is_of_same_period(revision, bill.event_on, event_on)]
    cuts = tuple(_cut(bill, last_days[bill], is_late=bill not in timely) for bill in bills if bill not in kept)
    proofs = [bill.proof for bill in kept]
    proof = None if None in proofs else proofs[-1]
    added = {"expense": Known(total(bill.amount for bill in kept), proof), revision.event_fact: Known(event_on, proof)}
    return Gathered({**facts, **added}, cuts)


def _is_timely(last: date | None, filed_on: date) -> bool:
    return last is None or filed_on <= last


def _is_of_same_period(revision: Revision, day: date, event_on: date) -> bool:
    spans = [ceiling_span(ceiling, event_on) for ceiling in revision.ceilings if ceiling.bills_cumulated]
    return all(span is None or span.contains(day) for span in spans)


def _cut(bill: Bill, last: date | None, *, is_late: bool) -> Cut:
    code = "late_bill" if is_late else "other_period"
    days = {"event_on": f"{bill.event_on:%d/%m/%Y}", "last_day": f"{last:%d/%m/%Y}" if last else ""}
    return Cut(code, bill.amount, ZERO, CUTS[code].format(before=bill.amount, **days))
