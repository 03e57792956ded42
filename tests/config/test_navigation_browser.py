"""The menu of every role in a real browser: the way out stays on the screen, whatever the places and the name."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string
from playwright.sync_api import sync_playwright

from entraide.apps.accounts.roles import Role
from entraide.config.navigation import NavigationItem, places_of
from tests.ui.test_gallery_browser import CHROMIUM, FLAGS


pytestmark = pytest.mark.browser
SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"?]+)[^>]*>')
# How far the page, or the menu that signs out, goes beyond the right of the screen.
LOOK = """() => {
  const account = document.querySelector('.e-menu--account > summary').getBoundingClientRect()
  return Math.max(document.documentElement.scrollWidth, Math.ceil(account.right)) - window.innerWidth
}"""


def shell(role):
    """Draw an empty page of a role, its style sheets within: it is shown without a server."""
    items = [NavigationItem(place.label, "/", place.icon, not at) for at, place in enumerate(places_of(role))]
    who = SimpleNamespace(label="Gestionnaire de catalogue de prestations")
    account = {"name": "Marie-Christine Delarochefoucauld-Montmorency", "email": "m@ville.fr", "current_role": who, "logout_url": "/"}
    drawn = render_to_string("ui/shell.html", {"navigation": items, "account": account})
    within, count = SHEET.subn(lambda link: f"<style>{Path(find(link[1])).read_text()}</style>", drawn)
    assert count
    return within


@pytest.mark.parametrize("width", [1024, 1280, 1440])
def test_the_menu_of_no_role_pushes_the_way_out_off_the_screen(width):
    pages = {role: shell(role) for role in Role}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 900})
        beyond = {}
        for role, drawn in pages.items():
            page.set_content(drawn)
            beyond[role] = page.evaluate(LOOK)
        browser.close()
    assert {role: pixels for role, pixels in beyond.items() if pixels > 0} == {}
