"""The checks that every story leans on, each proved by a page that breaks it."""

import pytest

from tests.browser.soundness import CLAIM_AMOUNT, faults_of, too_wide_when_narrow


pytestmark = pytest.mark.browser
SOUND = '<!doctype html><html lang="fr"><head><title>Mes droits</title></head><body><main><h1>Mes droits</h1>{}</main></body></html>'


@pytest.fixture
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


def test_a_sound_page_has_no_fault(page):
    page.set_content(SOUND.format("<p>Rien à dire.</p>"))
    assert faults_of(page) == [] and too_wide_when_narrow(page) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (SOUND.format("<h1>Encore</h1>"), "2 titles"),
        (SOUND.format("").replace(' lang="fr"', ""), "no language"),
        (SOUND.format("").replace("Mes droits</title>", " · Entraide</title>"), "no title"),
        (SOUND.format('<p style="width: 4000px">Large</p>'), "wider than the screen"),
        (SOUND.format('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'), "axe image-alt"),
        (SOUND.format('<p style="color: #aaa">Pâle</p>'), "axe color-contrast"),
    ],
    ids=["two titles", "no language", "no title", "too wide", "image without words", "pale text"],
)
def test_each_fault_is_seen(page, content, told):
    page.set_content(content)
    assert any(told in fault for fault in faults_of(page)), faults_of(page)


def test_a_page_that_fits_a_phone_only_is_seen_as_too_wide_on_the_narrowest(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(SOUND.format('<p style="width: 350px">Un peu large</p>'))
    assert faults_of(page) == [] and too_wide_when_narrow(page)


@pytest.mark.parametrize(("text", "is_one"), [("Accordée : 100,00 €", True), ("1 100,00 €", False), ("2 100,00", False), ("100 €", False)])
def test_the_amount_of_a_claim_is_told_from_the_figures_of_a_member(text, is_one):
    assert bool(CLAIM_AMOUNT.search(text)) is is_one
