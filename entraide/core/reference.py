"""Short references that people read out and copy: no ambiguous letter, and a character that catches one mistake.

The alphabet is Crockford's base 32 (digits and letters without I, L, O, U). The check character is a weighted sum in the
field of 32 elements: it catches any single wrong character and any exchange of two characters.
"""

import re
from uuid import UUID


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LARGEST = 32**12 - 1
_SHORT = 32**8
_MISREAD = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-‐‑–—_./·]+")
_PREFIX = re.compile(r"[A-Z]{1,3}")
POLYNOMIAL = 0b100101
_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
# Each element of the field, doubled.
_TWICE = tuple(value << 1 ^ (POLYNOMIAL if value & 16 else 0) for value in range(32))
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def make_reference(prefix: str, number: int) -> str:
    """Write `number` after `prefix` (1 to 3 capitals), in groups of four, with its check character.

    Numbers under 32^8 (about 1.1e12) give two groups, others three.

    >>> make_reference("D", 3_141_592_653)
    'D-02XM-1SJD-P'

    :raises ValueError: if the prefix has another shape or the number is not from 0 to 32^12 - 1.
    """
    if not _PREFIX.fullmatch(prefix) or not 0 <= number <= LARGEST:
        raise ValueError(f"no reference for {prefix!r} and {number!r}")
    width = 8 if number < _SHORT else 12
    body = "".join(_PAIRS[number >> shift & 1023] for shift in range(5 * width - 10, -1, -10))
    groups = [body[start : start + 4] for start in range(0, width, 4)]
    return "-".join([prefix, *groups, _check_character(prefix, body)])


def check_reference(text: str) -> str | None:
    """Give the canonical form of a reference as someone typed it, or None when it is not one or its check fails.

    Case, spaces, hyphens and points do not matter; the letters O, I and L are read as the digits 0, 1 and 1.

    >>> check_reference("d o2xm lsjd p")
    'D-02XM-1SJD-P'
    >>> check_reference("D-02XM-1SJE-P") is None
    True
    """
    compact = _SEPARATORS.sub("", text).upper()
    size = 13 if len(compact) > 12 else 9
    prefix, rest = compact[:-size], compact[-size:].translate(_MISREAD)
    if not _PREFIX.fullmatch(prefix) or any(character not in ALPHABET for character in rest):
        return None
    number = 0
    for character in rest[:-1]:
        number = number * 32 + ALPHABET.index(character)
    canonical = make_reference(prefix, number)
    return canonical if canonical.replace("-", "") == prefix + rest else None


def number_of(key: UUID) -> int:
    """Draw a number of 40 bits from the random end of a key; two keys may share it, so the reference is unique by constraint.

    With a million references the odds that the next one is taken are one in a million: draw another key.

    >>> number_of(UUID(int=2**100 + 5))
    5
    """
    return key.int % _SHORT


def _check_character(prefix: str, body: str) -> str:
    """Sum the characters by Horner's rule, doubling in the field of 32 elements at each step: all weights differ."""
    total = 0
    for letter in prefix:
        total = _TWICE[total] ^ (ord(letter) - 64)
    for character in body:
        total = _TWICE[total] ^ _VALUES[character]
    return ALPHABET[_TWICE[total]]
