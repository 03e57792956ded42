"""The page of the command tells what it prints: each session shown there is run again."""

import shutil
from pathlib import Path

import pytest

from entraide.config.cli import main
from tests.docs.sessions import replayed
from tests.scenarios.reading import ROOT


PAGE = ROOT / "docs" / "cli.md"


def rendered(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Give the page with the outputs of its sessions as they are, beside the invented benefits of the guide."""
    shutil.copytree(ROOT / "docs" / "fr" / "exemples", folder / "exemples")
    monkeypatch.chdir(folder)

    def run(words: list[str]) -> str:
        main(["entraide", *words])
        printed = capsys.readouterr()
        return printed.out + printed.err

    return replayed(PAGE.read_text("utf-8"), folder, run)


def test_the_page_shows_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rendered(tmp_path, monkeypatch, capsys) == PAGE.read_text("utf-8")


def test_the_page_names_every_act() -> None:
    text = PAGE.read_text("utf-8")
    assert [act for act in ("check", "format", "show", "evaluate", "entitlements") if f"`{act} " not in text] == []
