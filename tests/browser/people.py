"""Somebody in front of a browser: signs in with the second factor, clicks what they read, takes pictures."""

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.site import Site


PASSWORD_LINE = "Mot de passe de tous ces comptes : "


@dataclass
class Visitor:
    """A page open for one person of the demonstration."""

    page: Page
    site: Site
    size: str

    def sign_in(self, email: str, *, second_factor: bool = False) -> "Visitor":
        """Sign in by e-mail and password, and with the code of the moment where the person has a second factor."""
        told = self.site.entraide("demo", "accounts")
        password = next(line.removeprefix(PASSWORD_LINE) for line in told.splitlines() if line.startswith(PASSWORD_LINE))
        self.page.goto("/compte/connexion/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        if second_factor:
            self.page.locator("input[name=code]").fill(self.site.entraide("demo", "code", email).split()[-1])
            self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state()
        return self

    def go(self, path: str) -> "Visitor":
        """Open an address of the site."""
        self.page.goto(path)
        return self

    def click(self, words: str) -> "Visitor":
        """Press the first button or link that bears these words, and wait for the page."""
        self.page.locator("main, header, nav").locator(f"button:has-text('{words}'), a:has-text('{words}')").first.click()
        self.page.wait_for_load_state()
        return self

    def reads(self, words: str) -> "Visitor":
        """Find words on the page.

        :raises AssertionError: if they are not there.
        """
        text = " ".join(self.page.locator("body").inner_text().split()).replace("\u202f", " ").replace("\xa0", " ")
        assert words in text, f"« {words} » n’est pas sur {self.page.url} :\n{text[:3000]}"
        return self

    def picture(self, name: str) -> "Visitor":
        """Take a picture of the whole page when `ENTRAIDE_PICTURES` names a folder."""
        if folder := os.environ.get("ENTRAIDE_PICTURES", ""):
            self.page.screenshot(path=Path(folder) / f"{name}-{self.size}.png", full_page=True)
        return self
