"""Where a word stands in a file, and the faults found on the way, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from entraide.core.refusals import Finding


# The keys and ranks that lead to a word from the root of a document: ("revisions", 0, "amount").
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text file, line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


Marks = Mapping[Path, Mark]


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one document, each placed by its mark, or by its path where the document was not a file."""

    marks: Marks = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    _noted: set[str] = field(default_factory=set, repr=False)
    _times: list[None] = field(default_factory=list, repr=False)

    @property
    def times(self) -> int:
        """Say how many times a fault was noted, the same one again included: what is read twice is wrong twice."""
        return len(self._times)

    def add(self, code: str, path: Path, **params: Any) -> None:
        """Note a fault once, at `path` or at the nearest word above it that has a mark."""
        above = next((self.marks[path[:size]] for size in range(len(path), -1, -1) if path[:size] in self.marks), None)
        finding = Finding(code, str(above or ".".join(map(str, path))), params)
        self._times.append(None)
        noted = repr(finding)
        if noted not in self._noted:
            self._noted.add(noted)
            self.found.append(finding)
