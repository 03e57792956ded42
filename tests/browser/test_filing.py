"""Step two: somebody opens an account on a phone, adds a child, sees what is open, files, and finds the draft again."""

from datetime import date

import pytest

from tests.browser.sheets import invoice, paper


pytestmark = pytest.mark.browser
DAVID = "david.petit@exemple.fr"
PASSWORD = "trois tournesols au jardin"
TAX_QUESTION = "Quel montant est écrit à la ligne 14"


def opened_account(david):
    """Open David's account with the code of his sealed letter."""
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

    david.press("Mes droits").reads("Accueil de loisirs", "Pour Zoé : jusqu’à 120,00 €", "terminé depuis le 15/04/2024").finds_it_sound()
    david.press("Accueil de loisirs").reads("Une aide par enfant et par an", "6 mois après l’événement").finds_it_sound()
    david.press("Faire une demande", within=david.part("Zoé Petit")).reads("Quelques questions")
    david.fill_date("Quel jour l’accueil", date(2024, 7, 19)).fill("Combien avez-vous payé", "186,00").fill(TAX_QUESTION, "1 486")
    david.finds_it_sound().press("Enregistrer et continuer").reads("Prenez chaque pièce en photo").finds_it_sound()
    david.hand_in(invoice(), "Facture acquittée").reads("facture.jpg").finds_it_sound()
    david.page.context.close()

    david = visit("phone").sign_in(DAVID, password=PASSWORD)
    david.reads("Ce qui vous attend", "Accueil de loisirs", "Pour Zoé").press("Continuer ma demande")
    assert david.field("Combien avez-vous payé").input_value() == "186,00"
    david.press("Enregistrer et continuer").reads("facture.jpg", "Il manque encore").hand_in(paper("Livret"), "Livret de famille")
    david.hand_in(paper("Avis"), "Avis d’impôt").press("Continuer")
    david.reads("Vérifiez vos réponses", "186,00 €", "Estimation").finds_it_sound()
    david.press("Envoyer ma demande").reads("est envoyée", "Vérification en cours").finds_it_sound()
    david.press("Mes demandes").reads("Accueil de loisirs", "Déposée").finds_it_sound()
