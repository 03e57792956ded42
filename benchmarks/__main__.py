"""Run the modules `bench_*.py` of this folder, print their figures and keep them in `results.json`.

Each module has a function `run() -> list[Figure]`. ONLY=name runs `bench_name.py` alone and leaves the other figures as they were.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from benchmarks.figure import Figure


FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"
COLUMNS = ("name", "value", "unit", "against", "against_value", "ratio", "target", "holds")


def chosen(names: list[str], only: str) -> list[str]:
    """Choose the modules to run.

    :raises SystemExit: if ONLY names none of them
    """
    if only and only not in names:
        raise SystemExit(f"entraide: ONLY={only} names no benchmark: choose among {', '.join(names) or 'none yet'}.")
    return [only] if only else names


def merged(kept: list[dict[str, Any]], fresh: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Replace figures of the same name against the same peer, keep the others, add the new ones.

    >>> one, other = {"name": "a", "against": "x", "value": 1}, {"name": "a", "against": "y", "value": 2}
    >>> [row["value"] for row in merged([one, other], [one | {"value": 3}])]
    [3, 2]
    """
    by_name = {(row["name"], row["against"]): row for row in [*kept, *fresh]}
    return list(by_name.values())


def shown(value: Any) -> str:
    """Write one cell of the table."""
    if isinstance(value, bool):
        return "holds" if value else "MISSED"
    return f"{value:,.4g}" if isinstance(value, float) else str(value)


def table(rows: list[dict[str, Any]]) -> str:
    """Lay the figures out in columns."""
    cells = [list(COLUMNS), *([shown(row[column]) for column in COLUMNS] for row in rows)]
    widths = [max(len(line[position]) for line in cells) for position in range(len(COLUMNS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells)


def main() -> int:
    """Run, print, keep; give 1 when a figure misses its target."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.config.settings.dev")
    django.setup()
    only = os.environ.get("ONLY", "")
    names = chosen(sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py")), only)
    figures: list[Figure] = []
    for name in names:
        print(f"measuring {name}…", flush=True)
        figures += import_module(f"benchmarks.bench_{name}").run()
    fresh = [figure.row() for figure in figures]
    kept = json.loads(RESULTS.read_text()) if only and RESULTS.exists() else []
    RESULTS.write_text(json.dumps(merged(kept, fresh), indent=1, ensure_ascii=False) + "\n")
    print(table(fresh))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
