"""Ages that are only compared: no age is worked out, the birth is held against the latest one that reaches so many years."""

from collections.abc import Callable
from typing import Any, Literal

from entraide.core.rules.language import terms as t
from entraide.population.columns.calendar import latest_births, read
from entraide.population.columns.chunks import Chunk
from entraide.population.columns.program import Node


Holds = Callable[[Chunk], Any]


def reached(at: t.AgeAt, years: int, born: Node, event: Node, *, events: tuple[int, int]) -> Holds | Literal[True]:
    """Tell who is at least so many years old; `events` are the first and the last day of event. One answer where everybody is."""
    if years <= 0:
        return True
    births = latest_births(years, in_civil_year=at is t.AgeAt.CIVIL_YEAR)
    first, last = (read(births.table, day) for day in events)
    if first == last:
        return lambda chunk: born(chunk)[0] <= first
    return lambda chunk: births.holds(event(chunk)[0], born(chunk)[0])


# For each comparison, from how many more years on it holds, and whether it holds under that age rather than from it.
BOUNDS: dict[type, tuple[int, bool]] = {
    t.AtLeast: (0, False),
    t.MoreThan: (1, False),
    t.LessThan: (0, True),
    t.AtMost: (1, True),
}
