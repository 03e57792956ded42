"""An amount of euros, held as whole cents."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Self


class Rounding(StrEnum):
    """How a fraction of a cent becomes a whole one; each rule names its own."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Whole cents of euro, of either sign.

    >>> Money.of("12.34") + Money(66)
    Money(cents=1300)
    >>> str(Money(123456))
    '1\\u202f234,56\\xa0€'
    """

    cents: int

    def __post_init__(self) -> None:
        """Refuse what is not a whole number of cents.

        :raises TypeError: if `cents` is not an int (a float least of all).
        """
        if type(self.cents) is not int:
            raise TypeError(f"Money holds whole cents, not {self.cents!r}")

    @classmethod
    def of(cls, euros: str | int | Decimal) -> Self:
        """Read euros written with at most two decimals ("12.34").

        :raises TypeError: if `euros` is a float.
        :raises ValueError: if it is not a number or has a part of a cent.
        """
        if isinstance(euros, float | bool):
            raise TypeError("Money is never read from a float")
        try:
            cents = Decimal(euros) * 100
        except ArithmeticError as error:
            raise ValueError(f"not an amount: {euros!r}") from error
        if not cents.is_finite() or cents != cents.to_integral_value():
            raise ValueError(f"not whole cents: {euros!r}")
        return cls(int(cents))

    @classmethod
    def rounded(cls, cents: Fraction, rounding: Rounding) -> Self:
        """Round an exact fraction of cents, once, as `rounding` says (half away from zero; up and down by magnitude).

        >>> Money.rounded(Fraction(5, 2), Rounding.HALF_UP)
        Money(cents=3)
        """
        whole, rest = divmod(abs(cents.numerator), cents.denominator)
        sign = -1 if cents < 0 else 1
        up = {Rounding.DOWN: False, Rounding.UP: rest > 0, Rounding.HALF_UP: 2 * rest >= cents.denominator}[rounding]
        return cls(sign * (whole + up))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __mul__(self, count: int) -> "Money":
        """Multiply by a whole count.

        :raises TypeError: if `count` is not an int: a rate goes through `Fraction` and a named rounding.
        """
        if type(count) is not int:
            raise TypeError("Money is multiplied by whole counts only")
        return Money(self.cents * count)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.cents != 0

    @property
    def euros(self) -> Decimal:
        """The amount in euros, exact, for files that want "12.34"."""
        return (Decimal(self.cents) / 100).quantize(Decimal("0.01"))

    def __str__(self) -> str:
        """The amount as French readers write it."""
        sign = "-" if self.cents < 0 else ""
        euros, cents = divmod(abs(self.cents), 100)
        grouped = f"{euros:,}".replace(",", "\u202f")
        return f"{sign}{grouped},{cents:02d}\xa0€"


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """Add amounts up; nothing adds up to zero.

    >>> total([Money(1), Money(2)])
    Money(cents=3)
    """
    return Money(sum(amount.cents for amount in amounts))
