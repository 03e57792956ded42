"""What `rules check` and `rules format` print: one line for each fault, with its place, and the counts."""

from collections.abc import Iterable

from entraide.config.rules.layout import counted
from entraide.core.refusals import Finding
from entraide.core.rules import say_fault
from entraide.integrations.rule_files.checking import Checked, Formatted


def faults_text(findings: Iterable[Finding]) -> str:
    """Say faults, one a line: `file:line:column : sentence`, as editors follow them."""
    return "\n".join(say_fault(finding) for finding in findings)


def faults_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Write faults for a program: code, place, sentence."""
    return [{"code": each.code, "where": each.where, "sentence": say_fault(each).removeprefix(f"{each.where} : ")} for each in findings]


def counts_text(checked: Checked) -> str:
    """Say how much was checked, and how many faults were found."""
    faults = counted(len(checked.findings), "faute") if checked.findings else "aucune faute"
    return f"{counted(checked.benefits, 'fiche')}, {counted(checked.revisions, 'révision')}, {counted(checked.cases, 'cas')} : {faults}."


def formatted_text(files: list[Formatted], *, is_check: bool) -> str:
    """Say which files were put, or would be put, in canonical form, and which were left alone."""
    changed = [each for each in files if each.differs]
    faulty = [each for each in files if each.findings]
    done = "à mettre en forme" if is_check else "mis en forme"
    lines = [f"{done} : {each.path}" for each in changed]
    lines += [f"laissé tel quel, il y a des fautes : {each.path}" for each in faulty]
    counts = f"{counted(len(changed), 'fichier')} {done}, {len(files) - len(changed) - len(faulty)} déjà en forme"
    return "\n".join([*lines, f"{counts}, {len(faulty)} avec des fautes." if faulty else f"{counts}."])
