"""Corners of the language that random rules seldom reach, each read both ways."""

from dataclasses import replace
from datetime import date

import pytest

from entraide.core.money import Money
from entraide.core.rules import (
    NOT_ASKED,
    WITHHELD,
    Ceiling,
    Condition,
    Deadline,
    DeadlineStart,
    FactValue,
    Kind,
    Known,
    Period,
    Revision,
    Scope,
    Subject,
)
from entraide.core.rules.language import terms as t
from entraide.population.columns import GRANTED, REFUSED, UNKNOWN
from tests.population.columns.reference import Answer, Row, column_answers, shared_answers
from tests.population.columns.rules import BOOK
from tests.scenarios.reading import revisions_of


FILED = date(2024, 10, 15)
YESTERDAY = date(2024, 10, 14)
HAPPENED = Known(YESTERDAY)


def rule(amount: t.Term, **changes: object) -> Revision:
    plain = revisions_of("plan-epargne-cheques-vacances")[-1]
    usual = {"subject": Subject.SELF, "event_fact": "event_on", "conditions": (), "ceilings": (), "deadline": None, "audience": ("active",)}
    return replace(plain, amount=amount, **usual | changes)


def claim(who: int = 0, event: FactValue = HAPPENED, **facts: FactValue) -> Row:
    return Row({"status": Known("active"), "event_on": event, **facts}, FILED, {}, who, who, who)


def both(rules: list[Revision], *rows: Row) -> list[Answer]:
    """Read claims both ways; give the one answer."""
    scalar = shared_answers(rules, rows, BOOK)
    assert column_answers(rules, rows, BOOK) == scalar
    return scalar


def days_of_care(*counts: int) -> list[Row]:
    return [claim(number, care_days=Known(count)) for number, count in enumerate(counts)]


@pytest.mark.parametrize("gives", [t.money(20), t.Fact("expense")], ids=["a constant", "a fact"])
def test_a_scale_turns_on_the_very_value_that_starts_a_row(gives: t.Term) -> None:
    scale = t.Lookup(t.Fact("care_days"), (t.Row(t.count(0), t.money(10)), t.Row(t.count(7), gives), t.Row(t.count(30), t.money(40))))
    rows = [replace(row, facts={**row.facts, "expense": Known(Money(2_000))}) for row in days_of_care(0, 6, 7, 8, 29, 30, 31, 366)]
    assert [answer.amount for answer in both([rule(scale)], *rows)] == [1_000, 1_000, 2_000, 2_000, 2_000, 4_000, 4_000, 4_000]


def test_a_scale_over_a_rate_turns_on_the_very_rate() -> None:
    scale = t.Lookup(t.Fact("disability_rate"), (t.Row(t.percent(0), t.money(1)), t.Row(t.percent(50), t.money(2))))
    rates = [Known(t.percent(hundredths).value) for hundredths in (0, 49, 50, 51, 100)]
    answers = both([rule(scale)], *(claim(number, disability_rate=rate) for number, rate in enumerate(rates)))
    assert [answer.amount for answer in answers] == [100, 100, 200, 200, 200]


def test_two_scales_that_turn_elsewhere_are_two_and_so_are_two_lists_of_cases() -> None:
    scales = [t.Lookup(t.Fact("care_days"), (t.Row(t.count(0), t.money(1)), t.Row(t.count(start), t.money(2)))) for start in (7, 9)]
    cases = [t.Match(t.Fact("care_days"), (t.Case(t.count(key), t.money(10)),), otherwise=t.money(20)) for key in (6, 8)]
    ceiling = t.Match(t.Fact("care_days"), (t.Case(t.count(6), t.money(10)), t.Case(t.count(8), t.money(20))))
    answers = both([rule(t.Plus((*scales, *cases)))], *days_of_care(6, 7, 8, 9))
    assert [answer.amount for answer in answers] == [3_200, 4_300, 3_300, 4_400]
    assert [answer.amount for answer in both([rule(ceiling)], *days_of_care(6, 8))] == [1_000, 2_000]


def test_what_stands_in_for_a_proof_and_is_not_asked_keeps_its_lower_bound() -> None:
    amount = t.Plus((t.money(50), t.WhenWithheld(t.Fact("expense"), t.Fact("saved_amount"))))
    (answer,) = both([rule(amount)], claim(expense=WITHHELD, saved_amount=NOT_ASKED))
    assert (answer.status, answer.low, answer.missing) == (UNKNOWN, 5_000, {"saved_amount"})


def test_a_proof_withheld_beside_a_question_still_open_does_not_bring_the_amount_to_nothing() -> None:
    known = t.Any((t.Fact("is_dependent"), t.Fact("is_lone_parent")))
    amount = t.Match(known, (t.Case(t.Const(Kind.FLAG, True), t.money(100)), t.Case(t.Const(Kind.FLAG, False), t.money(50))))
    (answer,) = both([rule(amount)], claim(is_dependent=NOT_ASKED, is_lone_parent=WITHHELD))
    assert (answer.status, answer.low, answer.high, answer.missing) == (UNKNOWN, 5_000, 10_000, {"is_dependent"})


@pytest.mark.parametrize("is_open", [True, False])
def test_a_condition_that_is_the_same_for_every_row_is_read_for_every_row(is_open: bool) -> None:
    same = t.Equals(t.Parameter("is_open"), t.Const(Kind.FLAG, is_open))
    dear = t.AtLeast(t.Plus((t.Fact("expense"), t.money(1))), t.money(2))
    everybody = ("active", "apprentice", "retiree")
    revision = rule(t.Fact("expense"), conditions=(Condition("same", same), Condition("dear", dear)), audience=everybody)
    rows = [claim(number, Known(date(2024, 10, 1)), expense=Known(Money(number * 100))) for number in range(9)]
    wanted = [REFUSED] * 9 if is_open else [REFUSED, *[GRANTED] * 8]
    assert [answer.status for answer in both([revision], *rows)] == wanted


def test_conditions_of_which_one_is_blocked_are_blocked() -> None:
    joined = t.All((t.Fact("is_dependent"), t.Fact("is_lone_parent")))
    revision = rule(t.money(1), conditions=(Condition("both", joined),))
    asked, refused = both([revision], claim(is_dependent=NOT_ASKED, is_lone_parent=Known(True)), claim(1, is_lone_parent=WITHHELD))
    assert (asked.status, refused.status, refused.reasons) == (UNKNOWN, REFUSED, {"both"})


def test_an_age_of_the_year_and_an_age_of_the_day_are_two() -> None:
    ages = [t.Times(t.Age(at), t.money(1)) for at in (t.AgeAt.CIVIL_YEAR, t.AgeAt.EVENT)]
    rows = [claim(number, born_on=Known(born)) for number, born in enumerate((date(2014, 10, 14), date(2014, 10, 15)))]
    assert [answer.amount for answer in both([rule(t.Plus(tuple(ages)))], *rows)] == [2_000, 1_900]


@pytest.mark.parametrize("at", t.AgeAt)
def test_an_age_is_compared_as_it_is_counted(at: t.AgeAt) -> None:
    words = (t.AtLeast, t.AtMost, t.MoreThan, t.LessThan, t.Equals)
    comparisons: dict[str, t.Term] = {f"{word.__name__}_{years}": word(t.Age(at), t.count(years)) for word in words for years in (0, 1, 12)}
    comparisons |= {"Between": t.Between(t.Age(at), t.count(3), t.count(12)), "Never": t.LessThan(t.Age(at), t.count(0))}
    conditions = tuple(Condition(name.lower(), term) for name, term in comparisons.items())
    born = [date(year, *day) for year in (2011, 2012, 2013, 2020, 2021, 2024) for day in ((1, 1), (2, 28), (10, 13), (10, 14), (12, 31))]
    events = (YESTERDAY, date(2024, 2, 29), date(2024, 2, 28), date(2023, 12, 31))
    for chosen in (events, events[:1], events[2:3]):
        rows = [claim(number, Known(event), born_on=Known(day)) for number, (event, day) in enumerate((e, b) for e in chosen for b in born)]
        both([rule(t.money(1), conditions=conditions)], *rows)


@pytest.mark.parametrize("deadline", [Deadline(2, DeadlineStart.CIVIL_YEAR_END), Deadline(6)])
def test_the_last_day_of_a_deadline_is_included(deadline: Deadline) -> None:
    events = (date(2024, 8, 31), date(2024, 8, 31)) if deadline.after is DeadlineStart.EVENT else (date(2024, 3, 1), date(2024, 12, 31))
    revision = rule(t.money(50), deadline=deadline)
    for filed_on, status in ((date(2025, 2, 28), GRANTED), (date(2025, 3, 1), REFUSED)):
        rows = [replace(claim(number, Known(event)), filed_on=filed_on) for number, event in enumerate(events)]
        assert [answer.status for answer in both([revision], *rows)] == [status, status]
        ended = [replace(row, facts={**row.facts, "rights_ended_on": Known(date(2030, 1, 1))}) for row in rows]
        assert [answer.status for answer in both([revision], *ended, rows[0])] == [status] * 3


def test_a_claim_whose_event_is_not_known_does_not_wait_for_a_later_row_of_the_same_day() -> None:
    ceiling = Ceiling("clé", Scope.BENEFICIARY, Period.EVENT, 1)
    revision = rule(t.money(50), ceilings=(ceiling,))
    answers = both([revision], claim(0, NOT_ASKED), claim(0, Known(FILED)))
    assert [answer.status for answer in answers] == [UNKNOWN, GRANTED]
    answers = both([revision], claim(0, Known(FILED)), claim(0, NOT_ASKED))
    assert [answer.status for answer in answers] == [GRANTED, REFUSED]


def test_what_an_earlier_revision_granted_counts_under_the_key_of_a_later_one() -> None:
    first, second = (
        rule(t.money(50), since=since, ceilings=(Ceiling(key, Scope.SUBJECT, Period.LIFETIME, 1),))
        for since, key in ((date(2019, 1, 1), "ancienne"), (date(2024, 6, 1), "nouvelle"))
    )
    answers = both(
        [first, second], claim(0, Known(date(2024, 5, 31))), claim(0, Known(date(2024, 6, 1))), claim(1, Known(date(2024, 6, 1)))
    )
    assert [answer.status for answer in answers] == [GRANTED, REFUSED, GRANTED]


def test_two_benefits_of_one_key_use_one_ceiling_and_a_third_keeps_its_own() -> None:
    ceilings = {
        code: (Ceiling(key, Scope.SUBJECT, Period.CIVIL_YEAR, None, t.money(80)),) for code, key in (("a", "x"), ("b", "x"), ("c", "y"))
    }
    rules = [rule(t.money(50), code=code, ceilings=own) for code, own in ceilings.items()]
    assert [answer.amount for answer in both(rules, claim())] == [5_000, 3_000, 5_000]


def test_a_partner_whose_line_is_not_known_is_asked_about_only_once_there_are_two_notices() -> None:
    amount = t.Match(t.TaxTier(), tuple(t.Case(t.count(tier), t.money(tier)) for tier in (1, 2, 3)))
    line = {"tax_line_14": Known(Money(10_000))}
    answers = both(
        [rule(amount)],
        claim(0, **line, has_two_notices=Known(False)),
        claim(1, **line, has_two_notices=Known(True)),
        claim(2, **line, has_two_notices=NOT_ASKED),
        claim(3, **line, has_two_notices=Known(True), partner_tax_line_14=Known(Money(120_001))),
        claim(4, **line, has_two_notices=Known(True), partner_tax_line_14=WITHHELD),
    )
    assert [answer.status for answer in answers] == [GRANTED, UNKNOWN, UNKNOWN, GRANTED, REFUSED]
    assert [answer.missing for answer in answers[1:3]] == [{"partner_tax_line_14"}, {"has_two_notices"}]
