"""How one cell of a file becomes a date, a name, an amount or an identifier, or says why it cannot."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from entraide.core.money import Money
from entraide.core.names import normalise
from entraide.core.sepa.iban import compact_iban, iban_fault, is_bic, mask_iban
from entraide.core.sepa.sentences import REFUSALS as SEPA_REFUSALS


NAME_LENGTH = 100
LABEL_LENGTH = 200
EMAIL_LENGTH = 254
OPEN_END_YEAR = 2999
"""Files write 31/12/2999 or 31/12/9999 for a departure that is not foreseen."""

_FRENCH_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T]0?0:00(?::00)?)?", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_AMOUNT = re.compile(r"([+-]?)(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d{2}))?", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}")
_IDENTIFIER = re.compile(r"[\w./#-]{1,60}", re.ASCII)
_REFUSED_IN_NAMES = frozenset('0123456789<>{}[]"@;=|\\/*_#%&!?:+')
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


class CellFault(Exception):
    """Tell why one cell is not what its column holds; the caller adds the line and the column."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def shown(value: str) -> str:
    """Shorten `value` and strip what is invisible, so that a message may quote it.

    >>> shown("abc" * 20)
    'abcabcabcabcabcabcabcabcabcabcabcabcabca…'
    """
    visible = "".join(character if unicodedata.category(character) not in _HIDDEN else "·" for character in value[:41])
    return visible if len(value) <= 40 else f"{visible[:40]}…"


def read_text(value: str, *, longest: int = LABEL_LENGTH) -> str:
    """Strip, compose accents and single the spaces of a free text.

    :raises CellFault: if it is longer than `longest` or holds an invisible character (NUL, change of direction…).
    """
    if len(value) > longest:
        raise CellFault("tabular.too_long", longest=longest, length=len(value))
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if any(unicodedata.category(character) in _HIDDEN for character in text):
        raise CellFault("tabular.invisible_character", value=shown(text))
    return text


def read_name(value: str) -> str:
    """Read a family or given name.

    :raises CellFault: if it has no letter, a digit or a sign that no name has, an invisible character, or more than 100 characters.
    """
    name = read_text(value, longest=NAME_LENGTH)
    if not normalise(name) or any(character in _REFUSED_IN_NAMES for character in name):
        raise CellFault("tabular.bad_name", value=shown(name))
    return name


def read_date(value: str) -> date:
    """Read a day written JJ/MM/AAAA (or with dots or hyphens) or AAAA-MM-JJ, as French files and workbooks do.

    >>> read_date("1/9/2024"), read_date("2024-09-01 00:00:00")
    (datetime.date(2024, 9, 1), datetime.date(2024, 9, 1))

    :raises CellFault: if it is written otherwise or no calendar has that day.
    """
    text = read_text(value)
    french, iso = _FRENCH_DATE.fullmatch(text), _ISO_DATE.fullmatch(text)
    if french:
        day, month, year = french.groups()
    elif iso:
        year, month, day = iso.groups()
    else:
        raise CellFault("tabular.bad_date", value=shown(text))
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise CellFault("tabular.no_such_day", value=shown(text)) from error


def read_last_day(value: str) -> date | None:
    """Read the last day of presence, included, as the day after it, where the span ends; nothing for an end that is not foreseen.

    >>> read_last_day("30/09/2024"), read_last_day("31/12/9999")
    (datetime.date(2024, 10, 1), None)

    :raises CellFault: if it is no day.
    """
    day = read_date(value)
    return None if day.year >= OPEN_END_YEAR else day + timedelta(days=1)


def read_email(value: str) -> str:
    """Read an e-mail address, in lower case: two spellings of one address must not open two accounts.

    :raises CellFault: if it has not the shape of one.
    """
    text = read_text(value, longest=EMAIL_LENGTH).lower()
    if not _EMAIL.fullmatch(text) or ".." in text:
        raise CellFault("tabular.bad_email", value=shown(text))
    return text


def read_amount(value: str) -> Money:
    """Read euros with two decimals or none, comma or point, thousands apart or not, of either sign.

    >>> read_amount("1 234,50"), read_amount("-12.34"), read_amount("217")
    (Money(cents=123450), Money(cents=-1234), Money(cents=21700))

    :raises CellFault: if it is anything else: never a rounding.
    """
    text = read_text(value).removesuffix("€").rstrip()
    match = _AMOUNT.fullmatch(text)
    if not match or len(text) > 18:
        raise CellFault("tabular.bad_amount", value=shown(text))
    sign, euros, cents = match.groups()
    return Money(int(f"{sign}{euros.replace(' ', '')}{cents or '00'}"))


def read_whole(value: str, *, lowest: int, highest: int) -> int:
    """Read a whole number between two bounds, both included.

    :raises CellFault: if it is not one.
    """
    text = read_text(value)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not lowest <= int(text) <= highest:
        raise CellFault("tabular.bad_number", value=shown(text), lowest=lowest, highest=highest)
    return int(text)


def read_identifier(value: str) -> str:
    """Read a key given by another system: letters, digits and . / # - _ , 60 at most.

    :raises CellFault: if it holds anything else.
    """
    text = value.strip()
    if not _IDENTIFIER.fullmatch(text):
        raise CellFault("tabular.bad_identifier", value=shown(text))
    return text


def read_siren(value: str) -> str:
    """Read a SIREN: nine digits whose key (Luhn's sum, INSEE) holds; spaces are allowed.

    >>> read_siren("200 067 213")
    '200067213'

    :raises CellFault: if it has another length or its key is wrong.
    """
    digits = "".join(value.split())
    if not re.fullmatch(r"\d{9}", digits, re.ASCII):
        raise CellFault("tabular.bad_siren", value=shown(value))
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    if sum(number - 9 * (number > 9) for number in doubled) % 10:
        raise CellFault("tabular.siren_key", value=shown(value))
    return digits


def read_account(value: str) -> str:
    """Read an IBAN of the SEPA area, its length and its key checked; spaces are allowed.

    >>> read_account("FR76 3000 6000 0112 3456 7890 189")
    'FR7630006000011234567890189'

    :raises CellFault: if it is wrong; the message never quotes it whole.
    """
    fault = iban_fault(value)
    if fault:
        raise CellFault("tabular.bad_iban", value=shown(mask_iban(value)), reason=SEPA_REFUSALS[fault.code].format(**fault.params))
    return compact_iban(value)


def read_bic(value: str) -> str:
    """Read a BIC: 8 or 11 characters (ISO 9362); spaces are allowed.

    :raises CellFault: if it has another shape.
    """
    bic = "".join(value.split()).upper()
    if not is_bic(bic):
        raise CellFault("tabular.bad_bic", value=shown(bic))
    return bic
