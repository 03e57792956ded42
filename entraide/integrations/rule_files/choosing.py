"""One benefit chosen by its code in a catalogue that may hold faults elsewhere."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from entraide.core.refusals import Finding
from entraide.core.rules.definition import Revision
from entraide.core.rules.parameters import ParameterBook
from entraide.integrations.rule_files.catalogue import PARAMETERS, files_of, note_twice, open_benefit, read_parameters


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The benefits of a folder by code, each with its revisions by day, the parameters, and the faults found, by benefit."""

    benefits: dict[str, tuple[Revision, ...]]
    parameters: ParameterBook
    findings: tuple[Finding, ...]


def open_catalogue(folder: Path) -> Catalogue:
    """Read a folder whole; a folder without parameters holds benefits that need none."""
    if not folder.is_dir():
        return Catalogue({}, ParameterBook(), (Finding("rules.folder_not_found", str(folder)),))
    has_parameters = (folder / PARAMETERS).exists()
    book, findings = read_parameters(folder, str(folder / PARAMETERS)) if has_parameters else (ParameterBook(), ())
    files = [open_benefit(file, book.specs, str(file)) for file in files_of(folder)]
    twice = set(note_twice(files))
    benefits = {file.revisions[0].code: file.revisions for file in files if file.revisions and file.path not in twice}
    return Catalogue(benefits, book, (*findings, *(fault for file in files for fault in file.faults.found)))


def chosen(catalogue: Catalogue, code: str) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Give the revisions of one benefit by day, or why it cannot be read: its own faults, or that nothing has this code.

    Faults of the other files do not matter.
    """
    own = tuple(fault for fault in catalogue.findings if f"/{code}.yaml:" in f"/{fault.where}")
    if own or (catalogue.findings and not catalogue.benefits):
        return (), own or catalogue.findings
    if code in catalogue.benefits:
        return catalogue.benefits[code], ()
    nearest = get_close_matches(code, catalogue.benefits, n=1)
    finding = Finding("rules.unknown_benefit_close", "", {"code": code, "close": nearest[0]}) if nearest else None
    return (), (finding or Finding("rules.unknown_benefit", "", {"code": code}),)
