"""The national call of a million heads with all its lines on both databases; one member's call of 8,000 lines as its page."""

from benchmarks.databases import measured_on_both, rows_wanted
from benchmarks.figure import Figure


CALL_SECONDS, TIMES_THE_COPY, PAGE_MS = 60.0, 2.0, 100.0


def run() -> list[Figure]:
    """Measure each database in a process of its own."""
    return [figure for name, found in measured_on_both("benchmarks.calls_load") for figure in _figures(name, found)]


def _figures(database: str, measured: dict[str, float]) -> list[Figure]:
    heads = f"{rows_wanted(1_000_000):,} heads".replace(",", " ")
    call, copy = round(measured["call"], 2), round(measured["copy"], 2)
    return [
        Figure(f"national call, {heads}, {database}", call, "s", "limit", CALL_SECONDS, 1.0),
        Figure(f"national call, {heads}, {database}", call, "s", f"copy of the final rows, {database}", copy, TIMES_THE_COPY),
        Figure(f"call of 8 000 lines, page, p95, {database}", round(measured["page"], 1), "ms", "limit", PAGE_MS, 1.0),
    ]
