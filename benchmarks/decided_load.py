"""Flat-rate benefits decided together, with traces and reservations, beside the COPY of exactly the same rows: `bench_claims` starts it.

Each is decided by the scalar rules; it is written as those of a past year are, ordered and settled.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
from django.db import connection

from benchmarks import claims_load
from benchmarks.claims_load import BENEFIT, EVENT, LONG_AGO, NOW, TODAY, people, prepared
from benchmarks.databases import rows_wanted
from benchmarks.twins import timed, twin_of
from entraide.apps.accounts.actor import system_actor
from entraide.apps.claims.models import Decision, Reservation
from entraide.apps.claims.operations.decided_past import enter_decided
from entraide.apps.claims.operations.population import PastYear, PopulationKeys
from entraide.apps.members.models import Member
from entraide.config.population.years import known_rules
from entraide.core.rules import Known, Proof, decide
from entraide.core.rules.language.trace import to_text
from entraide.orm.columns import Keys
from entraide.orm.keys import uuid7
from entraide.population.synthetic.decided import DecidedClaim
from entraide.population.synthetic.persons import days_of


ROWS = rows_wanted(100_000)
AT_A_TIME = 2_000
FILED, SETTLED = date(2024, 3, 1), date(2024, 3, 20)
TABLES = (
    *("claims_claim", "claims_claimfact", "claims_decision", "claims_reservation"),
    *("payments_paymentorder", "ledger_journalentry", "usage_use"),
)


def held(keys: Sequence[UUID]) -> Keys:
    """Hold keys as columns do."""
    return Keys(np.frombuffer(b"".join(key.bytes for key in keys), ">u8").astype(np.uint64).reshape(-1, 2))


def year_of(keys: Sequence[UUID]) -> PastYear:
    """Lay out one benefit for each of some persons, all of one member."""
    size = len(keys)
    cents = next(iter(_decided(1)))[0][1]
    known = PopulationKeys(1, held(keys), held([uuid7()]), held([Member.objects.get().pk]))
    places, zeros = np.arange(size, dtype=np.int32), np.zeros(size, np.int32)
    days, amounts = np.full(size, days_of(SETTLED), np.int32), np.full(size, cents, np.int64)
    one_of_each = {"member": zeros, "committees": np.array(["Nord-Est"]), "code": zeros.astype(np.int16), "codes": (BENEFIT,)}
    return PastYear(known, FILED.year, places, zeros - 1, on=days, cents=amounts, **one_of_each)


def _decided(count: int) -> Iterator[list[tuple[DecidedClaim, int]]]:
    """Decide one claim after the other by the rules, some thousands at a time."""
    rules = known_rules()
    revision, proof = rules.benefits[BENEFIT][-1], Proof("Entraide", "liste nominative", FILED)
    values = {"status": "retiree", "rights_since": LONG_AGO, EVENT: FILED}
    facts = {name: Known(value, proof) for name, value in values.items()}
    for start in range(0, count, AT_A_TIME):
        found = []
        for row in range(start, min(start + AT_A_TIME, count)):
            outcome = decide(revision, facts=facts, parameters=rules.parameters, usage={}, filed_on=FILED)
            assert outcome.amount is not None
            claim = DecidedClaim(row, revision, facts, outcome.cuts, to_text(outcome.trace), FILED, outcome.last_day, FILED)
            found.append((claim, outcome.amount.cents))
        yield found


def main() -> None:
    """Prepare, decide and write, copy; print the figures.

    :raises RuntimeError: if somebody was left out.
    """
    claims_load.ROWS = (ROWS + 1) // 2
    with prepared(), tempfile.TemporaryDirectory() as folder:
        keys = [key for key, _ in people()][:ROWS]
        year = year_of(keys)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        twin = twin_of(TABLES)
        batches = ([claim for claim, _ in found] for found in _decided(ROWS))
        act = {"act_id": uuid7(), "actor": system_actor("bench"), "at": NOW, "on": TODAY}
        load = timed(lambda: enter_decided(batches=batches, year=year, **act))
        if (Decision.objects.count(), Reservation.objects.count()) != (ROWS, ROWS):
            raise RuntimeError(f"{Decision.objects.count()} decisions for {ROWS} persons")
        copy = twin.copied_in(Path(folder))
        twin.forget()
        print(json.dumps({"decide": load, "copy": copy}))
