"""Random terms that are well typed, and random facts to read them with."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from entraide.core.money import Money
from entraide.core.rules import NOT_ASKED, WITHHELD, FactValue, Kind, Known, ParameterBook, ParameterSpec
from entraide.core.rules.deciding.leaves import Context
from entraide.core.rules.language import terms as t
from entraide.core.timeline import Dated, Timeline


EVENT = date(2024, 6, 15)
AROUND = (date(2023, 3, 1), date(2024, 12, 31))

BOOK = ParameterBook(
    {
        "tax_tier_1_at_most": ParameterSpec("tax_tier_1_at_most", Kind.MONEY, "seuil 1"),
        "tax_tier_2_at_most": ParameterSpec("tax_tier_2_at_most", Kind.MONEY, "seuil 2"),
        "partner_tax_line_share": ParameterSpec("partner_tax_line_share", Kind.RATE, "part du conjoint"),
        "base": ParameterSpec("base", Kind.MONEY, "base"),
        "share": ParameterSpec("share", Kind.RATE, "part"),
    },
    {
        "tax_tier_1_at_most": Timeline((Dated(date(2019, 1, 1), Money(120_000), "s"), Dated(date(2024, 1, 1), Money(130_000), "s"))),
        "tax_tier_2_at_most": Timeline((Dated(date(2019, 1, 1), Money(250_000), "s"),)),
        "partner_tax_line_share": Timeline((Dated(date(2019, 1, 1), Fraction(1), "s"),)),
        "base": Timeline((Dated(date(2019, 1, 1), Money(44_000), "s"), Dated(date(2024, 4, 1), Money(46_600), "s"))),
        "share": Timeline((Dated(date(2019, 1, 1), Fraction(1, 20), "s"),)),
    },
)

FACT_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "expense": st.integers(0, 50_000).map(Money),
    "tax_line_14": st.sampled_from([0, 119_999, 120_000, 120_001, 130_000, 130_001, 250_000, 250_001, 900_000]).map(Money),
    "has_two_notices": st.booleans(),
    "partner_tax_line_14": st.sampled_from([0, 1, 120_000, 130_000]).map(Money),
    "tax_half_shares": st.integers(2, 12),
    "saved_amount": st.sampled_from([20_000, 40_000]).map(Money),
    "disability_rate": st.integers(0, 100).map(lambda hundredths: Fraction(hundredths, 100)),
    "born_on": st.dates(date(1995, 1, 1), date(2023, 1, 1)),
    "care_days": st.integers(0, 366),
    "is_dependent": st.booleans(),
    "status": st.sampled_from(["active", "retiree", "apprentice"]),
    "event_on": st.just(EVENT),
}
WHOLE_FACTS = st.fixed_dictionaries({name: values.map(Known) for name, values in FACT_VALUES.items()})
HIDDEN = st.dictionaries(st.sampled_from([*FACT_VALUES]), st.sampled_from([NOT_ASKED, WITHHELD]), max_size=6)
UNASKED = st.dictionaries(st.sampled_from([*FACT_VALUES]), st.just(NOT_ASKED), max_size=6)


def context_of(facts: dict[str, FactValue]) -> Context:
    """Read against the book; while the event is not known it lies around its true day."""
    event = (EVENT, EVENT) if isinstance(facts.get("event_on"), Known) else AROUND
    return Context(facts, BOOK, event, event)


def _pairs(make: Callable[..., t.Term], *parts: st.SearchStrategy[t.Term]) -> st.SearchStrategy[t.Term]:
    return st.tuples(*parts).map(lambda found: make(*found))


def _several(make: Callable[[Any], t.Term], part: st.SearchStrategy[t.Term]) -> st.SearchStrategy[t.Term]:
    return st.lists(part, min_size=1, max_size=3).map(lambda parts: make(tuple(parts)))


MONEY_CONST = st.integers(0, 60_000).map(lambda cents: t.Const(Kind.MONEY, cents))
RATE_CONST = st.integers(0, 10**6).map(lambda parts: t.Const(Kind.RATE, Fraction(parts, 10**6)))
RATES = st.one_of(RATE_CONST, st.just(t.Fact("disability_rate")), st.just(t.Parameter("share")))
COUNT_CONST = st.integers(0, 30).map(t.count)
TIERS = st.one_of(st.just(t.TaxTier()), st.integers(1, 3).map(lambda tier: t.WhenWithheld(t.TaxTier(), t.count(tier))))
AGES = st.sampled_from([t.Age(at) for at in t.AgeAt])
COUNTS = st.one_of(COUNT_CONST, AGES, TIERS, st.just(t.Fact("care_days")), st.just(t.Fact("tax_half_shares")))
DIVISORS = st.one_of(st.integers(1, 30).map(t.count), st.just(t.Fact("tax_half_shares")))
MONEY_LEAVES = st.one_of(MONEY_CONST, st.sampled_from([t.Fact("expense"), t.Fact("saved_amount"), t.Parameter("base")]))


def _by_tier(parts: tuple[t.Term, t.Term, t.Term, t.Term]) -> t.Term:
    return t.Match(parts[0], tuple(t.Case(t.count(tier), parts[tier]) for tier in (1, 2, 3)))


def _scale(parts: tuple[t.Term, list[tuple[int, t.Term]], t.Term]) -> t.Term:
    over, rows, first = parts
    later = [t.Row(t.count(start), gives) for start, gives in sorted(rows, key=lambda row: row[0])]
    return t.Lookup(over, (t.Row(t.count(0), first), *later))


def _grow_money(inner: st.SearchStrategy[t.Term]) -> st.SearchStrategy[t.Term]:
    rows = st.lists(st.tuples(st.integers(1, 30), inner), max_size=3, unique_by=lambda row: row[0])
    return st.one_of(
        _several(t.Plus, inner),
        _several(t.Min, inner),
        _several(t.Max, inner),
        _pairs(t.Minus, inner, inner),
        _pairs(t.Times, inner, RATES),
        _pairs(t.DividedBy, inner, DIVISORS),
        _pairs(t.Capped, inner, inner),
        _pairs(t.WhenWithheld, inner, MONEY_CONST),
        st.tuples(TIERS, inner, inner, inner).map(_by_tier),
        st.tuples(st.one_of(AGES, st.just(t.Fact("care_days"))), rows, inner).map(_scale),
        st.tuples(inner, inner).map(
            lambda pair: t.Match(t.Fact("status"), (t.Case(t.Const(Kind.CHOICE, "active"), pair[0]),), otherwise=pair[1])
        ),
        st.tuples(inner, inner).map(
            lambda pair: t.Match(
                t.Fact("is_dependent"), (t.Case(t.Const(Kind.FLAG, True), pair[0]), t.Case(t.Const(Kind.FLAG, False), pair[1]))
            )
        ),
    )


MONEYS = st.recursive(MONEY_LEAVES, _grow_money, max_leaves=6)
COMPARISONS = st.sampled_from([t.AtLeast, t.AtMost, t.MoreThan, t.LessThan, t.Equals])
STATUS_CONSTS = st.lists(st.sampled_from(["active", "retiree", "apprentice"]), min_size=1, max_size=2, unique=True)
FLAG_LEAVES = st.one_of(
    st.just(t.Fact("is_dependent")),
    st.tuples(COMPARISONS, MONEYS, MONEYS).map(lambda found: found[0](*found[1:])),
    st.tuples(COMPARISONS, COUNTS, COUNT_CONST).map(lambda found: found[0](*found[1:])),
    st.tuples(COMPARISONS, RATES, RATE_CONST).map(lambda found: found[0](*found[1:])),
    st.tuples(COUNTS, COUNT_CONST, COUNT_CONST).map(lambda found: t.Between(*found)),
    st.dates(date(2000, 1, 1), date(2020, 1, 1)).map(lambda day: t.LessThan(t.Fact("born_on"), t.Const(Kind.DATE, day))),
    STATUS_CONSTS.map(lambda found: t.OneOf(t.Fact("status"), tuple(t.Const(Kind.CHOICE, status) for status in found))),
)
FLAGS = st.recursive(
    FLAG_LEAVES,
    lambda inner: st.one_of(_several(t.All, inner), _several(t.Any, inner), inner.map(t.Not)),
    max_leaves=5,
)
TERMS = st.one_of(MONEYS, FLAGS, COUNTS, RATES)
