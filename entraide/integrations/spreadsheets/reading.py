"""Read a file of lines and columns that someone sends, or say in a sentence why it cannot be read."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from entraide.core.names import normalise
from entraide.core.tabular.cells import shown
from entraide.core.tabular.table import Row, Table
from entraide.integrations.spreadsheets.delimited import read_delimited
from entraide.integrations.spreadsheets.formulas import is_formula
from entraide.integrations.spreadsheets.refusals import MEGABYTE, Limits, UnreadableFile
from entraide.integrations.spreadsheets.workbooks import read_workbook


DEFAULT_LIMITS = Limits()
_LISTED_LINES = 10
_OTHER_KINDS = (
    (b"%PDF", "un PDF"),
    (b"\xff\xd8\xff", "une image"),
    (b"\x89PNG", "une image"),
    (b"GIF8", "une image"),
    (b"\x1f\x8b", "une archive"),
    (b"Rar!", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"{\\rtf", "un document de traitement de texte"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
)
_PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg", b"<script")


def read_table(content: bytes, filename: str, *, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Read a CSV or XLSX file, told apart by content; `filename` only helps a message.

    The first line that is not blank is the header. Rows are brought to its width: blank cells beyond it are dropped.

    :raises UnreadableFile: if it is too big, of another kind, damaged, hostile, uneven, without lines, or holds a formula.
    """
    if len(content) > limits.max_bytes:
        raise UnreadableFile("spreadsheets.too_big", size=-(-len(content) // MEGABYTE), limit=limits.max_bytes // MEGABYTE)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("spreadsheets.empty")
    _refuse_other_kinds(content, filename)
    if content.startswith(b"PK"):
        sheet = read_workbook(content, limits)
        return _table(iter(sheet.rows), limits, sheet.ignored_sheets)
    return _table(read_delimited(content, limits), limits, ())


def _refuse_other_kinds(content: bytes, filename: str) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile("spreadsheets.old_workbook")
    kind = next((kind for start, kind in _OTHER_KINDS if content.startswith(start)), None)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:10].lower().startswith(_PAGE_STARTS):
        is_export = PurePath(filename).suffix.lower() in (".xls", ".xlsx")
        kind = "une page web enregistrée sous un nom de classeur" if is_export else "une page web"
    if kind:
        raise UnreadableFile("spreadsheets.other_kind", kind=kind)


def _table(lines: Iterator[Row], limits: Limits, ignored_sheets: tuple[str, ...]) -> Table:
    first = next(lines, None)
    if first is None:
        raise UnreadableFile("spreadsheets.empty")
    header = _header(first, limits)
    rows: list[Row] = []
    uneven: list[int] = []
    for row in lines:
        if len(rows) + len(uneven) >= limits.max_rows:
            raise UnreadableFile("spreadsheets.too_many_rows", limit=limits.max_rows)
        cells = _fitted(row.cells, len(header))
        if len(cells) != len(header):
            uneven.append(row.line_number)
            continue
        _refuse_cells(row.line_number, cells, header, limits)
        rows.append(Row(row.line_number, cells))
    if uneven:
        raise UnreadableFile("spreadsheets.uneven_lines", lines=_listed(uneven), expected=len(header))
    if not rows:
        raise UnreadableFile("spreadsheets.no_lines")
    return Table(header, tuple(rows), ignored_sheets)


def _header(row: Row, limits: Limits) -> tuple[str, ...]:
    titles = [title.strip().lstrip("\ufeff") for title in row.cells]
    while titles and not titles[-1]:
        titles.pop()
    if not titles:
        raise UnreadableFile("spreadsheets.no_title")
    if len(titles) > limits.max_columns:
        raise UnreadableFile("spreadsheets.too_many_columns", line=row.line_number, limit=limits.max_columns)
    _refuse_cells(row.line_number, titles, titles, limits)
    seen: set[str] = set()
    for title in titles:
        folded = normalise(title)
        if folded and folded in seen:
            raise UnreadableFile("spreadsheets.same_title", title=shown(title))
        seen.add(folded)
    return tuple(titles)


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells if any(cell.strip() for cell in cells[width:]) else cells[:width]


def _refuse_cells(line_number: int, cells: Iterable[str], header: Iterable[str], limits: Limits) -> None:
    for title, cell in zip(header, cells, strict=True):
        if len(cell) > limits.max_cell_length:
            raise UnreadableFile("spreadsheets.long_cell", line=line_number, limit=limits.max_cell_length)
        if is_formula(cell):
            where = f"Ligne {line_number}, colonne « {shown(title)} »" if cell != title else f"Ligne {line_number}"
            raise UnreadableFile("spreadsheets.formula", where=where, value=shown(cell))


def _listed(numbers: list[int]) -> str:
    """Name lines in French, the first ten at most.

    >>> _listed([4]), _listed([4, 7, 12])
    ('Ligne 4', 'Lignes 4, 7 et 12')
    """
    if len(numbers) == 1:
        return f"Ligne {numbers[0]}"
    named = [str(number) for number in numbers[:_LISTED_LINES]]
    rest = len(numbers) - _LISTED_LINES
    last = f"{rest} autres" if rest > 0 else named.pop()
    return f"Lignes {', '.join(named)} et {last}"
