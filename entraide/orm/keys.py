"""Keys made by whoever creates the row: UUIDv7, ordered by the millisecond they were made at."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """Make a UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (random >> 68) << 64
    value |= 0b10 << 62 | random & ((1 << 62) - 1)
    return uuid.UUID(int=value)


def uuid7_in_sql(vendor: str) -> str:
    """Write the expression by which a database makes a UUIDv7 for each row that a statement adds, all at the instant of now."""
    milliseconds = f"{time.time_ns() // 1_000_000:012x}"
    if vendor == "postgresql":
        # What follows the version in a random key is as random as in ours, its variant included.
        return f"('{milliseconds[:8]}-{milliseconds[8:]}-7' || substr(gen_random_uuid()::text, 16))::uuid"
    high, low = "substr(lower(hex(randomblob(2))), 2)", "substr(lower(hex(randomblob(8))), 2)"
    return f"'{milliseconds}7' || {high} || substr('89ab', 1 + (random() & 3), 1) || {low}"


def uuid7_digits() -> str:
    """Make the same as 32 hexadecimal digits, for columns that are filled by the hundred thousand.

    >>> uuid.UUID(uuid7_digits()).version
    7
    """
    random = os.urandom(10).hex()
    return f"{time.time_ns() // 1_000_000:012x}7{random[1:4]}{'89ab'[int(random[4], 16) & 3]}{random[5:]}"
