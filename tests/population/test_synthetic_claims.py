"""Synthetic claims: a row for each subject, plausible facts, both sides of every threshold, and all of it by seed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from entraide.core.money import Money
from entraide.core.rules import FACTS, Condition, Confidence, FactSpec, Kind, PaidBy, ReadsOn, Revision, Subject
from entraide.core.rules.language import terms as t
from entraide.population.columns.facts import NOT_ASKED, WITHHELD, FactColumn, FactTable
from entraide.population.synthetic import CHILD, SPOUSE, People, claims_for, filing_days, synthetic_people
from entraide.population.synthetic.persons import EPOCH, days_of


TODAY = date(2024, 10, 15)
HIRE = FactSpec("rental_months", Kind.COUNT, "le nombre de mois", "Combien de mois ?", "", "mois", 1, 12)
ROOM = FactSpec("home", Kind.CHOICE, "le logement", "Quel logement ?", "", "", "a", "b", {"locataire": "l", "propriétaire": "p"})


@cache
def people() -> People:
    return synthetic_people(beneficiaries=8000, seed=11, on=TODAY)


def revision(subject: Subject = Subject.CHILD, **changed: object) -> Revision:
    whole = Revision(
        code="essai",
        name="Essai",
        theme="Essai",
        summary="Essai",
        subject=subject,
        event_fact="event_on",
        reads_parameters_on=ReadsOn.EVENT,
        audience=("active",),
        since=date(2019, 1, 1),
        source="Essai",
        confidence=Confidence.ILLUSTRATIVE,
        paid_by=PaidBy.TRANSFER,
        conditions=(Condition("minimum", t.AtLeast(t.Fact("expense"), t.money(60))),),
        amount=t.Capped(t.money(120), t.Fact("expense")),
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def reading(*names: str, own: tuple[FactSpec, ...] = (), subject: Subject = Subject.CHILD) -> Revision:
    """Make a revision that names some facts, of the table or its own."""
    by_name = {spec.name: spec for spec in own}
    listed = tuple(Condition(f"c{rank}", t.Equals(*[t.Fact(name, by_name.get(name))] * 2)) for rank, name in enumerate(names))
    return revision(subject, conditions=listed, own_facts=own)


def natives(column: FactColumn, spec: FactSpec) -> list[object]:
    """Write the first values as callers of the scalar reading hold them."""
    write = {
        Kind.MONEY: lambda value: Money(int(value)),
        Kind.DATE: lambda value: date.fromordinal(EPOCH.toordinal() + int(value)),
        Kind.RATE: lambda value: Fraction(int(value), column.denominator),
        Kind.COUNT: int,
        Kind.FLAG: bool,
        Kind.CHOICE: lambda value: sorted(spec.choices)[value],
    }[spec.kind]
    return [write(value) for value in column.values[:400]]


def equal(one: FactTable, other: FactTable) -> bool:
    return one.facts.keys() == other.facts.keys() and all(
        np.array_equal(one.facts[name].values, other.facts[name].values) for name in one.facts
    )


@pytest.mark.parametrize("subject", list(Subject))
def test_every_fact_of_the_table_is_drawn_plausible(subject: Subject) -> None:
    table = claims_for(people(), reading(*FACTS, subject=subject), year=2024, seed=1)
    assert {*table.facts} == {*FACTS}
    for name, column in table.facts.items():
        assert len(column.values) == table.size
        assert [fault for value in natives(column, FACTS[name]) if (fault := FACTS[name].fault_in(value))] == [], name


def test_the_facts_that_a_benefit_declares_are_drawn_within_their_own_bounds() -> None:
    table = claims_for(people(), reading("rental_months", "home", own=(HIRE, ROOM)), year=2024, seed=1)
    assert {*table.facts["rental_months"].values.tolist()} == {*range(1, 13)}
    assert {*table.facts["home"].values.tolist()} == {0, 1}


@pytest.mark.parametrize(("subject", "kind"), [(Subject.CHILD, CHILD), (Subject.SPOUSE, SPOUSE)])
def test_a_benefit_for_dependants_has_one_row_for_each_of_them(subject: Subject, kind: int) -> None:
    dependants = people().dependants
    rows = dependants.kind == kind
    table = claims_for(people(), reading("born_on", subject=subject), year=2024, seed=1)
    assert table.size == rows.sum()
    assert np.array_equal(table.subject, dependants.person[rows])
    assert np.array_equal(table.opener, dependants.opener[rows])
    assert np.array_equal(table.household, people().openers.household[dependants.opener[rows]])
    assert np.array_equal(table.facts["born_on"].values, dependants.born_on[rows])


@pytest.mark.parametrize("subject", [Subject.SELF, Subject.HOUSEHOLD])
def test_a_benefit_for_oneself_or_the_household_has_one_row_for_each_beneficiary(subject: Subject) -> None:
    table = claims_for(people(), reading("born_on", "tax_line_14", subject=subject), year=2024, seed=1)
    assert table.size == people().openers.size
    assert np.array_equal(table.subject, table.opener)
    assert np.array_equal(table.facts["born_on"].values, people().openers.born_on)
    assert np.array_equal(table.facts["tax_line_14"].values, people().openers.tax_line_14)


def test_the_event_lies_in_the_year_and_a_new_term_in_september() -> None:
    for event, first, last in (("event_on", (1, 1), (12, 31)), ("term_started_on", (9, 1), (9, 30))):
        held = claims_for(people(), revision(event_fact=event), year=2023, seed=1).facts[event].values
        assert held.dtype == np.int32
        assert (held.min(), held.max()) == (days_of(date(2023, *first)), days_of(date(2023, *last)))


def test_where_the_event_is_a_birth_the_subjects_are_those_born_then() -> None:
    table = claims_for(people(), revision(event_fact="born_on"), year=2024, seed=1)
    born_on = table.facts["born_on"].values
    assert 0 < table.size < people().openers.size
    assert days_of(date(2023, 1, 1)) <= born_on.min() <= born_on.max() <= days_of(TODAY)


def test_amounts_meet_both_sides_of_every_threshold_of_the_rule() -> None:
    expense = claims_for(people(), revision(), year=2024, seed=1).facts["expense"].values
    assert {5999, 6000, 6001, 11999, 12000, 12001} <= {*expense.tolist()}
    assert expense.max() > 20_000


def test_rates_share_the_denominator_of_the_rule_s_own() -> None:
    rule = revision(conditions=(Condition("rate", t.AtLeast(t.Fact("disability_rate"), t.Const(Kind.RATE, Fraction(1, 8)))),))
    column = claims_for(people(), rule, year=2024, seed=1).facts["disability_rate"]
    assert column.denominator == 200
    children = people().dependants.kind == CHILD
    assert np.array_equal(column.values, people().dependants.disability_rate[children].astype(np.int64) * 2)


def test_all_the_revisions_of_a_benefit_are_served_by_one_table() -> None:
    former = reading("care_days")
    table = claims_for(people(), [former, revision(since=date(2024, 7, 1))], year=2024, seed=1)
    assert {"care_days", "expense", "event_on", "status", "rights_since", "opens_right"} == {*table.facts}
    with pytest.raises(ValueError, match="at least one revision"):
        claims_for(people(), [], year=2024, seed=1)


def test_the_same_seed_gives_the_same_claims_and_another_seed_or_year_gives_others() -> None:
    first = claims_for(people(), revision(), year=2024, seed=1)
    assert equal(first, claims_for(people(), revision(), year=2024, seed=1))
    assert not equal(first, claims_for(people(), revision(), year=2024, seed=2))
    assert not equal(first, claims_for(people(), revision(), year=2023, seed=1))


def test_a_share_of_the_values_may_be_missing_but_never_the_event_nor_the_rights() -> None:
    table = claims_for(people(), reading("care_days", "born_on"), year=2024, seed=1, not_asked=0.2, withheld=0.1)
    for name in ("care_days", "born_on", "expense"):
        state = table.facts[name].state
        assert state is not None
        assert (state == NOT_ASKED).mean() == pytest.approx(0.2, abs=0.02)
        assert (state == WITHHELD).mean() == pytest.approx(0.1, abs=0.02)
    assert [table.facts[name].state for name in ("event_on", "status", "rights_since")] == [None, None, None]


def test_claims_are_filed_after_their_event_some_of_them_too_late() -> None:
    table = claims_for(people(), revision(), year=2024, seed=1)
    waited = filing_days(table, revision(), seed=1) - table.facts["event_on"].values
    assert waited.min() == 0
    assert 0.02 < (waited > 183).mean() < 0.1
