"""The page of the command tells what it prints: each session shown there is run again."""

from pathlib import Path

import pytest

from entraide.config.cli import main
from tests.docs.cli_page import PAGE, rendered


def test_the_page_shows_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(words: list[str]) -> str:
        main(["entraide", *words])
        told = capsys.readouterr()
        return told.out + told.err

    assert rendered(tmp_path, run) == PAGE.read_text("utf-8"), "python -m tests.docs.cli_page writes the page anew"


def test_the_page_names_every_act() -> None:
    text = PAGE.read_text("utf-8")
    assert [act for act in ("check", "format", "show", "evaluate", "entitlements") if f"`{act} " not in text] == []
