"""The twelve benefits of the benchmark written by hand in plain NumPy: the claims of a benefit go in, their statuses and amounts come out.

A benefit is one function of `benefits.py`. It receives a block of claims, large enough that the calls cost nothing and small enough that
memory is used again, and gives the rows that no condition refuses, with their cents. Ceilings are counted afterwards, on all claims.
"""

import numpy as np

from benchmarks.peers.by_hand.benefits import BENEFITS, Columns
from benchmarks.peers.by_hand.ceilings import cut
from benchmarks.peers.by_hand.days import Array


BLOCK = 1 << 20


def decide(benefit: str, columns: Columns) -> tuple[Array, Array]:
    """The status of each claim (0 granted, 1 refused, 3 no revision in force) and its amount in cents."""
    rule = BENEFITS[benefit]
    event = columns[rule.event]
    status, amount = np.empty(event.size, np.int8), np.zeros(event.size, np.int64)
    kept, cents = [], []
    for start in range(0, max(event.size, 1), BLOCK):
        block = slice(start, start + BLOCK)
        days = event[block]
        known = days >= rule.since
        status[block] = 3 - 2 * known.view(np.int8)
        rows, money = rule.pays({name: column[block] for name, column in columns.items()}, days, known)
        kept.append(rows + start if start else rows)
        cents.append(money)
    rows, money = (parts[0] if len(parts) == 1 else np.concatenate(parts) for parts in (kept, cents))
    if rule.ceiling:
        cut(rule.ceiling, columns, event, rows, money)
    amount[rows] = money
    status[rows] = money == 0
    return status, amount
