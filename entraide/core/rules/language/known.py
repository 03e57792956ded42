"""What is held of a fact: a value and who proved it, nothing yet, or the person's word that no proof will come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from entraide.core.money import Money


# What a caller holds, and what a rule reckons with: whole cents for money, exact fractions for rates.
Native = Money | date | Decimal | Fraction | int | bool | str
Value = int | Fraction | date | str


class Kind(StrEnum):
    """What a fact, a parameter or a term is made of."""

    MONEY = "money"
    DATE = "date"
    RATE = "rate"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Proof:
    """Who vouches for a value (an officer, a member organisation, the network), from which document or register, and when."""

    by: str
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Known:
    """A value; without a proof it is only declared: good for an estimate, not for a payment."""

    value: Native
    proof: Proof | None = None


class Absent(StrEnum):
    """Why no value is held."""

    NOT_ASKED = "not_asked"
    WITHHELD = "withheld"


NOT_ASKED = Absent.NOT_ASKED
WITHHELD = Absent.WITHHELD

FactValue = Known | Absent
Facts = Mapping[str, FactValue]

_KINDS: dict[type, Kind] = {
    Money: Kind.MONEY,
    date: Kind.DATE,
    Fraction: Kind.RATE,
    Decimal: Kind.RATE,
    int: Kind.COUNT,
    bool: Kind.FLAG,
    str: Kind.CHOICE,
}


def kind_of_native(value: object) -> Kind | None:
    """Tell the kind of a value as callers hold it; nothing for what no fact is made of (a float least of all)."""
    return _KINDS.get(type(value))


def to_reckon(value: Native) -> Value:
    """Turn a value into what rules reckon with: cents, an exact fraction, or itself.

    >>> to_reckon(Money(1250)), to_reckon(Decimal("0.125"))
    (1250, Fraction(1, 8))
    """
    if type(value) is Money:
        return value.cents
    return Fraction(value) if type(value) is Decimal else value  # type: ignore[return-value]


def day_held(facts: Facts, name: str) -> date | None:
    """Give the day held for a fact, if it is known."""
    held = facts.get(name)
    return held.value if isinstance(held, Known) and isinstance(held.value, date) else None
