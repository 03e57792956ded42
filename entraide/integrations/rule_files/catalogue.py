"""The catalogue as a folder of files: one for each benefit, and one for the parameters that they share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entraide.core.refusals import Finding
from entraide.core.rules.checking.checks import note_catalogue_faults
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.parameters import ParameterBook
from entraide.core.rules.reading.documents import decode_benefit
from entraide.core.rules.writing.marks import Faults
from entraide.core.rules.writing.reading import Specs
from entraide.core.rules.writing.shared_values import decode_parameters
from entraide.integrations.rule_files.reading import in_order, load


PARAMETERS = "parameters.yaml"


@dataclass(frozen=True, slots=True)
class BenefitFile:
    """One file as it was read: its revisions by day, its faults with the place of every word, the rank of each revision in the file.

    `code` is the one that the file writes, whatever may be wrong with the rest of it.
    """

    path: Path
    revisions: tuple[Revision, ...]
    faults: Faults
    ranks: dict[date, int]
    code: str = ""


def read_catalogue(folder: Path) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Read every benefit of a folder, and all the faults of all its files; a revision with a fault is left out."""
    book, findings = read_parameters(folder)
    files = tuple(open_benefit(file, book.specs) for file in files_of(folder))
    note_other_names(files)
    twice = set(note_twice(files))
    note_catalogue_faults(files)
    revisions = tuple(revision for file in files if file.path not in twice for revision in file.revisions)
    return revisions, (*findings, *(fault for file in files for fault in in_order(file.faults.found)))


def files_of(folder: Path) -> list[Path]:
    """List the files of benefits in a folder, by name."""
    return sorted(file for file in folder.glob("*.yaml") if file.name != PARAMETERS)


def note_other_names(files: Iterable[BenefitFile]) -> None:
    """Note each file that has another name than the code of its benefit: commands find a benefit, and its faults, by that name."""
    for file in files:
        is_code = not any(finding.code == "rules.benefit_code" for finding in file.faults.found)
        if file.code and is_code and file.path.stem != file.code:
            file.faults.add("rules.benefit_file_name", ("benefit",), word=file.code, file=file.path.stem)


def note_twice(files: Iterable[BenefitFile]) -> list[Path]:
    """Note each file that describes a benefit which another file describes already, and list these files."""
    seen: set[str] = set()
    twice: list[Path] = []
    for file in files:
        codes = {revision.code for revision in file.revisions}
        for code in sorted(codes & seen):
            file.faults.add("rules.benefit_twice", (), word=code)
            twice.append(file.path)
        seen |= codes
    return twice


def open_benefit(file: Path, specs: Specs, name: str = "") -> BenefitFile:
    """Read one benefit's file; its places are told under `name`, that of the file unless said otherwise."""
    document, faults = load(file, name)
    if document is None:
        return BenefitFile(file, (), faults, {})
    revisions = decode_benefit(document, faults, specs)
    written = document.get("revisions", [])
    days = [str(item.get("since")) for item in written if isinstance(item, dict)] if isinstance(written, list) else []
    ranks = {revision.since: days.index(revision.since.isoformat()) for revision in revisions}
    code = document.get("benefit")
    return BenefitFile(file, revisions, faults, ranks, code if isinstance(code, str) else "")


def read_benefit(file: Path, specs: Specs) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Read the revisions of one benefit, sorted by day, and the faults of its file."""
    opened = open_benefit(file, specs)
    return opened.revisions, in_order(opened.faults.found)


def read_parameters(folder: Path, name: str = "") -> tuple[ParameterBook, tuple[Finding, ...]]:
    """Read the parameters of a catalogue folder; their places are told under `name`."""
    if not folder.is_dir():
        return ParameterBook(), (Finding("rules.folder_not_found", name or folder.name),)
    document, faults = load(folder / PARAMETERS, name)
    book = decode_parameters(document, faults) if document is not None else ParameterBook()
    return book, in_order(faults.found)
