"""What a paper may say, by its words alone: amounts, days, a number, names. It proposes; people correct, and nothing is decided from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from entraide.core.money import Money
from entraide.core.names import normalise


T = TypeVar("T")
LONGEST = 100_000
"""How many characters of a text are looked through."""
_MOST = 20
_SPACES = "[ \u00a0\u202f]"
_AMOUNT = re.compile(
    rf"(?<![\d,.])(\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d{{1,6}}) ?[,.] ?(\d{{2}})(?![\d,.]\d|\d)(?:{_SPACES}?(?:€|eur\b|euros?\b))?",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"(?<![\d,.])(\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d{{1,6}}){_SPACES}?(?:€|eur\b|euros?\b)", re.IGNORECASE)
_TOTAL = re.compile(
    r"net (?:a|à) payer|total ttc|total (?:a|à) payer|montant (?:total|ttc|pay[ée]|r[ée]gl[ée])|somme de|\btotal\b|\br[ée]gl[ée]",
    re.IGNORECASE,
)
MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre")
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/-])")
_WRITTEN_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:er)? ([a-zéûA-ZÉÛ]{3,9}) (\d{4})(?!\d)")
_DATED = re.compile(r"\b(?:date|le|du|fait|[ée]mise?|factur[ée]e?)\b[^\d\n]{0,20}$", re.IGNORECASE)
_BORN = re.compile(r"\bn[ée]{1,2}s?(?: le)?[^\S\n]*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:facture|re[çc]u|avoir|quittance|attestation|r[ée]f[ée]rence(?: de (?:l[’']avis|facture))?)[^\S\n]*"
    r"(?:n(?:[°ºo.]|um[ée]ro)?|\bnum[ée]ro|:|#)+[^\S\n]*[:#]?[^\S\n]*([A-Z0-9][A-Z0-9/_.-]{1,29})",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:M\.|Mme|Mlle|Monsieur|Madame|Mademoiselle|Nom et pr[ée]nom|Nom|Pr[ée]nom|Enfant)[ \t]*:?[ \t]+((?:[A-ZÀ-Ý][\w’'-]+[ \t]?){1,4})"
)


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What was found in a text: the likeliest first of each kind, none twice."""

    amounts: tuple[Money, ...] = ()
    days: tuple[date, ...] = ()
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read_paper(text: str) -> PaperReading:
    """Look for amounts in French notation, days, the number of a bill and names.

    >>> read_paper("Facture n° 2024-117 du 3 octobre 2024, Mme Zoé Müller. Total à payer : 1 086,50 €")
    PaperReading(amounts=(Money(cents=108650),), days=(datetime.date(2024, 10, 3),), numbers=('2024-117',), names=('Zoé Müller',))
    """
    text = text[:LONGEST]
    numbers = (found[1].rstrip(".-_/") for found in _NUMBER.finditer(text) if any(letter.isdigit() for letter in found[1]))
    names = (" ".join(found[1].split()) for found in _NAME.finditer(text))
    return PaperReading(_amounts(text), _days(text), _once(numbers), _once(names))


def plain_number(number: str) -> str:
    """Write a number as two of the same bill are compared: capitals and digits alone, without the zeros it begins with.

    >>> plain_number("fa-2024/00117"), plain_number("00117")
    ('FA202400117', '117')
    """
    return normalise(number).replace(" ", "").upper().lstrip("0")


def _amounts(text: str) -> tuple[Money, ...]:
    """Give amounts that follow words of a total first, the last of a page before; then the largest."""
    found = [(match.start(), _cents(match[1], match[2])) for match in _AMOUNT.finditer(text)]
    found += [(match.start(), _cents(match[1], "00")) for match in _WHOLE.finditer(text)]
    totals = [place for match in _TOTAL.finditer(text) for place in [match.end()]]

    def rank(one: tuple[int, int]) -> tuple[bool, int]:
        place, cents = one
        is_total = any(0 <= place - total <= 40 and "\n" not in text[total:place] for total in totals)
        return (not is_total, -cents)

    return _once(Money(cents) for _, cents in sorted(found, key=rank) if cents > 0)


def _cents(euros: str, cents: str) -> int:
    return int(re.sub(_SPACES, "", euros) + cents)


def _days(text: str) -> tuple[date, ...]:
    """Give days that stand after words such as « le » or « date » first; a birth's comes last, for bills are not dated by it."""
    found: list[tuple[bool, int, date]] = []
    for match in (*_DAY.finditer(text), *_WRITTEN_DAY.finditer(text)):
        day = _day(match[1], match[2], match[3])
        if day is not None:
            before = text[max(0, match.start() - 30) : match.start()]
            found.append((_DATED.search(before) is None or _BORN.search(before) is not None, match.start(), day))
    return _once(day for _, _, day in sorted(found))


def _day(day: str, month: str, year: str) -> date | None:
    name = normalise(month)
    if not month.isdigit() and name not in MONTHS:
        return None
    number = int(month) if month.isdigit() else MONTHS.index(name) + 1
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))[:_MOST]
