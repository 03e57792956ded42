"""The check of a catalogue's files: every fault at once, those of the text, of the rules, and of the golden cases that they fail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from entraide.core.refusals import Finding
from entraide.core.rules.checking.checks import note_catalogue_faults
from entraide.core.rules.checking.golden import mismatches
from entraide.core.rules.language.parameters import ParameterBook
from entraide.integrations.rule_files.catalogue import (
    PARAMETERS,
    BenefitFile,
    files_of,
    note_other_names,
    note_twice,
    open_benefit,
    read_parameters,
)
from entraide.integrations.rule_files.reading import in_order
from entraide.integrations.rule_files.writing import format_benefit


@dataclass(frozen=True, slots=True)
class Checked:
    """How many benefits, revisions and golden cases were checked, and every fault found, in the order of the files."""

    benefits: int
    revisions: int
    cases: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file and its canonical text; a file with faults has no text."""

    path: Path
    before: str
    text: str
    findings: tuple[Finding, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the file is sound and not yet in canonical form."""
        return not self.findings and self.text != self.before


@dataclass(frozen=True, slots=True)
class _Folder:
    """The parameters that files stand beside, and the faults of the file that holds them."""

    parameters: ParameterBook
    findings: tuple[Finding, ...]


def check(paths: Sequence[Path], catalogue: Path | None = None) -> Checked:
    """Check files and folders; parameters are those of `catalogue`, or of the folder of each file."""
    files, findings = _listed(paths)
    folders = _folders(files, paths, catalogue)
    opened = [(open_benefit(file, folder.parameters.specs, str(file)), folder) for file, folder in _beside(files, folders, catalogue)]
    note_other_names(file for file, _ in opened)
    note_twice(file for file, _ in opened)
    note_catalogue_faults([*_neighbours(opened, folders), *(file for file, _ in opened)])
    cases = sum(_check_cases(file, folder.parameters) for file, folder in opened)
    found = [*findings, *(fault for folder in folders.values() for fault in folder.findings)]
    return Checked(
        benefits=len(opened),
        revisions=sum(len(file.revisions) for file, _ in opened),
        cases=cases,
        findings=(*found, *(fault for file, _ in opened for fault in in_order(file.faults.found))),
    )


def _neighbours(opened: Sequence[tuple[BenefitFile, _Folder]], folders: Mapping[Path, _Folder]) -> list[BenefitFile]:
    """Read the other benefits of the folders, which those that are checked may share ceilings with or add to; their faults are not told."""
    paths = {file.path.resolve() for file, _ in opened}
    codes = {revision.code for file, _ in opened for revision in file.revisions}
    found = [(other, held) for folder, held in folders.items() for other in files_of(folder) if other.resolve() not in paths]
    others = [open_benefit(other, held.parameters.specs) for other, held in found]
    return [other for other in others if not codes & {revision.code for revision in other.revisions}]


def format_files(paths: Sequence[Path], catalogue: Path | None = None) -> tuple[list[Formatted], tuple[Finding, ...]]:
    """Give the canonical text of files and folders, without writing anything, and the faults of what could not be looked at."""
    files, findings = _listed(paths)
    folders = _folders(files, (), catalogue)
    found: list[Formatted] = []
    for file, folder in _beside(files, folders, catalogue):
        text, faults = format_benefit(file, folder.parameters.specs, str(file))
        found.append(Formatted(file, "" if faults else file.read_text("utf-8"), text, faults))
    return found, findings


def _listed(paths: Iterable[Path]) -> tuple[list[Path], tuple[Finding, ...]]:
    """List the files of benefits that paths stand for, each once."""
    files: dict[Path, Path] = {}
    findings: list[Finding] = []
    for path in paths:
        found = files_of(path) if path.is_dir() else [] if path.name == PARAMETERS else [path]
        if path.is_dir() and not found:
            findings.append(Finding("rules.folder_empty", str(path)))
        for file in found:
            files.setdefault(file.resolve(), file)
    return list(files.values()), tuple(findings)


def _folders(files: Iterable[Path], paths: Iterable[Path], catalogue: Path | None) -> dict[Path, _Folder]:
    """Read the parameters of each folder once; a folder without any holds benefits that need none."""
    wanted = [file.parent for file in files] if catalogue is None else [catalogue]
    wanted += [path.parent for path in paths if path.name == PARAMETERS]
    found: dict[Path, _Folder] = {}
    for folder in wanted:
        if folder not in found:
            is_held = folder == catalogue or (folder / PARAMETERS).exists() or folder / PARAMETERS in paths
            found[folder] = _Folder(*read_parameters(folder, str(folder / PARAMETERS))) if is_held else _Folder(ParameterBook(), ())
    return found


def _beside(files: Iterable[Path], folders: dict[Path, _Folder], catalogue: Path | None) -> list[tuple[Path, _Folder]]:
    return [(file, folders[catalogue or file.parent]) for file in files]


def _check_cases(file: BenefitFile, parameters: ParameterBook) -> int:
    """Hold each golden case of a file to its answer, and count them."""
    cases = [(revision, rank, case) for revision in file.revisions for rank, case in enumerate(revision.cases)]
    for revision, rank, case in cases:
        found = mismatches(file.revisions, case, parameters)
        if found:
            path = ("revisions", file.ranks[revision.since], "cases", rank, "title")
            file.faults.add("rules.case_fails", path, title=case.title, mismatches=" ; ".join(found))
    return len(cases)
