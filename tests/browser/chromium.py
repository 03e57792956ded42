"""Debian's Chromium, and the screens that people have."""

from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright


PROGRAMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}


def launched(playwright: Playwright) -> AbstractContextManager[Browser]:
    """Start Chromium and close it after the block."""
    path = next(path for path in PROGRAMS if Path(path).exists())
    return closing(playwright.chromium.launch(executable_path=path, args=FLAGS))


def settings(url: str, size: str) -> dict[str, Any]:
    """Give what a person's browser is set to."""
    return {
        "base_url": url,
        "viewport": SIZES[size],
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "color_scheme": "light",
        "reduced_motion": "reduce",
    }
