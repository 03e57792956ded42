"""The decision of whole tables: rows in chunks that stay in the cache, each benefit in its turn, every reading shared."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.parameters import ParameterBook
from entraide.population.columns.benefits import Benefit
from entraide.population.columns.calendar import FIRST, LAST, number_of
from entraide.population.columns.call import AnswersAlone, UsageColumns, WithReasons
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.decisions import Decisions
from entraide.population.columns.facts import FactTable
from entraide.population.columns.program import Program


FiledOn = date | NDArray[np.int32]


def decide_rows(
    revisions: Sequence[Revision],
    table: FactTable,
    *,
    parameters: ParameterBook,
    filed_on: FiledOn,
    usage: UsageColumns | None = None,
    reasons: bool = True,
) -> Decisions:
    """Decide every row of a table by the revisions of one benefit, each by the revision of its own day.

    A row whose event is not known is decided by the revision of the day of filing. Ceilings that several rows share are used in order of
    event, then of birth, then of row; only what is granted counts, with what `usage` says was used before this call. Without `reasons`,
    the answers and the amounts are the same, and what one condition refuses is not read any further.

    :raises ValueError: if no revision is given, if they are not of one benefit, or if a day of filing is out of the calendar.
    :raises TypeError: if a column is not of the type of its fact.
    :raises TooWideForColumns: if a term may overflow 64 bits, or divide by zero.
    """
    if len({revision.code for revision in revisions}) != 1:
        raise ValueError("one benefit at a time: the revisions of one code")
    decided = decide_catalogue(revisions, table, parameters=parameters, filed_on=filed_on, usage=usage, reasons=reasons)
    return decided[revisions[0].code]


def decide_catalogue(
    revisions: Iterable[Revision],
    table: FactTable,
    *,
    parameters: ParameterBook,
    filed_on: FiledOn,
    usage: UsageColumns | None = None,
    reasons: bool = True,
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
    call = (WithReasons if reasons else AnswersAlone)(table, benefits, filed, usage or {})
    for start in range(0, table.size, call.rows_at_a_time):
        rows = slice(start, min(start + call.rows_at_a_time, table.size))
        call.read(Chunk(table, rows, filed if isinstance(filed, int) else filed[rows]))
    call.use_shared_ceilings()
    return {benefit.code: decisions for benefit, decisions in zip(benefits, call.decisions, strict=True)}


def _filed(filed_on: FiledOn, size: int) -> Any:
    days: Any = number_of(filed_on) if isinstance(filed_on, date) else filed_on
    if not isinstance(days, int):
        if len(days) != size:
            raise ValueError(f"filed_on holds {len(days)} rows, the table {size}")
        days = days.astype(np.int32, copy=False)
    if size and not FIRST <= np.min(days) <= np.max(days) <= LAST:
        raise ValueError("a claim is filed on a day of the calendar of facts")
    return days
