"""Exact numbers over columns: int64 numerators over a denominator that is one number, or an array where a divisor changes by row."""

from math import gcd
from typing import Any

import numpy as np

from entraide.core.money import Rounding


# Numerators (an array, or one number for all rows), then the denominator, always positive.
Exact = tuple[Any, Any]


def scaled(numerators: Any, factor: Any) -> Any:
    """Multiply numerators, in int64."""
    if type(factor) is int and factor == 1:
        return numerators
    if _are_plain(numerators, factor):
        return numerators * factor
    return np.multiply(numerators, factor, dtype=np.int64)


def aligned(one: Exact, other: Exact) -> tuple[Any, Any, Any]:
    """Bring two numbers to one denominator: both numerators, then that denominator."""
    (left, left_of), (right, right_of) = one, other
    if type(left_of) is int and type(right_of) is int:
        shared = gcd(left_of, right_of)
        return scaled(left, right_of // shared), scaled(right, left_of // shared), left_of // shared * right_of
    return scaled(left, right_of), scaled(right, left_of), scaled(left_of, right_of)


def compared(how: np.ufunc, one: Exact, other: Exact) -> Any:
    """Compare two numbers row by row (`how` is a comparison of NumPy)."""
    left, right, _ = aligned(one, other)
    return how(left, right)


def added(one: Exact, other: Exact) -> Exact:
    """Add two numbers."""
    left, right, shared = aligned(one, other)
    return (left + right if _are_plain(left, right) else np.add(left, right, dtype=np.int64)), shared


def taken_off(one: Exact, other: Exact) -> Exact:
    """Take the second number off the first."""
    left, right, shared = aligned(one, other)
    return (left - right if _are_plain(left, right) else np.subtract(left, right, dtype=np.int64)), shared


def multiplied(one: Exact, other: Exact) -> Exact:
    """Multiply two numbers."""
    return scaled(one[0], other[0]), scaled(one[1], other[1])


def divided(one: Exact, other: Exact) -> Exact:
    """Divide a number by another one, which is positive."""
    (left, left_of), (right, right_of) = one, other
    if type(right) is int and type(right_of) is int:
        shared = gcd(right, right_of)
        return scaled(left, right_of // shared), scaled(left_of, right // shared)
    return scaled(left, right_of), scaled(right, left_of)


def chosen(rows: Any, one: Exact, other: Exact) -> Exact:
    """Take the first number on `rows`, the second elsewhere."""
    if type(one[1]) is int and type(other[1]) is int:
        left, right, shared = aligned(one, other)
        return np.where(rows, left, right), shared
    return np.where(rows, one[0], other[0]), np.where(rows, one[1], other[1])


def least(one: Exact, other: Exact) -> Exact:
    """Keep the least of two numbers row by row."""
    if type(one[1]) is int and type(other[1]) is int:
        left, right, shared = aligned(one, other)
        return (min if _are_plain(left, right) else np.minimum)(left, right), shared
    return chosen(compared(np.less_equal, one, other), one, other)


def greatest(one: Exact, other: Exact) -> Exact:
    """Keep the greatest of two numbers row by row."""
    if type(one[1]) is int and type(other[1]) is int:
        left, right, shared = aligned(one, other)
        return (max if _are_plain(left, right) else np.maximum)(left, right), shared
    return chosen(compared(np.greater_equal, one, other), one, other)


def rounded(number: Exact, rounding: Rounding, *, may_be_negative: bool = True) -> Any:
    """Round to whole cents, once: half away from zero, up and down by magnitude."""
    cents, shared = number
    if type(shared) is int and shared == 1:
        return cents
    if not may_be_negative:
        return _rounded_up_from_zero(cents, shared, rounding)
    return np.where(np.less(cents, 0), -1, 1) * _rounded_up_from_zero(np.abs(cents), shared, rounding)


def _rounded_up_from_zero(cents: Any, shared: Any, rounding: Rounding) -> Any:
    if rounding is Rounding.DOWN:
        return cents // shared
    if rounding is Rounding.UP:
        return (cents + (shared - 1)) // shared
    return (2 * cents + shared) // (2 * shared)


def picked(number: Exact, rows: Any) -> Exact:
    """Keep some rows."""
    return tuple(part[rows] if isinstance(part, np.ndarray) and part.ndim else part for part in number)


def _are_plain(one: Any, other: Any) -> bool:
    """Tell whether both are numbers of Python, which never overflow."""
    return type(one) is int and type(other) is int
