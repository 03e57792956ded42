"""What a decision concludes: reasons, near misses, cuts, ceilings, rounding, and what it refuses to pay."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from entraide.core.money import Money, Rounding
from entraide.core.rules import (
    WITHHELD,
    Bill,
    Ceiling,
    Condition,
    Confidence,
    Deadline,
    DeadlineStart,
    Facts,
    FactValue,
    Kind,
    Known,
    Outcome,
    PaidBy,
    ParameterBook,
    Period,
    Proof,
    ReadsOn,
    Revision,
    Scope,
    Status,
    Subject,
    Used,
    ceiling_span,
    decide,
    first_event_day,
    from_json,
    last_day,
    noun_of,
    parameter_day,
    refusals,
    revision_for,
    show_node,
)
from entraide.core.rules.language import terms as t
from entraide.core.timeline import Span
from tests.core.rules.strategies import BOOK


FILED_ON = date(2024, 10, 15)
PROOF = Proof("une gestionnaire", "facture", FILED_ON)
EXPENSE = t.Fact("expense")
LINE_14 = t.Fact("tax_line_14")

PLAIN = Revision(
    code="essai",
    name="Essai",
    theme="Essais",
    summary="Une prestation d’essai.",
    subject=Subject.SELF,
    event_fact="event_on",
    reads_parameters_on=ReadsOn.EVENT,
    audience=("active",),
    since=date(2024, 1, 1),
    source="Essai",
    confidence=Confidence.ILLUSTRATIVE,
    paid_by=PaidBy.TRANSFER,
    amount=t.Capped(t.money(100), EXPENSE),
    deadline=Deadline(6),
)
HELD: dict[str, FactValue] = {
    "status": Known("active", PROOF),
    "event_on": Known(date(2024, 10, 1), PROOF),
    "expense": Known(Money(20_000), PROOF),
}


def outcome_of(revision: Revision = PLAIN, used: Used | None = None, bills: tuple[Bill, ...] = (), **facts: FactValue) -> Outcome:
    usage = {} if used is None else {"plafond": used}
    held: Facts = {name: value for name, value in (HELD | facts).items() if value is not None}
    outcome = decide(revision, facts=held, parameters=BOOK, usage=usage, filed_on=FILED_ON, bills=bills)
    # What refuses is the same for who asks nothing of the amount.
    assert bills or refusals(revision, facts=held, parameters=BOOK, usage=usage, filed_on=FILED_ON) == outcome.reasons
    return outcome


def with_ceiling(**limits: object) -> Revision:
    ceiling = Ceiling("plafond", Scope.BENEFICIARY, Period.CIVIL_YEAR, **limits)  # type: ignore[arg-type]
    return replace(PLAIN, ceilings=(ceiling,))


def test_a_declared_fact_estimates_and_is_told_apart_from_a_proved_one() -> None:
    outcome = outcome_of(expense=Known(Money(5000)))
    assert outcome.amount == Money(5000)
    assert outcome.unproved == ("expense",)


def test_a_near_miss_says_what_is_lacking_and_that_it_would_be_enough() -> None:
    limited = replace(PLAIN, conditions=(Condition("means", t.AtMost(LINE_14, t.money(1000))),))
    outcome = outcome_of(limited, tax_line_14=Known(Money(101_200), PROOF))
    (reason,) = outcome.reasons
    assert (reason.code, reason.value, reason.limit, reason.distance) == ("means", Money(101_200), Money(100_000), Money(1200))
    assert reason.misses[0].is_alone
    said = reason.misses[0].sentence.replace("\xa0", " ").replace("\u202f", " ")
    assert said == "l’impôt de la ligne 14 : 1 012,00 €, limite : 1 000,00 € (12,00 € de trop)"


def test_a_near_miss_among_two_failures_is_not_alone() -> None:
    conditions = (Condition("means", t.AtMost(LINE_14, t.money(1))), Condition("dependent", t.Fact("is_dependent")))
    outcome = outcome_of(replace(PLAIN, conditions=conditions), tax_line_14=Known(Money(200)), is_dependent=Known(False))
    assert [reason.code for reason in outcome.reasons] == ["means", "dependent"]
    assert not any(miss.is_alone for reason in outcome.reasons for miss in reason.misses)
    flag = outcome.reasons[1]
    assert (flag.value, flag.limit, flag.distance) == (False, None, None)
    assert flag.misses[0].sentence == "l’enfant est à votre charge : non"


def test_within_a_joined_condition_each_comparison_tells_whether_it_would_be_enough() -> None:
    both = t.All((t.AtMost(LINE_14, t.money(1)), t.AtLeast(EXPENSE, t.money(500))))
    outcome = outcome_of(replace(PLAIN, conditions=(Condition("both", both),)), tax_line_14=Known(Money(200)))
    assert [(miss.fact, miss.is_alone, miss.distance) for miss in outcome.reasons[0].misses] == [
        ("tax_line_14", False, Money(100)),
        ("expense", False, Money(30_000)),
    ]


def test_below_a_negation_the_contrary_is_to_blame() -> None:
    denied = t.Not(t.Any((t.MoreThan(EXPENSE, t.money(150)), t.Fact("is_dependent"))))
    outcome = outcome_of(replace(PLAIN, conditions=(Condition("denied", denied),)), is_dependent=Known(False))
    (miss,) = outcome.reasons[0].misses
    assert (miss.fact, miss.is_alone, miss.distance) == ("expense", True, Money(5000))


@pytest.mark.parametrize(
    ("term", "facts", "limit", "distance"),
    [
        (t.Between(t.Fact("care_days"), t.count(10), t.count(20)), {"care_days": 7}, 10, 3),
        (t.Between(t.Fact("care_days"), t.count(10), t.count(20)), {"care_days": 21}, 20, 1),
        (t.OneOf(t.Fact("territory"), (t.Const(Kind.CHOICE, "overseas"),)), {"territory": "metropole"}, None, None),
        (t.Equals(t.Fact("territory"), t.Const(Kind.CHOICE, "overseas")), {"territory": "metropole"}, "overseas", None),
        (t.AtLeast(t.Fact("disability_rate"), t.percent(50)), {"disability_rate": Fraction(3, 10)}, Fraction(1, 2), Fraction(1, 5)),
        (t.LessThan(t.Fact("born_on"), t.Const(Kind.DATE, date(2000, 1, 1))), {"born_on": date(2000, 1, 3)}, date(2000, 1, 1), 2),
        (t.Equals(t.Fact("is_dependent"), t.Const(Kind.FLAG, True)), {"is_dependent": False}, True, None),
        (t.AtMost(t.Plus((EXPENSE, EXPENSE)), t.money(1)), {}, Money(100), Money(39_900)),
        (t.Equals(t.Const(Kind.COUNT, 1), t.Fact("care_days")), {"care_days": 3}, 3, 2),
    ],
)
def test_every_kind_of_comparison_says_its_limit_and_its_distance(
    term: t.Term, facts: dict[str, object], limit: object, distance: object
) -> None:
    held = {name: Known(value, PROOF) for name, value in facts.items()}  # type: ignore[arg-type]
    outcome = outcome_of(replace(PLAIN, conditions=(Condition("essai", term),)), **held)
    assert outcome.status is Status.REFUSED
    reason = outcome.reasons[-1]
    assert (reason.limit, reason.distance) == (limit, distance)


def test_a_withheld_proof_without_stand_in_refuses_with_its_reason() -> None:
    limited = replace(PLAIN, conditions=(Condition("means", t.AtMost(LINE_14, t.money(1000))),))
    outcome = outcome_of(limited, tax_line_14=WITHHELD)
    assert outcome.status is Status.REFUSED
    assert outcome.reasons[0].params == {"facts": ("tax_line_14",)}
    assert "sans justificatif" in outcome.reasons[0].sentence


def test_a_withheld_amount_refuses_with_its_reason() -> None:
    outcome = outcome_of(expense=WITHHELD)
    assert [reason.code for reason in outcome.reasons] == ["amount_withheld"]
    assert (outcome.reasons[0].value, outcome.reasons[0].limit, outcome.reasons[0].distance) == (None, None, None)


def test_a_ceiling_in_money_cuts_before_it_refuses() -> None:
    limited = with_ceiling(amount=t.money(150))
    assert outcome_of(limited, Used(1, Money(5000))).amount == Money(10_000)
    cut = outcome_of(limited, Used(1, Money(9000)))
    assert cut.amount == Money(6000)
    assert [(one.code, one.before, one.after) for one in cut.cuts][-1] == ("ceiling", Money(10_000), Money(6000))
    spent = outcome_of(limited, Used(2, Money(15_000)))
    assert [reason.code for reason in spent.reasons] == ["ceiling_amount"]


def test_a_ceiling_in_claims_refuses_at_its_limit() -> None:
    limited = with_ceiling(claims=2)
    assert outcome_of(limited, Used(1)).status is Status.GRANTED
    refused = outcome_of(limited, Used(2))
    assert refused.reasons[0].params["key"] == "plafond"
    assert "2 sur 2" in refused.reasons[0].sentence


def test_an_open_claim_is_bounded_by_what_is_left_under_the_ceiling() -> None:
    limited = with_ceiling(amount=t.money(60))
    outcome = outcome_of(limited, Used(1, Money(1000)), expense=None)  # type: ignore[arg-type]
    assert (outcome.low, outcome.high, outcome.missing) == (Money(0), Money(5000), ("expense",))


def test_a_ceiling_that_follows_a_parameter_stays_open_with_the_event() -> None:
    limited = with_ceiling(amount=t.Parameter("base"))
    outcome = outcome_of(replace(limited, amount=t.money(1000)), event_on=None)  # type: ignore[arg-type]
    assert (outcome.low, outcome.high) == (Money(46_600), Money(46_600))
    early = decide(limited, facts={}, parameters=BOOK, usage={}, filed_on=date(2024, 5, 1))
    assert early.missing[0] == "event_on"


@pytest.mark.parametrize(("rounding", "cents"), [(Rounding.HALF_UP, 334), (Rounding.DOWN, 333), (Rounding.UP, 334)])
def test_the_rounding_that_the_rule_names_happens_once_and_last(rounding: Rounding, cents: int) -> None:
    third = t.Times(t.Const(Kind.MONEY, 667), t.percent(50))
    assert outcome_of(replace(PLAIN, amount=third, rounding=rounding)).amount == Money(cents)


def test_nothing_left_to_pay_is_a_refusal() -> None:
    assert [reason.code for reason in outcome_of(expense=Known(Money(0))).reasons] == ["nothing_to_pay"]


def test_an_unknown_amount_is_shown_and_never_granted() -> None:
    shown = replace(PLAIN, amount=None)
    outcome = outcome_of(shown)
    assert (outcome.status, outcome.amount, outcome.low, outcome.high) == (Status.UNKNOWN, None, None, None)
    assert [finding.code for finding in outcome.faults] == ["rules.amount_unknown"]
    assert not shown.is_payable
    assert outcome_of(shown, status=Known("retiree")).status is Status.REFUSED


def test_a_parameter_without_value_grants_nothing() -> None:
    outcome = decide(
        replace(PLAIN, amount=t.Parameter("base")),
        facts=HELD,
        parameters=ParameterBook(BOOK.specs),
        usage={},
        filed_on=FILED_ON,
    )
    assert outcome.status is Status.UNKNOWN
    assert [finding.code for finding in outcome.faults] == ["rules.parameter_without_value"]
    assert outcome.missing == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("expense", Money(-1)), ("expense", 12), ("event_on", date(3, 1, 1)), ("rights_since", "2024"), ("status", "king")],
)
def test_an_impossible_fact_is_a_fault_and_grants_nothing(name: str, value: object) -> None:
    outcome = outcome_of(**{name: Known(value)})  # type: ignore[arg-type]
    assert outcome.status is Status.UNKNOWN
    assert [(finding.where, finding.code[:10]) for finding in outcome.faults] == [(name, "rules.fact")]


def test_an_event_before_the_rights_or_after_their_end_is_refused() -> None:
    assert outcome_of(rights_since=Known(date(2024, 10, 2))).reasons[0].code == "rights_open"
    assert outcome_of(rights_since=Known(date(2024, 10, 1))).status is Status.GRANTED
    assert outcome_of(rights_ended_on=Known(date(2024, 9, 30))).reasons[0].code == "rights_not_ended"
    assert outcome_of(rights_ended_on=Known(date(2024, 10, 1))).status is Status.GRANTED


def test_rights_that_ended_long_ago_leave_no_event_to_claim() -> None:
    outcome = outcome_of(event_on=None, rights_ended_on=Known(date(2023, 12, 31)))  # type: ignore[arg-type]
    assert [reason.code for reason in outcome.reasons] == ["time_bar"]


def test_without_a_known_deadline_nothing_is_late() -> None:
    outcome = outcome_of(replace(PLAIN, deadline=None), event_on=Known(date(2024, 1, 1), PROOF))
    assert (outcome.status, outcome.last_day) == (Status.GRANTED, None)


def test_without_a_known_deadline_any_event_since_the_revision_may_be_claimed() -> None:
    outcome = outcome_of(
        replace(PLAIN, deadline=None, amount=t.Lookup(t.Age(t.AgeAt.EVENT), YOUNG)), event_on=None, born_on=Known(date(2006, 5, 1))
    )  # type: ignore[arg-type]
    assert (outcome.low, outcome.high) == (Money(100), Money(200))


def cumulating(**changes: object) -> Revision:
    return replace(with_ceiling(claims=1, bills_cumulated=True), **changes)  # type: ignore[arg-type]


def test_bills_without_a_deadline_all_count_even_those_of_one_day() -> None:
    bill = Bill(Money(1000), date(2024, 1, 5), PROOF)
    outcome = outcome_of(cumulating(deadline=None), bills=(bill, bill))
    assert outcome.amount == Money(2000)
    assert outcome.unproved == ()
    assert outcome_of(bills=(replace(bill, event_on=FILED_ON, proof=None),)).unproved == ("event_on", "expense")


def test_a_bill_to_come_is_cut_and_the_others_count() -> None:
    come, to_come = Bill(Money(1000), FILED_ON, PROOF), Bill(Money(2000), FILED_ON + timedelta(1), PROOF)
    outcome = outcome_of(cumulating(), bills=(come, to_come))
    assert (outcome.amount, outcome.cuts[0].code, outcome.cuts[0].before) == (Money(1000), "future_bill", Money(2000))
    day = f"{FILED_ON + timedelta(1):%d/%m/%Y}"
    assert outcome.cuts[0].sentence == f"La facture de {Money(2000)} du {day} n’est pas comptée : elle est datée d’un jour à venir."


def test_bills_that_are_all_to_come_refuse_the_claim() -> None:
    bills = tuple(Bill(Money(1000), FILED_ON + timedelta(days), PROOF) for days in (1, 2))
    outcome = outcome_of(cumulating(), bills=bills)
    assert ([reason.code for reason in outcome.reasons], outcome.cuts) == (["event_happened"], ())


def test_a_late_bill_beside_one_to_come_refuses_the_claim_for_its_delay() -> None:
    late, to_come = Bill(Money(1000), date(2024, 1, 5), PROOF), Bill(Money(2000), FILED_ON + timedelta(1), PROOF)
    outcome = outcome_of(cumulating(), bills=(to_come, late))
    assert ([reason.code for reason in outcome.reasons], [cut.code for cut in outcome.cuts]) == (["time_bar"], ["future_bill"])


def test_where_no_ceiling_cumulates_bills_the_latest_in_time_counts_alone() -> None:
    first, second = (Bill(Money(1000), date(2024, 9, day), PROOF) for day in (1, 2))
    late, to_come = Bill(Money(1000), date(2024, 1, 5), PROOF), Bill(Money(1000), FILED_ON + timedelta(1), PROOF)
    outcome = outcome_of(with_ceiling(claims=1), bills=(late, first, second, to_come))
    codes = [cut.code for cut in outcome.cuts]
    assert (outcome.amount, codes[:3]) == (Money(1000), ["late_bill", "one_bill", "future_bill"])
    said = f"La facture de {Money(1000)} du 01/09/2024 n’est pas comptée : une demande en porte une seule, la dernière, du 02/09/2024."
    assert outcome.cuts[1].sentence == said


def test_of_two_bills_of_one_day_that_are_not_cumulated_the_first_written_counts() -> None:
    bills = tuple(Bill(Money(cents), date(2024, 9, 1), PROOF) for cents in (1000, 1000, 3000))
    outcome = outcome_of(bills=bills)
    assert (outcome.amount, [cut.before for cut in outcome.cuts if cut.code == "one_bill"]) == (Money(1000), [Money(1000), Money(3000)])


@pytest.mark.parametrize("cents", [10_000_001, -1])
def test_bills_that_add_up_to_no_plausible_expense_are_a_fault(cents: int) -> None:
    outcome = outcome_of(cumulating(), bills=(Bill(Money(cents), date(2024, 9, 1), PROOF), Bill(Money(0), date(2024, 9, 2), PROOF)))
    assert (outcome.status, outcome.missing) == (Status.UNKNOWN, ("expense",))
    assert [(fault.where, fault.code) for fault in outcome.faults] == [("expense", "rules.fact_not_plausible")]


def test_bills_stand_in_for_an_expense_that_is_not_plausible() -> None:
    bill = Bill(Money(1000), date(2024, 9, 1), PROOF)
    outcome = outcome_of(bills=(bill,), expense=Known(Money(-1)), rights_ended_on=Known(date(9999, 12, 31)))
    assert [fault.where for fault in outcome.faults] == ["rights_ended_on"]


@pytest.mark.parametrize(
    ("reads_on", "day"),
    [
        (ReadsOn.EVENT, date(2024, 2, 10)),
        (ReadsOn.FILING, FILED_ON),
        (ReadsOn.SCHOOL_YEAR_START, date(2023, 9, 1)),
        (ReadsOn.CIVIL_YEAR_START, date(2024, 1, 1)),
    ],
)
def test_each_revision_says_the_day_that_it_reads_parameters_on(reads_on: ReadsOn, day: date) -> None:
    assert parameter_day(reads_on, event_on=date(2024, 2, 10), filed_on=FILED_ON) == day


def test_the_day_of_the_event_chooses_the_revision() -> None:
    later = replace(PLAIN, since=date(2025, 1, 1))
    assert revision_for((PLAIN, later), event_on=date(2024, 12, 31), filed_on=date(2025, 3, 1)) is PLAIN
    assert revision_for((later, PLAIN), event_on=date(2025, 1, 1), filed_on=date(2025, 3, 1)) is later
    assert revision_for((PLAIN, later), event_on=date(2023, 12, 31), filed_on=date(2025, 3, 1)) is None


@pytest.mark.parametrize(
    ("since", "reads_on", "first"),
    [
        (date(2024, 3, 10), ReadsOn.EVENT, date(2024, 3, 10)),
        (date(2024, 3, 10), ReadsOn.CIVIL_YEAR_START, date(2025, 1, 1)),
        (date(2024, 1, 1), ReadsOn.CIVIL_YEAR_START, date(2024, 1, 1)),
        (date(2024, 3, 10), ReadsOn.SCHOOL_YEAR_START, date(2024, 9, 1)),
        (date(2023, 9, 1), ReadsOn.SCHOOL_YEAR_START, date(2023, 9, 1)),
        (date(2024, 3, 10), ReadsOn.FILING, date(1900, 1, 1)),
        (date(2025, 3, 10), ReadsOn.FILING, None),
    ],
)
def test_the_first_day_that_a_benefit_has_a_rule_for_is_the_first_that_chooses_one(since, reads_on, first) -> None:  # type: ignore[no-untyped-def]
    revision = replace(PLAIN, since=since, reads_parameters_on=reads_on)
    assert first_event_day((revision,), filed_on=FILED_ON) == first
    if first:
        assert revision_for((revision,), event_on=first, filed_on=FILED_ON) is revision
    if first and first.year > 1900:
        assert revision_for((revision,), event_on=first - timedelta(days=1), filed_on=FILED_ON) is None


def test_a_rule_read_on_the_day_of_filing_may_be_for_an_older_event() -> None:
    filed = replace(PLAIN, reads_parameters_on=ReadsOn.FILING, since=FILED_ON, amount=t.Lookup(t.Age(t.AgeAt.EVENT), YOUNG))
    outcome = outcome_of(filed, event_on=None, born_on=Known(date(2006, 5, 1)))  # type: ignore[arg-type]
    assert (outcome.low, outcome.high) == (Money(100), Money(200))


YOUNG = (t.Row(t.count(0), t.money(1)), t.Row(t.count(18), t.money(2)))


@pytest.mark.parametrize(
    ("period", "span"),
    [
        (Period.EVENT, Span(date(2024, 2, 29), date(2024, 3, 1))),
        (Period.CIVIL_YEAR, Span(date(2024, 1, 1), date(2025, 1, 1))),
        (Period.SCHOOL_YEAR, Span(date(2023, 9, 1), date(2024, 9, 1))),
        (Period.ROLLING_YEARS, Span(date(2022, 3, 1), date(2024, 3, 1))),
        (Period.LIFETIME, None),
    ],
)
def test_a_ceiling_counts_over_its_own_days(period: Period, span: Span | None) -> None:
    ceiling = Ceiling("plafond", Scope.SUBJECT, period, claims=1, years=2)
    assert ceiling_span(ceiling, date(2024, 2, 29)) == span


def test_a_waiting_period_of_two_years_ends_on_the_anniversary() -> None:
    ceiling = Ceiling("plafond", Scope.BENEFICIARY, Period.ROLLING_YEARS, claims=1, years=2)
    span = ceiling_span(ceiling, date(2024, 6, 10))
    assert span is not None
    assert not span.contains(date(2022, 6, 10))
    assert span.contains(date(2022, 6, 11))


def test_a_flat_benefit_may_be_claimed_within_its_civil_year() -> None:
    flat = replace(PLAIN, deadline=Deadline(0, DeadlineStart.CIVIL_YEAR_END))
    assert last_day(flat, date(2024, 2, 1)) == date(2024, 12, 31)
    assert last_day(replace(PLAIN, deadline=None), date(2024, 2, 1)) is None
    assert outcome_of(flat, event_on=None).missing == ("event_on",)  # type: ignore[arg-type]


def test_the_same_revision_has_the_same_digest_and_another_has_another() -> None:
    assert replace(PLAIN).digest == PLAIN.digest
    assert hash(replace(PLAIN)) == hash(PLAIN)
    assert replace(PLAIN, amount=t.money(1)).digest != PLAIN.digest


def test_a_revision_says_which_facts_may_be_withheld_and_what_stands_in() -> None:
    tiered = replace(PLAIN, amount=t.Match(t.WhenWithheld(t.TaxTier(), t.count(3)), (t.Case(t.count(1), t.money(1)),), t.money(2)))
    assert tiered.when_withheld == {"tax_line_14": t.count(3), "partner_tax_line_14": t.count(3)}
    assert PLAIN.when_withheld == {}
    assert tiered.facts == ("event_on", "tax_line_14", "has_two_notices", "partner_tax_line_14")


def test_a_trace_of_another_schema_is_not_read() -> None:
    with pytest.raises(ValueError, match="unknown trace schema"):
        from_json({"schema": 99, "trace": {}})


def test_every_node_of_a_trace_can_be_named_and_shown() -> None:
    rule = replace(
        with_ceiling(amount=t.Parameter("base"), claims=2),
        amount=t.Match(t.TaxTier(), tuple(t.Case(t.count(tier), t.money(tier)) for tier in (1, 2, 3))),
        conditions=(Condition("age", t.AtMost(t.Age(t.AgeAt.EVENT), t.count(12))),),
    )
    outcome = outcome_of(rule, Used(1, Money(100)), born_on=Known(date(2015, 1, 1), PROOF))
    shown = {node.word: (noun_of(node), show_node(node).replace("\xa0", " ")) for node in outcome.trace.walk()}
    assert shown["age_on_event_day"] == ("l’âge le jour de l’événement", "9 ans")
    assert shown["tax_tier"] == ("la tranche d’imposition", "entre 1 et 3")
    assert shown["parameter"] == ("base", "466,00 €")
    assert shown["used"] == ("déjà accordé ou demandé", "1,00 €")
    assert shown["last_day"] == ("le dernier jour pour déposer", "01/04/2025")
    assert show_node(next(node for node in outcome_of(rule).trace.walk() if node.name == "age")) == "à préciser"


def test_a_waiting_period_says_its_years() -> None:
    ceiling = Ceiling("plafond", Scope.BENEFICIARY, Period.ROLLING_YEARS, claims=1, years=2)
    (reason,) = outcome_of(replace(PLAIN, ceilings=(ceiling,)), Used(1)).reasons
    assert "par période de 2 ans" in reason.sentence
