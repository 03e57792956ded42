"""The closed vocabulary of the rules: frozen typed terms that know nothing of how they are read."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.known import Kind, Value


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
    """A fact of the shared table, or one that the benefit itself declares (`own`)."""

    name: str
    own: FactSpec | None = None

    @property
    def spec(self) -> FactSpec:
        """Say what the fact is made of."""
        return self.own or FACTS[self.name]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value that several rules share, read on the day that the revision declares; `label` is its French name where it is known."""

    key: str
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Age:
    """The age of the person that the right is for, in whole years."""

    at: AgeAt


@dataclass(frozen=True, slots=True)
class TaxTier:
    """The tier 1, 2 or 3 that line 14 of the tax notice falls in; of both notices for partners who are taxed apart."""


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
class DividedBy:
    """A value shared by another one, exactly: what is rounded is the amount, once."""

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
Term = (
    Const
    | Fact
    | Parameter
    | Age
    | TaxTier
    | Plus
    | Minus
    | Times
    | DividedBy
    | Min
    | Max
    | Capped
    | Lookup
    | Match
    | WhenWithheld
    | Clause
)


def money(euros: int) -> Const:
    """Write whole euros as a constant."""
    return Const(Kind.MONEY, euros * 100)


def count(number: int) -> Const:
    """Write a count as a constant."""
    return Const(Kind.COUNT, number)


def percent(hundredths: int) -> Const:
    """Write whole hundredths as a constant rate."""
    return Const(Kind.RATE, Fraction(hundredths, 100))
