"""XLSX workbooks: their archive is weighed before it is opened, and it is opened in a confined child process."""

import io
import json
import zipfile
from dataclasses import dataclass

from entraide.core.tabular.cells import shown
from entraide.core.tabular.table import Row
from entraide.integrations.confinement import Confinement, Crashed, OutOfMemory, OutOfOutput, OutOfTime, run_confined
from entraide.integrations.spreadsheets.refusals import MEGABYTE, Limits, UnreadableFile


CHILD = "entraide.integrations.spreadsheets.workbook_child"
MAX_PARTS = 2_000
MAX_RATIO = 150
"""Real sheets shrink 10 to 60 times; a bomb about 1,000 times."""
RATIO_MATTERS_FROM = 5 * MEGABYTE
_NESTED = (".zip", ".xlsx", ".xlsm", ".xls", ".docx", ".gz", ".7z", ".rar", ".jar")
_ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of the sheet read, and the names of the other filled sheets."""

    rows: tuple[Row, ...]
    ignored_sheets: tuple[str, ...]


def read_workbook(content: bytes, limits: Limits) -> Sheet:
    """Read the first visible sheet that is filled: dates as AAAA-MM-JJ, whole numbers without decimals.

    :raises UnreadableFile: if the archive is not a plain XLSX workbook, a cell is a formula, or a limit is passed.
    """
    _weigh(content, limits)
    argument = json.dumps({"max_rows": limits.max_rows, "max_columns": limits.max_columns})
    try:
        answer = run_confined(CHILD, argument, content, Confinement(limits.memory, limits.cpu_seconds, limits.wall_seconds))
    except (OutOfTime, OutOfMemory, OutOfOutput) as error:
        raise UnreadableFile("spreadsheets.too_heavy") from error
    except Crashed as error:
        raise UnreadableFile("spreadsheets.damaged") from error
    found = json.loads(answer)
    if "refusal" in found:
        params = {name: shown(value) if isinstance(value, str) else value for name, value in found["params"].items()}
        raise UnreadableFile(found["refusal"], **params)
    return Sheet(tuple(Row(number, tuple(cells)) for number, cells in found["rows"]), tuple(found["ignored"]))


def _weigh(content: bytes, limits: Limits) -> None:
    """Judge the archive by its directory alone; what the directory hides, the limits of the child cut."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise UnreadableFile("spreadsheets.damaged") from error
    names = [part.filename for part in parts]
    _refuse_kinds(names, archive_reads(content))
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise UnreadableFile("spreadsheets.old_workbook")
    unzipped = sum(part.file_size for part in parts)
    is_dense = unzipped > RATIO_MATTERS_FROM and unzipped > MAX_RATIO * len(content)
    is_odd = len(set(map(str.lower, names))) != len(names) or any(name.lower().endswith(_NESTED) for name in names)
    if len(parts) > MAX_PARTS or unzipped > limits.max_unzipped_bytes or is_dense or is_odd:
        raise UnreadableFile("spreadsheets.bomb")


def archive_reads(content: bytes) -> bytes:
    """Give the first part of `[Content_Types].xml`, or of an OpenDocument `mimetype`: both name the kind of document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in ("mimetype", "[Content_Types].xml"):
            try:
                with archive.open(name) as part:
                    return part.read(200_000)
            except KeyError:
                continue
            except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
                raise UnreadableFile("spreadsheets.damaged") from error
    return b""


def _refuse_kinds(names: list[str], declared: bytes) -> None:
    lowered = [name.lower() for name in names]
    if b"opendocument" in declared:
        raise UnreadableFile("spreadsheets.open_document")
    if b"macroenabled" in declared.lower() or any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in lowered):
        raise UnreadableFile("spreadsheets.macros")
    if "xl/workbook.bin" in lowered:
        raise UnreadableFile("spreadsheets.binary_workbook")
    if any(name.startswith(("word/", "ppt/")) for name in lowered):
        raise UnreadableFile("spreadsheets.other_kind", kind="un document de bureautique")
    if "xl/workbook.xml" not in lowered:
        raise UnreadableFile("spreadsheets.other_kind", kind="une archive")
