"""Cells that a spreadsheet would run as formulas."""

import re


_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d\s.,()/%€]*\d[\d\s.,()/%€]*")
_DASHES = re.compile(r"[-–—\s]*")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet that opens `text` as a cell could run it; signed numbers, phone numbers and dashes are harmless.

    >>> is_formula("=1+1"), is_formula("@SUM(A1)"), is_formula("-12,50"), is_formula("+33 6 12 34 56 78"), is_formula("-")
    (True, True, False, False, False)
    """
    if not text.startswith(_STARTERS) and not text.lstrip().startswith(_STARTERS):
        return False
    if text[0] in "\t\r\n":
        return bool(text.strip())
    return not (_PLAIN_NUMBER.fullmatch(text.strip()) or _DASHES.fullmatch(text))


def neutral(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; it is then shown as text.

    >>> neutral("=HYPERLINK(1)"), neutral("Durand")
    ("'=HYPERLINK(1)", 'Durand')
    """
    return f"'{text}" if is_formula(text) else text
