"""The parts of the columns one by one: the calendar, exact numbers, what is refused, and what is shared."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from entraide.core.money import Money, Rounding
from entraide.core.rules import Ceiling, Deadline, DeadlineStart, Kind, Period, ReadsOn, Scope, ceiling_span, parameter_day
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.deadlines import first_day, last_day_of
from entraide.core.rules.language.definition import Revision
from entraide.core.timeline import add_months, years_between
from entraide.population.columns import (
    GRANTED,
    NO_REVISION,
    REFUSED,
    FactColumn,
    FactTable,
    TooWideForColumns,
    UsedColumn,
    decide_catalogue,
    decide_rows,
)
from entraide.population.columns import calendar as days
from entraide.population.columns.exact import rounded
from entraide.population.columns.held import plausible
from tests.population.columns.reference import answers_of, chunks_of, table_of
from tests.population.columns.rows import DENOMINATOR, Claimant
from tests.population.columns.rules import OWN
from tests.scenarios.reading import catalogue, parameters, revisions_of


FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
EVERY_DAY = [date.fromordinal(number) for number in range(FIRST.toordinal(), LAST.toordinal() + 1)]
AROUND_MONTHS = [day for day in EVERY_DAY if day.day in (1, 2, 27, 28, 29, 30, 31)]


def numbers(found: list[date]) -> list[int]:
    return [days.number_of(day) for day in found]


def test_ages_are_those_of_the_calendar_for_any_two_days():
    rng = np.random.default_rng(7)
    births, events = (np.array(EVERY_DAY)[rng.integers(0, len(EVERY_DAY), 20_000)].tolist() for _ in range(2))
    births += [date(2012, 2, 29), date(2012, 2, 29), date(2012, 3, 1), date(1999, 12, 31)]
    events += [date(2024, 2, 28), date(2024, 2, 29), date(2024, 2, 29), date(2000, 1, 1)]
    born, event = (days.codes().take(np.array(numbers(found)) - days.FIRST) for found in (births, events))
    lived = (event - born) >> days.YEAR_SHIFT
    assert lived.tolist() == [years_between(*pair) for pair in zip(births, events, strict=True)]


@pytest.mark.parametrize("months", [0, 1, 6, 12, 24])
@pytest.mark.parametrize("after", DeadlineStart)
def test_the_last_day_of_every_event_is_the_scalar_one(months: int, after: DeadlineStart) -> None:
    deadline = Deadline(months, after)
    assert days.last_days(deadline).tolist() == numbers([last_day_of(deadline, day) for day in EVERY_DAY])
    filed = [day for day in AROUND_MONTHS if 1950 < day.year < 2090]
    found = days.first_claimable(days.last_days(deadline), np.array(numbers(filed), np.int32))
    assert found.tolist() == numbers([first_day(deadline, day) for day in filed])


@pytest.mark.parametrize("reads_on", [ReadsOn.EVENT, ReadsOn.SCHOOL_YEAR_START, ReadsOn.CIVIL_YEAR_START])
def test_the_day_of_the_parameters_is_the_scalar_one(reads_on: ReadsOn) -> None:
    wanted = [parameter_day(reads_on, event_on=day, filed_on=LAST) for day in EVERY_DAY]
    assert days.parameter_days(reads_on).tolist() == numbers(wanted)


@pytest.mark.parametrize("period", Period)
def test_the_first_day_that_counts_under_a_ceiling_is_the_scalar_one(period: Period) -> None:
    ceiling = Ceiling("essai", Scope.SUBJECT, period, claims=1, years=3)
    spans = [ceiling_span(ceiling, day) for day in AROUND_MONTHS]
    wanted = [days.NEVER if span is None else days.number_of(span.since) for span in spans]
    found = days.starts_of(ceiling).take(np.array(numbers(AROUND_MONTHS)) - days.FIRST)
    assert found.tolist() == wanted


def test_claims_are_accepted_one_month_after_the_end_of_rights():
    assert days.last_days_after_rights().tolist() == numbers([add_months(day, 1) for day in EVERY_DAY])


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("denominator", [1, 2, 3, 40, 10**6])
def test_the_one_rounding_is_that_of_money(rounding: Rounding, denominator: int) -> None:
    cents = np.array([*range(-50, 51), 10**6, 10**6 + 1, 5 * 10**5, 15 * 10**5, -5 * 10**5, 10**12 + 1], np.int64)
    wanted = [Money.rounded(Fraction(one, denominator), rounding).cents for one in cents.tolist()]
    for of in (denominator, np.full(len(cents), denominator)):
        assert rounded((cents, of), rounding).tolist() == wanted
        positive = cents >= 0
        part = of if isinstance(of, int) else of[positive]
        found = rounded((cents[positive], part), rounding, may_be_negative=False)
        assert found.tolist() == [one for one, kept in zip(wanted, positive, strict=True) if kept]


def simple(amount: t.Term, **changes: object) -> Revision:
    return replace(revisions_of("plan-epargne-cheques-vacances")[-1], amount=amount, conditions=(), ceilings=(), **changes)


def rows_of(revision: Revision, count: int = 4, **columns: list[int]) -> FactTable:
    """Make claims of someone active whose rights are open, and whose event was yesterday."""
    yesterday = days.number_of(date(2024, 10, 14))
    facts = {revision.event_fact: np.full(count, yesterday, np.int32), "status": np.zeros(count, np.int8)}
    facts |= {name: np.array(values) for name, values in columns.items()}
    who = np.arange(count)
    return FactTable(count, {name: FactColumn(values) for name, values in facts.items()}, who, who, who)


def decided(revision: Revision, table: FactTable, **options: object):
    return decide_rows([revision], table, parameters=parameters(), filed_on=date(2024, 10, 15), **options)


def test_a_rule_that_may_pass_64_bits_is_refused_before_a_row_is_read():
    line = t.Fact("tax_line_14")
    thin = t.Const(Kind.RATE, Fraction(1, 10**6))
    wide = t.Times(t.Times(t.Times(t.Times(line, thin), thin), thin), thin)
    with pytest.raises(TooWideForColumns):
        decided(simple(wide), rows_of(simple(wide)))
    cubed = t.Times(t.Times(t.Times(t.Times(line, t.Fact("care_days")), t.Fact("care_days")), t.Fact("care_days")), t.Fact("care_days"))
    with pytest.raises(TooWideForColumns):
        decided(simple(cubed), rows_of(simple(cubed)))
    compared = t.Match(t.Equals(line, t.Times(t.Times(line, thin), thin)), (t.Case(t.Const(Kind.FLAG, True), line),), otherwise=line)
    with pytest.raises(TooWideForColumns):
        decided(simple(compared), rows_of(simple(compared)))


def test_a_divisor_that_may_be_zero_is_refused_before_a_row_is_read():
    revision = simple(t.DividedBy(t.Fact("expense"), t.Fact("care_days")))
    with pytest.raises(TooWideForColumns):
        decided(revision, rows_of(revision))


def test_the_greatest_numbers_that_are_accepted_do_not_overflow():
    share = t.Const(Kind.RATE, Fraction(999_999, 10**6))
    revision = simple(t.Times(t.Fact("tax_line_14"), share))
    table = rows_of(revision, tax_line_14=[10**9, 10**9 - 1, 1, 10])
    assert decided(revision, table).amount.tolist() == [999_999_000, 999_998_999, 1, 10]


def test_the_bounds_of_a_rate_are_brought_within_what_its_column_can_hold():
    share = OWN["taken_share"]
    assert [plausible(share, of) for of in (100, 12, 3)] == [(10, 75), (2, 9), (1, 2)]


def test_a_column_of_floats_is_no_column_of_facts():
    with pytest.raises(TypeError):
        FactColumn(np.array([1.5]))


def test_a_column_of_the_wrong_type_is_refused():
    revision = simple(t.Match(t.Fact("is_dependent"), (t.Case(t.Const(Kind.FLAG, True), t.money(1)),), otherwise=t.money(2)))
    with pytest.raises(TypeError):
        decided(revision, rows_of(revision, is_dependent=[0, 1, 1, 0]))
    with pytest.raises(TypeError):
        decided(revision, rows_of(revision, expense=[True, False, True, True]))
    with pytest.raises(TypeError):
        decided(revision, rows_of(revision, rights_since=[1, 2, 3, 4]))


def test_columns_and_days_of_another_length_are_refused():
    revision = simple(t.money(1))
    with pytest.raises(ValueError, match="holds 3 rows"):
        rows_of(revision, expense=[1, 2, 3])
    with pytest.raises(ValueError, match="filed_on holds 2 rows"):
        decide_rows([revision], rows_of(revision), parameters=parameters(), filed_on=np.zeros(2, np.int32))


def test_a_filing_out_of_the_calendar_is_refused():
    revision = simple(t.money(1))
    for day in (date(3, 1, 1), date(2101, 1, 1)):
        with pytest.raises(ValueError, match="day of the calendar"):
            decide_rows([revision], rows_of(revision), parameters=parameters(), filed_on=day)


def test_one_call_decides_one_benefit():
    with pytest.raises(ValueError, match="one benefit"):
        decide_rows(catalogue(), rows_of(simple(t.money(1))), parameters=parameters(), filed_on=date(2024, 10, 15))
    with pytest.raises(ValueError, match="one benefit"):
        decide_rows([], rows_of(simple(t.money(1))), parameters=parameters(), filed_on=date(2024, 10, 15))


def test_a_call_that_did_not_ask_for_reasons_has_none():
    revision = simple(t.Fact("expense"))
    found = decided(revision, rows_of(revision, expense=[0, 1, 2, 3]), reasons=False)
    assert (found.status.tolist(), found.amount.tolist()) == ([REFUSED, GRANTED, GRANTED, GRANTED], [0, 1, 2, 3])
    with pytest.raises(LookupError):
        found.reasons["nothing_to_pay"]


def test_a_table_without_rows_is_decided():
    revision = simple(t.money(1))
    found = decided(revision, rows_of(revision, 0))
    assert (len(found.status), len(found.low), found.count()) == (0, 0, {"granted": 0, "refused": 0, "unknown": 0, "none": 0})


def test_a_row_before_the_first_revision_is_of_no_revision():
    revision = simple(t.money(1), since=date(2024, 10, 14))
    early, known = days.number_of(date(2024, 10, 13)), days.number_of(date(2024, 10, 14))
    table = rows_of(revision, 2, **{revision.event_fact: np.array([early, known], np.int32)})
    assert decided(revision, table).status.tolist() == [NO_REVISION, GRANTED]


def test_what_was_used_before_counts_under_a_ceiling():
    revision = replace(simple(t.Fact("expense")), ceilings=(Ceiling("clé", Scope.SUBJECT, Period.CIVIL_YEAR, 2, t.money(100)),))
    table = rows_of(revision, expense=[5_000, 5_000, 5_000, 20_000])
    usage = {"clé": UsedColumn(np.array([0, 2, 1, 1]), np.array([0, 0, 10_000, 9_999]))}
    found = decided(revision, table, usage=usage)
    assert found.amount.tolist() == [5_000, 0, 0, 1]
    assert found.reasons["ceiling_claims"].tolist() == [False, True, False, False]
    assert found.reasons["ceiling_amount"].tolist() == [False, False, True, False]


def test_siblings_share_the_ceiling_of_their_parent_the_elder_first():
    ceiling = Ceiling("clé", Scope.BENEFICIARY, Period.CIVIL_YEAR, None, t.money(100))
    revision = replace(simple(t.Fact("expense")), ceilings=(ceiling,))
    young, old = days.number_of(date(2015, 1, 1)), days.number_of(date(2010, 1, 1))
    plain = rows_of(revision, expense=[8_000] * 4, born_on=np.array([young, old, young, old], np.int32))
    table = FactTable(4, plain.facts, np.array([1, 1, 2, 3]), plain.subject, plain.household)
    found = decided(revision, table)
    assert found.amount.tolist() == [2_000, 8_000, 8_000, 8_000]
    assert found.status.tolist() == [GRANTED] * 4


def test_a_child_of_two_homes_has_a_ceiling_in_each_whatever_the_numbers_are():
    ceiling = Ceiling("clé", Scope.SUBJECT_OF_BENEFICIARY, Period.CIVIL_YEAR, 1)
    revision = replace(simple(t.Fact("expense")), ceilings=(ceiling,))
    plain = rows_of(revision, expense=[100] * 4)
    far = 2**62
    table = FactTable(4, plain.facts, np.array([far, far, far - 1, far - 1]), np.array([far, far, far, far - 2]), plain.household)
    assert decided(revision, table).status.tolist() == [GRANTED, REFUSED, GRANTED, GRANTED]


def test_claims_of_one_day_for_persons_born_before_1970_share_a_ceiling_too():
    revision = replace(simple(t.Fact("expense")), ceilings=(Ceiling("clé", Scope.HOUSEHOLD, Period.EVENT, 2),))
    births = np.array([days.number_of(date(year, 5, 2)) for year in (1949, 1990, 1900, 1999)], np.int32)
    plain = rows_of(revision, expense=[100] * 4, born_on=births)
    table = FactTable(4, plain.facts, plain.opener, plain.subject, np.zeros(4, np.int64))
    assert decided(revision, table).status.tolist() == [GRANTED, REFUSED, GRANTED, REFUSED]


def test_a_withheld_proof_without_a_branch_is_refused_with_its_reason():
    revision = simple(t.Fact("expense"))
    plain = rows_of(revision, expense=[100] * 4)
    state = np.array([0, 1, 2, 0], np.uint8)
    facts = {**plain.facts, "expense": FactColumn(plain.facts["expense"].values, state=state)}
    found = decided(revision, FactTable(4, facts, plain.opener, plain.subject, plain.household))
    assert found.status.tolist() == [0, 2, 1, 0]
    assert found.reasons["amount_withheld"].tolist() == [False, False, True, False]
    assert found.missing["expense"].tolist() == [False, True, False, False]
    assert (found.low.tolist(), found.high.tolist()) == ([100, 0, 0, 100], [100, 10_000_000, 0, 100])


def test_the_whole_catalogue_on_one_table_reads_as_each_benefit_alone():
    rules = [one for one in catalogue() if one.subject.value == "child"]
    codes = list(dict.fromkeys(one.code for one in rules))
    keys = {key: len({one.code for one in rules for own in one.ceilings if own.key == key}) for one in rules for key in _keys(one)}
    rows = Claimant(rules, parameters(), 5).rows(120, whole=True)
    specs = {name: spec for one in rules for name, spec in one.specs.items()}
    table = table_of(rows, specs, DENOMINATOR)
    filed_on = np.array([days.number_of(row.filed_on) for row in rows], np.int32)
    with chunks_of(50):
        together = decide_catalogue(rules, table, parameters=parameters(), filed_on=filed_on)
    assert list(together) == codes
    alone = [code for code in codes if all(keys[key] == 1 for one in revisions_of(code) for key in _keys(one))]
    assert len(alone) > 5
    for code in alone:
        single = decide_rows(revisions_of(code), table, parameters=parameters(), filed_on=filed_on)
        assert answers_of(together[code]) == answers_of(single)


def _keys(revision: Revision) -> set[str]:
    return {ceiling.key for ceiling in revision.ceilings}


def test_the_size_of_chunks_changes_no_answer():
    rules = revisions_of("accueil-de-loisirs")
    rows = Claimant(rules, parameters(), 11).rows(100)
    specs = rules[-1].specs
    table = table_of(rows, specs, DENOMINATOR)
    filed_on = np.array([days.number_of(row.filed_on) for row in rows], np.int32)
    found = []
    for size in (1, 7, 100, 10**6):
        with chunks_of(size):
            found.append(answers_of(decide_rows(rules, table, parameters=parameters(), filed_on=filed_on)))
    assert found[0] == found[1] == found[2] == found[3]
    assert {answer.status for answer in found[0]} >= {GRANTED, REFUSED}
