"""The cards that no longer count before their day, as a signed text that says until when it may be trusted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from entraide.core.cards.token import decode, encode
from entraide.core.reference import check_reference


# What a list is good for: a partner who loads it once a week never works with one that is older.
TRUSTED_FOR = timedelta(days=8)
SIGNED_AS = b"entraide revoked cards\n"
HEAD = "entraide-revoked-cards 1"

_SHAPE = re.compile(
    HEAD + r"\nassociation: ([a-z0-9-]{1,20})\nlisted-on: (\d{4}-\d\d-\d\d)\ntrusted-until: (\d{4}-\d\d-\d\d)\nkey: ([a-z0-9-]{1,20})\n"
    r"((?:C-[0-9A-Z-]+\n)*)signature: ([A-Za-z0-9_-]+)\n?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class RevokedList:
    """The numbers of revoked cards as of a day; `trusted_until` is the first day on which it no longer says enough."""

    association: str
    listed_on: date
    trusted_until: date
    key: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedList:
    """A list read back, what its signature is over, and the signature; nobody has checked it yet."""

    revoked: RevokedList
    signed: bytes
    signature: bytes


def list_of(numbers: Iterable[str], *, association: str, key: str, on: date) -> RevokedList:
    """Make the list of a day; numbers in order, each once."""
    return RevokedList(association, on, on + TRUSTED_FOR, key, tuple(sorted(set(numbers))))


def body_of(revoked: RevokedList) -> str:
    """Write a list in its one canonical form, without its signature."""
    head = (
        HEAD,
        f"association: {revoked.association}",
        f"listed-on: {revoked.listed_on.isoformat()}",
        f"trusted-until: {revoked.trusted_until.isoformat()}",
        f"key: {revoked.key}",
    )
    return "\n".join((*head, *revoked.numbers)) + "\n"


def to_sign(body: str) -> bytes:
    """Give the bytes that the signature of a list is over."""
    return SIGNED_AS + body.encode("ascii")


def write_list(body: str, signature: bytes) -> str:
    """Put a list beside its signature (64 bytes)."""
    return f"{body}signature: {encode(signature)}\n"


def read_list(text: str) -> SignedList | None:
    """Read a list; nothing if it was cut, or is none."""
    found = _SHAPE.fullmatch(text.replace("\r\n", "\n"))
    if found is None:
        return None
    association, listed_on, trusted_until, key, numbers, signed = found.groups()
    signature = decode(signed)
    try:
        days = date.fromisoformat(listed_on), date.fromisoformat(trusted_until)
    except ValueError:
        return None
    revoked = RevokedList(association, *days, key, tuple(numbers.split()))
    if signature is None or any(check_reference(number) != number for number in revoked.numbers):
        return None
    return SignedList(revoked, to_sign(body_of(revoked)), signature)
