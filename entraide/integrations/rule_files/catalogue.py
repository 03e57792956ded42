"""The catalogue as a folder of files: one for each benefit, and one for the parameters that they share."""

from pathlib import Path

from entraide.core.refusals import Finding
from entraide.core.rules.definition import Revision
from entraide.core.rules.documents import Specs, decode_benefit, decode_parameters
from entraide.core.rules.parameters import ParameterBook
from entraide.integrations.rule_files.reading import load
from entraide.integrations.rule_files.writing import write_benefit


PARAMETERS = "parameters.yaml"


def read_catalogue(folder: Path) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Read every benefit of a folder, and all the faults of all its files; a revision with a fault is left out."""
    book, findings = read_parameters(folder)
    revisions: list[Revision] = []
    found = list(findings)
    for file in sorted(folder.glob("*.yaml")):
        if file.name == PARAMETERS:
            continue
        own, faults = read_benefit(file, book.specs)
        if own and any(own[0].code == former.code for former in revisions):
            faults = (*faults, Finding("rules.benefit_twice", f"{file.name}:1:1", {"word": own[0].code}))
        else:
            revisions.extend(own)
        found.extend(faults)
    return tuple(revisions), tuple(found)


def read_benefit(file: Path, specs: Specs) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """Read the revisions of one benefit, sorted by day, and the faults of its file."""
    document, faults = load(file)
    revisions = decode_benefit(document, faults, specs) if document is not None else ()
    return revisions, tuple(faults.found)


def read_parameters(folder: Path) -> tuple[ParameterBook, tuple[Finding, ...]]:
    """Read the parameters of a catalogue folder."""
    if not folder.is_dir():
        return ParameterBook(), (Finding("rules.folder_not_found", folder.name),)
    document, faults = load(folder / PARAMETERS)
    book = decode_parameters(document, faults) if document is not None else ParameterBook()
    return book, tuple(faults.found)


def format_benefit(file: Path, specs: Specs) -> tuple[str, tuple[Finding, ...]]:
    """Give the canonical text of a benefit's file, comments of its head kept, or its faults."""
    revisions, findings = read_benefit(file, specs)
    if findings:
        return "", findings
    lines = file.read_text("utf-8").splitlines(keepends=True)
    head = next((rank for rank, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:head]) + write_benefit(revisions), ()
