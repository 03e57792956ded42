"""Layouts of reference files: which columns say what, whoever publishes them; a file of another layout is refused by naming them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from entraide.core.names import normalise
from entraide.core.refusals import Refusal
from entraide.integrations.spreadsheets.reading import read_table
from entraide.integrations.spreadsheets.refusals import MEGABYTE, Limits


LIMITS = Limits(max_bytes=60 * MEGABYTE, max_rows=200_000)
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")


class UnknownLayout(Refusal):
    """A file whose columns are none of those expected."""

    code: ClassVar[str] = "reference.unknown_layout"


class UnknownYear(Refusal):
    """A file that does not say of which year it is."""

    code: ClassVar[str] = "reference.which_year"


class OtherYear(Refusal):
    """A file that says another year than the one asked for."""

    code: ClassVar[str] = "reference.other_year"


class MissingFile(Refusal):
    """A file that is not where it was said to be."""

    code: ClassVar[str] = "reference.no_file"


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of a published file. `columns` gives, for each thing that is read, its possible titles; a title may end by a year (`*`).

    Things of `optional` may be missing.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    optional: frozenset[str] = field(default_factory=frozenset)

    def places(self, header: Sequence[str]) -> dict[str, int] | None:
        """Find at which place each thing stands, or None if the header is not of this layout."""
        folded = [normalise(title) for title in header]
        found: dict[str, int] = {}
        for thing, titles in self.columns.items():
            patterns = [
                re.compile(re.escape(normalise(title.rstrip("*"))) + (r" ?\d{4}" if title.endswith("*") else "")) for title in titles
            ]
            place = next((place for pattern in patterns for place, title in enumerate(folded) if pattern.fullmatch(title)), None)
            if place is not None:
                found[thing] = place
            elif thing not in self.optional:
                return None
        return found

    @property
    def expected(self) -> str:
        """Write the titles that this layout must have."""
        needed = (titles[0].replace("*", "AAAA") for thing, titles in self.columns.items() if thing not in self.optional)
        return f"{self.name} ({', '.join(needed)})"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: what is read by name, and its number as a spreadsheet shows it."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, thing: str) -> str:
        return self.values.get(thing, "").strip()

    @property
    def where(self) -> str:
        """Say where the line is."""
        return f"ligne {self.number}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file once its layout is known; `year` is what its name or its columns say."""

    layout: Layout
    lines: tuple[Line, ...]
    year: int | None


def read_sheet(path: Path, layouts: Sequence[Layout]) -> Sheet:
    """Read a CSV or XLSX file of one of these layouts, the first that its columns fit.

    :raises MissingFile: if there is no such file.
    :raises UnreadableFile: if it is neither CSV nor XLSX.
    :raises UnknownLayout: if its columns are of none of them.
    """
    if not path.is_file():
        raise MissingFile(file=str(path))
    table = read_table(path.read_bytes(), path.name, limits=LIMITS)
    for layout in layouts:
        places = layout.places(table.header)
        if places is not None:
            lines = tuple(Line(row.line_number, {thing: row.cells[place] for thing, place in places.items()}) for row in table.rows)
            return Sheet(layout, lines, year_of(path.name, table.header))
    raise UnknownLayout(file=path.name, found=", ".join(table.header[:30]), expected=" ; ou ".join(layout.expected for layout in layouts))


def year_of(filename: str, header: Sequence[str] = ()) -> int | None:
    """Find the year of a file: the last one in its name, else the one at the end of a column's title."""
    told = _YEAR.findall(filename) or [year for title in header for year in _YEAR.findall(title)]
    return int(told[-1]) if told else None


def required_year(sheet: Sheet, path: Path, year: int | None) -> int:
    """Give the year of a sheet: as the file says, else as asked.

    :raises OtherYear: if the file says another year than the one asked for.
    :raises UnknownYear: if nobody says it.
    """
    if year and sheet.year and year != sheet.year:
        raise OtherYear(file=path.name, said=sheet.year, year=year)
    told = sheet.year or year
    if told is None:
        raise UnknownYear(file=path.name)
    return told


def shipped_rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the lines of a file shipped with the package, with their numbers."""
    text = files("entraide").joinpath("data", name).read_text(encoding="utf-8")
    return enumerate(DictReader(text.splitlines()), 2)


def shipped_path(name: str) -> Path:
    """Give the place of a file shipped with the package."""
    return Path(str(files("entraide").joinpath("data", name)))
