"""What a body is called, whatever words of courtesy stand before its name."""

from entraide.core.names import normalise


_KINDS = frozenset({"commune", "mairie"})
_SMALL_WORDS = frozenset({"de", "du", "des", "d", "le", "la", "les", "l"})


def is_called_alike(name: str, other: str) -> bool:
    """Tell whether two names differ by an article or « Commune de » alone: a list that says one where the other is used renames nobody.

    >>> is_called_alike("Commune de Sillery", "Sillery"), is_called_alike("Commune du Mans", "Le Mans")
    (True, True)
    >>> is_called_alike("SILLERY", "Sillery"), is_called_alike("Sillery", "Sillery-la-Neuve")
    (False, False)
    """
    return normalise(name) != normalise(other) and _bare(name) == _bare(other)


def _bare(name: str) -> tuple[str, ...]:
    words = normalise(name).split()
    if words[:1] and words[0] in _KINDS:
        words = words[1:]
    while len(words) > 1 and words[0] in _SMALL_WORDS:
        words = words[1:]
    return tuple(words)
