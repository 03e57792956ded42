"""A claim of a known family on a phone, through a real browser: screens, and seconds by a stated model of the person.

What is measured is the machine: from each press to the next screen, and the words that each screen shows. The person is a model, and is
said to be one: it is printed with the figures.
"""

import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.figure import Figure
from tests.browser.chromium import launched, settings
from tests.browser.journeys import LEISURE
from tests.browser.people import Visitor
from tests.browser.sheets import invoice
from tests.browser.site import build, serving


# The lines that are seen: what only a screen reader says is left out.
SEEN = """main => {
    const hidden = new Set([...main.querySelectorAll(".visually-hidden")].map(each => each.innerText.trim()));
    return main.innerText.split("\\n").map(line => line.trim()).filter(line => line && !hidden.has(line));
}"""
NADIA, CHILD = "nadia.ferrand@exemple.fr", "Lina Ferrand"
MOST_SCREENS, MOST_SECONDS = 3, 90.0
# A letter typed with the thumbs: 36 words a minute (Palin and others, « How do People Type on Mobile Devices? », 2019). A tap and a
# preparation of the mind: the keystroke-level model (Card, Moran and Newell, 1980). Silent reading: 238 words a minute (Brysbaert, 2019).
# The photo is not in any of them: a guess, to be measured with people.
KEY_S, TAP_S, MIND_S, WORD_S, PHOTO_S = 0.33, 1.1, 1.35, 60 / 238, 8.0


@dataclass
class Tally:
    """What the person did and the machine took: screens, words shown, letters typed, taps, questions thought about, photos, seconds."""

    screens: list[str] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    words: int = 0
    keys: int = 0
    taps: int = 0
    thoughts: int = 0
    photos: int = 0
    waited_s: float = 0.0

    @property
    def person_s(self) -> float:
        """The seconds of the person, by the model."""
        return self.words * WORD_S + self.keys * KEY_S + self.taps * TAP_S + self.thoughts * MIND_S + self.photos * PHOTO_S


def run() -> list[Figure]:
    """File once, print what was counted and the model, and give the two figures."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), "")
        with serving(Path(folder), "") as site, sync_playwright() as playwright, launched(playwright) as browser:
            page = browser.new_context(**settings(site.url, "phone")).new_page()
            nadia = Visitor(page, site, "phone").sign_in(NADIA).go(f"/moi/droits/{LEISURE}/")
            tally = filed(nadia)
    seconds = tally.person_s + tally.waited_s
    print(f"Screens: {', '.join(tally.screens)}. {tally.words} words read, {tally.keys} letters, {tally.taps} taps, {tally.photos} photo.")
    print(
        f"Model of a person, not a measure: {tally.words} x {WORD_S:.2f} + {tally.keys} x {KEY_S} + {tally.taps} x {TAP_S}"
        f" + {tally.thoughts} x {MIND_S} + {tally.photos} x {PHOTO_S:.0f} = {tally.person_s:.1f} s."
    )
    print(f"Machine, measured: {tally.waited_s:.1f} s. {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}.")
    return [
        Figure("a claim of a known family, screens", len(tally.screens), "screens", "most", MOST_SCREENS, 1.0),
        Figure("a claim of a known family, modelled", round(seconds, 1), "s", "most", MOST_SECONDS, 1.0),
    ]


def filed(nadia: Visitor) -> Tally:
    """File for the leisure centre of a child whose family is known, from the page of the benefit to « envoyée »."""
    tally = Tally()
    press(nadia, "Faire une demande", tally, within=CHILD)
    read(nadia, tally)
    answer(nadia, tally)
    press(nadia, "Enregistrer et continuer", tally)
    read(nadia, tally)
    nadia.page.locator("main input[type=file]").first.set_input_files(invoice())
    tally.photos, tally.taps = tally.photos + 1, tally.taps + 1
    press(nadia, "Joindre cette pièce", tally)
    press(nadia, "Continuer", tally)
    read(nadia, tally)
    press(nadia, "Envoyer ma demande", tally)
    nadia.reads("est envoyée")
    return tally


def answer(nadia: Visitor, tally: Tally) -> None:
    """Answer the two questions that a known family is asked: the day, in three boxes, and what was paid."""
    boxes = nadia.page.locator("main form[data-save] input[type=text]")
    for box, typed in zip(boxes.all(), ("19", "7", "2024", "186"), strict=True):
        box.fill(typed)
        tally.keys, tally.taps = tally.keys + len(typed), tally.taps + 1
    tally.thoughts += 2


def read(nadia: Visitor, tally: Tally) -> None:
    """Count a screen and the words that it shows; a line that stood on a screen before is not read again."""
    tally.screens.append(nadia.page.locator("h1").inner_text())
    lines = [line for line in nadia.page.locator("main").evaluate(SEEN) if line not in tally.lines]
    tally.lines.update(lines)
    tally.words += sum(len(line.split()) for line in lines)


def press(nadia: Visitor, words: str, tally: Tally, *, within: str = "") -> None:
    """Press, and count the machine's seconds until the next screen is drawn."""
    began = time.perf_counter()
    with nadia.page.expect_navigation():
        nadia.press(words, within=nadia.part(within) if within else None)
    tally.waited_s += time.perf_counter() - began
    tally.taps, tally.thoughts = tally.taps + 1, tally.thoughts + 1
