"""Random revisions that are well typed: every word of the language, facts of the benefit itself, every general step and ceiling."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from entraide.core.money import Money, Rounding
from entraide.core.rules import (
    Ceiling,
    Condition,
    Confidence,
    Deadline,
    DeadlineStart,
    FactSpec,
    Kind,
    PaidBy,
    ParameterBook,
    ParameterSpec,
    Period,
    ReadsOn,
    Revision,
    Scope,
    Subject,
)
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.facts import FACTS, FIRST_DAY, LAST_DAY
from entraide.core.timeline import Dated, Timeline


def _own(name: str, kind: Kind, low: Any, high: Any, choices: tuple[str, ...] = ()) -> FactSpec:
    return FactSpec(name, kind, name, f"{name} ?", low=low, high=high, choices=dict.fromkeys(choices, "x"), proved_by=("invoice",))


OWN_FACTS = (
    _own("rented_for", Kind.COUNT, -3, 12),
    _own("deposit", Kind.MONEY, Money(-5_000), Money(40_000)),
    _own("taken_share", Kind.RATE, Fraction(1, 10), Fraction(3, 4)),
    _own("wedding_on", Kind.DATE, FIRST_DAY, LAST_DAY),
    _own("is_first", Kind.FLAG, False, True),
    _own("home", Kind.CHOICE, "colocataire", "propriétaire", ("propriétaire", "locataire", "colocataire")),
)
OWN = {spec.name: spec for spec in OWN_FACTS}


def _timeline(*values: tuple[date, Any]) -> Timeline[Any]:
    return Timeline(tuple(Dated(day, value, "exemple") for day, value in values))


TIMELINES: dict[str, tuple[Kind, Timeline[Any] | None]] = {
    "tax_tier_1_at_most": (Kind.MONEY, _timeline((date(2019, 1, 1), Money(120_000)), (date(2024, 1, 1), Money(130_000)))),
    "tax_tier_2_at_most": (Kind.MONEY, _timeline((date(2019, 1, 1), Money(250_000)))),
    "partner_tax_line_share": (Kind.RATE, _timeline((date(2010, 1, 1), Fraction(1)), (date(2024, 3, 1), Fraction(1, 3)))),
    "base": (
        Kind.MONEY,
        _timeline((date(2019, 1, 1), Money(44_000)), (date(2024, 4, 1), Money(46_600)), (date(2024, 9, 1), Money(41_000))),
    ),
    "share": (Kind.RATE, _timeline((date(2019, 1, 1), Fraction(1, 20)), (date(2024, 5, 1), Fraction(7, 30)))),
    "limit_age": (Kind.COUNT, _timeline((date(2024, 1, 1), 12), (date(2024, 7, 1), 16))),
    "closing_on": (Kind.DATE, _timeline((date(2020, 1, 1), date(2024, 6, 30)), (date(2024, 6, 1), date(2023, 12, 31)))),
    "is_open": (Kind.FLAG, _timeline((date(2020, 1, 1), True), (date(2024, 6, 20), False))),
    "kept_home": (Kind.CHOICE, _timeline((date(2020, 1, 1), "locataire"), (date(2024, 6, 2), "propriétaire"))),
    "unpublished_amount": (Kind.MONEY, None),
}
BOOK = ParameterBook(
    {key: ParameterSpec(key, kind, key) for key, (kind, _) in TIMELINES.items()},
    {key: timeline for key, (_, timeline) in TIMELINES.items() if timeline is not None},
)

Draw = Callable[[st.SearchStrategy[Any]], Any]
MONEY_FACTS = ("expense", "saved_amount", "base_amount", "deposit", "tax_line_14")
COUNT_FACTS = ("care_days", "household_size", "tax_half_shares", "rented_for")
DIVISORS = ("household_size", "tax_half_shares", "taken_share")
MONEY_PARAMETERS = ("base", "base", "tax_tier_1_at_most", "unpublished_amount")
COMPARISONS = (t.AtLeast, t.AtMost, t.MoreThan, t.LessThan, t.Equals)
STATUSES = ("active", "apprentice", "retiree")
CUSTODIES = ("alternating", "full")


class Grower:
    """Draws terms of each kind, smaller at each depth."""

    def __init__(self, draw: Draw) -> None:
        """Take the draw of a composite strategy."""
        self.draw = draw

    def one(self, *makers: Callable[[], t.Term]) -> t.Term:
        return self.draw(st.sampled_from(makers))()

    def fact(self, *names: str) -> t.Fact:
        name = self.draw(st.sampled_from(names))
        return t.Fact(name, OWN.get(name))

    def parameter(self, *keys: str) -> t.Parameter:
        return t.Parameter(self.draw(st.sampled_from(keys)))

    def const(self, kind: Kind, values: st.SearchStrategy[Any]) -> t.Const:
        return t.Const(kind, self.draw(values))

    def several(self, grow: Callable[[int], t.Term], depth: int) -> tuple[t.Term, ...]:
        return tuple(grow(depth - 1) for _ in range(self.draw(st.integers(1, 3))))

    def money(self, depth: int) -> t.Term:
        leaves = [
            lambda: self.const(Kind.MONEY, st.one_of(st.integers(0, 60_000), st.sampled_from([12_000, 10_000, 8_000]))),
            lambda: self.fact(*MONEY_FACTS),
            lambda: self.parameter(*MONEY_PARAMETERS),
        ]
        if depth <= 0:
            return self.one(*leaves)
        inner = lambda: self.money(depth - 1)  # noqa: E731
        return self.one(
            *leaves,
            lambda: t.Plus(self.several(self.money, depth)),
            lambda: t.Min(self.several(self.money, depth)),
            lambda: t.Max(self.several(self.money, depth)),
            lambda: t.Minus(inner(), inner()),
            lambda: t.Times(inner(), self.rate(depth - 1)),
            lambda: t.Times(self.count(0), self.const(Kind.MONEY, st.integers(-300, 5_000))),
            lambda: t.DividedBy(inner(), self.divisor()),
            lambda: t.Capped(inner(), inner()),
            lambda: t.WhenWithheld(inner(), inner()),
            lambda: self.by_tier(self.money, depth),
            lambda: self.scale(self.money, depth),
            lambda: self.match(self.money, depth),
        )

    def divisor(self) -> t.Term:
        return self.one(
            lambda: self.fact(*DIVISORS),
            lambda: self.fact(*DIVISORS),
            lambda: t.count(self.draw(st.integers(1, 12))),
            lambda: self.const(Kind.RATE, st.integers(1, 300).map(lambda part: Fraction(part, 200))),
            lambda: t.Max((self.fact("care_days"), t.count(1))),
            lambda: t.Plus((self.fact("household_size"), t.WhenWithheld(self.fact("care_days"), t.count(3)))),
        )

    def rate(self, depth: int) -> t.Term:
        leaves = [
            lambda: self.const(Kind.RATE, st.one_of(st.integers(0, 10**6), st.sampled_from([500_000, 800_000])).map(_millionths)),
            lambda: self.fact("disability_rate", "taken_share"),
            lambda: self.parameter("share"),
        ]
        if depth <= 0:
            return self.one(*leaves)
        return self.one(
            *leaves,
            lambda: t.Match(self.fact("custody"), tuple(t.Case(t.Const(Kind.CHOICE, one), self.rate(depth - 1)) for one in CUSTODIES)),
            lambda: t.WhenWithheld(self.rate(0), self.rate(0)),
            lambda: t.Lookup(
                self.fact("disability_rate"),
                (t.Row(t.percent(0), self.rate(0)), t.Row(t.percent(50), self.rate(0)), t.Row(t.percent(80), self.rate(0))),
            ),
            lambda: t.DividedBy(self.count(0), self.divisor()),
            lambda: t.DividedBy(self.money(0), t.Max((self.money(0), t.Const(Kind.MONEY, 100)))),
        )

    def count(self, depth: int) -> t.Term:
        leaves = [
            lambda: self.const(Kind.COUNT, st.integers(0, 30)),
            lambda: self.fact(*COUNT_FACTS),
            lambda: t.Age(self.draw(st.sampled_from(t.AgeAt))),
            lambda: t.Age(self.draw(st.sampled_from(t.AgeAt))),
            self.tier,
            lambda: self.parameter("limit_age"),
        ]
        if depth <= 0:
            return self.one(*leaves)
        return self.one(
            *leaves,
            lambda: t.Plus(self.several(self.count, 1)),
            lambda: t.Minus(self.count(0), self.count(0)),
            lambda: t.Times(self.count(0), t.count(2)),
            lambda: t.WhenWithheld(self.count(0), self.count(0)),
            lambda: self.scale(self.count, 1),
        )

    def tier(self) -> t.Term:
        tier = self.draw(st.integers(0, 3))
        return t.WhenWithheld(t.TaxTier(), t.count(tier)) if tier else t.TaxTier()

    def day(self, depth: int) -> t.Term:
        leaves = [
            lambda: self.const(Kind.DATE, st.dates(date(2023, 6, 1), date(2024, 12, 31))),
            lambda: self.fact("wedding_on", "born_on", "event_on", "term_started_on"),
            lambda: self.parameter("closing_on"),
        ]
        if depth <= 0:
            return self.one(*leaves)
        return self.one(*leaves, lambda: t.Min(self.several(self.day, 1)), lambda: t.Max(self.several(self.day, 1)))

    def choice(self) -> t.Term:
        return self.one(
            lambda: self.fact("home"),
            lambda: self.const(Kind.CHOICE, st.sampled_from(sorted(OWN["home"].choices))),
            lambda: self.parameter("kept_home"),
            lambda: t.WhenWithheld(self.fact("home"), t.Const(Kind.CHOICE, "locataire")),
        )

    def by_tier(self, grow: Callable[[int], t.Term], depth: int) -> t.Term:
        return t.Match(self.tier(), tuple(t.Case(t.count(tier), grow(depth - 2)) for tier in (1, 2, 3)))

    def scale(self, grow: Callable[[int], t.Term], depth: int) -> t.Term:
        starts = sorted(self.draw(st.sets(st.integers(1, 30), max_size=3)))
        over = self.one(
            lambda: t.Age(self.draw(st.sampled_from(t.AgeAt))),
            lambda: self.fact("care_days"),
            lambda: t.WhenWithheld(self.fact("care_days"), t.count(7)),
            lambda: t.Plus((self.fact("care_days"), self.fact("household_size"))),
        )
        return t.Lookup(over, tuple(t.Row(t.count(start), grow(depth - 2)) for start in (0, *starts)))

    def proof(self, depth: int) -> t.Term:
        """Draw a condition on facts that are likely to be withheld or not asked."""
        leaves = [
            lambda: self.fact("is_dependent", "is_first", "is_lone_parent"),
            lambda: t.AtLeast(self.fact("disability_rate"), t.percent(50)),
            lambda: t.AtMost(self.fact("care_days"), t.count(20)),
            lambda: t.Equals(self.fact("home"), t.Const(Kind.CHOICE, "locataire")),
        ]
        if depth <= 0:
            return self.one(*leaves)
        return self.one(
            lambda: t.All(self.several(self.proof, depth)),
            lambda: t.Any(self.several(self.proof, depth)),
            lambda: t.Not(self.proof(depth - 1)),
            lambda: t.WhenWithheld(self.proof(depth - 1), self.proof(depth - 2)),
            lambda: t.Match(
                self.fact("is_lone_parent", "is_first"),
                tuple(t.Case(t.Const(Kind.FLAG, held), self.proof(depth - 2)) for held in (True, False)),
            ),
        )

    def proved(self, depth: int) -> t.Term:
        """Draw an amount on facts that are likely to be withheld or not asked."""
        inner = lambda: self.proved(depth - 1)  # noqa: E731
        if depth <= 0:
            return self.one(lambda: self.fact("expense", "saved_amount"), lambda: self.const(Kind.MONEY, st.integers(1, 60_000)))
        return self.one(
            lambda: t.WhenWithheld(inner(), inner()),
            lambda: t.WhenWithheld(self.by_tier(self.proved, depth), inner()),
            lambda: self.by_tier(self.proved, depth),
            lambda: t.Plus((inner(), inner())),
            lambda: t.Capped(inner(), self.fact("expense")),
            lambda: t.Times(inner(), self.fact("disability_rate")),
            lambda: self.match(self.proved, depth),
            lambda: self.scale(self.proved, depth),
        )

    def match(self, grow: Callable[[int], t.Term], depth: int) -> t.Term:
        return self.one(
            lambda: t.Match(self.fact("status"), (t.Case(t.Const(Kind.CHOICE, "active"), grow(depth - 2)),), otherwise=grow(depth - 2)),
            lambda: t.Match(
                self.fact("is_dependent", "is_first", "has_two_notices"),
                tuple(t.Case(t.Const(Kind.FLAG, held), grow(depth - 2)) for held in (True, False)),
            ),
            lambda: t.Match(
                self.fact("saved_amount"),
                (t.Case(t.money(200), grow(depth - 2)), t.Case(t.money(400), grow(depth - 2))),
                otherwise=grow(depth - 2),
            ),
            lambda: t.Match(
                self.choice(),
                tuple(t.Case(t.Const(Kind.CHOICE, home), grow(depth - 2)) for home in ("locataire", "propriétaire")),
                otherwise=grow(depth - 2),
            ),
            lambda: t.Match(self.count(0), (t.Case(t.count(2), grow(depth - 2)), t.Case(t.count(12), grow(0))), otherwise=grow(0)),
        )

    def compared(self, grow: Callable[[int], t.Term], depth: int) -> t.Term:
        return self.draw(st.sampled_from(COMPARISONS))(grow(depth), grow(depth - 1))

    def flag(self, depth: int) -> t.Term:
        leaves = [
            lambda: self.fact("is_dependent", "is_first", "has_two_notices"),
            lambda: self.parameter("is_open"),
            lambda: self.compared(self.money, depth),
            lambda: self.compared(self.count, depth),
            lambda: self.compared(self.count, depth),
            lambda: self.compared(self.rate, depth),
            lambda: self.compared(self.day, depth),
            lambda: t.Equals(self.choice(), self.choice()),
            lambda: t.Equals(self.fact("is_first"), self.parameter("is_open")),
            lambda: t.Between(self.count(depth), self.count(0), self.count(0)),
            lambda: t.Between(self.money(depth), self.money(0), self.money(0)),
            lambda: t.OneOf(
                self.fact("status"),
                tuple(t.Const(Kind.CHOICE, one) for one in self.draw(st.lists(st.sampled_from(STATUSES), min_size=1, unique=True))),
            ),
            lambda: t.OneOf(self.count(0), (t.count(1), t.count(12))),
        ]
        if depth <= 0:
            return self.one(*leaves)
        return self.one(
            *leaves,
            lambda: t.All(self.several(self.flag, depth)),
            lambda: t.Any(self.several(self.flag, depth)),
            lambda: t.All(self.several(self.flag, depth)),
            lambda: t.Any(self.several(self.flag, depth)),
            lambda: t.Not(self.flag(depth - 1)),
            lambda: t.WhenWithheld(self.flag(0), self.one(lambda: t.Const(Kind.FLAG, True), lambda: self.fact("is_first"))),
            lambda: self.match(self.flag, 1),
        )


def _millionths(parts: int) -> Fraction:
    return Fraction(parts, 10**6)


PERIODS = tuple(Period)
SCOPES = tuple(Scope)


def _ceiling(grower: Grower, number: int) -> Ceiling:
    draw = grower.draw
    period = draw(st.sampled_from(PERIODS))
    claims = draw(st.one_of(st.none(), st.integers(1, 3)))
    amount = grower.money(draw(st.integers(0, 1))) if claims is None or draw(st.booleans()) else None
    years = draw(st.integers(1, 3)) if period is Period.ROLLING_YEARS else 0
    return Ceiling(f"key-{number}", draw(st.sampled_from(SCOPES)), period, claims, amount, years=years)


def _condition(grower: Grower, number: int) -> Condition:
    return Condition(f"condition_{number}", grower.flag(grower.draw(st.integers(0, 2))))


@st.composite
def revisions(draw: Draw, since: date = date(2019, 1, 1), code: str = "essai") -> Revision:
    """Draw one revision of a benefit."""
    grower = Grower(draw)
    amount = grower.money(draw(st.integers(0, 3))) if draw(st.integers(0, 12)) else None
    return Revision(
        code=code,
        name="Essai",
        theme="Essais",
        summary="Une règle au hasard.",
        subject=draw(st.sampled_from(Subject)),
        event_fact=draw(st.sampled_from(["event_on", "event_on", "term_started_on", "born_on", "wedding_on"])),
        reads_parameters_on=draw(st.sampled_from(ReadsOn)),
        audience=tuple(draw(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3, unique=True))),
        since=since,
        source="exemple",
        confidence=Confidence.ILLUSTRATIVE,
        paid_by=PaidBy.TRANSFER,
        conditions=tuple(_condition(grower, number) for number in range(draw(st.integers(0, 3)))),
        amount=amount,
        rounding=draw(st.sampled_from(Rounding)),
        ceilings=tuple(_ceiling(grower, number) for number in range(draw(st.integers(0, 2)))),
        deadline=draw(st.one_of(st.none(), st.builds(Deadline, st.sampled_from([0, 1, 6, 12]), st.sampled_from(DeadlineStart)))),
        own_facts=OWN_FACTS,
    )


@st.composite
def withholdings(draw: Draw) -> list[Revision]:
    """Draw a rule that turns on what is withheld and what is not asked: conditions joined at will, amounts with what stands in."""
    grower = Grower(draw)
    conditions = tuple(Condition(f"condition_{number}", grower.proof(draw(st.integers(1, 3)))) for number in range(draw(st.integers(0, 2))))
    plain = draw(revisions())
    amount = grower.proved(draw(st.integers(1, 3)))
    changes = {"subject": Subject.SELF, "event_fact": "event_on", "deadline": None, "ceilings": (), "audience": STATUSES}
    return [replace(plain, conditions=conditions, amount=amount, reads_parameters_on=ReadsOn.FILING, **changes)]


def histories() -> st.SearchStrategy[list[Revision]]:
    """Draw the revisions of a benefit: one, or two that follow each other."""
    return st.one_of(
        revisions().map(lambda one: [one]),
        st.tuples(revisions(), revisions(since=date(2024, 5, 1))).map(list),
    )


@st.composite
def sharing(draw: Draw) -> list[Revision]:
    """Draw benefits whose ceilings are shared: of two revisions, or of two benefits that name the same key."""
    first = draw(revisions())
    grower = Grower(draw)
    ceilings = tuple(_ceiling(grower, number) for number in range(draw(st.integers(1, 2))))
    others = tuple(_ceiling(grower, number) for number in range(draw(st.integers(1, 2))))
    amount = first.amount or t.money(50)
    other = replace(
        draw(revisions(since=draw(st.sampled_from([date(2019, 1, 1), date(2024, 5, 1)])))), event_fact=first.event_fact, ceilings=others
    )
    if draw(st.booleans()):
        other = replace(other, code="voisine")
    elif other.since == first.since:
        other = replace(other, since=date(2024, 6, 1))
    return [replace(first, ceilings=ceilings, amount=amount, conditions=first.conditions[:1]), replace(other, conditions=())]


assert not set(OWN) & set(FACTS)
