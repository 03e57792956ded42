"""A claim entered, submitted with a document and decided, one process on PostgreSQL, beside a lean transaction written by hand."""

from benchmarks.databases import measured_on_postgresql
from benchmarks.figure import Figure


MILLISECONDS, TIMES_THE_LEAN, TRIPS = 5.0, 1.5, 24.0


def run() -> list[Figure]:
    """Measure in a process of its own."""
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
