"""Short references that people read, type and say on the telephone: a letter, eight characters, a check character."""

# 31 signs, a prime: no I, L, O, U, read as 1, 1, 0 and V, nor Z, read as 2.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
MISREAD = str.maketrans("ILOUZ", "110V2")
LENGTH = 8


def make_reference(prefix: str, number: int) -> str:
    """Write a number, modulo 31 to the power of 8 (about 850 thousand million), as two groups of four and a check character.

    >>> make_reference("D", 123456789)
    'D-0049-N302-1'
    """
    digits = ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return f"{prefix}-{digits[:4]}-{digits[4:]}-{_check(digits)}"


def read_reference(text: str) -> str | None:
    """Give a typed reference in its one form, whatever its case, spaces and hyphens; nothing if a character is wrong.

    >>> read_reference(" d oo49 n3o2 i "), read_reference("D-0049-N302-2")
    ('D-0049-N302-1', None)
    """
    compact = "".join(text.upper().split()).replace("-", "")
    prefix, digits, check = compact[:1], compact[1 : LENGTH + 1].translate(MISREAD), compact[LENGTH + 1 :].translate(MISREAD)
    if len(compact) != LENGTH + 2 or any(digit not in ALPHABET for digit in digits) or check != _check(digits):
        return None
    return f"{prefix}-{digits[:4]}-{digits[4:]}-{check}"


def _check(digits: str) -> str:
    """Weigh each digit by its place: one wrong character, or two neighbours swapped, change the sum modulo 31."""
    return ALPHABET[sum(place * ALPHABET.index(digit) for place, digit in enumerate(digits, start=1)) % len(ALPHABET)]
