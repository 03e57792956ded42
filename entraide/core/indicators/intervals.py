"""Between which rates the truth lies when only some were looked at."""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt


# The square of the quantile of the normal law that 95 draws out of 100 stay within, 1.96.
SQUARE = Fraction(38_414_588, 10_000_000)
MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate found among some, and the bounds between which the whole lies 95 times out of 100, each from 0 to 1."""

    rate: Fraction
    low: Fraction
    high: Fraction


def interval_of(found: int, looked: int) -> Interval:
    """Give the score interval of Wilson: right for few looks and for none found, where the usual one says that none ever are.

    Nothing looked at says nothing: from 0 to 1. (E. B. Wilson, « Probable inference », JASA 22, 1927.)

    >>> none_of_fifty = interval_of(0, 50)
    >>> none_of_fifty.rate, none_of_fifty.low, round(none_of_fifty.high, 3)
    (Fraction(0, 1), Fraction(0, 1), Fraction(71, 1000))

    :raises ValueError: if more were found than looked at, or fewer than none
    """
    if not 0 <= found <= looked:
        raise ValueError(f"{found} of {looked}")
    if not looked:
        return Interval(Fraction(0), Fraction(0), Fraction(1))
    middle, half = found + SQUARE / 2, _root(SQUARE * (Fraction(found * (looked - found), looked) + SQUARE / 4))
    low, high = (middle - half) / (looked + SQUARE), (middle + half) / (looked + SQUARE)
    return Interval(Fraction(found, looked), low if found else Fraction(0), high if found < looked else Fraction(1))


def _root(value: Fraction) -> Fraction:
    """Give a square root to the millionth."""
    return Fraction(isqrt(value.numerator * MILLION * MILLION // value.denominator), MILLION)
