"""CSV in any usual encoding and with any usual separator."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from entraide.core.tabular.table import Row
from entraide.integrations.spreadsheets.refusals import Limits, UnreadableFile


SEPARATORS = ";,\t|"
_SAMPLE_LINES = 50
_FRENCH_LETTERS = frozenset("éèêëàâäçîïôöùûüÿñÉÈÊËÀÂÄÇÎÏÔÖÙÛÜœŒæ’‘«»°–—…€\u00a0")
_LEGACY_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(content: bytes) -> str:
    """Decode a text file: byte order mark, UTF-16 by its zeros, UTF-8, else the old encoding in which its accents are French letters.

    :raises UnreadableFile: if it is not text.
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None) or _utf_16_without_mark(content)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise UnreadableFile("spreadsheets.other_kind", kind="un fichier binaire") from error
        text = _decode_legacy(content)
    if "\x00" in text:
        raise UnreadableFile("spreadsheets.nul_character", line=text.count("\n", 0, text.index("\x00")) + 1)
    return text


def read_delimited(content: bytes, limits: Limits) -> Iterator[Row]:
    """Give the lines of a CSV file that are not blank, the header first, with the number of the line where each begins.

    :raises UnreadableFile: if it is not text, its quotes are not closed, or a limit is passed.
    """
    text = decode(content)
    separator, start = _separator(text)
    stream = io.StringIO(text[start:], newline="")
    reader = csv.reader(stream, delimiter=separator, strict=True)
    skipped = 1 if start else 0
    line_number = 1 + skipped
    csv.field_size_limit(max(limits.max_cell_length, 131_072))
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableFile("spreadsheets.bad_quotes", line=line_number) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Row(line_number, tuple(cells))
        line_number = reader.line_num + 1 + skipped


def _utf_16_without_mark(content: bytes) -> str | None:
    head = content[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) / 4 and odd > 10 * even:
        return "utf-16-le"
    if even > len(head) / 4 and even > 10 * odd:
        return "utf-16-be"
    return None


def _decode_legacy(content: bytes) -> str:
    """Choose among old encodings the one that gives most French letters and fewest other signs; Latin-1 never fails."""
    sample = bytes(byte for byte in content[:200_000] if byte > 127)

    def score(encoding: str) -> int:
        text = sample.decode(encoding, "replace")
        return sum(1 if character in _FRENCH_LETTERS else -2 for character in text)

    best = max(_LEGACY_ENCODINGS, key=score)
    return content.decode(best, "replace") if best != "cp1252" else _decode_windows(content)


def _decode_windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _separator(text: str) -> tuple[str, int]:
    """Find the separator, and where the file begins: a first line "sep=;" of Excel is skipped."""
    first, newline, _ = text.partition("\n")
    declared = first.strip().lower()
    if declared.startswith("sep=") and len(declared) == 5:
        return declared[4], len(first) + len(newline)
    if first.rstrip("\r").lower() == "sep=\t":
        return "\t", len(first) + len(newline)
    return max(SEPARATORS, key=lambda separator: _agreement(text, separator)), 0


def _agreement(text: str, separator: str) -> tuple[float, int]:
    """Rate a separator by the share of lines as wide as the header, then by that width; one that never occurs comes last."""
    try:
        reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
        widths = [len(cells) for cells in islice(reader, _SAMPLE_LINES) if any(cells)]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] == 1:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]
