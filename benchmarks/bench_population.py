"""A synthetic France of a million heads, to files and into PostgreSQL, without a past and with five years of it.

ENTRAIDE_BENCH_ROWS says how many heads. Each run is the command in a process of its own, in a database of its own; the limits are those
of a million on two cores.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from benchmarks.databases import postgresql_server, rows_wanted
from benchmarks.figure import Figure


PARQUET_SECONDS, DATABASE_SECONDS, PAST_SECONDS = 60.0, 300.0, 900.0
MEGABYTES = 2_000.0
YEARS = 5
HEADS_A_MEMBER = 47
COMMAND = ("-m", "entraide.config.cli")


def run() -> list[Figure]:
    """Measure the three ways, the smallest first: the memory of children is that of the largest so far."""
    heads = rows_wanted(1_000_000)
    size = ("--members", str(max(20, heads // HEADS_A_MEMBER)), "--beneficiaries", str(heads), "--seed", "1")
    named = f"synthetic France, {heads:,} heads".replace(",", " ")
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as folder:
        figures = [_timed(f"{named}, Parquet", PARQUET_SECONDS, ["generate", *size, "--parquet", f"{folder}/france"])]
    for years, limit, name in ((0, DATABASE_SECONDS, "PostgreSQL"), (YEARS, PAST_SECONDS, f"PostgreSQL, {YEARS} years of past")):
        with postgresql_server() as url:
            _entraide(["migrate", "--verbosity", "0"], url)
            figures.append(_timed(f"{named}, {name}", limit, ["generate", *size, "--database", "--years", str(years)], url))
            figures.append(Figure(f"the same, memory, {name}", round(_megabytes()), "MB", "limit", MEGABYTES, 1.0))
    return figures


def _timed(name: str, limit: float, words: Sequence[str], url: str = "") -> Figure:
    begun = time.perf_counter()
    _entraide(["population", *words], url)
    return Figure(name, round(time.perf_counter() - begun, 1), "s", "limit of the issue, a million heads", limit, 1.0)


def _entraide(words: Sequence[str], url: str) -> None:
    """Run the command: a figure that is missed fails the measure."""
    environment = os.environ | ({"DATABASE_URL": url} if url else {})
    subprocess.run([sys.executable, *COMMAND, *words], env=environment, check=True, stdout=sys.stderr)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
