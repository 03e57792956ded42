"""One revision made ready to read one table: what is compiled once, and the two readings of a chunk of rows."""

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Any

import numpy as np

from entraide.core.rules.language.definition import Revision
from entraide.population.columns.calendar import FIRST
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.facts import FactTable
from entraide.population.columns.frame import Frame, timed
from entraide.population.columns.general import settled_steps, unsettled_steps
from entraide.population.columns.held import Held, is_plausible, plausible
from entraide.population.columns.outcomes import Before, Closing, Limit, mark
from entraide.population.columns.program import Node, Program, as_array
from entraide.population.columns.said import LAST_CODES, said_by
from entraide.population.columns.settled import Settled
from entraide.population.columns.shapes import Shape, aligned_shapes, check_rounding, shape_of
from entraide.population.columns.unsettled import Unsettled


# Rows that are left are taken apart once they are so few times fewer: it costs a few comparisons.
DEAR_WORTH, CHEAP_WORTH = 2, 4
# Bounds worked out before, by revision, denominators and parameters.
MOST_SHAPES = 4096
_SHAPES: dict[Any, Shape | None] = {}


class Plan:
    """A revision compiled for a table. `places` numbers the reasons; `filed` gives the first and the last day of filing."""

    def __init__(
        self, revision: Revision, frame: Frame, *, program: Program, table: FactTable, filed: tuple[int, int], places: Mapping[str, int]
    ) -> None:
        """Bound every term, then compile those that settled rows read.

        :raises TooWideForColumns: if a term may overflow 64 bits, or divide by zero.
        """
        self.revision = revision
        self.frame = frame
        self.places = places
        self.planes = (len(places) + 7) // 8
        self.said = said_by(revision)
        amount = _amount_shape(revision, frame)
        low = 0 if amount is None else amount.low
        self.closing = Closing(revision.rounding, low < 0, *(places[code] for code in LAST_CODES[1:]))
        self._masks = tuple(self._maskers(table))
        self.is_ever_settled = self.said.needs <= table.facts.keys()
        if self.is_ever_settled:
            self._compile(program, table, filed)

    @property
    def is_always_settled(self) -> bool:
        """Tell whether whole columns show that every row may be read as settled."""
        return self.is_ever_settled and not self._masks

    def settled_rows(self, chunk: Chunk) -> Any:
        """Tell which rows have all that the reading of settled rows needs: one answer, or a mask."""
        if not self.is_ever_settled:
            return False
        return reduce(np.logical_and, [mask(chunk) for mask in self._masks], True)

    def read_settled(self, chunk: Chunk) -> Before:
        """Read rows whose facts are all known."""
        failed = np.zeros((self.planes, chunk.size), np.uint8)
        for place, node in self._conditions:
            mark(failed, place, _flags(np.logical_not(node(chunk)[0])))
        amount = None if self._amount is None else self._amount(chunk)
        limits = tuple(self._limit(claims, None if node is None else node(chunk)) for claims, node in self._limits)
        return Before(chunk.size, failed, amount, amount, limits)

    def read_answers(self, chunk: Chunk, *, is_settled: bool) -> tuple[Chunk, Before]:
        """Read rows as far as something may still be granted: those that are left, and what was read of them."""
        if not is_settled:
            before = self.read_unsettled(chunk)
            left = np.flatnonzero(~before.failed.any(axis=0))
            return chunk.narrowed(left), before.picked(left)
        held: Any = True
        for is_dear, node in self._by_cost:
            if held is not True and (DEAR_WORTH if is_dear else CHEAP_WORTH) * np.count_nonzero(held) < chunk.size:
                chunk, held = chunk.narrowed(np.flatnonzero(held)), True
            holds = as_array(_flags(node(chunk)[0]), chunk.size)
            held = holds if held is True else held & holds
        if held is not True and not np.all(held):
            chunk = chunk.narrowed(np.flatnonzero(held))
        amount = None if self._amount is None else self._amount(chunk)
        limits = tuple(self._limit(claims, None if node is None else node(chunk)) for claims, node in self._limits)
        return chunk, Before(chunk.size, np.zeros((self.planes, chunk.size), np.uint8), amount, amount, limits)

    def read_unsettled(self, chunk: Chunk) -> Before:
        """Read rows of which something is not known, or not plausible."""
        held = Held(self.revision, self.frame, chunk)
        reader = Unsettled(self.frame, held, held.event, held.parameter_day())
        failed = np.zeros((self.planes, chunk.size), np.uint8)
        steps = [(code, reader.read(term)) for code, term in self.said.own] + list(unsettled_steps(self.revision, held))
        for code, step in steps:
            mark(failed, self.places[code], _flags(np.logical_or(step.is_blocked, np.logical_not(step.high[0]))))
        holds = reduce(np.logical_and, [step.is_settled for _, step in steps])
        is_event_held = held.is_held(self.revision.event_fact)
        is_open = np.logical_not(holds) | held.is_faulty() | np.logical_not(is_event_held)
        missing = reduce(np.bitwise_or, [step.missing for _, step in steps])
        missing = missing | np.where(is_event_held, 0, self.frame.bit(self.revision.event_fact))
        limits = [None if ceiling.amount is None else reader.read(ceiling.amount) for ceiling in self.revision.ceilings]
        amount = None if self.revision.amount is None else reader.read(self.revision.amount)
        for value in (amount, *limits):
            if value is not None:
                is_open = is_open | np.logical_not(value.is_settled)
                missing = missing | value.missing
        if amount is not None:
            mark(failed, self.places["amount_withheld"], _flags(amount.is_blocked))
            holds = holds & np.equal(amount.withheld, 0)
        return Before(
            chunk.size,
            failed,
            None if amount is None else amount.low,
            None if amount is None else amount.high,
            tuple(
                Limit(ceiling.claims, None if limit is None else limit.low, None if limit is None else limit.high)
                for ceiling, limit in zip(self.revision.ceilings, limits, strict=True)
            ),
            is_open,
            holds,
            missing,
        )

    def _compile(self, program: Program, table: FactTable, filed: tuple[int, int]) -> None:
        to = Settled(self.frame, program, table, filed)
        conditions: list[tuple[int, Node]] = [(self.places[code], to.node(term)) for code, term in self.said.own]
        for code, signature, holds in settled_steps(self.revision, table, filed):
            node = program.node((code, *signature), _flag_node(holds))
            conditions.append((self.places[code], node))
        self._conditions = conditions
        dear = [*self.said.dear, *(False for _ in conditions[len(self.said.own) :])]
        costs = sorted(zip(dear, range(len(dear)), strict=True))
        self._by_cost = [(is_dear, conditions[place][1]) for is_dear, place in costs]
        self._amount = None if self.revision.amount is None else to.node(self.revision.amount)
        ceilings = self.revision.ceilings
        self._limits = [(ceiling.claims, None if ceiling.amount is None else to.node(ceiling.amount)) for ceiling in ceilings]
        first_day = max((int(timed(key, self.frame).starts[0]) for key in self.said.parameters), default=FIRST)
        if to.days()[0] < first_day:
            day = to.day()
            self._masks = (*self._masks, lambda chunk: np.greater_equal(day(chunk)[0], first_day))

    def _maskers(self, table: FactTable) -> Iterator[Callable[[Chunk], Any]]:
        """List what tells the rows that have all that is needed; columns that have it throughout are not asked row by row."""
        facts = table.facts
        for name in sorted(self.said.needs):
            if name in facts and not facts[name].is_whole:
                yield _known(name)
        if self.said.reads_tier and not ("partner_tax_line_14" in facts and facts["partner_tax_line_14"].is_whole):
            yield lambda chunk: np.logical_or(chunk.is_known("partner_tax_line_14"), ~chunk.values("has_two_notices"))
        for name in self.said.checked:
            if name in facts and not self._is_all_plausible(name, table):
                yield self._sound(name)

    def _is_all_plausible(self, name: str, table: FactTable) -> bool:
        column = table.facts[name]
        low, high = plausible(self.frame.specs[name], column.denominator)
        return low <= column.extent[0] and column.extent[1] <= high

    def _sound(self, name: str) -> Callable[[Chunk], Any]:
        spec = self.frame.specs[name]
        return lambda chunk: np.logical_or(np.logical_not(chunk.is_known(name)), is_plausible(name, chunk, spec))

    @staticmethod
    def _limit(claims: int | None, amount: Any) -> Limit:
        return Limit(claims, amount, amount)


def _known(name: str) -> Callable[[Chunk], Any]:
    return lambda chunk: chunk.is_known(name)


def _flag_node(holds: Callable[[Chunk], Any]) -> Callable[[], Any]:
    return lambda: (lambda chunk: (holds(chunk), 1), ())


def _flags(rows: Any) -> Any:
    """Make booleans of what a table of cases gives as numbers."""
    return rows if getattr(rows, "dtype", None) == np.bool_ or isinstance(rows, bool) else np.not_equal(rows, 0)


def _amount_shape(revision: Revision, frame: Frame) -> Shape | None:
    """Bound every term, once for the same denominators and parameters; give the shape of the amount."""
    denominators = tuple((name, frame.denominators[name]) for name in said_by(revision).may_miss if frame.denominators.get(name, 1) != 1)
    timelines = tuple((key, frame.parameters.timelines.get(key)) for key in sorted(said_by(revision).parameters))
    key = (revision, denominators, timelines)
    if key not in _SHAPES:
        if len(_SHAPES) > MOST_SHAPES:
            _SHAPES.clear()
        _SHAPES[key] = _bounded_amount(revision, frame)
    return _SHAPES[key]


def _bounded_amount(revision: Revision, frame: Frame) -> Shape | None:
    for term in said_by(revision).terms:
        shape_of(term, frame)
    if revision.amount is None:
        return None
    amount = shape_of(revision.amount, frame)
    limits = [shape_of(ceiling.amount, frame) for ceiling in revision.ceilings if ceiling.amount is not None]
    check_rounding(aligned_shapes((amount, *limits)))
    return amount
