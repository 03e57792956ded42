"""What a plan reads, each thing once: two rules over one table that read the same share the reading."""

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from entraide.population.columns.chunks import Chunk
from entraide.population.columns.exact import Exact


Compute = Callable[[Chunk], Exact]


class Node:
    """One reading of a chunk; `constant` where it is the same for every row, `words` for what the ranks of a choice stand for."""

    __slots__ = ("compute", "constant", "is_shared", "slot", "words")

    def __init__(self, slot: int, compute: Compute, words: tuple[str, ...], constant: Exact | None) -> None:
        self.slot = slot
        self.compute = compute
        self.words = words
        self.constant = constant
        self.is_shared = False

    def __call__(self, chunk: Chunk) -> Exact:
        """Read the rows of a chunk, or give what another rule read of them."""
        if not self.is_shared:
            return self.compute(chunk)
        found = chunk.already_read(self.slot)
        if found is None:
            found = chunk.memo[self.slot] = self.compute(chunk)
        return found  # type: ignore[no-any-return]


class Program:
    """Every node made so far, by what it reads."""

    def __init__(self) -> None:
        self._nodes: dict[Hashable, Node] = {}

    def node(self, signature: Hashable, make: Callable[[], tuple[Compute, tuple[str, ...]]]) -> Node:
        """Find the node that reads the same, which is then kept for the chunk, or make it."""
        found = self._nodes.get(signature)
        if found is None:
            compute, words = make()
            found = self._nodes[signature] = Node(len(self._nodes), compute, words, None)
        else:
            found.is_shared = found.constant is None
        return found


def constant(number: Exact, words: tuple[str, ...] = ()) -> Node:
    """Make a node that is the same for every row."""
    return Node(-1, lambda chunk: number, words, number)


def as_array(number: Any, size: int) -> Any:
    """Spread one number over the rows; an array stays as it is."""
    return number if isinstance(number, np.ndarray) and number.ndim else np.broadcast_to(np.asarray(number), (size,))
