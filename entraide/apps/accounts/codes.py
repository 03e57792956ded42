"""Activation codes as they are drawn, printed and typed."""

import secrets


# Neither 0 and O, 1, I and L, 2 and Z, 5 and S, nor 8 and B: what is read aloud or copied by hand stays right. 25^10 codes.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH = 10
GROUPS = (4, 3, 3)
# How a code reaches the person.
CHANNELS = {"email": "courriel", "letter": "courrier", "handed_over": "remise en main propre"}


def draw_code() -> str:
    """Draw a code at random, without its hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def show_code(code: str) -> str:
    """Write a code by groups, as it is printed.

    >>> show_code("ACDEFGHJKM")
    'ACDE-FGH-JKM'
    """
    starts = [sum(GROUPS[:position]) for position in range(len(GROUPS))]
    return "-".join(code[start : start + size] for start, size in zip(starts, GROUPS, strict=True))


def compact_code(typed: str) -> str:
    """Read a code as it was typed: in capitals, without hyphens, spaces or points.

    >>> compact_code(" acde fgh-jkm ")
    'ACDEFGHJKM'
    """
    return "".join(character for character in typed.upper() if character.isalnum())
