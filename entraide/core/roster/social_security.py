"""Social security numbers (NIR): a list that holds some is refused whole, because the association never stores any."""

import re

from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.tabular.cells import shown
from entraide.core.tabular.table import Table


_GAP = "[ .\\-\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]?"
# Sex, year, month (some are not months), department (2A and 2B in Corsica), commune, rank, and the key that is often left out:
# Insee, « Composition du numéro de sécurité sociale ».
_PARTS = ("[1-478]", "[0-9]{2}", "(?:0[1-9]|1[0-2]|20|3[0-9]|4[0-2]|[5-9][0-9])", "[0-9][0-9AB]", "[0-9]{3}", "[0-9]{3}")
_NUMBER = re.compile(rf"(?<![0-9A-Z])(?<![0-9][ .\-])({_GAP.join(_PARTS)})(?:{_GAP}([0-9]{{2}}))?(?!{_GAP}[0-9])(?![A-Z])")
_SHORTEST = 13
_MONTHS = frozenset(f"{month:02d}" for month in (*range(1, 13), 20, *range(30, 43)))
_TITLES = re.compile(r"\b(?:nir|nirpp|nss|securite sociale|secu(?:rite)? soc|(?:num|numero|n|no) (?:insee|secu|d insee))\b")


def is_social_security_number(text: str) -> bool:
    """Tell whether a text holds a social security number, with its key or without, however its digits are spaced.

    >>> [is_social_security_number(text) for text in ("2 85 03 51 100 123 13", "285032A100123", "0285035110012", "+33 6 12 34 56 78")]
    [True, True, False, False]
    """
    if len(text) < _SHORTEST:
        return False
    return any(_holds(found[1], found[2]) for found in _NUMBER.finditer(text.upper()))


def _holds(body: str, key: str | None) -> bool:
    """Want an ordinary month, or the key that goes with the rest: a number of the payroll is seldom taken for another."""
    digits = re.sub(r"[^0-9AB]", "", body)
    if digits[3:5] in _MONTHS:
        return True
    if key is None:
        return False
    number = digits.replace("2A", "19").replace("2B", "18")
    return number.isdigit() and int(key) == 97 - int(number) % 97


def columns_refused(table: Table) -> tuple[Finding, ...]:
    """Name each column of a file that holds social security numbers, by its title or by a cell of it."""
    found = []
    for place, title in enumerate(table.header):
        cells = (title, *(row.cells[place] for row in table.rows))
        if _TITLES.search(normalise(title)) or any(map(is_social_security_number, cells)):
            is_named = title.strip() and not is_social_security_number(title)
            name = f"« {shown(title.strip())} »" if is_named else f"numéro {place + 1}"
            found.append(Finding("roster.social_security_column", "", {"column": name}))
    return tuple(found)


def cells_refused(table: Table) -> tuple[Finding, ...]:
    """Name each field of a form in which a social security number was typed."""
    faulty = (place for row in table.rows for place, cell in enumerate(row.cells) if is_social_security_number(cell))
    return tuple(Finding("roster.social_security_number", "", {"column": table.header[place]}) for place in faulty)
