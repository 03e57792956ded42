"""Repeatable draws over arrays: a stream per name, so that one more draw here moves nothing there."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray


YEAR = 365.25


class Stream:
    """A named stream of draws of one seed."""

    def __init__(self, seed: int, name: str) -> None:
        self._generator = np.random.Generator(np.random.PCG64([seed, crc32(name.encode())]))

    def shares(self, size: int) -> NDArray[np.float32]:
        """Draw numbers in [0, 1)."""
        return self._generator.random(size, dtype=np.float32)

    def chance(self, size: int, probability: float) -> NDArray[np.bool_]:
        """Say yes with this probability."""
        return self.shares(size) < np.float32(probability)

    def integers(self, size: int, low: int, high: int) -> NDArray[np.int32]:
        """Draw whole numbers, both ends included."""
        return self._generator.integers(low, high, size, dtype=np.int32, endpoint=True)

    def wide_integers(self, size: int, low: int, high: int) -> NDArray[np.int64]:
        """Draw whole numbers of 64 bits, both ends included."""
        return self._generator.integers(low, high, size, dtype=np.int64, endpoint=True)

    def by_rank(self, size: int, points: tuple[tuple[float, float], ...]) -> NDArray[np.float32]:
        """Draw values by (value, share of people under it), straight between two points."""
        values, ranks = zip(*points, strict=True)
        return np.interp(self.shares(size), ranks, values).astype(np.float32)

    def pick(self, size: int, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Draw among values, all alike."""
        return values[self._generator.integers(0, len(values), size, dtype=np.int32)]

    def some(self, rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
        """Draw `count` different rows."""
        return self._generator.permutation(rows)[:count]

    def days_before(self, size: int, day: int, points: tuple[tuple[float, float], ...]) -> NDArray[np.int32]:
        """Draw the birthdays of people whose ages on `day` go by rank."""
        return (day - self.by_rank(size, points) * np.float32(YEAR)).astype(np.int32)
