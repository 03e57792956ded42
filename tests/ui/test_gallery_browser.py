"""The gallery in a real browser: no accessibility fault, nothing wider than the screen, nothing in the console, both schemes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright


CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit = Callable[[int, str, Callable[[Page], Any]], Any]


@pytest.fixture
def visit(live_server: Any) -> Iterator[Visit]:
    """Open the gallery at a width and in a scheme; the browser lives in a thread of its own, away from the database."""

    def act(width: int, scheme: str, look: Callable[[Page], Any]) -> Any:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            told: list[str] = []
            page.on("console", lambda message: told.append(message.text))
            page.on("pageerror", lambda error: told.append(str(error)))
            page.goto(f"{live_server.url}/ui/", wait_until="networkidle")
            found = look(page)
            browser.close()
        assert told == []
        return found

    with ThreadPoolExecutor(1) as thread:
        yield lambda width, scheme, look: thread.submit(act, width, scheme, look).result()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_accessibility_rule_is_broken(visit: Visit, width: int, scheme: str) -> None:
    violations = visit(width, scheme, lambda page: Axe().run(page).response["violations"])
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in violations] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    assert visit(width, "light", lambda page: page.evaluate("() => document.documentElement.scrollWidth")) == width


def test_targets_are_44_pixels_high_on_a_phone(visit: Visit) -> None:
    script = """() => [...document.querySelectorAll('.e-button, .e-input:not([type=checkbox]), .e-select, .e-choice, .e-bar a')]
      .filter((element) => element.offsetHeight && element.getBoundingClientRect().height < 43.5)
      .map((element) => element.outerHTML.slice(0, 120))"""
    assert visit(390, "light", lambda page: page.evaluate(script)) == []


def test_the_account_menu_opens_and_escape_closes_it(visit: Visit) -> None:
    def look(page: Page) -> tuple[bool, bool]:
        page.locator(".e-menu--account > summary").click()
        opened = page.get_by_role("button", name="Instructrice").is_visible()
        page.keyboard.press("Escape")
        return opened, page.get_by_role("button", name="Instructrice").is_visible()

    assert visit(1440, "light", look) == (True, False)


def test_a_key_presses_its_button_only_outside_of_fields(visit: Visit) -> None:
    def look(page: Page) -> tuple[str, str]:
        page.get_by_label("Prénom de l’enfant").first.press("j")
        during = page.url
        page.locator("main").focus()
        page.keyboard.press("j")
        return during.rsplit("/", 1)[1], page.url.rsplit("/", 1)[1]

    assert visit(1440, "light", look) == ("", "#actes")
