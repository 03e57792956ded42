"""Names as they are compared: without case, accents or stray spaces."""

import unicodedata


_UNDECOMPOSED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def normalise(text: str) -> str:
    """Fold `text` for search, sort and comparison; hyphens and apostrophes count as spaces.

    >>> normalise("  Élodie D’Artagnan-Müller ")
    'elodie d artagnan muller'
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED))
    letters = (character if character.isalnum() else " " for character in folded if not unicodedata.combining(character))
    return " ".join("".join(letters).split())
