"""The palette is readable in both schemes: contrast is computed from the style sheet itself."""

import re
from pathlib import Path

import pytest

import entraide.ui


CSS = (Path(entraide.ui.__file__).parent / "static" / "ui" / "entraide.css").read_text(encoding="utf-8")
ROOTS = re.findall(r":root \{(.*?)\n\s*\}", CSS, re.DOTALL)
TEXT = 4.5
SHAPE = 3.0

TEXT_PAIRS = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-soft", "petrol", "petrol-strong", "danger", "warning", "success")
        for ground in ("paper", "surface")
    ],
    *[(ink, "sunken") for ink in ("ink", "ink-soft", "petrol")],
    *[(f"{tone}", f"{tone}-soft") for tone in ("petrol", "success", "warning", "danger")],
    *[("ink", f"{tone}-soft") for tone in ("petrol", "success", "warning", "danger", "apricot", "neutral")],
    ("ink-soft", "neutral-soft"),
    ("ink-soft", "petrol-soft"),
    ("warning", "apricot-soft"),
    ("petrol", "apricot-soft"),
    ("ink-soft", "apricot-soft"),
    ("apricot-ink", "apricot-soft"),
    ("apricot-ink", "surface"),
    ("on-apricot", "apricot"),
    ("on-petrol", "petrol"),
    ("on-petrol", "petrol-strong"),
    ("on-danger", "danger"),
    ("on-danger", "danger-strong"),
    ("on-bar", "bar"),
    ("bar-soft", "bar"),
    ("bar-soft", "bar-raised"),
]
SHAPE_PAIRS = [("line-strong", "paper"), ("line-strong", "surface"), ("focus", "paper"), ("focus", "surface"), ("petrol", "neutral-soft")]


def tokens(scheme: str) -> dict[str, str]:
    """Read the colours of a scheme; the dark one replaces those of the light one."""
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", ROOTS[0]))
    dark = next(dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", root)) for root in ROOTS[1:] if "--paper: #1" in root)
    return light if scheme == "light" else light | dark


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_borders_and_focus_can_be_seen(scheme: str, shape: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[shape], colours[ground]) >= SHAPE


def test_every_colour_of_the_components_is_a_token() -> None:
    components = CSS.split("/* ---- Ground", 1)[1].split("@media print", 1)[0]
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", components)) <= {"#fff"}


def test_every_custom_property_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[a-z-]+):", CSS))
    assert set(re.findall(r"var\((--[a-z-]+)\)", CSS)) <= defined


def test_a_total_covers_no_caption_of_a_short_table_and_a_mark_keeps_to_its_column_on_a_phone() -> None:
    sticky = [rule for rule in re.findall(r"([^{}]+)\{[^{}]*position: sticky; bottom[^{}]*\}", CSS) if "tfoot" in rule]
    assert [":has(tbody > :nth-child(12))" in rule for rule in sticky] == [True]
    assert ".e-table td > * { grid-column: 2; justify-self: end; }" in CSS
