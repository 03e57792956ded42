"""The units of what rules reckon with: which counts may stand together, and what to write where two may not."""

from fractions import Fraction

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.constants import write
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parts import AGE_WORDS


# A constant, a parameter or a product of counts has the unit of what it stands beside.
ADAPTS = ""
_TIERS = "tranches"
_SAME_WORDS = {"année": "an", "annee": "an"}
# How many of the second unit make one of the first.
_MAKES = {("an", "moi"): 12, ("an", "trimestre"): 4, ("trimestre", "moi"): 3, ("semaine", "jour"): 7, ("jour", "demi-journée"): 2}
_SAID = {Kind.MONEY: "des euros", Kind.RATE: "un taux", Kind.DATE: "une date", Kind.FLAG: "une condition", Kind.CHOICE: "un choix"}
EXAMPLES = {
    Kind.MONEY: "120 EUR",
    Kind.RATE: "50 %",
    Kind.DATE: "2024-09-01",
    Kind.COUNT: "12",
    Kind.FLAG: "expense: {at_least: 10 EUR}",
    Kind.CHOICE: "active",
}
_MOST_PERCENT = 100


def unit_of(term: t.Term) -> str:
    """Give the unit that a count is in, as it was declared; `ADAPTS` for what takes the unit of its neighbour.

    >>> unit_of(t.Plus((t.count(2), t.Fact("care_days")))), unit_of(t.Times(t.Fact("career_years"), t.count(12)))
    ('jours', '')
    """
    if isinstance(term, t.Fact):
        return term.spec.unit if term.spec.kind is Kind.COUNT else ADAPTS
    if isinstance(term, t.Age):
        return "ans"
    if isinstance(term, t.TaxTier):
        return _TIERS
    return next((unit for part in _values_of(term) if (unit := unit_of(part))), ADAPTS)


def are_one(left: str, right: str) -> bool:
    """Tell whether two units may stand together: one of them adapts, or they are the same word but for its number.

    >>> are_one("ans", "années"), are_one("jours", "ans"), are_one("", "ans")
    (True, False, True)
    """
    return ADAPTS in (left, right) or _stem(left) == _stem(right)


def say_unit(kind: Kind, unit: str) -> str:
    """Name a value by its unit: « des jours », « des euros », « une date ».

    >>> say_unit(Kind.COUNT, "ans"), say_unit(Kind.MONEY, "")
    ('des années', 'des euros')
    """
    if kind is Kind.COUNT:
        return "un nombre" if unit == ADAPTS else "des années" if _stem(unit) == "an" else f"des {unit}"
    return _SAID[kind]


def instead_of(left: t.Term, right: t.Term, kinds: tuple[Kind, Kind]) -> str:
    """Say what to write instead of two values whose units do not go together; the left one is what is expected."""
    if kinds[0] is kinds[1]:
        return _same_unit(left, right)
    if kinds[0] is Kind.COUNT:
        return f"écrivez un nombre sans unité, par exemple « {EXAMPLES[Kind.COUNT]} »"
    if kinds == (Kind.MONEY, Kind.COUNT):
        return f"donnez d’abord un prix à l’unité, par exemple « times: [{_name(right)}, 10 EUR] »"
    return f"écrivez par exemple « {EXAMPLES[kinds[0]]} »"


def money_constants(term: t.Term) -> tuple[t.Const, ...]:
    """List the amounts written in the rule that a term may be worth: those of the rows of a scale, of the cases of a choice."""
    if isinstance(term, t.Const):
        return (term,) if term.kind is Kind.MONEY else ()
    return tuple(found for part in _values_of(term) for found in money_constants(part))


def as_rate(amount: t.Const) -> str:
    """Write the rate that an amount of euros was probably meant to be.

    >>> as_rate(t.money(35)), as_rate(t.money(500))
    ('35 %', '50 %')
    """
    percent = Fraction(amount.value) / 100  # type: ignore[arg-type]
    return str(write(t.Const(Kind.RATE, percent / 100))) if 0 < percent <= _MOST_PERCENT else EXAMPLES[Kind.RATE]


def _values_of(term: t.Term) -> tuple[t.Term, ...]:
    """List the terms of which one gives the value, or which are added: those that a unit comes from."""
    if isinstance(term, t.Plus | t.Min | t.Max):
        return term.terms
    if isinstance(term, t.Minus):
        return term.left, term.right
    if isinstance(term, t.Capped):
        return term.value, term.limit
    if isinstance(term, t.WhenWithheld):
        return term.value, term.instead
    return _branches_of(term)


def _branches_of(term: t.Term) -> tuple[t.Term, ...]:
    if isinstance(term, t.Lookup):
        return tuple(row.gives for row in term.rows)
    if isinstance(term, t.Match):
        return (*(case.gives for case in term.cases), *(() if term.otherwise is None else (term.otherwise,)))
    return ()


def _same_unit(left: t.Term, right: t.Term) -> str:
    units = _stem(unit_of(left)), _stem(unit_of(right))
    if units in _MAKES:
        return f"comptez tout en {unit_of(right)}, avec « times: [{_name(left)}, {_MAKES[units]}] »"
    if units[::-1] in _MAKES:
        return f"comptez tout en {unit_of(left)}, avec « times: [{_name(right)}, {_MAKES[units[::-1]]}] »"
    return f"employez un fait qui se compte en {unit_of(left)}"


def _stem(unit: str) -> str:
    words = [word.removesuffix("s") for word in unit.casefold().split()]
    return " ".join(_SAME_WORDS.get(word, word) for word in words)


def _name(term: t.Term) -> str:
    if isinstance(term, t.Fact):
        return term.name
    return AGE_WORDS[term.at] if isinstance(term, t.Age) else "…"
