"""Step two: somebody opens an account on a phone, adds a child, sees what is open, files, and finds the draft again."""

from datetime import date

import pytest

from tests.browser.journeys import file_for_leisure
from tests.browser.sheets import invoice, paper


pytestmark = pytest.mark.browser
DAVID = "david.petit@exemple.fr"
PASSWORD = "trois tournesols au jardin"
# What has the focus inside the page and lies under the estimate.
BEHIND = """() => {
    const held = document.activeElement, bar = document.querySelector(".b-estimate").getBoundingClientRect();
    if (!held.closest("main form, main details") || held.closest(".b-estimate")) return "";
    const box = held.getBoundingClientRect();
    return box.bottom > bar.top + 1 && box.top < bar.bottom - 1 ? held.outerHTML : "";
}"""
TAX_QUESTION = "Quel montant est écrit à la ligne 14"


def opened_account(david):
    """Open David's account with the code of the letter that the association sent him."""
    david.go("/").reads("L’action sociale de votre collectivité").finds_it_sound().press("Activer mon compte")
    david.fill("Votre code d’activation", david.site.activation_code).finds_it_sound().press("Continuer")
    david.reads("Confirmez que c’est vous").fill_date("Votre date de naissance", date(1978, 8, 15)).finds_it_sound().press("Continuer")
    david.fill("Votre adresse électronique", DAVID).fill("Votre mot de passe", PASSWORD)
    david.fill("Le même mot de passe", PASSWORD).finds_it_sound().press("Ouvrir mon compte")
    return david.reads("Votre compte est ouvert").finds_it_sound().sign_in(DAVID, password=PASSWORD)


def test_david_opens_his_account_on_a_phone_and_files_a_claim_that_survives_a_closed_browser(visit):
    david = opened_account(visit("phone"))
    david.reads("Bonjour David", "Nous n’avons pas votre IBAN").finds_it_sound()

    david.press("Mon foyer").reads("Jules").press("Ajouter une personne").choose("Un enfant")
    david.fill("Prénom", "Zoé").fill("Nom", "Petit").fill_date("Date de naissance", date(2017, 6, 4)).finds_it_sound()
    david.press("Ajouter").reads("Zoé fait maintenant partie de votre foyer").finds_it_sound()

    david.press("Mes droits").reads("Accueil de loisirs", "Pour Zoé : jusqu’à 120,00 €", "terminé depuis le 15 avril 2024").finds_it_sound()
    david.press("Accueil de loisirs").reads("Une aide par enfant et par an", "6 mois après l’événement").finds_it_sound()
    david.press("Faire une demande", within=david.part("Zoé Petit")).reads("Quelques questions")
    david.fill_date("Quel jour l’accueil", date(2024, 7, 19)).fill("Combien avez-vous payé", "186,00").fill(TAX_QUESTION, "1 486")
    david.finds_it_sound().press("Enregistrer et continuer").reads("Prenez chaque pièce en photo").finds_it_sound()
    david.hand_in(invoice(), "Facture acquittée").reads("facture.jpg").finds_it_sound()
    david.page.context.close()

    david = visit("phone").sign_in(DAVID, password=PASSWORD)
    david.reads("Ce qui vous attend", "Accueil de loisirs", "Pour Zoé").press("Continuer ma demande")
    david.reads("facture.jpg", "Il manque encore").press("Vos réponses")
    assert david.field("Combien avez-vous payé").input_value() == "186,00"
    david.press("Enregistrer et continuer").reads("facture.jpg", "Il manque encore").hand_in(paper("Livret"), "Livret de famille")
    david.hand_in(paper("Avis"), "Avis d’impôt").press("Continuer")
    david.reads("Vérifiez vos réponses", "186,00 €", "Estimation").finds_it_sound()
    david.press("Envoyer ma demande").reads("est envoyée", "Vérification en cours").finds_it_sound()
    david.press("Mes demandes").reads("Accueil de loisirs", "Déposée").finds_it_sound()


def test_the_apprentice_files_without_javascript(visit):
    lucas = visit("phone", javascript=False).sign_in("lucas.moreau@exemple.fr")
    lucas.press("Mes droits").reads("Rentrée scolaire du bénéficiaire").press("Rentrée scolaire du bénéficiaire")
    lucas.reads("Une aide par année scolaire", "entre 38,00 € et 47,00 €").press("Faire une demande")
    lucas.fill_date("Quel jour la rentrée", date(2024, 9, 9)).choose("Je ne fournirai pas ce document")
    lucas.press("Enregistrer et continuer").reads("38,00 €").hand_in(paper("Certificat de scolarité"), "Certificat de scolarité")
    lucas.reads("Certificat de scolarité.jpg").press("Continuer").reads("Vous ne fournirez pas le document", "38,00 €")
    lucas.press("Modifier").reads("Quelques questions")
    assert lucas.field("Je ne fournirai pas ce document").is_checked()
    lucas.press("Enregistrer et continuer").press("Envoyer ma demande").reads("est envoyée", "Vérification en cours")


def test_what_was_typed_stays_beside_the_sentence_that_says_what_is_wrong(visit):
    nadia = visit("phone").sign_in("nadia.ferrand@exemple.fr").go("/moi/droits/accueil-de-loisirs/")
    nadia.press("Faire une demande", within=nadia.part("Lina Ferrand")).reads("Quelques questions")
    nadia.fill("Combien avez-vous payé", "beaucoup").fill_date("Quel jour l’accueil", date(2024, 7, 19))
    # The sentence comes first with the answer kept on its way, then with the whole page: it is the page that is looked at.
    with nadia.page.expect_navigation():
        nadia.press("Enregistrer et continuer")
    nadia.reads("Écrivez un montant en euros").finds_it_sound()
    assert nadia.field("Combien avez-vous payé").input_value() == "beaucoup"
    nadia.fill("Combien avez-vous payé", "186,00").press("Enregistrer et continuer").reads("Prenez chaque pièce en photo")
    nadia.hand_in({"name": "facture.exe", "mimeType": "application/octet-stream", "buffer": b"MZ not a paper"}, "Facture acquittée")
    nadia.reads("ni une photo ni un PDF").finds_it_sound()
    assert "facture.exe" not in nadia.page.locator("main").inner_text()


def test_each_answer_is_kept_as_it_is_given_and_a_second_request_is_asked_about(visit):
    nadia = visit("phone").sign_in("nadia.ferrand@exemple.fr").go("/moi/droits/accueil-de-loisirs/")
    nadia.press("Faire une demande", within=nadia.part("Lina Ferrand")).fill("Combien avez-vous payé", "beaucoup")
    nadia.page.keyboard.press("Tab")
    nadia.reads("Gardé tel quel").fill("Combien avez-vous payé", "60,00").page.keyboard.press("Tab")
    nadia.reads("Réponse gardée", "Estimation : 60,00 €").finds_it_sound()
    nadia.go("/moi/droits/accueil-de-loisirs/").press("Recommencer", within=nadia.part("Lina Ferrand"))
    nadia.reads("Vous avez déjà une demande").finds_it_sound().press("Continuer ma demande")
    assert nadia.field("Combien avez-vous payé").input_value() == "60,00"
    nadia.press("Ce que nous savons déjà").reads("reprise des dossiers antérieurs", "C’est faux ?").finds_it_sound()


def test_what_has_the_focus_is_never_behind_the_estimate(visit):
    nadia = visit("phone").sign_in("nadia.ferrand@exemple.fr").go("/moi/droits/accueil-de-loisirs/")
    nadia.press("Faire une demande", within=nadia.part("Lina Ferrand")).reads("Quelques questions")
    for _ in range(30):
        nadia.page.keyboard.press("Tab")
        hidden = nadia.page.evaluate(BEHIND)
        assert not hidden, hidden


def test_a_claim_has_its_thread_and_its_papers_stay_in_sight(visit):
    nadia = file_for_leisure(visit("phone").sign_in("nadia.ferrand@exemple.fr"), "Lina Ferrand")
    nadia.fill("Votre message", "La facture est-elle lisible ?").press("Envoyer ce message").reads("Votre message est envoyé")
    nadia.reads("La facture est-elle lisible ?").finds_it_sound()
    nadia.press("Mon foyer").press("Voir mes pièces").reads("Facture acquittée", "Pas encore vérifiée").finds_it_sound()


def test_a_household_is_completed_with_the_keyboard_alone(visit):
    thomas = visit("desktop").sign_in("thomas.lemaire@exemple.fr").go("/moi/foyer/ajouter/").reads("Ajouter une personne")
    keys = thomas.page.keyboard
    first = thomas.page.locator("input[name=kind]").first
    for _ in range(20):
        keys.press("Tab")
        if first.evaluate("each => each === document.activeElement"):
            break
    keys.press("Space")
    for typed in ("Rose", "Lemaire", "3", "5", "2021"):
        keys.press("Tab")
        keys.type(typed)
    keys.press("Enter")
    thomas.reads("Rose fait maintenant partie de votre foyer")
