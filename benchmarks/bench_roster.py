"""A million lines of lists on both databases, beside the copy of exactly the rows that they leave; ENTRAIDE_BENCH_ROWS says how many."""

from benchmarks.databases import measured_on_both, rows_wanted
from benchmarks.figure import Figure


TIMES_THE_COPY = 2.0
PREVIEW_SECONDS = 3.0
MEGABYTES = 500.0


def run() -> list[Figure]:
    """Measure each database in a process of its own, so that its memory is its own too."""
    return [figure for name, found in measured_on_both("benchmarks.roster_load") for figure in _figures(name, found)]


def _figures(database: str, seconds: dict[str, float]) -> list[Figure]:
    rows = f"{rows_wanted(1_000_000):,} rows".replace(",", " ")
    copy, limit = round(seconds["copy"], 2), f"copy of the final rows, {database}"
    return [
        Figure(f"lists, {rows}, {database}", round(seconds["load"], 2), "s", limit, copy, TIMES_THE_COPY),
        Figure(f"lists again, 1 % changed, {rows}, {database}", round(seconds["again"], 2), "s", limit, copy, TIMES_THE_COPY),
        Figure(f"lists, memory, {rows}, {database}", round(seconds["megabytes"]), "MB", "limit", MEGABYTES, 1.0),
        Figure(f"preview of 10 000 agents, {database}", round(seconds["preview"], 2), "s", "limit", PREVIEW_SECONDS, 1.0),
    ]
