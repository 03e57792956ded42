"""Lucide icons, drawn inline so that they take the colour of their text and print."""

from functools import cache
from pathlib import Path

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


register = Library()

FOLDER = Path(__file__).parents[1] / "static" / "ui" / "icons"


@cache
def drawing(name: str) -> SafeString:
    """Read the strokes of an icon.

    :raises FileNotFoundError: if the icon is not vendored.
    """
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return mark_safe(svg.split(">", 1)[1].rsplit("</svg>", 1)[0])


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "clock" %}` or `{% icon "clock" "En attente" %}`: an icon of `static/ui/icons`; with `label` it is read aloud."""
    return _drawn(name, format_html('role="img" aria-label="{}"', label)) if label else _silent(name)


@cache
def _silent(name: str) -> SafeString:
    return _drawn(name, mark_safe('aria-hidden="true"'))


def _drawn(name: str, head: SafeString) -> SafeString:
    return format_html(
        '<svg class="e-icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        head,
        drawing(name),
    )


@cache
def icon_names() -> tuple[str, ...]:
    """List the vendored icons, for the gallery."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))
