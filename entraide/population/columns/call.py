"""One call: every benefit reads each chunk in its turn; rows that may share a ceiling wait until all are read."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.population.columns.benefits import Benefit
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.decisions import Decisions
from entraide.population.columns.facts import FactTable
from entraide.population.columns.outcomes import Before, Used, closed
from entraide.population.columns.plan import Plan
from entraide.population.columns.repeats import repeated_in
from entraide.population.columns.sharing import Part, Sharing, alike, together


@dataclass(frozen=True, slots=True, eq=False)
class UsedColumn:
    """What was granted before, and what earlier claims reserve, under one ceiling: claims and cents, row by row."""

    claims: NDArray[np.int64]
    cents: NDArray[np.int64]


UsageColumns = Mapping[str, UsedColumn]


class Call(ABC):
    """The decisions of one call, and the rows that wait for others before their ceilings are used."""

    reasons: bool
    # A handful of columns of that length stay in the second cache.
    rows_at_a_time: int

    def __init__(self, table: FactTable, benefits: Sequence[Benefit], filed_on: Any, usage: UsageColumns) -> None:
        """Make room for the answers of each benefit."""
        self.table = table
        self.benefits = benefits
        self.filed_on = filed_on
        self.usage = usage
        self.decisions = [
            Decisions(table.size, benefit.places if self.reasons else {}, benefit.bits, is_bounded=benefit.may_be_unknown)
            for benefit in benefits
        ]
        self.groups = _groups(benefits)
        self._waiting: dict[int, list[Part]] = {}

    def read(self, chunk: Chunk) -> None:
        """Read some rows for every benefit."""
        for number, benefit in enumerate(self.benefits):
            for plan, part, is_settled in benefit.parts(chunk):
                self.take(number, plan, part, is_settled=is_settled)

    @abstractmethod
    def take(self, number: int, plan: Plan, chunk: Chunk, *, is_settled: bool) -> None:
        """Read the rows that one plan reads."""

    def wait(self, part: Part) -> None:
        """Keep rows until all are read."""
        if len(part.rows):
            self._waiting.setdefault(self.groups[part.benefit], []).append(part)

    def use_shared_ceilings(self) -> None:
        """Decide the rows that waited, unless they are decided already; then anew, in order, those that are not alone."""
        for waiting in self._waiting.values():
            parts = alike(waiting)
            shared = together(parts, self.table)
            for part in () if self.reasons else parts:
                self.conclude(part)
            if shared:
                for part, rows, after in Sharing(shared, self.table, self.filed_on).decided(self.used):
                    self.decisions[part.benefit].write(rows, after)

    def conclude(self, part: Part) -> None:
        """Decide rows with what was used before this call."""
        used = [self.used(ceiling.key, part.rows) for ceiling in part.plan.revision.ceilings] if self.usage else None
        self.decisions[part.benefit].write(part.rows, closed(part.before, part.closing, used))

    def used(self, key: str, rows: Any) -> Used:
        """Give what was used of a ceiling before this call."""
        held = self.usage.get(key)
        return (0, 0) if held is None else (held.claims[rows], held.cents[rows])


class WithReasons(Call):
    """Every condition of every row is read, so that each refusal has all its reasons."""

    reasons = True
    rows_at_a_time = 16_384

    def __init__(self, table: FactTable, benefits: Sequence[Benefit], filed_on: Any, usage: UsageColumns) -> None:
        """Look for the rows that must wait."""
        super().__init__(table, benefits, filed_on, usage)
        self._waits: list[NDArray[np.bool_] | None] = [
            np.full(table.size, True)
            if self.groups.count(group) > 1
            else repeated_in(table, [ceiling.scope for ceiling in benefit.ceilings])
            for benefit, group in zip(benefits, self.groups, strict=True)
        ]

    def take(self, number: int, plan: Plan, chunk: Chunk, *, is_settled: bool) -> None:
        """Decide the rows that share no ceiling; keep the others."""
        before = plan.read_settled(chunk) if is_settled else plan.read_unsettled(chunk)
        waits = self._waits[number]
        if waits is not None and (must_wait := waits[chunk.rows]).any():
            self.wait(_part(number, plan, chunk, before).picked(np.flatnonzero(must_wait)))
        # Rows that wait are written too, and written anew once those before them are decided.
        self.conclude(Part(number, plan, plan.closing, chunk.rows, before))  # type: ignore[arg-type]


class AnswersAlone(Call):
    """What one condition refuses is not read any further: answers and amounts, and no reasons."""

    reasons = False
    # Most columns are read on a few rows only: larger chunks cost fewer calls.
    rows_at_a_time = 65_536

    def take(self, number: int, plan: Plan, chunk: Chunk, *, is_settled: bool) -> None:
        """Refuse what a condition refuses; the rest waits where there is a ceiling."""
        kept, before = plan.read_answers(chunk, is_settled=is_settled)
        self.decisions[number].refuse(chunk.rows)
        part = _part(number, plan, kept, before)
        if plan.revision.ceilings:
            self.wait(part)
        else:
            self.conclude(part)


def _part(number: int, plan: Plan, chunk: Chunk, before: Before) -> Part:
    rows = np.arange(chunk.rows.start, chunk.rows.stop) if isinstance(chunk.rows, slice) else chunk.rows
    return Part(number, plan, plan.closing, rows, before)


def _groups(benefits: Sequence[Benefit]) -> list[int]:
    """Number the benefits so that those that share a ceiling, directly or through others, have one number."""
    found = list(range(len(benefits)))
    of_key: dict[str, int] = {}
    for number, benefit in enumerate(benefits):
        for ceiling in benefit.ceilings:
            other = of_key.setdefault(ceiling.key, number)
            found = [found[other] if group == found[number] else group for group in found]
    return found
