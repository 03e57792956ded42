"""The rules over a million beneficiaries: the whole catalogue by columns, twelve benefits beside two peers, one household beside a limit.

Same rules, same persons, one run; where the columns and what is written by hand do not give the same cents, nothing is
measured. Times are of the processor, so that what else the machine does is not counted: no side uses more than one thread.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import ON, ROOT, Claims, catalogue, drawn, persons, plain_columns, twelve
from benchmarks.figure import Figure
from benchmarks.household import decided, household_claims, household_of
from benchmarks.peers import by_hand, openfisca_peer
from entraide.core.rules.households.entitlements import entitlements_of
from entraide.population.columns import decide_rows


GIGABYTE = 10**9
PEAK_GB = 1.5
WAIT_S = 10.0
TIMES_BY_HAND = 2.0
SHARE_OF_OPENFISCA = 1 / 3
HOUSEHOLD_MS = 2.0
TURNS = 5
HOUSEHOLD_TURNS = 200
HOUSEHOLD_AMONG = 2000
NOT_GRANTED = 0

# What one side answers: by benefit, the status (0 granted, 1 refused, 2 unknown, 3 no revision) and the cents of each row.
Answers = dict[str, tuple[NDArray[np.integer[Any]], NDArray[np.int64]]]


def run() -> list[Figure]:
    """Measure everything; the whole catalogue comes first, while this process is small, for a child may count its parent's memory."""
    whole = _whole_catalogue()
    people = persons()
    claims = {benefit.code: drawn(people, benefit) for benefit in twelve()}
    ours, hand, fisca, reasoned = measure_twelve(claims)
    print(f"  the twelve with the reasons of every refusal, which no peer gives: {reasoned:.3f} s")
    rows = sum(own.table.size for own in claims.values())
    return [
        Figure(
            f"{whole['benefits']} benefits, {whole['rows']:,} claims of {whole['beneficiaries']:,} beneficiaries, columns, with reasons",
            round(whole["seconds"], 3),
            "s",
            "limit of a wait, ours: the sources give none",
            WAIT_S,
            1.0,
        ),
        Figure("the same, peak memory of its process", round(whole["peak_bytes"] / GIGABYTE, 3), "GB", "limit", PEAK_GB, 1.0),
        Figure(
            f"12 benefits, {rows:,} claims, columns, status and cents", round(ours, 4), "s", "NumPy by hand", round(hand, 4), TIMES_BY_HAND
        ),
        Figure(
            f"12 benefits, {rows:,} claims, columns, status and cents",
            round(ours, 4),
            "s",
            "openfisca-core, build and evaluation",
            round(fisca, 4),
            SHARE_OF_OPENFISCA,
        ),
        _household(),
    ]


def measure_twelve(claims: Mapping[str, Claims], turns: int = TURNS) -> tuple[float, float, float, float]:
    """Give the best seconds of the columns, of NumPy by hand, of openfisca-core, and of the columns with reasons, turn about.

    Nothing is measured before they gave the same cents.

    :raises SystemExit: if the columns and NumPy by hand differ on one row
    """
    plain = {code: plain_columns(own) for code, own in claims.items()}
    system, laid_out = openfisca_peer.system(claims), openfisca_peer.persons(claims)
    sides: tuple[Callable[[], Answers], ...] = (
        lambda: by_columns(claims),
        lambda: {code: by_hand.decide(code, columns) for code, columns in plain.items()},
        lambda: _by_openfisca(system, laid_out),
        lambda: by_columns(claims, reasons=True),
    )
    best = [float("inf")] * len(sides)
    for turn in range(turns):
        answers = []
        for place, side in enumerate(sides):
            start = time.process_time()
            answers.append(side())
            best[place] = min(best[place], time.process_time() - start)
        if not turn:
            check_equal(answers[0], answers[1])
            check_equal(answers[3], answers[1])
            tell_inexact(answers[0], answers[2])
    return best[0], best[1], best[2], best[3]


def by_columns(claims: Mapping[str, Claims], *, reasons: bool = False) -> Answers:
    """Decide every claim by the columns of Entraide: status and cents as the peers do, or every reason of each refusal too."""
    found: Answers = {}
    for code, own in claims.items():
        decisions = decide_rows(own.benefit.revisions, own.table, parameters=own.benefit.parameters, filed_on=own.filed_on, reasons=reasons)
        found[code] = decisions.status, decisions.amount
    return found


def _by_openfisca(system: Any, laid_out: list[openfisca_peer.Persons]) -> Answers:
    """Build and evaluate; the euros are left as they come, the status is not one of its answers."""
    simulations = [openfisca_peer.build(system, given) for given in laid_out]
    return {
        code: (euros > 0, euros)
        for simulation, given in zip(simulations, laid_out, strict=True)
        for code, euros in openfisca_peer.evaluate(simulation, given).items()
    }


def check_equal(ours: Answers, hand: Answers) -> None:
    """Hold the columns and NumPy by hand to the same status and the same cents on every row.

    :raises SystemExit: if one row differs; it tells how many, and the first of them
    """
    faults = []
    for code, (status, amount) in ours.items():
        hand_status, hand_amount = hand[code]
        paid, hand_paid = np.where(status == 0, amount, NOT_GRANTED), np.where(hand_status == 0, hand_amount, NOT_GRANTED)
        rows = np.flatnonzero((paid != hand_paid) | (status != hand_status))
        if len(rows):
            row = int(rows[0])
            found = f"columns {status[row]} {paid[row]}, by hand {hand_status[row]} {hand_paid[row]}"
            faults.append(f"{code}: {len(rows)} of {len(status)} rows differ, the first is {row}: {found}")
    if faults:
        raise SystemExit("entraide: nothing is measured, the answers differ.\n" + "\n".join(faults))


def tell_inexact(ours: Answers, fisca: Answers) -> dict[str, tuple[int, int]]:
    """Print where openfisca-core is not exact: rows whose nearest cent differs, and cents by which the total in its own type is off."""
    found = {}
    for code, (status, amount) in ours.items():
        paid = np.where(status == 0, amount, NOT_GRANTED)
        euros = fisca[code][1]
        rows = int(np.count_nonzero(np.rint(euros.astype(np.float64) * 100).astype(np.int64) != paid))
        off = round(float(euros.sum()) * 100) - int(paid.sum())
        found[code] = rows, off
        print(f"  openfisca-core, {code}: {rows} rows off by a cent or more, total off by {off / 100:,.2f} EUR of {paid.sum() / 100:,.2f}")
    return found


def _whole_catalogue() -> dict[str, Any]:
    """Run the whole catalogue in a process of its own, whose peak memory is then its own."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.whole_catalogue"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"entraide: the whole catalogue cannot be measured.\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    print("  " + ", ".join(f"{name} {value:,}" for name, value in found.items()))
    return found


def _household() -> Figure:
    """Measure the decisions of one household; tell apart what its screen of rights takes in full."""
    benefits = catalogue()
    claims = household_claims(persons(HOUSEHOLD_AMONG), benefits)
    household, revisions = household_of(claims), {code: benefit.revisions for code, benefit in benefits.items()}
    parameters = next(iter(benefits.values())).parameters
    in_full = _median_ms(lambda: entitlements_of(revisions, household, parameters=parameters, on=ON))
    print(f"  one household in full, ceilings in their order and questions to ask: median {in_full} ms")
    name = f"one household, {len(decided(claims))} decisions with traces, median"
    return Figure(name, _median_ms(lambda: decided(claims)), "ms", "limit", HOUSEHOLD_MS, 1.0)


def _median_ms(act: Callable[[], object]) -> float:
    spent = []
    for _ in range(HOUSEHOLD_TURNS):
        start = time.process_time()
        act()
        spent.append((time.process_time() - start) * 1000)
    return round(median(spent), 3)
