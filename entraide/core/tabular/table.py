"""A file of lines and columns once read: text only, with the line numbers its author sees."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; `line_number` counts from 1, the header included, as a spreadsheet shows it."""

    line_number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, each as wide as the header; blank lines are left out but counted.

    `ignored_sheets` names the other filled sheets of a workbook: only its first visible sheet is read.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    ignored_sheets: tuple[str, ...] = ()
