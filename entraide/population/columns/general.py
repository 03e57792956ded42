"""The conditions of all claims, over columns: the event, the birth, the opener, the rights and the time bar."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from entraide.core.rules.language.choices import Subject
from entraide.core.rules.language.definition import Deadline, Revision
from entraide.population.columns.calendar import (
    FIRST,
    Reach,
    first_claimable,
    last_days,
    last_days_after_rights,
    reach_after_rights,
    reach_of,
    read,
    within_calendar,
)
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.facts import FactTable
from entraide.population.columns.held import Held
from entraide.population.columns.spans import Bounds, where


# A step of settled rows: its code, what it must know its rows by, and where it holds.
Step = tuple[str, tuple[Any, ...], Callable[[Chunk], Any]]

RIGHTS = ("rights_since", "rights_ended_on")


def settled_steps(revision: Revision, table: FactTable, filed: tuple[int, int]) -> Iterator[Step]:
    """List the general steps that rows of a table may fail; what the whole columns already show to hold is not read again.

    `filed` gives the first and the last day of filing.
    """
    event = revision.event_fact
    facts = table.facts
    first, last = facts[event].extent
    if last > filed[0]:
        yield "event_happened", (event,), lambda chunk: chunk.values(event) <= chunk.filed_on
    if "born_on" in revision.facts and facts["born_on"].extent[1] > first:
        yield "born_before_event", (event,), lambda chunk: chunk.values("born_on") <= chunk.values(event)
    if revision.subject is Subject.CHILD and "opens_right" in facts:
        yield "opener", (), lambda chunk: _unless(chunk, "opens_right", chunk.values("opens_right"))
    if "rights_since" in facts and facts["rights_since"].extent[1] > first:
        yield "rights_open", (event,), lambda chunk: _unless(chunk, "rights_since", chunk.values(event) >= chunk.values("rights_since"))
    if "rights_ended_on" in facts and facts["rights_ended_on"].extent[0] < last:
        yield (
            "rights_not_ended",
            (event,),
            lambda chunk: _unless(chunk, "rights_ended_on", chunk.values(event) <= chunk.values("rights_ended_on")),
        )
    yield from _settled_time_bar(revision, table, filed)


def _settled_time_bar(revision: Revision, table: FactTable, filed: tuple[int, int]) -> Iterator[Step]:
    if revision.deadline is None:
        return
    event, reach, after = revision.event_fact, reach_of(revision.deadline), reach_after_rights()
    ends = table.facts.get("rights_ended_on")
    may_be_late = table.facts[event].extent[0] < first_claimable(reach.table, filed[1])
    may_end_early = ends is not None and ends.extent[0] < first_claimable(after.table, filed[1])
    signature = (event, revision.deadline)
    in_time = _in_time(reach, event, table.facts[event].extent)
    if may_be_late and not may_end_early:
        yield "time_bar", signature, in_time
    if may_end_early:
        yield (
            "time_bar",
            (*signature, "rights"),
            lambda chunk: (
                in_time(chunk) & _unless(chunk, "rights_ended_on", _accepts(after, chunk.values("rights_ended_on"), chunk.filed_on))
            ),
        )


def _in_time(reach: Reach, event: str, events: tuple[int, int]) -> Callable[[Chunk], Any]:
    """Hold a claim to its deadline, which is one day where all events have the same."""
    first, last = (read(reach.table, day) for day in within_calendar(events))
    if first == last:
        return lambda chunk: np.less_equal(chunk.filed_on, first)
    return lambda chunk: _accepts(reach, chunk.values(event), chunk.filed_on)


def _accepts(reach: Reach, days: Any, filed_on: Any) -> Any:
    """Tell where a claim is accepted; one day of filing for all rows needs no table."""
    if isinstance(filed_on, int):
        return days >= first_claimable(reach.table, filed_on)
    return reach.holds(days, filed_on)


def _unless(chunk: Chunk, name: str, holds: Any) -> Any:
    """Let a step hold where its fact is not known: it is then no step of the claim."""
    is_known = chunk.is_known(name)
    return holds if is_known is True else holds | ~is_known


def unsettled_steps(revision: Revision, held: Held) -> Iterator[tuple[str, Bounds]]:
    """Read the general steps of rows that are not settled, as bounds."""
    filed_on, event = held.chunk.filed_on, held[revision.event_fact]
    first, last = held.event
    yield "event_happened", _bounds(last <= filed_on, first <= filed_on, event)
    if "born_on" in revision.facts:
        born = held["born_on"]
        yield "born_before_event", _bounds(born.high[0] <= first, born.low[0] <= last, born, event)
    if revision.subject is Subject.CHILD:
        yield from _where_held("opens_right", held, lambda opens: (opens, opens), event)
    yield from _where_held("rights_since", held, lambda since: (first >= since, last >= since), event)
    yield from _where_held("rights_ended_on", held, lambda end: (last <= end, first <= end), event)
    if revision.deadline is not None:
        yield _time_bar(revision, revision.deadline, held)


_CODES = {"opens_right": "opener", "rights_since": "rights_open", "rights_ended_on": "rights_not_ended"}


def _where_held(name: str, held: Held, holds: Callable[[Any], tuple[Any, Any]], event: Bounds) -> Iterator[tuple[str, Bounds]]:
    """Read a step where its fact is held; elsewhere it is no step of the claim."""
    is_held = held.is_held(name)
    if is_held is not False:
        sure, possible = (np.logical_or(end, ~is_held) for end in holds(held.chunk.values(name)))
        yield _CODES[name], _bounds(sure, possible, event)


def _time_bar(revision: Revision, deadline: Deadline, held: Held) -> tuple[str, Bounds]:
    filed_on = held.chunk.filed_on
    ended_on = held.day("rights_ended_on", FIRST)
    is_held = held.is_held("rights_ended_on")
    is_accepted = np.logical_or(np.logical_not(is_held), filed_on <= read(last_days_after_rights(), ended_on))
    days = last_days(deadline)
    sure, possible = (np.logical_and(filed_on <= read(days, day), is_accepted) for day in held.event)
    bit = held.frame.bit(revision.event_fact)
    return "time_bar", Bounds((sure, 1), (possible, 1), np.where(sure != possible, bit, 0))


def _bounds(sure: Any, possible: Any, *own: Bounds) -> Bounds:
    """Make a condition of what keeps it from being settled."""
    is_open = np.not_equal(sure, possible)
    missing, withheld = 0, 0
    for part in own:
        missing, withheld = missing | part.missing, withheld | part.withheld
    return Bounds((sure, 1), (possible, 1), where(is_open, missing), where(is_open, withheld))
