"""What every page must be, whatever it shows: accessible to axe, titled once, in French, and no wider than its screen."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


AXE = Axe()
NARROWEST = 320
# What no page of the employer's people may hold, beside the names of those whom their agents have declared.
FORBIDDEN_TO_EMPLOYERS = (
    "tranche", "ligne 14", "avis d’impôt", "IBAN", "Accueil de loisirs", "Rentrée scolaire du bénéficiaire", "Lina", "Manon Fournier",
    "Jules", "Yasmine", "facture", "motif",
)  # fmt: skip
# Amounts that only claims have here.
CLAIM_AMOUNT = re.compile(r"(?<!\d)(?<!\d[\s\u202f\xa0])(?:120|100|80|47|38|64|112|160),00")
WIDEST_ELEMENTS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > room + 1);
  return wide.slice(-3).map((each) => each.outerHTML.slice(0, 160));
}"""


def faults_of(page: Page) -> list[str]:
    """List what is wrong with a page as it stands."""
    return [*faults_of_shape(page), *too_wide(page), *faults_of_access(page)]


def too_wide(page: Page) -> list[str]:
    """Name what makes a page scroll sideways."""
    return [f"wider than the screen: {each}" for each in page.evaluate(WIDEST_ELEMENTS)]


def too_wide_when_narrow(page: Page) -> list[str]:
    """Name what makes a page scroll sideways on the narrowest screen; the page keeps its size."""
    size = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    found = too_wide(page)
    page.set_viewport_size(size)
    return found


def faults_of_shape(page: Page) -> list[str]:
    """List what a page lacks: one title of the first level, a language, a title."""
    faults = []
    if (count := page.locator("h1").count()) != 1:
        faults.append(f"{count} titles of the first level")
    if page.locator("html").get_attribute("lang") != "fr":
        faults.append("no language")
    if not page.title().removesuffix("Entraide").strip(" ·"):
        faults.append("no title")
    return faults


def faults_of_access(page: Page) -> list[str]:
    """List what axe finds."""
    found = AXE.run(page).response["violations"]
    return [f"axe {each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]
