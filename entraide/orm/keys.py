"""Keys made by whoever creates the row: UUIDv7, ordered by the millisecond they were made at, and within one process by their making."""

import os
import time
import uuid
from collections.abc import Iterable
from threading import Lock


# RFC 9562, §6.2, method 1: 30 bits of counter after the milliseconds, begun anywhere in their lower half so that it does not overflow
# within one; 44 random bits close the key. One number: the counter carries into the milliseconds, should it overflow all the same.
_COUNTER, _TAIL = 30, 44
_lock, _last = Lock(), 0
# As many keys as a page of a list has rows.
_ROUND = 25
# A child made while a key is being made would wait for ever for who is not there.
os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def uuid7() -> uuid.UUID:
    """Make a UUIDv7 (RFC 9562), above each that this process made before, even where its clock was put back."""
    return uuid.UUID(int=_number())


def uuid7_digits() -> str:
    """Make the same as 32 hexadecimal digits, for columns that are filled by the hundred thousand.

    >>> uuid.UUID(uuid7_digits()).version
    7
    """
    return f"{_number():032x}"


def _number() -> int:
    global _last
    random = int.from_bytes(os.urandom(10), "big")
    with _lock:
        milliseconds = time.time_ns() // 1_000_000
        if milliseconds > _last >> _COUNTER:
            _last = milliseconds << _COUNTER | random >> _TAIL & ((1 << _COUNTER - 1) - 1)
        else:
            _last += 1
        place = _last
    counter, tail = place & ((1 << _COUNTER) - 1), random & ((1 << _TAIL) - 1)
    return place >> _COUNTER << 80 | 0x7 << 76 | counter >> 18 << 64 | 0b10 << 62 | (counter & 0x3FFFF) << _TAIL | tail


def uuid7_in_sql(vendor: str) -> str:
    """Write the expression by which a database makes a UUIDv7 for each row that a statement adds, all at the millisecond of now.

    Among themselves, and beside what `uuid7` makes in that millisecond, these keys are in no order: sort their rows by something else.
    """
    milliseconds = f"{time.time_ns() // 1_000_000:012x}"
    if vendor == "postgresql":
        # What follows the version in a random key is as random as in ours, its variant included.
        return f"('{milliseconds[:8]}-{milliseconds[8:]}-7' || substr(gen_random_uuid()::text, 16))::uuid"
    high, low = "substr(lower(hex(randomblob(2))), 2)", "substr(lower(hex(randomblob(8))), 2)"
    return f"'{milliseconds}7' || {high} || substr('89ab', 1 + (random() & 3), 1) || {low}"


def padded(keys: Iterable[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    """Give keys once each, the last one again up to a round number: a prepared read by keys is written for few lengths."""
    held = tuple(dict.fromkeys(keys))
    return held + held[-1:] * (-len(held) % _ROUND)
