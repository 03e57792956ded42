"""What each word is worth, on known facts and on both sides of its limit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from entraide.core.money import Money
from entraide.core.rules import NOT_ASKED, WITHHELD, FactSpec, FactValue, Kind, Known, ParameterBook, ParameterSpec, Proof, Published
from entraide.core.rules.deciding.evaluate import evaluate
from entraide.core.rules.deciding.leaves import Context
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.parts import WORD_OF, children_of, facts_used
from entraide.core.rules.telling.sentences import noun_of, show_node, unit_of
from entraide.core.timeline import Dated, Timeline
from tests.core.rules.strategies import BOOK, EVENT, context_of


PROOF = Proof("une gestionnaire", "facture", date(2024, 6, 20))
EXPENSE = t.Fact("expense")
STATUS = t.Fact("status")
ACTIVE = t.Const(Kind.CHOICE, "active")


def value_of(term: t.Term, **facts: object) -> object:
    held: dict[str, FactValue] = {name: Known(value) for name, value in facts.items()}  # type: ignore[arg-type]
    node = evaluate(term, context_of({"event_on": Known(EVENT)} | held))
    assert node.is_settled
    return node.low


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (t.money(12), 1200),
        (t.Plus((t.money(1), t.money(2), t.money(3))), 600),
        (t.Minus(t.money(1), t.money(3)), -200),
        (t.Times(t.money(200), t.percent(50)), 10_000),
        (t.Times(t.count(3), t.money(4)), 1200),
        (t.Times(t.count(3), t.count(4)), 12),
        (t.Times(t.percent(50), t.count(3)), Fraction(3, 2)),
        (t.Min((t.money(3), t.money(2))), 200),
        (t.Max((t.money(3), t.money(2))), 300),
        (t.Capped(t.money(120), t.money(95)), 9500),
        (t.Capped(t.money(120), t.money(300)), 12_000),
        (t.Parameter("base"), 46_600),
    ],
)
def test_amounts_are_reckoned_in_exact_cents(term: t.Term, value: object) -> None:
    assert value_of(term) == value


def test_a_third_of_a_cent_is_kept_until_the_rounding() -> None:
    assert value_of(t.Times(t.Const(Kind.MONEY, 100), t.Const(Kind.RATE, Fraction(1, 3)))) == Fraction(100, 3)


@pytest.mark.parametrize(("cents", "answers"), [(999, "01010"), (1000, "11001"), (1001, "10100")])
def test_comparisons_are_right_on_both_sides_of_their_limit(cents: int, answers: str) -> None:
    words = (t.AtLeast, t.AtMost, t.MoreThan, t.LessThan, t.Equals)
    found = [value_of(word(EXPENSE, t.money(10)), expense=Money(cents)) for word in words]
    assert found == [answer == "1" for answer in answers]


@pytest.mark.parametrize(("age", "holds"), [(10, False), (11, True), (25, True), (26, False)])
def test_a_range_includes_both_its_ends(age: int, holds: bool) -> None:
    term = t.Between(t.Age(t.AgeAt.CIVIL_YEAR), t.count(11), t.count(25))
    assert value_of(term, born_on=date(2024 - age, 12, 31)) is holds


def test_an_age_in_the_civil_year_is_reached_before_the_birthday() -> None:
    born_on = date(2011, 6, 16)
    assert value_of(t.Age(t.AgeAt.CIVIL_YEAR), born_on=born_on) == 13
    assert value_of(t.Age(t.AgeAt.EVENT), born_on=born_on) == 12
    assert value_of(t.Age(t.AgeAt.EVENT), born_on=EVENT.replace(year=2011)) == 13


@pytest.mark.parametrize(("cents", "tier"), [(0, 1), (130_000, 1), (130_001, 2), (250_000, 2), (250_001, 3)])
def test_the_tier_is_read_from_line_14(cents: int, tier: int) -> None:
    assert value_of(t.TaxTier(), tax_line_14=Money(cents), has_two_notices=False) == tier


@pytest.mark.parametrize(("partner", "tier"), [(0, 1), (10_000, 1), (10_001, 2), (130_000, 2), (130_001, 3)])
def test_the_lines_of_partners_taxed_apart_add_up(partner: int, tier: int) -> None:
    assert value_of(t.TaxTier(), tax_line_14=Money(120_000), has_two_notices=True, partner_tax_line_14=Money(partner)) == tier


def test_the_notice_of_a_partner_is_asked_once_it_is_known_that_there_is_one() -> None:
    known: dict[str, FactValue] = {"tax_line_14": Known(Money(0)), "event_on": Known(EVENT)}
    alone = evaluate(t.TaxTier(), context_of(known))
    assert (alone.low, alone.high, alone.missing) == (1, 3, ("has_two_notices",))
    apart = evaluate(t.TaxTier(), context_of(known | {"has_two_notices": Known(True)}))
    assert (apart.low, apart.high, apart.missing) == (1, 3, ("partner_tax_line_14",))
    highest = evaluate(t.TaxTier(), context_of(known | {"tax_line_14": Known(Money(250_001))}))
    assert (highest.low, highest.missing) == (3, ())


def test_a_partner_who_gives_no_notice_is_as_good_as_none_given() -> None:
    term = t.WhenWithheld(t.TaxTier(), t.count(3))
    facts: dict[str, FactValue] = {"tax_line_14": Known(Money(0)), "has_two_notices": Known(True), "partner_tax_line_14": WITHHELD}
    assert evaluate(term, context_of(facts)).low == 3
    open_still = evaluate(term, context_of(facts | {"has_two_notices": NOT_ASKED, "event_on": Known(EVENT)}))
    assert open_still.missing == ("has_two_notices",)


def test_a_value_is_shared_exactly() -> None:
    assert value_of(t.DividedBy(EXPENSE, t.count(3)), expense=Money(100)) == Fraction(100, 3)
    assert evaluate(t.DividedBy(EXPENSE, EXPENSE), context_of({"expense": Known(Money(5))})).kind is Kind.RATE


def test_a_divisor_that_may_be_nothing_leaves_the_share_open() -> None:
    node = evaluate(t.DividedBy(EXPENSE, t.Fact("care_days")), context_of({"expense": Known(Money(5))}))
    assert not node.is_settled


def test_a_fact_of_the_benefit_itself_tells_its_name_and_its_unit() -> None:
    rental = FactSpec("rental_months", Kind.COUNT, "la location", "Combien ?", "", "mois", 0, 12, proved_by=("invoice",))
    context = Context({"rental_months": Known(7)}, BOOK, (EVENT, EVENT), (EVENT, EVENT), specs={"rental_months": rental})
    node = evaluate(t.Fact("rental_months", rental), context)
    assert (noun_of(node), show_node(node), unit_of(node)) == ("la location", "7 mois", "mois")
    assert evaluate(t.Fact("rental_months", rental), replace(context, facts={})).high == 12


@pytest.mark.parametrize(("days", "cents"), [(0, 100), (9, 100), (10, 200), (366, 200)])
def test_a_scale_changes_on_the_start_of_its_row(days: int, cents: int) -> None:
    term = t.Lookup(t.Fact("care_days"), (t.Row(t.count(0), t.money(1)), t.Row(t.count(10), t.money(2))))
    assert value_of(term, care_days=days) == cents


def test_an_exact_value_finds_its_case_or_the_rest() -> None:
    term = t.Match(STATUS, (t.Case(ACTIVE, t.money(1)),), otherwise=t.money(2))
    assert value_of(term, status="active") == 100
    assert value_of(term, status="retiree") == 200


def test_conditions_join_as_in_plain_language() -> None:
    yes, no = t.Fact("is_dependent"), t.Not(t.Fact("is_dependent"))
    facts = {"is_dependent": True}
    assert value_of(t.All((yes, yes)), **facts) is True
    assert value_of(t.All((yes, no)), **facts) is False
    assert value_of(t.Any((no, yes)), **facts) is True
    assert value_of(t.Any((no, no)), **facts) is False
    assert value_of(t.OneOf(STATUS, (ACTIVE,)), status="active") is True
    assert value_of(t.OneOf(STATUS, (ACTIVE,)), status="retiree") is False


def test_one_false_condition_decides_whatever_is_not_asked() -> None:
    unknown = t.AtMost(EXPENSE, t.money(10))
    node = evaluate(t.All((unknown, t.Not(t.Fact("is_dependent")))), context_of({"is_dependent": Known(True)}))
    assert (node.low, node.high, node.missing) == (False, False, ())
    node = evaluate(t.Any((unknown, t.Fact("is_dependent"))), context_of({"is_dependent": Known(True)}))
    assert (node.low, node.high, node.missing) == (True, True, ())


def test_a_condition_left_open_names_what_to_ask() -> None:
    node = evaluate(t.All((t.AtMost(EXPENSE, t.money(10)), t.Fact("is_dependent"))), context_of({"is_dependent": Known(True)}))
    assert (node.low, node.high, node.missing) == (False, True, ("expense",))


def test_a_withheld_proof_blocks_what_rests_on_it_alone() -> None:
    withheld, open_one = t.AtMost(t.Fact("tax_line_14"), t.money(10)), t.Fact("is_dependent")
    context = context_of({"tax_line_14": WITHHELD, "is_dependent": NOT_ASKED})
    assert evaluate(t.All((withheld, open_one)), context).is_blocked
    assert evaluate(t.Any((withheld, open_one)), context).missing == ("is_dependent",)
    assert evaluate(t.Any((withheld, withheld)), context).is_blocked


def test_what_stands_in_serves_only_once_the_proof_is_withheld() -> None:
    term = t.WhenWithheld(t.TaxTier(), t.count(3))
    assert value_of(term, tax_line_14=Money(0), has_two_notices=False) == 1
    assert evaluate(term, context_of({"tax_line_14": WITHHELD})).low == 3
    open_tier = evaluate(term, context_of({"event_on": Known(EVENT)}))
    assert (open_tier.low, open_tier.high, open_tier.missing) == (1, 3, ("tax_line_14", "has_two_notices"))


def test_a_leaf_tells_who_proved_it_and_when() -> None:
    facts: dict[str, FactValue] = {"expense": Known(Money(100), PROOF)}
    assert evaluate(EXPENSE, context_of(facts)).origin == PROOF
    assert evaluate(EXPENSE, context_of({"expense": Known(Money(100))})).origin is None


def test_a_parameter_tells_its_start_and_its_source() -> None:
    context = Context({}, BOOK, (EVENT, EVENT), (EVENT, EVENT))
    assert evaluate(t.Parameter("base"), context).origin == Published(date(2024, 4, 1), "s", "", True)


def test_a_parameter_read_past_its_last_check_says_so() -> None:
    timeline = Timeline((Dated(date(2019, 1, 1), Money(100), "s"),), checked_until=date(2024, 1, 1))
    book = ParameterBook({"base": ParameterSpec("base", Kind.MONEY, "base")}, {"base": timeline})
    origin = evaluate(t.Parameter("base"), Context({}, book, (EVENT, EVENT), (EVENT, EVENT))).origin
    assert isinstance(origin, Published)
    assert not origin.checked


def test_a_parameter_that_changed_while_the_event_is_open_is_an_interval() -> None:
    node = evaluate(t.Parameter("base"), context_of({}))
    assert (node.low, node.high, node.missing) == (44_000, 46_600, ("event_on",))


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2000, 1, 1)])
def test_a_parameter_before_its_first_value_decides_nothing(day: date) -> None:
    node = evaluate(t.Parameter("base"), Context({}, BOOK, (day, day), (day, day)))
    assert not node.is_settled
    assert node.missing == ("parameter:base",)


def test_rates_may_be_held_as_decimals() -> None:
    assert value_of(t.AtLeast(t.Fact("disability_rate"), t.percent(50)), disability_rate=Decimal("0.5")) is True


def test_children_and_facts_of_a_term_are_all_named() -> None:
    term = t.Match(t.TaxTier(), (t.Case(t.count(1), t.Capped(EXPENSE, t.money(1))),), otherwise=t.Lookup(t.Age(t.AgeAt.EVENT), ()))
    assert facts_used(term) == {"tax_line_14", "has_two_notices", "partner_tax_line_14", "expense", "born_on"}
    assert children_of(t.Not(EXPENSE)) == (EXPENSE,)
    assert set(WORD_OF) == {type(term) for term in (*ONE_OF_EACH,)}


ONE_OF_EACH: tuple[t.Term, ...] = (
    ACTIVE,
    EXPENSE,
    t.Parameter("base"),
    t.Age(t.AgeAt.EVENT),
    t.TaxTier(),
    t.Plus((EXPENSE,)),
    t.Minus(EXPENSE, EXPENSE),
    t.Times(EXPENSE, t.percent(1)),
    t.DividedBy(EXPENSE, t.count(2)),
    t.Min((EXPENSE,)),
    t.Max((EXPENSE,)),
    t.Capped(EXPENSE, EXPENSE),
    t.Lookup(EXPENSE, ()),
    t.Match(EXPENSE, ()),
    t.WhenWithheld(EXPENSE, EXPENSE),
    t.AtLeast(EXPENSE, EXPENSE),
    t.AtMost(EXPENSE, EXPENSE),
    t.MoreThan(EXPENSE, EXPENSE),
    t.LessThan(EXPENSE, EXPENSE),
    t.Equals(EXPENSE, EXPENSE),
    t.Between(EXPENSE, EXPENSE, EXPENSE),
    t.OneOf(STATUS, (ACTIVE,)),
    t.All((EXPENSE,)),
    t.Any((EXPENSE,)),
    t.Not(EXPENSE),
)
