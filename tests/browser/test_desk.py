"""Step three: the officer takes the nearest file, sends one paper back, receives it again, grants, and never beyond the rules."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import check_first_paper, file_for_leisure, open_file
from tests.browser.sheets import invoice, paper


pytestmark = pytest.mark.browser
CAMILLE, JULIEN, NADIA = "camille.roux@exemple.fr", "julien.faure@exemple.fr", "nadia.ferrand@exemple.fr"
NOTE = "Envoyez la facture entière, avec les dates de présence."


def acts(officer):
    """Give the card of decisions."""
    return officer.page.locator("#actes")


def test_the_queue_shows_what_is_nearest_to_its_term_first_then_what_is_oldest(visit):
    camille = visit("desktop").sign_in(CAMILLE, second_factor=True).reads("Demandes à traiter").finds_it_sound().picture("queue")
    days = [int(text) for text in re.findall(r"\n(\d+) j\b", camille.page.locator("main table").inner_text())]
    assert len(days) > 20 and days == sorted(days)
    camille.fill("Nom ou référence", "Personne de ce nom").press("Chercher").reads("Aucune demande ne répond").finds_it_sound()
    camille.press("Tout effacer").page.keyboard.press("o")
    camille.reads("Ce que disent les règles", "À traiter ensuite").finds_it_sound().picture("file")
    names = [pressed(camille, key) for key in ("j", "j", "k")]
    assert names[0] != names[1] and names[2] == names[0]


def pressed(officer, key):
    """Press a key of the desk and give the name on the file that it opens."""
    before = officer.page.url
    officer.page.keyboard.press(key)
    expect(officer.page).not_to_have_url(before)
    officer.page.wait_for_load_state()
    return officer.page.locator("h1").inner_text()


def test_one_paper_goes_back_and_forth_then_the_claim_is_granted_once_by_two_officers_who_press_twice(visit):
    nadia = file_for_leisure(visit("phone").sign_in(NADIA), "Lina Ferrand", photo=paper("Facture coupée"))
    camille = open_file(visit("desktop").sign_in(CAMILLE, second_factor=True), "Nadia Ferrand")
    camille.reads("Accueil de loisirs, Lina", "à vérifier", "100,00 €", "Seulement déclaré").press("Prendre en charge")
    camille.reads("Vous instruisez maintenant", "Avant d’accorder, vérifiez").finds_it_sound()

    camille.press("Demander une correction").press("Demander cette correction").reads("Choisissez une raison").finds_it_sound()
    camille.page.get_by_label("Ce qui ne va pas").select_option(index=1)
    camille.fill("Ce que la personne doit faire", NOTE).press("Demander cette correction")
    open_file(camille.reads("Correction demandée"), "Nadia Ferrand", shelf="En attente d’une correction").reads(
        "suspendu", NOTE
    ).finds_it_sound()

    nadia.go("/moi/").reads("Ce qui vous attend").press("Envoyer la pièce").reads("Une pièce est à renvoyer", NOTE).finds_it_sound()
    nadia.picture("correction").press("Envoyer la pièce").finds_it_sound().hand_in(invoice())
    nadia.reads("Votre pièce est envoyée. L’examen de votre demande reprend.", "Vérification en cours").finds_it_sound()

    julien = open_file(visit("desktop").sign_in(JULIEN, second_factor=True), "Nadia Ferrand").reads("Camille Roux a pris ce dossier")
    open_file(camille, "Nadia Ferrand").reads("facture.jpg", "remplacée").does_not_read("suspendu")
    check_first_paper(camille).reads("vérifiée", "Les règles accordent").finds_it_sound()
    julien.page.reload()
    acts(camille).get_by_role("button", name="Accorder").dblclick()
    camille.reads("accordée. 100,00 € partiront avec le prochain lot de virements").finds_it_sound()
    acts(julien).get_by_role("button", name="Accorder").click()
    julien.reads("Ce n’est pas possible").finds_it_sound()
    open_file(camille, "Nadia Ferrand", shelf="Décidées depuis 30 jours").reads("Décision", "100,00 €", "par Camille Roux").finds_it_sound()


def test_nobody_grants_more_than_the_rules_nor_what_is_past_its_deadline(visit):
    file_for_leisure(visit("phone").sign_in(NADIA), "Lina Ferrand")
    camille = open_file(visit("desktop").sign_in(CAMILLE, second_factor=True), "Nadia Ferrand").press("Prendre en charge")
    check_first_paper(camille).press("Accorder moins").fill("Montant accordé", "150").fill("Mot pour la personne", "Un geste")
    acts(camille).get_by_role("button", name="Accorder").click()
    camille.reads("Ce n’est pas possible").finds_it_sound()
    assert camille.field("Montant accordé").input_value() == "150"
    assert camille.field("Mot pour la personne").input_value() == "Un geste"

    late = next(name for name in ("Geraldine Blanchard", "Aude Rousseau") if _is_late(camille, name))
    camille.reads("Hors délai", "Les règles refusent").finds_it_sound()
    assert acts(camille).get_by_role("button", name="Accorder").count() == 0, late


def _is_late(officer, name):
    return "Hors délai" in open_file(officer, name).page.locator("main").inner_text()
