"""One line of a file read cell by cell: every fault is kept, none stops the reading."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.tabular.cells import CellFault, read_text, shown
from entraide.core.tabular.table import Row


T = TypeVar("T")


def read_word(value: str, words: Mapping[str, T], expected: str) -> T:
    """Read one of the known `words` (keys already normalised); `expected` lists them for the message.

    :raises CellFault: if it is none of them.
    """
    text = read_text(value)
    try:
        return words[normalise(text)]
    except KeyError as error:
        raise CellFault("tabular.unknown_word", value=shown(text), expected=expected) from error


class LineReader:
    """Read the cells of one row and gather its findings.

    `columns` gives the place of each column present; `labels` the title a message uses for it;
    `file` is named before the line when there are several files.
    """

    def __init__(self, row: Row, columns: Mapping[str, int], labels: Mapping[str, str], file: str = "") -> None:
        self.line_number = row.line_number
        self.findings: list[Finding] = []
        self._row = row
        self._columns = columns
        self._labels = labels
        self._where = f"{file}, ligne {row.line_number}" if file else f"ligne {row.line_number}"

    def required(self, column: str, read: Callable[[str], T]) -> T | None:
        """Read a cell that must be filled; None only after a finding."""
        if not self.text(column):
            self.fault("tabular.blank", column)
            return None
        return self._read(column, read)

    def optional(self, column: str, read: Callable[[str], T]) -> T | None:
        """Read a cell that may be blank, or whose column may be absent."""
        return self._read(column, read) if self.text(column) else None

    def fault(self, code: str, column: str = "", **params: Any) -> None:
        """Add a finding on this line."""
        named = {"column": self._labels[column]} if column else {}
        self.findings.append(Finding(code, self._where, {"line": self.line_number, **named, **params}))

    def is_filled(self, column: str) -> bool:
        """Tell whether a cell holds something."""
        return bool(self.text(column))

    def text(self, column: str) -> str:
        """Give a cell as it is written; nothing where its column is absent."""
        place = self._columns.get(column)
        return "" if place is None else self._row.cells[place].strip()

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(self.text(column))
        except CellFault as fault:
            self.fault(fault.code, column, **fault.params)
            return None
