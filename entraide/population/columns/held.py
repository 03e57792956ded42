"""What is held of each fact on rows that are not settled: sound values, bounds elsewhere, and the days that the event may be."""

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

import numpy as np

from entraide.core.rules.language.choices import ReadsOn
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.language.known import Kind
from entraide.population.columns import exact as x
from entraide.population.columns.calendar import FIRST, first_claimable, last_days, number_of, parameter_days, read
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.facts import WITHHELD
from entraide.population.columns.frame import Frame, numerator
from entraide.population.columns.said import said_by
from entraide.population.columns.spans import Bounds, settled


def plausible(spec: FactSpec, denominator: int) -> tuple[int, int]:
    """Give the least and the greatest numerator that is no slip."""
    words = tuple(sorted(spec.choices)) if spec.kind is Kind.CHOICE else ()
    low, high = spec.bounds
    if spec.kind is Kind.RATE:
        return -int(-low * denominator // 1), int(high * denominator // 1)  # type: ignore[operator]
    return numerator(low, 1, words), numerator(high, 1, words)


def is_plausible(name: str, chunk: Chunk, spec: FactSpec) -> Any:
    """Tell where a column holds plausible values: one answer for all rows where the whole column does."""
    column = chunk.table.facts[name]
    low, high = plausible(spec, column.denominator)
    if low <= column.extent[0] and column.extent[1] <= high:
        return True
    values = chunk.values(name)
    return (values >= low) & (values <= high)


class Held(Mapping[str, Bounds]):
    """The facts of a chunk as bounds, each read when it is asked for."""

    def __init__(self, revision: Revision, frame: Frame, chunk: Chunk) -> None:
        """Take what is held, and set the days of the event."""
        self.revision = revision
        self.frame = frame
        self.chunk = chunk
        self._checked = frozenset(said_by(revision).checked)
        self._read: dict[str, Bounds] = {}
        self.event = self._event()

    def __getitem__(self, name: str) -> Bounds:
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = self._bounds(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.frame.specs)

    def __len__(self) -> int:
        return len(self.frame.specs)

    def is_held(self, name: str) -> Any:
        """Tell where a fact is known, and plausible where that is checked."""
        is_known = self.chunk.is_known(name)
        if is_known is False or name not in self._checked:
            return is_known
        return np.logical_and(is_known, is_plausible(name, self.chunk, self.frame.specs[name]))

    def is_faulty(self) -> Any:
        """Tell where a value was given that is not plausible."""
        names = [name for name in self._checked if name in self.chunk.table.facts]
        slips = [
            np.logical_and(self.chunk.is_known(name), np.logical_not(is_plausible(name, self.chunk, self.frame.specs[name])))
            for name in names
        ]
        return reduce(np.logical_or, slips, False)

    def day(self, name: str, otherwise: Any) -> Any:
        """Give a day where it is held, and something else elsewhere."""
        is_held = self.is_held(name)
        return otherwise if is_held is False else np.where(is_held, self.chunk.values(name), otherwise)

    def parameter_day(self) -> tuple[Any, Any]:
        """Give the first and the last day on which parameters may be read."""
        if self.revision.reads_parameters_on is ReadsOn.FILING:
            return self.chunk.filed_on, self.chunk.filed_on
        days = parameter_days(self.revision.reads_parameters_on)
        return read(days, self.event[0]), read(days, self.event[1])

    def _event(self) -> tuple[Any, Any]:
        """An event that is not held is past, in time, under this revision and within the rights."""
        filed_on, revision = self.chunk.filed_on, self.revision
        start = self.day("rights_since", FIRST)
        if revision.reads_parameters_on is not ReadsOn.FILING:
            start = np.maximum(start, number_of(revision.since))
        if revision.deadline is not None:
            start = np.maximum(start, first_claimable(last_days(revision.deadline), filed_on))
        last = np.minimum(filed_on, self.day("rights_ended_on", filed_on))
        first = np.minimum(np.maximum(start, FIRST), last)
        spread = tuple(np.broadcast_to(np.asarray(end), (self.chunk.size,)) for end in (first, last))
        return self.day(revision.event_fact, spread[0]), self.day(revision.event_fact, spread[1])

    def _bounds(self, name: str) -> Bounds:
        spec, is_held = self.frame.specs[name], self.is_held(name)
        words = tuple(sorted(spec.choices)) if spec.kind is Kind.CHOICE else ()
        low, high = self._ends(name, spec, words)
        if is_held is False and name not in self.chunk.table.facts:
            return Bounds(low, high, self.frame.bit(name), 0, words)
        column = self.chunk.table.facts[name]
        values = self.chunk.values(name)
        held = (values if values.dtype == np.bool_ else values.astype(np.int64), column.denominator)
        if np.all(is_held):
            return settled(held, words)
        state = self.chunk.state(name)
        is_withheld = False if state is None else state == WITHHELD
        is_missing = np.logical_not(np.logical_or(is_held, is_withheld))
        bit = self.frame.bit(name)
        return Bounds(
            x.chosen(is_held, held, low), x.chosen(is_held, held, high), np.where(is_missing, bit, 0), np.where(is_withheld, bit, 0), words
        )

    def _ends(self, name: str, spec: FactSpec, words: tuple[str, ...]) -> tuple[x.Exact, x.Exact]:
        if name == self.revision.event_fact:
            return (self.event[0], 1), (self.event[1], 1)
        if spec.kind is not Kind.RATE:
            low, high = (numerator(bound, 1, words) for bound in spec.bounds)
            return (low, 1), (high, 1)
        low_rate, high_rate = spec.bounds
        return (low_rate.numerator, low_rate.denominator), (high_rate.numerator, high_rate.denominator)  # type: ignore[union-attr]
