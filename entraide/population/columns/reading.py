"""The decision of whole tables: rows in chunks that stay in the cache, each benefit in its turn, every reading shared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.definition import Revision
from entraide.core.rules.parameters import ParameterBook
from entraide.population.columns.benefits import Benefit
from entraide.population.columns.calendar import FIRST, LAST, number_of
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.decisions import Decisions
from entraide.population.columns.facts import FactTable
from entraide.population.columns.outcomes import Before, Used, closed
from entraide.population.columns.plan import Plan
from entraide.population.columns.program import Program, as_array
from entraide.population.columns.sharing import Part, Repeats, Sharing


# Rows at a time: a handful of int64 columns of that length stay in the second cache.
CHUNK = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class UsedColumn:
    """What was granted before, and what earlier claims reserve, under one ceiling: claims and cents, row by row."""

    claims: NDArray[np.int64]
    cents: NDArray[np.int64]


FiledOn = date | NDArray[np.int32]
UsageColumns = Mapping[str, UsedColumn]


def decide_rows(
    revisions: Sequence[Revision],
    table: FactTable,
    *,
    parameters: ParameterBook,
    filed_on: FiledOn,
    usage: UsageColumns | None = None,
    rows_at_a_time: int = CHUNK,
) -> Decisions:
    """Decide every row of a table by the revisions of one benefit, each by the revision of its own day.

    A row whose event is not known is decided by the revision of the day of filing. Ceilings that several rows share are used in order of
    event, then of birth, then of row; only what is granted counts, with what `usage` says was used before this call.

    :raises ValueError: if no revision is given, if they are not of one benefit, or if a day of filing is out of the calendar.
    :raises TypeError: if a column is not of the type of its fact.
    :raises TooWideForColumns: if a term may overflow 64 bits, or divide by zero.
    """
    if len({revision.code for revision in revisions}) != 1:
        raise ValueError("one benefit at a time: the revisions of one code")
    decided = decide_catalogue(revisions, table, parameters=parameters, filed_on=filed_on, usage=usage, rows_at_a_time=rows_at_a_time)
    return decided[revisions[0].code]


def decide_catalogue(
    revisions: Iterable[Revision],
    table: FactTable,
    *,
    parameters: ParameterBook,
    filed_on: FiledOn,
    usage: UsageColumns | None = None,
    rows_at_a_time: int = CHUNK,
) -> dict[str, Decisions]:
    """Decide every row of a table by each benefit of a catalogue, by code; what two rules read alike is read once.

    Benefits that name the same ceiling share it. See `decide_rows` for the rest.
    """
    filed = _filed(filed_on, table.size)
    program = Program()
    by_code: dict[str, list[Revision]] = {}
    for revision in revisions:
        by_code.setdefault(revision.code, []).append(revision)
    benefits = [Benefit(held, parameters, table, filed, program) for held in by_code.values()]
    call = _Call(table, benefits, usage or {})
    for start in range(0, table.size, rows_at_a_time):
        rows = slice(start, min(start + rows_at_a_time, table.size))
        call.read(Chunk(table, rows, filed if isinstance(filed, int) else filed[rows]))
    call.use_shared_ceilings()
    return {benefit.code: decisions for benefit, decisions in zip(benefits, call.decisions, strict=True)}


def _filed(filed_on: FiledOn, size: int) -> Any:
    days: Any = number_of(filed_on) if isinstance(filed_on, date) else filed_on
    if not isinstance(days, int) and len(days) != size:
        raise ValueError(f"filed_on holds {len(days)} rows, the table {size}")
    if size and not FIRST <= np.min(days) <= np.max(days) <= LAST:
        raise ValueError("a claim is filed on a day of the calendar of facts")
    return days


class _Call:
    """The decisions of one call, and the rows that wait for others before their ceilings are used."""

    def __init__(self, table: FactTable, benefits: Sequence[Benefit], usage: UsageColumns) -> None:
        self.table = table
        self.benefits = benefits
        self.usage = usage
        self.decisions = [Decisions(table.size, benefit.places, benefit.bits, is_bounded=benefit.may_be_unknown) for benefit in benefits]
        self._group = _groups(benefits)
        repeats = Repeats(table)
        self._waits: list[NDArray[np.bool_] | bool] = [
            True if self._group.count(group) > 1 else _rows_or_none(repeats.under(benefit.ceilings))
            for benefit, group in zip(benefits, self._group, strict=True)
        ]
        self._waiting: dict[int, list[Part]] = {}

    def read(self, chunk: Chunk) -> None:
        """Read some rows for every benefit."""
        for number, benefit in enumerate(self.benefits):
            for plan, part, is_settled in benefit.parts(chunk):
                before = plan.read_settled(part) if is_settled else plan.read_unsettled(part)
                self._conclude(number, plan, part, before)

    def _conclude(self, number: int, plan: Plan, chunk: Chunk, before: Before) -> None:
        """Decide the rows that share no ceiling; keep the others until all are read."""
        waits = self._waits[number]
        must_wait = np.full(chunk.size, True) if waits is True else False if waits is False else waits[chunk.rows]
        if np.any(must_wait):
            places = np.flatnonzero(must_wait)
            held = self._waiting.setdefault(self._group[number], [])
            held.append(_waiting(number, plan, chunk.narrowed(places), before.picked(places)))
            if len(places) == chunk.size:
                return
        used = [self.used(ceiling.key, chunk.rows) for ceiling in plan.revision.ceilings] if self.usage else None
        # Rows that wait are written too, and written anew once those before them are decided.
        self.decisions[number].write(chunk.rows, closed(before, plan.closing, used))

    def use_shared_ceilings(self) -> None:
        """Decide the rows that wait for one another."""
        by_code = {benefit.code: decisions for benefit, decisions in zip(self.benefits, self.decisions, strict=True)}
        for parts in self._waiting.values():
            for part, rows, after in Sharing(parts, self.table).decided(self.used):
                by_code[part.code].write(rows, after)

    def used(self, key: str, rows: Any) -> Used:
        """Give what was used of a ceiling before this call."""
        held = self.usage.get(key)
        return (0, 0) if held is None else (held.claims[rows], held.cents[rows])


def _rows_or_none(rows: NDArray[np.bool_] | None) -> NDArray[np.bool_] | bool:
    return False if rows is None else rows


def _groups(benefits: Sequence[Benefit]) -> list[int]:
    """Number the benefits so that those that share a ceiling, directly or through others, have one number."""
    found = list(range(len(benefits)))
    of_key: dict[str, int] = {}
    for number, benefit in enumerate(benefits):
        for ceiling in benefit.ceilings:
            other = of_key.setdefault(ceiling.key, number)
            found = [found[other] if group == found[number] else group for group in found]
    return found


def _waiting(number: int, plan: Plan, chunk: Chunk, before: Before) -> Part:
    rows = np.arange(chunk.rows.start, chunk.rows.stop) if isinstance(chunk.rows, slice) else chunk.rows
    event = _days(chunk, plan.revision.event_fact, chunk.filed_on)
    return Part(number, plan, rows, event, _days(chunk, "born_on", LAST), before)


def _days(chunk: Chunk, name: str, otherwise: Any) -> NDArray[np.int32]:
    is_known = chunk.is_known(name)
    if is_known is False:
        return as_array(otherwise, chunk.size)  # type: ignore[no-any-return]
    return chunk.values(name) if is_known is True else np.where(is_known, chunk.values(name), otherwise)  # type: ignore[no-any-return]
