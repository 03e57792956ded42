"""A broken copy of any file of the catalogue has faults with their places, or is still valid: it never makes a traceback."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from entraide.core.rules import Revision, say_fault
from entraide.core.rules.checking.checks import note_catalogue_faults
from entraide.core.rules.checking.golden import mismatches
from entraide.integrations.rule_files import write_benefit
from entraide.integrations.rule_files.catalogue import BenefitFile, files_of, open_benefit
from tests.scenarios.reading import ROOT, parameters


FILES = [*files_of(ROOT / "catalogue"), *files_of(ROOT / "docs" / "fr" / "exemples")]
# Each line of each file is broken in one of these ways, the way changing from line to line; a whole turn is this long.
EVERY = 3
# No file brings more faults than it has lines to mend: two thousand revisions of one day are each told once.
AT_MOST = 2_000


def _swapped(line: str) -> str:
    return line.replace(" EUR", " %%") if " EUR" in line else line.replace(" %", " EUR")


BREAKS: tuple[Callable[[str], str], ...] = (
    lambda line: "",
    lambda line: _swapped(line).replace("%%", "%"),
    lambda line: re.sub(r"(\w)(\w)(?=\w*:)", r"\2\1", line, count=1),
    lambda line: line + line,
    lambda line: "  " + line,
    lambda line: line.removeprefix("  "),
    lambda line: re.sub(r"\d+", "x", line, count=1),
    lambda line: re.sub(r"\d+", lambda found: found[0] + "000", line, count=1),
    lambda line: line.replace("{", "", 1),
    lambda line: re.sub(r": .*", ":", line, count=1),
    lambda line: line.replace("at_most", "at_least") if "at_most" in line else line.replace("at_least", "less_than"),
    lambda line: re.sub(r": (\S+)$", r": {\1: \1}", line),
)


def _copies(text: str, turn: int) -> list[str]:
    lines = text.splitlines(keepends=True)
    broken = ((rank, BREAKS[(rank // EVERY + turn) % len(BREAKS)](line)) for rank, line in enumerate(lines) if rank % EVERY == turn % EVERY)
    return ["".join([*lines[:rank], line, *lines[rank + 1 :]]) for rank, line in broken if line != lines[rank]]


def _held(read: BenefitFile, sound: tuple[Revision, ...]) -> None:
    """Hold a reading to what it promises: a revision or a placed fault, and every fault with its sentence."""
    note_catalogue_faults([read])
    lines = len(read.path.read_text("utf-8").splitlines())
    for finding in read.faults.found:
        placed = re.fullmatch(r"copie\.yaml:(\d+):(\d+)", finding.where)
        assert placed, finding
        assert 1 <= int(placed[1]) <= lines + 1
        assert say_fault(finding).startswith(f"{finding.where} : ")
    assert read.revisions or read.faults.found
    for revision in read.revisions:
        for case in revision.cases if revision not in sound else ():
            mismatches(read.revisions, case, parameters())


def test_a_broken_copy_of_any_file_has_placed_faults_or_is_still_valid(tmp_path: Path) -> None:
    copy = tmp_path / "copie.yaml"
    specs = parameters().specs
    seen = faulty = 0
    for turn, file in enumerate(FILES):
        text = file.read_text("utf-8")
        sound = open_benefit(file, specs).revisions
        for broken in _copies(text, turn):
            copy.write_text(broken, "utf-8")
            read = open_benefit(copy, specs)
            _held(read, sound)
            seen += 1
            faulty += bool(read.faults.found)
    assert seen > len(FILES) * 10
    # What is still valid is a sentence, a figure, a case or a comment that changed: nothing that could be told from a file alone.
    assert faulty > seen * 0.4


@pytest.mark.parametrize("file", FILES[:: len(FILES) // 6], ids=lambda file: file.stem)
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, file: Path) -> None:
    copy = tmp_path / file.name
    sound = write_benefit(open_benefit(file, parameters().specs).revisions)
    text = file.read_text("utf-8")
    for changed in (b"\xef\xbb\xbf" + text.encode(), text.replace("\n", "\r\n").encode()):
        copy.write_bytes(changed)
        read = open_benefit(copy, parameters().specs)
        assert read.faults.found == []
        assert write_benefit(read.revisions) == sound


HEAD = """\
benefit: essai
name: Essai
theme: Essais
summary: Un essai.
subject: child
event: event_on
reads_parameters_on: event
audience: [active]
paid_by: transfer
"""
REVISION = "  - {since: 2020-01-01, source: D, confidence: H, deadline: unknown, %s}\n"


def _any(rank: int, parts: int) -> str:
    tests = (f"{{care_days: {{at_most: {1 + (7 * rank + 3 * part) % 300}}}}}" for part in range(parts))
    return f"{{any: [is_dependent, {', '.join(tests)}]}}"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"k{rank}: 1\n" for rank in range(20_000)),
        "a: &a [x, x]\n" + "".join(f"b{rank}: &b{rank} [*a, *a]\n" for rank in range(20)),
        "a: " + "{a: " * 5_000,
        HEAD + "revisions:\n" + REVISION % "amount: unknown" * 2_000,
        HEAD
        + "revisions:\n"
        + REVISION % f"amount: 1 EUR, conditions: {{c: {{all: [{', '.join(_any(rank, 30) for rank in range(60))}]}}}}",
        HEAD + "revisions:\n" + REVISION % f"amount: 1 EUR, conditions: {{c: {{all: [{', '.join(_any(rank, 8) for rank in range(14))}]}}}}",
        HEAD + "revisions:\n" + REVISION % f"amount: {{plus: [{', '.join(['expense'] * 9_000)}]}}",
        HEAD + "revisions:\n" + REVISION % f"amount: {{times: [{'{times: [' * 9}1 EUR{', 9999 %]}' * 9}, 9999 %]}}",
        HEAD
        + "revisions:\n"
        + REVISION % f"amount: {{lookup: expense, from: {{{', '.join(f'{rank} EUR: 1 EUR' for rank in range(5_000))}}}}}",
        HEAD + "revisions:\n" + REVISION % "amount: {divided_by: [1 EUR, {minus: [care_days, care_days]}]}",
    ],
    ids=["words", "bomb", "depth", "revisions", "wide", "narrow", "sum", "product", "scale", "zero"],
)
def test_a_file_made_to_last_is_read_to_its_end(tmp_path: Path, text: str) -> None:
    file = tmp_path / "essai.yaml"
    file.write_text(text, "utf-8")
    read = open_benefit(file, parameters().specs)
    assert 0 < len(read.faults.found) <= AT_MOST
