"""A call is disputed from a phone, answered, adjusted, replaced and paid; each of the two reads what the other did."""

import re
from datetime import date

import pytest

from entraide.core.money import Money
from entraide.population.demonstration.received import Payment, statement_of_payments
from tests.browser.journeys import journal_agrees, read_statement


pytestmark = [pytest.mark.browser, pytest.mark.money]
SYLVIE, CAMILLE, MARC = "sylvie.marchand@exemple.fr", "camille.roux@exemple.fr", "marc.vidal@exemple.fr"
OWN_IBAN = "FR7699999000019999999999906"
GROUND, ANSWER, REASON = "Nadia est partie le 30 juin.", "Son départ est enregistré.", "Mentionner le service des ressources humaines"
AMOUNT = re.compile(r"\d[\d\s\u202f\xa0]*,\d\d(?=\s*€)")


def owed(sylvie) -> Money:
    """Read what the page of the contribution says is to pay."""
    text = sylvie.go("/collectivite/cotisation/").reads("À payer").page.locator(".e-card").filter(has_text="À payer").inner_text()
    return Money.of(re.sub(r"\s", "", AMOUNT.search(text)[0]).replace(",", "."))


def test_a_call_is_disputed_answered_adjusted_replaced_and_paid(visit):
    sylvie = visit("phone").sign_in(SYLVIE)
    before = owed(sylvie)
    sylvie.reads("Comment payer", "AC-2024-000001", "Il vous reste 1 jour").finds_it_sound().picture("contribution")
    sylvie.press("Voir chaque personne").fill("Nom", "Ferrand Nadia").press("Chercher")
    sylvie.press("Ferrand Nadia", within=sylvie.page.locator("main table")).reads("Présence comptée")
    sylvie.press("Contester cette ligne").fill("Qu’est-ce qui n’est pas juste", GROUND).finds_it_sound()
    sylvie.press("Envoyer la contestation").reads("Votre contestation est envoyée", "Contestation en attente").finds_it_sound()
    line = sylvie.page.url

    camille = visit("desktop").sign_in(CAMILLE, second_factor=True).go("/equipe/personnes/?q=Ferrand+Nadia")
    camille.press("Nadia Ferrand", within=camille.page.locator("main table")).press("Emploi et droits").press("Enregistrer un départ")
    camille.fill("Dernier jour travaillé", "2024-06-30").press("Voir ce qui suit").press("Confirmer").reads("départ")

    marc = visit("desktop").sign_in(MARC, second_factor=True).go("/equipe/cotisations/contestations/").press("Ferrand Nadia")
    marc.reads(GROUND, "Ce que l’acceptation changerait").finds_it_sound().choose("Oui").fill("Réponse", ANSWER)
    marc.press("Envoyer la réponse").reads("La réponse est enregistrée").finds_it_sound()
    journal_agrees(marc)

    sylvie.page.goto(line)
    sylvie.reads("Contestation acceptée", ANSWER, "Ligne remplacée").finds_it_sound()
    assert before - owed(sylvie) == Money.of("109.09")

    marc.go("/equipe/cotisations/documents/?q=AC-2024-000001").press("AC-2024-000001", within=marc.page.locator("main table"))
    marc.reads("Contrôle Factur-X : EN 16931 et règles françaises, 0 échec").finds_it_sound()
    marc.fill("Raison", REASON).press("Annuler et remplacer").reads("est annulé par un avoir").finds_it_sound()
    number = marc.page.locator("h1").inner_text()
    marc.press("Imprimer maintenant").reads("prêt à télécharger").press("Contrôler maintenant")
    marc.reads("EN 16931 et règles françaises, 0 échec").finds_it_sound().picture("call-document")

    sylvie.go("/collectivite/cotisation/documents/").reads(f"remplacé par {number}", REASON).finds_it_sound().picture("documents")
    left = owed(sylvie)
    paid = statement_of_payments([Payment("SGC DE REIMS", left, f"MANDAT 77 {number}")], iban=OWN_IBAN, on=date(2024, 10, 14))
    read_statement(marc, paid)
    sylvie.go("/collectivite/cotisation/").reads("Rien à payer aujourd’hui").finds_it_sound()
    journal_agrees(marc)
