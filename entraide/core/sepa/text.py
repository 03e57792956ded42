"""The SEPA alphabet: what a bank can carry of a name or a sentence (European Payments Council, EPC217-08)."""

import unicodedata

from entraide.core.refusals import Refusal


ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")

# Letters that decomposition does not open, then signs, after the conversion table of EPC217-08.
_CONVERTED = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "ẞ": "SS",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "TH",
    "ı": "i",
    "ħ": "h",
    "Ħ": "H",
    "ŋ": "n",
    "Ŋ": "N",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "“": "'",
    "”": "'",
    "«": "'",
    "»": "'",
    '"': "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "_": "-",
    "~": "-",
    "&": "+",
    "@": "(at)",
    "°": "o",
    "€": "EUR",
    "!": ".",
    ";": ",",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "<": "(",
    ">": ")",
    "\\": "/",
    "|": "/",
}
_UNKNOWN = "."
# Controls, formats, surrogates, private and unassigned characters: nobody typed them on purpose.
_UNWRITABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class UnwritableText(Refusal):
    """Refuse a text that holds a control character or has nothing left to write."""

    code = "sepa.unwritable_text"


def transliterate(text: str) -> str:
    """Write a text in the SEPA alphabet, spaces folded; a sign without equivalent becomes a full stop.

    :raises UnwritableText: if the text holds a control or invisible character, or has no letter and no digit.

    >>> transliterate("Zoé Lœuillet-Müller & Cⁱᵉ")
    'Zoe Loeuillet-Muller + Cie'
    """
    for character in text:
        if unicodedata.category(character) in _UNWRITABLE:
            raise UnwritableText(character=f"U+{ord(character):04X}")
    converted = "".join(_CONVERTED.get(character, character) for character in unicodedata.normalize("NFC", text))
    opened = (character for character in unicodedata.normalize("NFKD", converted) if not unicodedata.combining(character))
    written = "".join(_CONVERTED.get(each, each) if each in ALPHABET or each in _CONVERTED else _space_or_unknown(each) for each in opened)
    folded = " ".join(written.split())
    if not any(character.isalnum() for character in folded):
        raise UnwritableText(character="")
    return folded


def _space_or_unknown(character: str) -> str:
    return " " if character.isspace() else _UNKNOWN


def is_sepa_text(text: str) -> bool:
    """Say whether every character is of the SEPA alphabet."""
    return all(character in ALPHABET for character in text)


def shortened(text: str, limit: int) -> str:
    """Transliterate a text and cut it to `limit` characters, without a space at the end.

    :raises UnwritableText: as `transliterate`.
    """
    return transliterate(text)[:limit].rstrip()


def is_writable(text: str) -> bool:
    """Say whether a bank can carry something of a text.

    >>> is_writable("Zoé"), is_writable("Иван")
    (True, False)
    """
    try:
        transliterate(text)
    except UnwritableText:
        return False
    return True
