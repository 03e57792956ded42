"""International bank account numbers: key, length by country, and how they are shown."""

import re

from entraide.core.refusals import Finding, Refusal
from entraide.core.sepa.sentences import REFUSALS


# Length by country of the SEPA area (SWIFT IBAN Registry, release 99, December 2024; area: EPC409-09).
IBAN_LENGTHS: dict[str, int] = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]*")
_BIC_SHAPE = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_SEPARATORS = re.compile(r"[\s.\-]+")
_SHOWN_START, _SHOWN_END = 4, 3


class InvalidIban(Refusal):
    """Refuse an account number; `params["reason"]` says why."""

    code = "sepa.iban_invalid"

    def __init__(self, finding: Finding) -> None:
        super().__init__(reason=REFUSALS[finding.code].format(**finding.params))
        self.finding = finding


def compact_iban(text: str) -> str:
    """Remove spaces, points and hyphens, and write in capitals.

    >>> compact_iban("fr14 2004 1010 0505 0001 3m02 606")
    'FR1420041010050500013M02606'
    """
    return _SEPARATORS.sub("", text).upper()


def iban_fault(text: str) -> Finding | None:
    """Return why an account number is wrong (shape, country, length, key), or None when it is right.

    >>> iban_fault("FR14 2004 1010 0505 0001 3M02 606") is None
    True
    """
    iban = compact_iban(text)
    if not _SHAPE.fullmatch(iban):
        return Finding("sepa.iban_shape", "iban")
    if iban[:2] not in IBAN_LENGTHS:
        return Finding("sepa.iban_country", "iban", {"country": iban[:2]})
    if len(iban) != IBAN_LENGTHS[iban[:2]]:
        return Finding("sepa.iban_length", "iban", {"expected": IBAN_LENGTHS[iban[:2]], "found": len(iban)})
    return None if _remainder(iban) == 1 else Finding("sepa.iban_key", "iban")


def _remainder(iban: str) -> int:
    """Return the ISO 7064 mod 97-10 remainder: the four first characters go last, letters count from A = 10."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97


def read_iban(text: str) -> str:
    """Return an account number compact and checked.

    :raises InvalidIban: if its shape, country, length or key is wrong.
    """
    finding = iban_fault(text)
    if finding is not None:
        raise InvalidIban(finding)
    return compact_iban(text)


def is_bic(text: str) -> bool:
    """Say whether a text has the shape of a bank identifier (8 or 11 characters, ISO 9362)."""
    return _BIC_SHAPE.fullmatch(text) is not None


def format_iban(iban: str) -> str:
    """Show an account number by groups of four.

    >>> format_iban("FR1420041010050500013M02606")
    'FR14 2004 1010 0505 0001 3M02 606'
    """
    compact = compact_iban(iban)
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))


def mask_iban(iban: str) -> str:
    """Show only the start and the last three characters, enough for its owner to know it.

    >>> mask_iban("FR1420041010050500013M02606")
    'FR14 •••• 606'
    """
    compact = compact_iban(iban)
    return f"{compact[:_SHOWN_START]} •••• {compact[-_SHOWN_END:]}"


def iban_with_key(country: str, account: str) -> str:
    """Make an account number right by its key, for synthetic worlds and tests.

    >>> iban_with_key("FR", "20041010050500013M02606")
    'FR1420041010050500013M02606'
    """
    key = 98 - _remainder(f"{country}00{account}")
    return f"{country}{key:02d}{account}"
