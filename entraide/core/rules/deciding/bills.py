"""Bills of one claim: each has its own day and its own deadline; what cannot count is cut, and the others add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from entraide.core.money import ZERO, total
from entraide.core.rules.deciding.outcome import Cut
from entraide.core.rules.language.answers import Bill
from entraide.core.rules.language.deadlines import ceiling_span, last_day
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.facts import LAST_DAY
from entraide.core.rules.language.known import Facts, Known, day_held
from entraide.core.rules.telling.sentences import CUTS


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a claim once its bills are added up, and the bills that are not counted."""

    facts: Facts
    cuts: tuple[Cut, ...] = ()


def gather(revision: Revision, facts: Facts, bills: tuple[Bill, ...], filed_on: date) -> Gathered:
    """Add up the bills that count: the expense is their sum, the event is the latest of them.

    A bill dated after the filing is cut, and so is one past its own deadline. Where a ceiling cumulates bills, those of another period than
    the latest are cut; elsewhere all but the latest, the first written of one day. If all are late, or all are to come, the latest is kept
    as the event so that the claim is refused and says why. The sum is proved when each bill is.
    """
    if not bills:
        return Gathered(facts)
    # A day that is not plausible is found fault with later; until then it brings no deadline forward.
    ended_on = min(day_held(facts, "rights_ended_on") or LAST_DAY, LAST_DAY)
    last_days = [last_day(revision, bill.event_on, rights_ended_on=ended_on) for bill in bills]
    come = _come(bills, filed_on)
    timely = [rank for rank in come if _is_timely(last_days[rank], filed_on)] or [_latest(bills, come)]
    latest = _latest(bills, timely)
    is_cumulated = any(ceiling.bills_cumulated for ceiling in revision.ceilings)
    event_on = bills[latest].event_on
    kept = [rank for rank in timely if _is_of_same_period(revision, bills[rank].event_on, event_on)] if is_cumulated else [latest]
    beside = "other_period" if is_cumulated else "one_bill"
    codes = ["future_bill" if rank not in come else "late_bill" if rank not in timely else beside for rank in range(len(bills))]
    cuts = tuple(_cut(codes[rank], bill, last_days[rank], event_on) for rank, bill in enumerate(bills) if rank not in kept)
    proofs = [bills[rank].proof for rank in kept]
    proof = None if None in proofs else proofs[-1]
    added = {"expense": Known(total(bills[rank].amount for rank in kept), proof), revision.event_fact: Known(event_on, proof)}
    return Gathered({**facts, **added}, cuts)


def day_of(bills: Sequence[Bill], filed_on: date) -> date:
    """Give the day that chooses the revision of a claim with bills: the latest that has come, or the latest of all if none has."""
    return bills[_latest(bills, _come(bills, filed_on))].event_on


def _come(bills: Sequence[Bill], filed_on: date) -> list[int]:
    """Rank the bills that are not to come; all of them where every one is."""
    return [rank for rank, bill in enumerate(bills) if bill.event_on <= filed_on] or [*range(len(bills))]


def _latest(bills: Sequence[Bill], among: list[int]) -> int:
    return max(among, key=lambda rank: bills[rank].event_on)


def _is_timely(last: date | None, filed_on: date) -> bool:
    return last is None or filed_on <= last


def _is_of_same_period(revision: Revision, day: date, event_on: date) -> bool:
    spans = [ceiling_span(ceiling, event_on) for ceiling in revision.ceilings if ceiling.bills_cumulated]
    return all(span is None or span.contains(day) for span in spans)


def _cut(code: str, bill: Bill, last: date | None, counted_on: date) -> Cut:
    days = {"event_on": bill.event_on, "last_day": last, "counted_on": counted_on}
    said = {name: f"{day:%d/%m/%Y}" if day else "" for name, day in days.items()}
    return Cut(code, bill.amount, ZERO, CUTS[code].format(before=bill.amount, **said))
