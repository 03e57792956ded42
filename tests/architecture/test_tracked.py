"""What is committed names no package registry and no machine."""

import subprocess

import pytest

from tests.architecture.sources import ROOT, tracked_files
from tests.architecture.tracked import forbidden_words


def test_no_tracked_file_names_a_registry_or_a_machine():
    files = tracked_files(ROOT)
    assert len(files) > 100
    assert forbidden_words(files, ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/packages/x.whl",
        "registry.npm" + "js.org",
        "--index" + "-url = https://mirror.intranet.lan",
        "/ho" + "me/camille/entraide",
        "/ro" + "ot/entraide",
        "/wo" + "rk/entraide",
        "/Us" + "ers/camille",
        "C:\\Us" + "ers",
    ],
)
def test_the_name_of_a_registry_or_of_a_machine_is_found(text, tmp_path):
    (tmp_path / "notes.md").write_text(f"Look\nat {text} here.\n")
    assert [line.split(":")[:2] for line in forbidden_words([tmp_path / "notes.md"], tmp_path)] == [["notes.md", "2"]]


def test_what_comes_near_is_let_pass(tmp_path):
    (tmp_path / "notes.md").write_text("/usr/bin/chromium https://entraide.example/home work/main registry of members\n")
    (tmp_path / "font.woff2").write_bytes(b"\0/ho" + b"me/camille")
    assert forbidden_words(sorted(tmp_path.iterdir()), tmp_path) == []


def test_the_files_that_git_follows_are_listed(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("var/\n")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "keyring.json").write_text("{}")
    (tmp_path / "notes.md").write_text("hello")
    assert [path.name for path in tracked_files(tmp_path)] == [".gitignore", "notes.md"]


def test_outside_a_checkout_the_folders_of_the_project_are_listed(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "notes.md").write_text("hello")
    assert [path.name for path in tracked_files(tmp_path)] == ["notes.md"]
