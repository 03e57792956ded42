"""A notice goes from the phone to the tier: sent as a photo, read by keyboard at the desk, destroyed, told in words."""

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import send_notice
from tests.browser.soundness import too_wide_when_narrow


pytestmark = pytest.mark.browser
NADIA, THOMAS = "nadia.ferrand@exemple.fr", "thomas.lemaire@exemple.fr"
CAMILLE, JULIEN = "camille.roux@exemple.fr", "julien.faure@exemple.fr"


def fits(visitor):
    """Hold a page to the narrowest screen as well."""
    visitor.finds_it_sound()
    assert not too_wide_when_narrow(visitor.page)
    return visitor


def test_a_notice_is_sent_on_the_phone_checked_by_keyboard_and_the_tier_shows(visit):
    nadia = fits(send_notice(visit("phone").sign_in(NADIA), "Avis 2024")).picture("notice-sent")
    camille = visit("desktop").sign_in(CAMILLE, second_factor=True).go("/equipe/avis/").reads("Avis d’impôt à vérifier")
    fits(camille).picture("notices").page.keyboard.press("o")
    camille.reads("Avis de la personne", "Vérifié et suivant")
    expect(camille.page.locator("[name=line_14]")).to_be_focused()
    camille.page.keyboard.type("1850")
    camille.reads("Tranche 2 en 2025", "Valeurs à confirmer")
    fits(camille).picture("notice-desk").page.keyboard.press("Enter")
    camille.reads("vérifié", "Le document est détruit", "Aucun autre avis n’attend").finds_it_sound()
    fits(nadia.go("/moi/foyer/avis/").reads("vérifié, document détruit", "Tranche 2 en 2025", "1 850,00 €")).picture("notice-checked")
    nadia.go("/moi/messages/").reads("Votre avis d’impôt 2024 est vérifié")


def test_the_desk_sends_back_passes_over_and_tells_the_second_officer_without_a_mouse(visit):
    nadia, thomas = send_notice(visit("phone").sign_in(NADIA), "Avis flou"), send_notice(visit("phone").sign_in(THOMAS), "Avis 2024")
    camille = visit("desktop").sign_in(CAMILLE, second_factor=True).go("/equipe/avis/").press("Vérifier le premier")
    julien = visit("desktop").sign_in(JULIEN, second_factor=True).go("/equipe/avis/")
    first = camille.page.locator("h1").inner_text()
    julien.page.locator("main table").get_by_role("link", name=first).click()
    julien.reads("Camille Roux lit cet avis en ce moment").finds_it_sound()
    keys = camille.page.keyboard
    keys.press("s")
    expect(camille.page.locator("h1")).not_to_have_text(first)
    keys.press("s")
    expect(camille.page.locator("h1")).to_have_text(first)
    keys.press("r")
    expect(camille.page.locator("input[name=reason]").first).to_be_focused()
    fits(camille).picture("notice-sent-back")
    keys.press("ArrowDown")
    keys.press("Enter")
    camille.reads("à renvoyer : la personne est prévenue, le document est détruit")
    julien.page.locator("[name=line_14]").fill("900")
    julien.page.keyboard.press("Enter")
    julien.reads("Camille Roux s’est occupé de cet avis")
    sender = nadia if first == "Nadia Ferrand" else thomas
    fits(sender.go("/moi/").reads("est à renvoyer", "La page de la ligne 14 manque")).picture("notice-asked-again")


def test_the_desk_works_without_javascript(visit):
    send_notice(visit("phone").sign_in(NADIA), "Avis 2024")
    camille = visit("desktop", javascript=False).sign_in(CAMILLE, second_factor=True)
    camille.go("/equipe/avis/").press("Vérifier le premier").page.locator("[name=line_14]").fill("abc")
    camille.press("Vérifié et suivant").reads("Écrivez un montant en euros")
    camille.page.locator("[name=line_14]").fill("9000")
    camille.press("Voir l’effet").reads("Tranche 3 en 2025").press("Vérifié et suivant").reads("Le document est détruit")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_desk_the_campaign_and_a_persons_lines_read_well_on_every_screen(visit, size):
    send_notice(visit("phone").sign_in(NADIA), "Avis 2024")
    camille = visit(size).sign_in(CAMILLE, second_factor=True)
    fits(camille.go("/equipe/avis/").press("Vérifier le premier").reads("Avis de la personne")).picture("notice-desk")
    fits(camille.go("/equipe/avis/campagne/").reads("Aucune campagne ouverte")).press("Demander les avis")
    fits(camille.reads("est ouverte. Chaque personne concernée reçoit un message", "Avis vérifiés")).picture("campaign")
    camille.go("/equipe/avis/?etat=asked").page.locator("main table tbody tr").first.wait_for()
    camille.go("/equipe/personnes/?q=Ferrand").press("Nadia Ferrand").press("Ligne 14")
    fits(camille.reads("Corriger une lecture")).page.locator("[name=line_14]").fill("3000")
    fits(camille.press("Voir l’effet").reads("Tranche 3")).picture("line-corrected")
