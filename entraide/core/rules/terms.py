"""The closed vocabulary of the rules: frozen typed terms that know nothing of how they are read."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from entraide.core.rules.known import Kind, Value


class AgeAt(StrEnum):
    """When an age is measured: reached in the civil year of the event, or on the day of the event."""

    CIVIL_YEAR = "civil_year"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Const:
    """A value written in the rule: cents for money, an exact fraction for a rate."""

    kind: Kind
    value: Value


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the closed table."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value that several rules share, read on the day that the revision declares."""

    key: str


@dataclass(frozen=True, slots=True)
class Age:
    """The age of the person that the right is for, in whole years."""

    at: AgeAt


@dataclass(frozen=True, slots=True)
class TaxTier:
    """The tier 1, 2 or 3 that line 14 of the tax notice falls in."""


@dataclass(frozen=True, slots=True)
class Plus:
    """The sum of several values of one kind."""

    terms: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Minus:
    """What is left of a value once another is taken from it."""

    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Times:
    """A value multiplied by a rate or by a count."""

    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Min:
    """The least of several values."""

    terms: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Max:
    """The greatest of several values."""

    terms: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Capped:
    """A value that may not pass another one; a cut is told to the person."""

    value: "Term"
    limit: "Term"


@dataclass(frozen=True, slots=True)
class Row:
    """What a scale gives from `start` included up to the start of the next row."""

    start: Const
    gives: "Term"


@dataclass(frozen=True, slots=True)
class Lookup:
    """A scale: rows by their start only, so that a gap or an overlap cannot be written."""

    over: "Term"
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What one exact value gives."""

    key: Const
    gives: "Term"


@dataclass(frozen=True, slots=True)
class Match:
    """One result for each exact value of a choice, a flag or a small count; `otherwise` for the rest."""

    over: "Term"
    cases: tuple[Case, ...]
    otherwise: "Term | None" = None


@dataclass(frozen=True, slots=True)
class WhenWithheld:
    """A value, and what stands in for it when the person says that no proof will come."""

    value: "Term"
    instead: "Term"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The left value reaches the limit."""

    left: "Term"
    limit: "Term"


@dataclass(frozen=True, slots=True)
class AtMost:
    """The left value does not pass the limit."""

    left: "Term"
    limit: "Term"


@dataclass(frozen=True, slots=True)
class MoreThan:
    """The left value passes the limit."""

    left: "Term"
    limit: "Term"


@dataclass(frozen=True, slots=True)
class LessThan:
    """The left value stays under the limit."""

    left: "Term"
    limit: "Term"


@dataclass(frozen=True, slots=True)
class Equals:
    """The left value is the limit."""

    left: "Term"
    limit: "Term"


@dataclass(frozen=True, slots=True)
class Between:
    """The value lies between two limits, both included."""

    value: "Term"
    low: "Term"
    high: "Term"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is one of those listed."""

    value: "Term"
    among: tuple[Const, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every condition holds."""

    terms: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """One condition at least holds."""

    terms: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    term: "Term"


Comparison = AtLeast | AtMost | MoreThan | LessThan | Equals
Clause = Comparison | Between | OneOf | All | Any | Not
Term = Const | Fact | Parameter | Age | TaxTier | Plus | Minus | Times | Min | Max | Capped | Lookup | Match | WhenWithheld | Clause

AGE_WORDS = {AgeAt.CIVIL_YEAR: "age_in_civil_year", AgeAt.EVENT: "age_on_event_day"}

# The word that each term goes by in files and in traces; the codec, the sentences and the evaluation hold one entry for each.
WORDS: dict[type, str] = {
    Const: "value",
    Fact: "fact",
    Parameter: "parameter",
    Age: "age",
    TaxTier: "tax_tier",
    Plus: "plus",
    Minus: "minus",
    Times: "times",
    Min: "min",
    Max: "max",
    Capped: "capped_at",
    Lookup: "lookup",
    Match: "match",
    WhenWithheld: "when_withheld",
    AtLeast: "at_least",
    AtMost: "at_most",
    MoreThan: "more_than",
    LessThan: "less_than",
    Equals: "equals",
    Between: "between",
    OneOf: "one_of",
    All: "all",
    Any: "any",
    Not: "not",
}


def money(euros: int) -> Const:
    """Write whole euros as a constant."""
    return Const(Kind.MONEY, euros * 100)


def count(number: int) -> Const:
    """Write a count as a constant."""
    return Const(Kind.COUNT, number)


def percent(hundredths: int) -> Const:
    """Write whole hundredths as a constant rate."""
    return Const(Kind.RATE, Fraction(hundredths, 100))


def children_of(term: Term) -> tuple[Term, ...]:
    """List the terms that a term is made of, in the order of reading."""
    found: list[Term] = []
    for name in term.__dataclass_fields__:
        value = getattr(term, name)
        for part in value if isinstance(value, tuple) else (value,):
            inner = part.gives if isinstance(part, Row | Case) else part
            if type(inner) in WORDS:
                found.append(inner)
    return tuple(found)


def facts_used(term: Term) -> frozenset[str]:
    """Name every fact that a term may read, the event aside.

    >>> sorted(facts_used(All((AtMost(Age(AgeAt.EVENT), count(12)), Fact("is_dependent")))))
    ['born_on', 'is_dependent']
    """
    below = frozenset[str]().union(*(facts_used(child) for child in children_of(term)))
    if isinstance(term, Fact):
        return below | {term.name}
    if isinstance(term, Age):
        return below | {"born_on"}
    return below | {"tax_line_14"} if isinstance(term, TaxTier) else below
