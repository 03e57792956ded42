"""How constants are written in the files: "120 EUR", "32.5 %", 12, 2024-09-01, true, or a word of a choice."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from entraide.core.money import Money
from entraide.core.rules.language.known import Kind, Native, Value
from entraide.core.rules.language.terms import Const


# The space before the unit may be one that does not break, as texts that are pasted have it.
_SPACE = "[ \u00a0\u202f]"
_MONEY = re.compile(rf"(-?\d{{1,12}}(?:\.\d{{1,2}})?){_SPACE}EUR", re.ASCII)
_RATE = re.compile(rf"(-?\d{{1,4}}(?:\.\d{{1,4}})?){_SPACE}%", re.ASCII)
_TOO_EXACT = re.compile(rf"-?\d{{1,12}}\.(?:\d{{3,}}{_SPACE}EUR|\d{{5,}}{_SPACE}%)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNT = re.compile(r"-?\d{1,9}", re.ASCII)


def write(const: Const) -> str | int | bool:
    """Write a constant as the files do; a number that no file can hold, as a quotient makes them, by the nearest one below that it can.

    >>> write(Const(Kind.MONEY, 214)), write(Const(Kind.RATE, Fraction(13, 40))), write(Const(Kind.MONEY, Fraction(1, 3)))
    ('2.14 EUR', '32.5 %', '0 EUR')
    """
    if const.kind is Kind.MONEY:
        euros = Decimal(floor(const.value)) / 100  # type: ignore[arg-type]
        return f"{euros:.2f} EUR".replace(".00 ", " ")
    if const.kind is Kind.RATE:
        percent = Decimal(floor(const.value * 10**6)) / 10**4  # type: ignore[operator, arg-type]
        return f"{percent.normalize():f} %"
    if isinstance(const.value, Fraction):
        return floor(const.value)
    return const.value if isinstance(const.value, int | str) else str(const.value)


def is_too_exact(written: object) -> bool:
    """Tell whether this is an amount or a rate, but for the number of its decimals.

    >>> is_too_exact("33.33333 %"), is_too_exact("33.3333 %"), is_too_exact("1.005 EUR")
    (True, False, True)
    """
    return isinstance(written, str) and _TOO_EXACT.fullmatch(written) is not None


def as_written(plain: object) -> str:
    """Give back what a document holds in the words of the file.

    >>> as_written(["40 EUR", True]), as_written({"min": 1})
    ('[40 EUR, true]', '{min: 1}')
    """
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, list):
        return f"[{', '.join(map(as_written, plain))}]"
    if isinstance(plain, Mapping):
        return f"{{{', '.join(f'{key}: {as_written(value)}' for key, value in plain.items())}}}"
    return "" if plain is None else str(plain)


def parse(written: object) -> Const | None:
    """Read a constant; nothing for a word that is none. A float is never one: it must say its unit.

    >>> parse("55 EUR"), parse("expense")
    (Const(kind=<Kind.MONEY: 'money'>, value=5500), None)
    """
    if isinstance(written, bool):
        return Const(Kind.FLAG, written)
    if isinstance(written, int):
        return Const(Kind.COUNT, written)
    if not isinstance(written, str):
        return None
    if found := _MONEY.fullmatch(written):
        return Const(Kind.MONEY, Money.of(found[1]).cents)
    if found := _RATE.fullmatch(written):
        return Const(Kind.RATE, Fraction(found[1]) / 100)
    return _parse_day(written)


def parse_key(written: str) -> Const:
    """Read the key of a scale or of a case, which a file always gives as text: a count, a flag, or else a word of a choice."""
    if written in ("true", "false"):
        return Const(Kind.FLAG, written == "true")
    return Const(Kind.COUNT, int(written)) if _COUNT.fullmatch(written) else parse(written) or Const(Kind.CHOICE, written)


def write_key(const: Const) -> str:
    """Write a constant as a key, always a text."""
    return str(write(const)).lower() if const.kind is Kind.FLAG else str(write(const))


def to_native(kind: Kind, value: Value) -> Native:
    """Turn what rules reckon with into what callers hold: whole cents become an amount."""
    return Money(int(value)) if kind is Kind.MONEY else value  # type: ignore[arg-type]


def _parse_day(written: str) -> Const | None:
    if not _DATE.fullmatch(written):
        return None
    try:
        return Const(Kind.DATE, date.fromisoformat(written))
    except ValueError:
        return None
