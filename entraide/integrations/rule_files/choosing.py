"""One benefit chosen by its code in a catalogue that may hold faults elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from entraide.core.refusals import Finding
from entraide.core.rules.checking.checks import note_catalogue_faults
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.parameters import ParameterBook
from entraide.integrations.rule_files.catalogue import PARAMETERS, files_of, note_other_names, note_twice, open_benefit, read_parameters
from entraide.integrations.rule_files.reading import in_order


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The benefits of a folder by code, each with its revisions by day, the parameters, the faults, and the files that have some."""

    benefits: dict[str, tuple[Revision, ...]]
    parameters: ParameterBook
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...] = ()


def open_catalogue(folder: Path) -> Catalogue:
    """Read a folder whole; a folder without parameters holds benefits that need none."""
    if not folder.is_dir():
        return Catalogue({}, ParameterBook(), (Finding("rules.folder_not_found", str(folder)),))
    has_parameters = (folder / PARAMETERS).exists()
    book, findings = read_parameters(folder, str(folder / PARAMETERS)) if has_parameters else (ParameterBook(), ())
    files = [open_benefit(file, book.specs, str(file)) for file in files_of(folder)]
    note_other_names(files)
    twice = set(note_twice(files))
    read = {file.path: len(file.faults.found) for file in files}
    note_catalogue_faults(files)
    # What is wrong only beside another benefit leaves nothing of the benefit to apply: it would add, or count, what it must not.
    sound = [file for file in files if file.path not in twice and len(file.faults.found) == read[file.path]]
    benefits = {file.revisions[0].code: file.revisions for file in sound if file.revisions}
    left_out = tuple(file.path.name for file in files if file.faults.found)
    return Catalogue(benefits, book, (*findings, *(fault for file in files for fault in in_order(file.faults.found))), left_out)


def unusable(catalogue: Catalogue) -> tuple[Finding, ...]:
    """List what keeps a whole catalogue from being applied: faults of its parameters, or that nothing in it can be read."""
    shared = tuple(fault for fault in catalogue.findings if f"/{PARAMETERS}:" in f"/{fault.where}")
    return shared or (() if catalogue.benefits else catalogue.findings)


def unknown_complements(catalogue: Catalogue, codes: Iterable[str]) -> tuple[Finding, ...]:
    """List the codes that are no complement of this catalogue."""
    found = [(code, chosen(catalogue, code)) for code in codes]
    unknown = [finding for _, (_, findings) in found for finding in findings]
    others = [Finding("rules.no_complement", "", {"word": code}) for code, (each, _) in found if each and not each[-1].on_top_of]
    return (*unknown, *others)


def chosen(catalogue: Catalogue, code: str) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Give the revisions of one benefit by day, or why it cannot be read: its faults, those of its base, or that nothing has this code.

    Faults of the other files do not matter.
    """
    own = tuple(fault for fault in catalogue.findings if f"/{code}.yaml:" in f"/{fault.where}")
    if own or (catalogue.findings and not catalogue.benefits):
        return (), own or catalogue.findings
    if code in catalogue.benefits:
        revisions = catalogue.benefits[code]
        bases = sorted({revision.on_top_of for revision in revisions} - {""})
        findings = tuple(finding for base in bases for finding in chosen(catalogue, base)[1])
        return (() if findings else revisions), findings
    nearest = get_close_matches(code, catalogue.benefits, n=1)
    finding = Finding("rules.unknown_benefit_close", "", {"word": code, "close": nearest[0]}) if nearest else None
    return (), (finding or Finding("rules.unknown_benefit", "", {"word": code}),)
