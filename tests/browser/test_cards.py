"""A card on the phone: shown, opened by a partner's phone, checked in a saved page without a network, replaced when it is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.soundness import too_wide_when_narrow


pytestmark = pytest.mark.browser
NADIA = "nadia.ferrand@exemple.fr"


def fits(visitor):
    """Hold a page to the narrowest screen as well."""
    visitor.finds_it_sound()
    assert not too_wide_when_narrow(visitor.page)
    return visitor


def token_on(site, number):
    """Read the text of a card as the picture of dots holds it."""
    program = (
        "from entraide.apps.beneficiaries.models import Card; from entraide.apps.beneficiaries.queries.cards import token_of; "
        f"print('TOKEN', token_of(Card.objects.get(number='{number}')))"
    )
    return re.search(r"TOKEN (\S+)", site.entraide("shell", "-c", program))[1]


def test_a_card_is_shown_opened_checked_offline_and_replaced(visit, site, tmp_path):
    nadia = visit("phone").sign_in(NADIA).go("/moi/foyer/").press("Voir les cartes").reads("Mes cartes")
    fits(nadia).press("Obtenir la carte").reads("Valable jusqu’au 31 janvier 2025 inclus")
    fits(nadia).picture("card")
    number = nadia.page.locator(".e-pass .e-num").inner_text()
    token = token_on(site, number)
    fits(nadia.go("/moi/cartes/imprimer/").reads(number)).picture("cards-print")
    shown = nadia.go("/moi/cartes/").press("Montrer la carte").page.url

    partner = visit("phone").go(f"/carte/{token}/").reads("VALABLE", "Carte de bénéficiaire")
    fits(partner).does_not_read("Nadia", "Ferrand")
    fits(partner.picture("card-valid").go("/carte/").reads("Vérifier une carte"))
    fits(partner.go("/carte/hors-ligne/").reads("Vérificateur hors ligne")).picture("card-offline")
    typed_in(partner, token, "valid")
    before = saved(partner, tmp_path / "before.html")

    nadia.go(shown).press("Ma carte est perdue").press("Annuler cette carte et en faire une autre").reads("L’ancienne carte ne vaut plus")
    fits(partner.go(f"/carte/{token}/").reads("PLUS VALABLE", "Cette carte a été annulée")).picture("card-revoked")
    partner.go("/carte/hors-ligne/")
    after = saved(partner, tmp_path / "after.html")
    newer = tmp_path / "liste.txt"
    newer.write_bytes(partner.page.request.get("/carte/annulees/").body())

    partner.page.context.set_offline(True)
    typed_in(partner.go(before.as_uri()), token, "valid")
    for cut, standing in ((token[:-9], "truncated"), (token.replace("20250201", "20990201"), "forged"), ("bonjour", "unreadable")):
        typed_in(partner, cut, standing)
    partner.page.locator("#card-file").set_input_files(newer)
    typed_in(partner, f"https://entraide.example/carte/{token}/", "revoked")
    typed_in(partner.go(after.as_uri()), token, "revoked").picture("card-saved")
    newer.write_text(newer.read_text().replace("2024-10-23", "2034-10-23"))
    partner.page.locator("#card-file").set_input_files(newer)
    partner.reads("n’est pas une liste signée par l’association")


def typed_in(partner, token, standing):
    """Type a code in the checker and read what it finds."""
    partner.page.locator("#card-code").fill(token)
    partner.page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(partner.page.locator("#card-verdict")).to_have_attribute("data-standing", standing)
    return partner


def saved(partner, path):
    """Save the checker of the day as a partner does."""
    path.write_bytes(partner.download("Enregistrer le vérificateur du jour"))
    return path
