"""Somebody in front of a browser: signs in, reads, answers, presses; whatever is not sound on a page is told at once."""

import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Download, FilePayload, Locator, Page, Response, ViewportSize, expect

from tests.browser.site import Site
from tests.browser.soundness import faults_of


PAGE_HEIGHT = "() => document.documentElement.scrollHeight"
PLACES = "header, nav, main"
PRESSABLE = "button:visible, a:visible, summary:visible"


@dataclass
class Visitor:
    """A page open for one person; `troubles` holds what the console and the server complained of."""

    page: Page
    site: Site
    size: str
    troubles: list[str] = field(default_factory=list)

    def sign_in(self, email: str, *, password: str = "", second_factor: bool = False) -> "Visitor":
        """Sign in by e-mail and password, and with the code of the moment where the person has a second factor."""
        self.page.goto("/compte/connexion/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(password or self.site.password)
        self.press("Se connecter")
        if second_factor:
            self.page.locator("input[name=code]").fill(self.site.entraide("demo", "code", email).split()[-1])
            self.page.locator("main form button[type=submit]").first.click()
        expect(self.page.locator("header details[data-menu]").last).to_be_visible()
        return self

    def go(self, path: str) -> "Visitor":
        """Open an address of the site."""
        self.page.goto(path)
        return self

    def press(self, words: str, within: Locator | None = None) -> "Visitor":
        """Press the first button or link that bears these words, on the page or in a part of it."""
        scope = within if within is not None else self.page.locator(PLACES)
        scope.locator(PRESSABLE).filter(has_text=beginning(words)).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, label: str, text: str) -> "Visitor":
        """Type in the field whose label begins so."""
        self.field(label).fill(text)
        return self

    def field(self, label: str) -> Locator:
        """Give the field whose label begins so."""
        return self.page.locator("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first

    def choose(self, answer: str) -> "Visitor":
        """Take one answer among those offered, or tick a box."""
        self.page.locator("main label").filter(has_text=answer).first.click()
        return self

    def fill_date(self, question: str, day: date) -> "Visitor":
        """Type a day in its three boxes."""
        boxes = self.page.get_by_role("group", name=question)
        for label, number in (("Jour", day.day), ("Mois", day.month), ("Année", day.year)):
            boxes.get_by_label(label).fill(str(number))
        return self

    def hand_in(self, file: FilePayload, section: str = "") -> "Visitor":
        """Choose a file and send it, on the page or in the section of this title."""
        scope = self.page.get_by_role("region", name=section) if section else self.page.locator("main")
        chooser = scope.locator("input[type=file]")
        chooser.set_input_files(file)
        form = chooser.get_attribute("form")
        scope.locator(f"button[form={form}]" if form else "form:has(input[type=file]) button[type=submit]").click()
        self.page.wait_for_load_state()
        return self

    def download(self, words: str) -> bytes:
        """Press a link or button that gives a file, and give its content."""
        with self.page.expect_download() as waiting:
            self.page.locator(PLACES).locator(PRESSABLE).filter(has_text=beginning(words)).first.click()
        return content_of(waiting.value)

    def reads(self, *sentences: str) -> "Visitor":
        """Find words on the page, whatever the kind of their spaces.

        :raises AssertionError: if they are not there.
        """
        for words in sentences:
            expect(self.page.locator("body")).to_contain_text(words, use_inner_text=True)
        return self

    def does_not_read(self, *sentences: str) -> "Visitor":
        """Find none of these words on the page as it stands, hidden parts included."""
        text = " ".join((self.page.locator("body").text_content() or "").split())
        seen = [words for words in sentences if words in text]
        assert not seen, f"{self.page.url} : {seen}"
        return self

    def hats(self) -> list[str]:
        """List the roles between which the person may switch; none for who has one."""
        return self.page.locator("header details[data-menu] button[name=role]").evaluate_all("each => each.map(one => one.value)")

    def put_on(self, hat: str) -> "Visitor":
        """Switch to another role."""
        self.page.locator("header details[data-menu] summary").last.click()
        self.page.locator(f"header button[name=role][value='{hat}']").click()
        self.page.wait_for_load_state()
        return self

    def part(self, title: str) -> Locator:
        """Give the section, card or article that a title stands on."""
        return self.page.locator("section, article, .e-card, li").filter(has=self.page.get_by_role("heading", name=title)).last

    def finds_it_sound(self) -> "Visitor":
        """Hold the page as it stands to what every page must be: axe, one title, no sideways scroll, no complaint of the console.

        :raises AssertionError: with everything that is wrong.
        """
        faults = [*faults_of(self.page), *self.troubles]
        assert not faults, "\n".join([self.page.url, *faults])
        return self

    def picture(self, name: str) -> "Visitor":
        """Take a picture of the whole page when `ENTRAIDE_PICTURES` names a folder."""
        if folder := os.environ.get("ENTRAIDE_PICTURES", ""):
            photograph(self.page, Path(folder) / f"{name}-{self.size}.png", self.page.viewport_size or {})
        return self


def photograph(page: Page, path: Path, size: ViewportSize, *, at_most: int = 20_000) -> None:
    """Write what a screen of that width shows, down to the end of the page or `at_most` pixels; the page keeps its size.

    The screen is made as high as the page: what sticks to an edge then covers nothing.
    """
    before = page.viewport_size
    page.set_viewport_size(size)
    page.set_viewport_size({"width": size["width"], "height": min(page.evaluate(PAGE_HEIGHT), at_most)})
    page.screenshot(path=path)
    page.set_viewport_size(before or size)


def beginning(words: str) -> re.Pattern[str]:
    """Match words where a word begins, whatever the kind of their spaces: « Chercher » is not in « Rechercher une personne »."""
    where = r"(?<![\wÀ-ÿ])" if words[:1].isalnum() else ""
    return re.compile(where + r"\s+".join(re.escape(word) for word in words.split()))


def content_of(download: Download) -> bytes:
    """Read what was downloaded."""
    return Path(download.path()).read_bytes()


def listen(visitor: Visitor) -> None:
    """Keep what goes wrong behind the page: faults of scripts, complaints of the console, answers of 500."""
    page, troubles = visitor.page, visitor.troubles

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and not _is_told_by_the_page(said.text):
            troubles.append(f"console: {said.text}")

    def see(answer: Response) -> None:
        if answer.status >= 500:
            troubles.append(f"{answer.status}: {answer.url}")

    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", hear)
    page.on("response", see)


def _is_told_by_the_page(text: str) -> bool:
    """Tell whether the console only repeats a refusal that the page itself says (403, 404, 409, 413, 422)."""
    return text.startswith("Failed to load resource") and any(f"status of {code}" in text for code in (400, 403, 404, 409, 413, 422))
