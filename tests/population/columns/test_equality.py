"""The two readings of the rules are equal to the cent and to the reason, whatever the rule and whatever is known."""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.core.rules import Revision
from entraide.population.columns import TooWideForColumns
from tests.population.columns.reference import column_answers, differences, scalar_answers
from tests.population.columns.rows import DENOMINATOR, Claimant
from tests.population.columns.rules import BOOK, revisions


PAIRS = int(os.environ.get("ENTRAIDE_FUZZ", "2000"))
AT_ONCE = 50
COMPARED: Counter[str] = Counter()


def compare(drawn: list[Revision], seed: int, *, whole: bool) -> None:
    """Read claims both ways and count the pairs; a rule too wide for 64 bits is refused before a row is read."""
    rows = Claimant(drawn, BOOK, seed).rows(AT_ONCE, whole=whole)
    try:
        columns = column_answers(drawn, rows, BOOK, denominator=DENOMINATOR, rows_at_a_time=32)
    except TooWideForColumns:
        COMPARED["refused"] += len(rows)
        return
    scalar = scalar_answers(drawn, rows, BOOK)
    assert not differences(scalar, columns, rows)
    COMPARED["pairs"] += len(rows)
    COMPARED.update(answer.status for answer in scalar)


@settings(max_examples=max(PAIRS // AT_ONCE, 1), deadline=None, suppress_health_check=[*HealthCheck], database=None)
@given(revisions(), st.integers(0, 2**32), st.booleans())
def check_random_rules(revision: Revision, seed: int, whole: bool) -> None:
    compare([revision], seed, whole=whole)


def test_both_readings_of_random_rules_are_equal_to_the_cent_and_to_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    COMPARED.clear()
    check_random_rules()
    with capsys.disabled():
        print(f"\n{COMPARED['pairs']} pairs of rule and facts compared, {COMPARED['refused']} too wide; answers {dict(COMPARED)}")
