"""A million lines of lists on both databases, beside the copy of exactly the rows that they leave; ENTRAIDE_BENCH_ROWS says how many."""

import json
import os
import subprocess
import sys

from benchmarks.databases import LENT
from benchmarks.figure import Figure


TIMES_THE_COPY = 2.0
PREVIEW_SECONDS = 3.0
MEGABYTES = 500.0
CHILD = "import django; django.setup(); from benchmarks.roster_load import main; main()"


def run() -> list[Figure]:
    """Measure each database in a process of its own, so that its memory is its own too."""
    figures = []
    for name, lent in LENT:
        with lent() as url:
            figures += _figures(name, _measured(url))
    return figures


def _measured(url: str) -> dict[str, float]:
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run([sys.executable, "-c", CHILD], env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _figures(database: str, seconds: dict[str, float]) -> list[Figure]:
    rows = f"{int(os.environ.get('ENTRAIDE_BENCH_ROWS', '1000000')):,} rows".replace(",", " ")
    copy, limit = round(seconds["copy"], 2), f"copy of the final rows, {database}"
    return [
        Figure(f"lists, {rows}, {database}", round(seconds["load"], 2), "s", limit, copy, TIMES_THE_COPY),
        Figure(f"lists again, 1 % changed, {rows}, {database}", round(seconds["again"], 2), "s", limit, copy, TIMES_THE_COPY),
        Figure(f"lists, memory, {rows}, {database}", round(seconds["megabytes"]), "MB", "limit", MEGABYTES, 1.0),
        Figure(f"preview of 10 000 agents, {database}", round(seconds["preview"], 2), "s", "limit", PREVIEW_SECONDS, 1.0),
    ]
