"""Where the columns spend their time: by hand, `python -m benchmarks.column_profile [beneficiaries]`.

For each benefit of the whole catalogue the seconds and the nanoseconds per claim; then the functions of the columns by the time spent in
them and in the NumPy calls that they make, over the whole catalogue.
"""

import cProfile
import pstats
import sys
import time
from pathlib import Path

from benchmarks.claims import BENEFICIARIES, Claims, catalogue, drawn, persons, twelve
from entraide.population.columns import decide_rows


SHOWN = 25
COLUMNS = str(Path("entraide") / "population" / "columns")


def by_benefit(beneficiaries: int = BENEFICIARIES, *, whole: bool = True) -> list[tuple[str, int, float]]:
    """Decide each benefit once warm, of the whole catalogue or of the twelve: its code, its claims and its seconds, the slowest first."""
    people = persons(beneficiaries)
    found = []
    for benefit in catalogue().values() if whole else twelve():
        claims = drawn(people, benefit)
        _decided(claims)
        start = time.process_time()
        _decided(claims)
        found.append((benefit.code, claims.table.size, time.process_time() - start))
    return sorted(found, key=lambda line: -line[2])


def by_function(beneficiaries: int = BENEFICIARIES, *, whole: bool = True) -> list[tuple[str, int, float]]:
    """Profile all of them together: each function of the columns, its calls, and its seconds with those of the NumPy calls it makes."""
    people = persons(beneficiaries)
    profile = cProfile.Profile()
    for benefit in catalogue().values() if whole else twelve():
        claims = drawn(people, benefit)
        profile.runcall(_decided, claims)
    own: dict[str, list[float]] = {}
    for (file, line, function), (_, calls, alone, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if COLUMNS in file:
            _add(own, f"{Path(file).stem}.{function}:{line}", calls, alone)
            continue
        for (caller_file, caller_line, caller), (_, _, spent, _) in callers.items():
            if COLUMNS in caller_file:
                _add(own, f"{Path(caller_file).stem}.{caller}:{caller_line}", 0, spent)
    return sorted(((name, int(calls), spent) for name, (calls, spent) in own.items()), key=lambda line: -line[2])


def _add(own: dict[str, list[float]], name: str, calls: int, spent: float) -> None:
    held = own.setdefault(name, [0, 0.0])
    held[0] += calls
    held[1] += spent


def _decided(claims: Claims) -> None:
    decide_rows(claims.benefit.revisions, claims.table, parameters=claims.benefit.parameters, filed_on=claims.filed_on)


def main(beneficiaries: int) -> None:
    """Print both tables, of the whole catalogue."""
    lines = by_benefit(beneficiaries)
    print(f"{sum(line[2] for line in lines):.3f} s for {sum(line[1] for line in lines):,} claims")
    for code, rows, spent in lines[:SHOWN]:
        print(f"{spent * 1000:9.1f} ms  {spent / max(rows, 1) * 1e9:7.1f} ns by claim  {code}")
    for name, calls, spent in by_function(beneficiaries)[:SHOWN]:
        print(f"{spent * 1000:9.1f} ms  {calls:8,} calls  {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else BENEFICIARIES)
