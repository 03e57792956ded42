"""Between which rates the truth lies when only some were looked at."""

from dataclasses import dataclass
from math import sqrt


# The quantile of the normal law that 95 draws out of 100 stay within.
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate found among some, and the bounds between which the whole lies 95 times out of 100, each from 0 to 1."""

    rate: float
    low: float
    high: float


def interval_of(found: int, looked: int) -> Interval:
    """Give the score interval of Wilson: right for few looks and for none found, where the usual one says that none ever are.

    Nothing looked at says nothing: from 0 to 1. (E. B. Wilson, « Probable inference », JASA 22, 1927.)

    >>> none_of_fifty = interval_of(0, 50)
    >>> none_of_fifty.rate, none_of_fifty.low, round(none_of_fifty.high, 3)
    (0.0, 0.0, 0.071)

    :raises ValueError: if more were found than looked at, or fewer than none
    """
    if not 0 <= found <= looked:
        raise ValueError(f"{found} of {looked}")
    if not looked:
        return Interval(0.0, 0.0, 1.0)
    rate, square = found / looked, Z_95 * Z_95
    middle = (rate + square / (2 * looked)) / (1 + square / looked)
    half = Z_95 * sqrt(rate * (1 - rate) / looked + square / (4 * looked * looked)) / (1 + square / looked)
    return Interval(rate, max(0.0, middle - half) if found else 0.0, min(1.0, middle + half) if found < looked else 1.0)
