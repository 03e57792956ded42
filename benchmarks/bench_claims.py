"""A claim entered, submitted with a document and decided, one process on PostgreSQL, beside a lean transaction written by hand.

And flat-rate benefits decided together, beside the COPY of exactly the rows that they leave.
"""

from benchmarks.databases import measured_on_postgresql, rows_wanted
from benchmarks.figure import Figure


MILLISECONDS, TIMES_THE_LEAN, TRIPS, TIMES_THE_COPY = 5.0, 1.5, 24.0, 2.0


def run() -> list[Figure]:
    """Measure each in a process of its own."""
    return [*_one_by_one(), _together()]


def _together() -> Figure:
    found = measured_on_postgresql("benchmarks.decided_load")
    name = f"{rows_wanted(100_000):,} flat-rate benefits decided, PostgreSQL".replace(",", " ")
    return Figure(name, round(found["decide"], 2), "s", "COPY of the same rows", round(found["copy"], 2), TIMES_THE_COPY)


def _one_by_one() -> list[Figure]:
    found = measured_on_postgresql("benchmarks.claims_load")
    product, lean = (round(1000 * found[f"{name} seconds"], 2) for name in ("product", "lean"))
    name = "claim entered, submitted, decided, PostgreSQL"
    return [
        Figure(name, product, "ms", "two hundred a second", MILLISECONDS, 1.0),
        Figure(name, product, "ms", "lean transaction by hand", lean, TIMES_THE_LEAN),
        Figure("trips to the database of one claim", found["product trips"], "trips", "limit of the issue", TRIPS, 1.0),
        Figure(
            "trips to the database of one claim",
            found["product trips"],
            "trips",
            "lean transaction by hand",
            found["lean trips"],
            TIMES_THE_LEAN,
        ),
    ]
