"""References that nobody holds yet, drawn with the keys that they come from."""

from uuid import UUID

import numpy as np
from django.db.models import Model
from numpy.typing import NDArray

from entraide.core.reference import ALPHABET, POLYNOMIAL, make_reference, number_of
from entraide.orm.keys import uuid7


ASKED_AT_ONCE, WRITTEN_AT_ONCE = 1_000, 50_000
# An odd number near 2^40 over the golden ratio: its multiples, cut to 40 bits, all differ and lie far apart.
SCATTER, REFERENCE_BITS = 0x9E3779B97F, 40


def draw_references(model: type[Model], prefix: str, count: int = 1) -> list[tuple[UUID, str]]:
    """Draw keys until `count` of them have a reference that no row of `model` holds and that differ from one another.

    Two transactions may still draw the same one at the same moment, once in 2^40: the unique constraint then refuses the second.
    """
    free: list[tuple[UUID, str]] = []
    seen: set[str] = set()
    while len(free) < count:
        drawn = {make_reference(prefix, number_of(key)): key for key in (uuid7() for _ in range(count - len(free)))}
        references = list(drawn)
        for start in range(0, len(references), ASKED_AT_ONCE):
            asked = model._base_manager.filter(reference__in=references[start : start + ASKED_AT_ONCE])
            seen.update(asked.order_by("pk").values_list("reference", flat=True))
        free += [(key, reference) for reference, key in drawn.items() if reference not in seen]
        seen.update(drawn)
    return free


def scattered_references(prefix: str, size: int) -> list[str]:
    """Give references that differ from one another, the same each time, in no order that tells how many there are.

    They are written as `make_reference` writes them, many at once. Only for rows that come into an empty table.
    """
    return [text for start in range(0, size, WRITTEN_AT_ONCE) for text in _scattered(prefix, start, min(start + WRITTEN_AT_ONCE, size))]


def _scattered(prefix: str, start: int, stop: int) -> list[str]:
    size = stop - start
    numbers = (np.arange(start + 1, stop + 1, dtype=np.uint64) * np.uint64(SCATTER)) & np.uint64((1 << REFERENCE_BITS) - 1)
    values = np.stack([(numbers >> np.uint64(shift)) & np.uint64(31) for shift in range(REFERENCE_BITS - 5, -1, -5)])
    check = np.zeros(size, np.uint64)
    for value in (*(np.full(size, ord(letter) - 64, np.uint64) for letter in prefix), *values):
        check = _doubled(check) ^ value
    letters = np.array(list(ALPHABET))[np.vstack([values, _doubled(check)])]
    hyphen = np.full(size, "-")
    rows = np.vstack([np.full(size, prefix), hyphen, *letters[:4], hyphen, *letters[4:8], hyphen, letters[8]])
    return list(map("".join, rows.T.tolist()))


def _doubled(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Double in the field of 32 elements, as the check character does."""
    shifted = value << np.uint64(1)
    return np.where(shifted & np.uint64(32), shifted ^ np.uint64(POLYNOMIAL), shifted)
