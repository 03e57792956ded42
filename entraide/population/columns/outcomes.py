"""From what was read of some rows to what is decided of them: ceilings, one rounding, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entraide.core.money import Rounding
from entraide.population.columns import exact as x
from entraide.population.columns.exact import Exact
from entraide.population.columns.program import as_array


GRANTED, REFUSED, UNKNOWN, NO_REVISION = 0, 1, 2, 3

# For one ceiling: how many claims were granted before, and how many cents.
Used = tuple[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A ceiling as it was read: its number of claims, and the bounds of its amount."""

    claims: int | None = None
    low: Exact | None = None
    high: Exact | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """What was read of some rows, ceilings not yet used: failed steps as bits, bounds of the amount, and where nothing may be granted.

    `failed` holds eight steps per array of bytes. `holds` tells where every condition is sure; `missing` the facts to ask, as bits.
    """

    size: int
    failed: NDArray[np.uint8]
    low: Exact | None
    high: Exact | None
    limits: tuple[Limit, ...]
    is_open: Any = False
    holds: Any = True
    missing: Any = 0

    @property
    def is_settled(self) -> bool:
        """Tell whether every row was read as settled."""
        return self.is_open is False

    def picked(self, rows: NDArray[np.int64]) -> "Before":
        """Keep some rows."""
        return Before(
            len(rows),
            self.failed[:, rows],
            *_both_picked(self.low, self.high, rows),
            tuple(Limit(limit.claims, *_both_picked(limit.low, limit.high, rows)) for limit in self.limits),
            *x.picked((self.is_open, self.holds), rows),
            x.picked((self.missing, 1), rows)[0],
        )


def joined(parts: Sequence[Before]) -> Before:
    """Put rows that were read alike after one another."""
    first = parts[0]
    ends = [_both_joined([(part.low, part.high, part.size) for part in parts])]
    for place in range(len(first.limits)):
        ends.append(_both_joined([(part.limits[place].low, part.limits[place].high, part.size) for part in parts]))
    spread = ([(getattr(part, name), part.size) for part in parts] for name in ("is_open", "holds", "missing"))
    is_open, holds, missing = (_spread(held) for held in spread)
    return Before(
        sum(part.size for part in parts),
        np.concatenate([part.failed for part in parts], axis=1),
        *ends[0],
        tuple(Limit(limit.claims, *both) for limit, both in zip(first.limits, ends[1:], strict=True)),
        is_open,
        holds,
        missing,
    )


def _both_joined(parts: Sequence[tuple[Exact | None, Exact | None, int]]) -> tuple[Exact | None, Exact | None]:
    if any(low is None or high is None for low, high, _ in parts):
        return None, None
    low = _exact_joined([(low, size) for low, _, size in parts])  # type: ignore[misc]
    return low, low if all(low is high for low, high, _ in parts) else _exact_joined([(high, size) for _, high, size in parts])  # type: ignore[misc]


def _exact_joined(parts: Sequence[tuple[Exact, int]]) -> Exact:
    return _spread([(number[0], size) for number, size in parts]), _spread([(number[1], size) for number, size in parts])


def _spread(parts: Sequence[tuple[Any, int]]) -> Any:
    """Put arrays after one another; what is one and the same number stays one number."""
    first = parts[0][0]
    if type(first) in (int, bool) and all(type(held) is type(first) and held == first for held, _ in parts):
        return first
    return np.concatenate([as_array(held, size) for held, size in parts])


@dataclass(frozen=True, slots=True, eq=False)
class After:
    """What is decided of some rows; `high` is −1 where no amount is known, and low and high are the amount where they are nothing."""

    status: NDArray[np.uint8]
    amount: Any
    low: Any
    high: Any
    failed: NDArray[np.uint8]
    missing: Any


@dataclass(frozen=True, slots=True)
class Closing:
    """How a revision concludes: its rounding, whether its amount may be negative, and the places of the last reasons."""

    rounding: Rounding
    may_be_negative: bool
    ceiling_claims: int
    ceiling_amount: int
    nothing_to_pay: int


def mark(failed: NDArray[np.uint8], place: int, rows: Any) -> None:
    """Note a step that failed on some rows."""
    plane = failed[place >> 3]
    bit = 1 << (place & 7)
    if isinstance(rows, np.ndarray) and rows.ndim:
        np.bitwise_or(plane, rows.view(np.uint8) * np.uint8(bit), out=plane)
    elif rows:
        np.bitwise_or(plane, np.uint8(bit), out=plane)


def closed(before: Before, how: Closing, used: Sequence[Used] | None = None) -> After:
    """Conclude: count what was used under each ceiling, cut, round once, and answer."""
    failed = before.failed
    lefts = [_left(limit, used[place] if used else (0, 0)) for place, limit in enumerate(before.limits)]
    for limit, (low, high), place in zip(before.limits, lefts, range(len(lefts)), strict=True):
        if limit.claims is not None:
            mark(failed, how.ceiling_claims, np.greater_equal(used[place][0] if used else 0, limit.claims))
        if high is not None:
            mark(failed, how.ceiling_amount, x.compared(np.less_equal, high, (0, 1)))
        del low
    is_refused = failed[0] != 0
    for plane in failed[1:]:
        is_refused |= plane != 0
    if before.low is None:
        return _without_amount(before, is_refused)
    if before.is_settled:
        return _decided(before, how, is_refused, lefts)
    return _bounded(before, how, is_refused, lefts)


def _left(limit: Limit, used: Used) -> tuple[Exact | None, Exact | None]:
    """Take what was used off the amount of a ceiling."""
    if limit.low is None or limit.high is None:
        return None, None
    spent = used[1]
    if type(spent) is int and spent == 0:
        return limit.low, limit.high
    low = x.taken_off(limit.low, (spent, 1))
    return low, low if limit.low is limit.high else x.taken_off(limit.high, (spent, 1))


def _decided(before: Before, how: Closing, is_refused: Any, lefts: Sequence[tuple[Exact | None, Exact | None]]) -> After:
    """Answer rows that are all settled."""
    amount: Exact = before.low  # type: ignore[assignment]
    for least, _ in lefts:
        if least is not None:
            amount = x.least(amount, least)
    paid = as_array(x.rounded(amount, how.rounding, may_be_negative=how.may_be_negative), before.size)
    is_nothing = paid <= 0
    is_nothing &= ~is_refused
    mark(before.failed, how.nothing_to_pay, is_nothing)
    is_refused |= is_nothing
    return After(is_refused.view(np.uint8), paid * ~is_refused, None, None, before.failed, before.missing)


def _bounded(before: Before, how: Closing, is_refused: Any, lefts: Sequence[tuple[Exact | None, Exact | None]]) -> After:
    """Answer rows of which some are not settled."""
    low, high = before.low, before.high
    for least, most in lefts:
        if least is not None and most is not None:
            low = x.greatest(x.least(low, least), (0, 1))  # type: ignore[arg-type]
            high = x.least(high, most)  # type: ignore[arg-type]
    least_paid, most_paid = (as_array(x.rounded(end, how.rounding), before.size) for end in (low, high))  # type: ignore[arg-type]
    is_open = np.logical_and(before.is_open, ~is_refused)
    is_nothing = ~is_refused & ~is_open & (least_paid <= 0)
    mark(before.failed, how.nothing_to_pay, is_nothing)
    is_granted = ~(is_refused | is_open | is_nothing)
    status = np.where(is_granted, GRANTED, np.where(is_open, UNKNOWN, REFUSED)).astype(np.uint8)
    paid = np.where(is_granted, least_paid, 0)
    return After(
        status,
        paid,
        np.where(is_open & before.holds, least_paid, paid),
        np.where(is_open, most_paid, paid),
        before.failed,
        np.where(is_open, before.missing, 0),
    )


def _without_amount(before: Before, is_refused: Any) -> After:
    """Answer for a benefit whose amount no source says: refused, or not known."""
    none = np.zeros(before.size, np.int64)
    status = np.where(is_refused, REFUSED, UNKNOWN).astype(np.uint8)
    return After(status, none, none, np.where(is_refused, 0, -1), before.failed, np.where(is_refused, 0, before.missing))


def _both_picked(low: Exact | None, high: Exact | None, rows: Any) -> tuple[Exact | None, Exact | None]:
    if low is None or high is None:
        return None, None
    kept = x.picked(low, rows)
    return kept, kept if low is high else x.picked(high, rows)
