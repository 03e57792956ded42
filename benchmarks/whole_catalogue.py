"""The whole catalogue over every person, alone in its process: seconds and peak memory, as one line of JSON."""

import json
import resource
import sys
import time
from collections.abc import Mapping

import numpy as np

from benchmarks.claims import BENEFICIARIES, Benefit, catalogue, drawn, persons
from entraide.population import columns
from entraide.population.synthetic import People


def measure(people: People, benefits: Mapping[str, Benefit]) -> dict[str, float | int]:
    """Decide every benefit for every subject, one table at a time; drawing the tables is not counted. Seconds of the processor."""
    spent, rows, granted, paid = 0.0, 0, 0, 0
    for benefit in benefits.values():
        claims = drawn(people, benefit)
        start = time.process_time()
        decisions = columns.decide_rows(benefit.revisions, claims.table, parameters=benefit.parameters, filed_on=claims.filed_on)
        spent += time.process_time() - start
        is_granted = decisions.status == 0
        rows, granted, paid = rows + claims.table.size, granted + int(is_granted.sum()), paid + int(np.sum(decisions.amount[is_granted]))
    return {"benefits": len(benefits), "rows": rows, "granted": granted, "paid_cents": paid, "seconds": spent}


def peak_bytes() -> int:
    """Give the most memory that this process ever held (kibibytes on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    people = persons(int(sys.argv[1]) if len(sys.argv) > 1 else BENEFICIARIES)
    found = measure(people, catalogue())
    size = {"beneficiaries": people.openers.size, "dependants": people.dependants.size}
    print(json.dumps(size | found | {"peak_bytes": peak_bytes()}))
