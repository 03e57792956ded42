"""A benefit over a table: which of its revisions decides each row, and how that row may be read."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from entraide.core.rules.language.choices import ReadsOn
from entraide.core.rules.language.definition import Ceiling, Revision
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parameters import ParameterBook
from entraide.population.columns.calendar import FIRST, LAST, number_of, parameter_days, read
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.facts import FactTable
from entraide.population.columns.frame import MOST_BITS, Frame
from entraide.population.columns.plan import Plan
from entraide.population.columns.program import Program
from entraide.population.columns.said import said_by


# Flags and days have one type each; numbers and ranks may be whole numbers of any size.
TYPES: dict[Kind, Any] = {Kind.FLAG: np.bool_, Kind.DATE: np.int32}


class Benefit:
    """The revisions of one benefit, each planned when a row needs it. `places` numbers its reasons, `bits` what rows may miss."""

    def __init__(self, revisions: Sequence[Revision], parameters: ParameterBook, table: FactTable, filed: Any, program: Program) -> None:
        """Take the revisions in any order.

        :raises TypeError: if a column is not of the type of its fact.
        """
        self.revisions = sorted(revisions, key=lambda revision: revision.since)
        self.code = self.revisions[0].code
        self.parameters = parameters
        self.table = table
        self.program = program
        self.filed = (filed, filed) if isinstance(filed, int) else (int(filed.min(initial=LAST)), int(filed.max(initial=FIRST)))
        self.ceilings: tuple[Ceiling, ...] = tuple(ceiling for revision in self.revisions for ceiling in revision.ceilings)
        codes = dict.fromkeys(code for revision in self.revisions for code in said_by(revision).codes)
        self.places = {code: place for place, code in enumerate(codes)}
        names = dict.fromkeys(name for revision in self.revisions for name in said_by(revision).may_miss)
        if len(names) > MOST_BITS:
            raise ValueError(f"{self.code} names more than {MOST_BITS} facts and parameters")
        self.bits = {name: place for place, name in enumerate(names)}
        self._plans: dict[int, Plan] = {}
        self._check_columns()
        self._only = self._single()

    @property
    def may_be_unknown(self) -> bool:
        """Tell whether some row may not be read as settled, or has no amount."""
        plans = [self.plan(place) for place in range(len(self.revisions))] if self._only is None else [self.plan(self._only)]
        return any(plan.revision.amount is None or not plan.is_always_settled for plan in plans)

    def plan(self, place: int) -> Plan:
        """Compile a revision, once."""
        if place not in self._plans:
            revision = self.revisions[place]
            denominators = {name: column.denominator for name, column in self.table.facts.items()}
            reads = revision.event_fact, revision.reads_parameters_on
            frame = Frame(*reads, revision.specs, self.parameters, denominators, self.bits)
            self._plans[place] = Plan(revision, frame, program=self.program, table=self.table, filed=self.filed, places=self.places)
        return self._plans[place]

    def parts(self, chunk: Chunk) -> Iterator[tuple[Plan, Chunk, bool]]:
        """Split a chunk by revision, then into rows that are settled and rows that are not; rows before the first revision are left out."""
        if self._only is not None:
            yield from _by_reading(self.plan(self._only), chunk)
            return
        for plan, rows in self._by_revision(chunk):
            yield from _by_reading(plan, chunk if rows is None else chunk.narrowed(rows))

    def _by_revision(self, chunk: Chunk) -> Iterator[tuple[Plan, Any]]:
        """Give the rows of each revision: those that had started on their own day, and no later one; nothing for all the rows."""
        event_fact = self.revisions[-1].event_fact
        is_known = chunk.is_known(event_fact)
        event = chunk.filed_on if is_known is False else chunk.values(event_fact)
        if is_known is not True and is_known is not False:
            event = np.where(is_known, event, chunk.filed_on)
        left = np.full(chunk.size, True)
        for place in reversed(range(len(self.revisions))):
            revision = self.revisions[place]
            mine = left & (_day(revision, event, chunk.filed_on) >= number_of(revision.since))
            count = np.count_nonzero(mine)
            if count == chunk.size:
                yield self.plan(place), None
            elif count:
                yield self.plan(place), np.flatnonzero(mine)
            left &= ~mine

    def _single(self) -> int | None:
        """Find the one revision that decides every row, if the first and the last days show that there is one."""
        column = self.table.facts.get(self.revisions[-1].event_fact)
        first, last = self.filed
        if column is not None:
            whole = column.is_whole
            first, last = (
                (column.extent[0] if whole else min(first, column.extent[0])),
                (column.extent[1] if whole else max(last, column.extent[1])),
            )
        found = []
        for place, revision in enumerate(self.revisions):
            days = [_day(revision, event, filed) for event, filed in zip((first, last), self.filed, strict=True)]
            started = [day >= number_of(revision.since) for day in days]
            if started[0] != started[1]:
                return None
            found += [place] * started[0]
        return found[-1] if found else None

    def _check_columns(self) -> None:
        for revision in self.revisions:
            for name in {*said_by(revision).checked, *said_by(revision).may_miss} & set(self.table.facts):
                wanted = TYPES.get(revision.specs[name].kind)
                found = self.table.facts[name].values.dtype
                if found != wanted if wanted is not None else found == np.bool_:
                    raise TypeError(f"the column of {name} is not of the type of its fact: {found}")


def _day(revision: Revision, event: Any, filed_on: Any) -> Any:
    if revision.reads_parameters_on is ReadsOn.FILING:
        return filed_on
    days = parameter_days(revision.reads_parameters_on)
    return read(days, min(max(event, FIRST), LAST)) if isinstance(event, int) else read(days, event)


def _by_reading(plan: Plan, chunk: Chunk) -> Iterator[tuple[Plan, Chunk, bool]]:
    is_settled = plan.settled_rows(chunk)
    if np.all(is_settled):
        yield plan, chunk, True
    elif not np.any(is_settled):
        yield plan, chunk, False
    else:
        yield plan, chunk.narrowed(np.flatnonzero(is_settled)), True
        yield plan, chunk.narrowed(np.flatnonzero(~is_settled)), False
