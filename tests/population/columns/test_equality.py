"""The two readings of the rules are equal to the cent and to the reason, whatever the rule and whatever is known."""

import os
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.core.rules import ParameterBook, Revision
from entraide.population.columns import GRANTED, REFUSED, UNKNOWN, TooWideForColumns
from tests.population.columns.reference import Answer, Row, column_answers, differences, scalar_answers, shared_answers
from tests.population.columns.rows import DENOMINATOR, Claimant
from tests.population.columns.rules import BOOK, histories, sharing, withholdings
from tests.scenarios.reading import catalogue, parameters, revisions_of


# How many pairs of rule and facts are compared: 2,000 here, as many as one likes in `make fuzz`.
PAIRS = int(os.environ.get("ENTRAIDE_FUZZ", "2000"))
AT_ONCE = 50
CODES = tuple(dict.fromkeys(revision.code for revision in catalogue()))
patient = settings(deadline=None, suppress_health_check=[*HealthCheck], database=None)


class Tally:
    """Counts what was compared, so that a test that compares nothing fails."""

    def __init__(self) -> None:
        self.pairs = 0
        self.too_wide = 0
        self.answers: Counter[int] = Counter()

    def compare(self, rules: Sequence[Revision], rows: Sequence[Row], scalar: list[Answer], book: ParameterBook) -> None:
        """Read claims over columns and hold each answer against the scalar one."""
        columns = column_answers(rules, rows, book, denominator=DENOMINATOR, rows_at_a_time=32)
        assert not differences(scalar, columns, [*rows] * (len(scalar) // len(rows)))
        self.pairs += len(scalar)
        self.answers.update(answer.status for answer in scalar)

    def hold(self, wanted: int) -> str:
        """Hold the count to what was promised, in each of the three answers; say it."""
        assert self.pairs >= wanted
        assert min(self.answers[status] for status in (GRANTED, REFUSED, UNKNOWN)) >= wanted // 100
        answers = {name: self.answers[status] for name, status in (("granted", GRANTED), ("refused", REFUSED), ("unknown", UNKNOWN))}
        return f"{self.pairs} pairs of rule and facts compared ({answers}), {self.too_wide} refused as too wide"


@pytest.fixture
def tally(capsys: pytest.CaptureFixture[str]) -> Tally:
    return Tally()


def test_both_readings_of_random_rules_are_equal_to_the_cent_and_to_the_reason(tally: Tally, capsys: pytest.CaptureFixture[str]) -> None:
    @settings(patient, max_examples=PAIRS * 3 // (AT_ONCE * 2) + 10)
    @given(histories(), st.integers(0, 2**32), st.booleans())
    def compare(rules: list[Revision], seed: int, whole: bool) -> None:
        rows = Claimant(rules, BOOK, seed).rows(AT_ONCE, whole=whole)
        try:
            tally.compare(rules, rows, scalar_answers(rules, rows, BOOK), BOOK)
        except TooWideForColumns:
            tally.too_wide += AT_ONCE

    compare()
    said = tally.hold(PAIRS)
    with capsys.disabled():
        print(f"\nrandom rules: {said}")


def test_what_is_withheld_or_not_asked_reads_alike(tally: Tally, capsys: pytest.CaptureFixture[str]) -> None:
    @settings(patient, max_examples=PAIRS * 11 // (AT_ONCE * 10) + 10)
    @given(withholdings(), st.integers(0, 2**32))
    def compare(rules: list[Revision], seed: int) -> None:
        rows = Claimant(rules, BOOK, seed).hidden_rows(AT_ONCE)
        try:
            tally.compare(rules, rows, scalar_answers(rules, rows, BOOK), BOOK)
        except TooWideForColumns:
            tally.too_wide += AT_ONCE

    compare()
    said = tally.hold(PAIRS)
    with capsys.disabled():
        print(f"\nproofs withheld: {said}")


def test_shared_ceilings_are_used_in_order_of_event_then_of_birth(tally: Tally, capsys: pytest.CaptureFixture[str]) -> None:
    @settings(patient, max_examples=PAIRS // (2 * AT_ONCE) + 10)
    @given(sharing(), st.integers(0, 2**32), st.booleans())
    def compare(rules: list[Revision], seed: int, whole: bool) -> None:
        rows = Claimant(rules, BOOK, seed).rows(AT_ONCE // 2, whole=whole, alone=False)
        try:
            tally.compare(rules, rows, shared_answers(rules, rows, BOOK), BOOK)
        except TooWideForColumns:
            tally.too_wide += AT_ONCE

    compare()
    said = tally.hold(PAIRS // 4)
    with capsys.disabled():
        print(f"\nshared ceilings: {said}")


def test_every_benefit_of_the_catalogue_reads_alike_around_its_thresholds(tally: Tally, capsys: pytest.CaptureFixture[str]) -> None:
    for code in CODES:
        for seed in range(PAIRS // (len(CODES) * AT_ONCE) + 1):
            rules = revisions_of(code)
            for whole in (True, False):
                claimant = Claimant(rules, parameters(), seed)
                cases = [(case, revision) for revision in rules for case in revision.cases if not case.bills]
                near = [claimant.near(*claimant.random.choice(cases)) for _ in range(AT_ONCE)] if cases else []
                rows = [*near, *claimant.rows(AT_ONCE // 2, whole=whole)]
                tally.compare(rules, rows, scalar_answers(rules, rows, parameters()), parameters())
    said = tally.hold(PAIRS)
    with capsys.disabled():
        print(f"\nthe {len(CODES)} benefits of the catalogue: {said}")


def test_benefits_of_the_catalogue_that_share_a_ceiling_read_alike(tally: Tally) -> None:
    keys = Counter(key for code in CODES for key in {ceiling.key for revision in revisions_of(code) for ceiling in revision.ceilings})
    for key in [key for key, count in keys.items() if count > 1]:
        rules = [revision for revision in catalogue() if any(ceiling.key == key for ceiling in revision.ceilings)]
        rules = [revision for code in dict.fromkeys(rule.code for rule in rules) for revision in revisions_of(code)]
        for seed in range(PAIRS // 1000 + 1):
            rows = Claimant(rules, parameters(), seed).rows(AT_ONCE, whole=True, alone=False)
            tally.compare(rules, rows, shared_answers(rules, rows, parameters()), parameters())
    assert tally.pairs
