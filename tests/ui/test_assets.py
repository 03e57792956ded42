"""What is vendored is complete, licensed, and needs nothing from elsewhere."""

import re
from pathlib import Path

import pytest

import entraide.ui
from entraide.ui.components.icons import drawing, icon, icon_names


UI = Path(entraide.ui.__file__).parent
STATIC = UI / "static" / "ui"
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
SOURCES = [*TEMPLATES, *sorted(UI.rglob("*.py"))]
TEMPLATE_LINES = 120


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_short_and_keeps_to_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= TEMPLATE_LINES
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*src=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_style_sheets_name_only_files_that_are_there() -> None:
    for sheet in STATIC.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        for target in re.findall(r"url\(\"?([^)\"]+)\"?\)", text):
            assert target.startswith("data:") or (STATIC / target).is_file()


def test_every_vendored_asset_has_its_licence() -> None:
    licences = (STATIC / "LICENCES.md").read_text(encoding="utf-8")
    for named in re.findall(r"`([^`]*LICENSE[^`]*)`", licences):
        assert (STATIC / named).stat().st_size > 0
    assert {"MIT", "ISC"} <= set(re.findall(r"MIT|ISC", licences))


def test_every_icon_that_is_named_is_vendored() -> None:
    named = {
        name
        for path in SOURCES
        for name in re.findall(r"{% icon \"([a-z0-9-]+)\"|icon\(\"([a-z0-9-]+)\"\)", path.read_text())
        for name in name
        if name
    }
    assert named <= set(icon_names())


def test_an_unknown_icon_is_a_fault() -> None:
    with pytest.raises(FileNotFoundError):
        drawing("no-such-icon")


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("clock")
    assert 'role="img" aria-label="En attente &lt;b&gt;"' in icon("clock", "En attente <b>")
