"""Why a file of lines and columns is refused, and how large one may be."""

from dataclasses import dataclass
from typing import Any

from entraide.core.refusals import Refusal
from entraide.integrations.spreadsheets.sentences import REFUSALS


MEGABYTE = 1_000_000


class UnreadableFile(Refusal):
    """Refuse a file: `code` is a key of the sentences table, `str()` its French sentence.

    :raises KeyError: if the code has no sentence or a value that it names is missing.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.sentence = REFUSALS[code].format(**params)
        super().__init__(**params)
        self.code = code  # type: ignore[misc]

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be; the defaults are those of a nominative list."""

    max_bytes: int = 20 * MEGABYTE
    max_rows: int = 50_000
    max_columns: int = 100
    max_cell_length: int = 32_767
    max_unzipped_bytes: int = 200 * MEGABYTE
    memory: int = 400 * MEGABYTE
    cpu_seconds: int = 10
    wall_seconds: int = 30


TAKEOVER_LIMITS = Limits(max_bytes=300 * MEGABYTE, max_rows=2_000_000)
"""For opening records, which the operator of the installation reads in CSV: about one gigabyte of memory for a million lines."""
