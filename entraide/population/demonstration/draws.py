"""Repeatable draws: the same seed gives the same world on every machine and every Python."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Self, TypeVar


Item = TypeVar("Item")


class Draws:
    """A named stream of draws.

    Only `random.Random.random` is used: it is the one method that Python promises to keep reproducible across versions.

    >>> Draws(2024, "a").integer(1, 6) == Draws(2024, "a").integer(1, 6)
    True
    """

    def __init__(self, seed: int, name: str) -> None:
        self._seed = seed
        self._name = name
        self._random = random.Random(f"{seed}:{name}").random

    def child(self, name: str) -> Self:
        """Open a stream of its own, so that one more draw here moves nothing there."""
        return type(self)(self._seed, f"{self._name}/{name}")

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self._random() < probability

    def share(self) -> float:
        """Draw a number in [0, 1)."""
        return self._random()

    def integer(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int(self._random() * (high - low + 1))

    def day(self, since: date, last: date) -> date:
        """Draw a day, both ends included."""
        return since + timedelta(days=self.integer(0, (last - since).days))

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one item, all alike."""
        return items[self.integer(0, len(items) - 1)]

    def weighted(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        """Draw one item by its weight."""
        sums = list(accumulate(weights))
        return self.weighted_by_sums(items, sums)

    def weighted_by_sums(self, items: Sequence[Item], sums: Sequence[float]) -> Item:
        """Draw one item by the running sums of the weights, computed once by the caller."""
        return items[bisect_right(sums, self._random() * sums[-1])]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in a drawn order."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.integer(0, last)
            result[last], result[other] = result[other], result[last]
        return result

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """Draw `count` different items.

        :raises ValueError: if there are fewer.
        """
        if count > len(items):
            raise ValueError(f"{count} items asked, {len(items)} at hand")
        return self.shuffled(items)[:count]
