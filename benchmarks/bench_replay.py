"""The real movements of communes since 2012 and the EPCI perimeters of 2019 to 2025, replayed on both databases beside their final rows.

Each database is fresh and each measure has a process of its own. The time is that of the clock: the server of PostgreSQL works in
another process. The lower bound writes exactly the final rows into the same tables, indexes, constraints and triggers, and reads nothing.
"""

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.claims import ROOT
from benchmarks.databases import LENT
from benchmarks.figure import Figure


LIMIT_S = 60.0
# Reading the files, working the events out in memory, writing row objects and comparing with the list come on top of the writing.
TIMES_COPY = 20.0
NAMES = {"sqlite": ("SQLite", "executemany"), "postgresql": ("PostgreSQL", "COPY")}


def run() -> list[Figure]:
    """Measure the replay on SQLite, then on PostgreSQL."""
    figures: list[Figure] = []
    for _, lent in LENT:
        with lent() as url:
            figures += _figures(_measured(url))
    return figures


def _figures(found: dict[str, Any]) -> list[Figure]:
    database, bulk = NAMES[found["vendor"]]
    name = f"replay of all movements 2012 to 2026 and EPCI perimeters 2019 to 2025, {found['rows']:,} final rows, {database}"
    return [
        Figure(name, found["replay"], "s", "limit", LIMIT_S, 1.0),
        Figure(name, found["replay"], "s", f"{bulk} of the final rows", found["copy"], TIMES_COPY),
    ]


def _measured(url: str) -> dict[str, Any]:
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "entraide.config.settings.test"}
    command = [sys.executable, "-m", "benchmarks.replay_once"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"entraide: the replay cannot be measured.\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    print("  " + ", ".join(f"{name} {value}" for name, value in found.items()))
    return found
