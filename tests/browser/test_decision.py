"""Step five: the beneficiary reads the decision and opens « Pourquoi ce montant ? » down to the rule and its source."""

import pytest


pytestmark = pytest.mark.browser
SOURCE = "Source : GAS 67, « Nouvelles prestations CNAS, quelles évolutions ? »"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_karine_opens_her_amount_to_each_condition_value_proof_rule_and_source(visit, size):
    karine = visit(size).sign_in("karine.fournier@exemple.fr")
    karine.press("Mes demandes").reads("Accueil de loisirs").press("Accueil de loisirs")
    karine.reads("Accordée", "Pour Manon Fournier", "120,00 €", "Le suivi").finds_it_sound().picture("decision")

    karine.press("Pourquoi ce montant ?").reads("Pourquoi 120,00 € ?", "Voici chaque condition de la règle").finds_it_sound()
    karine.page.locator("summary", has_text="conditions remplies").click()
    for condition in ("Votre situation est", "Vos droits étaient ouverts", "L’âge atteint", "La demande arrive dans le délai", "Le calcul"):
        karine.reads(condition)
    karine.reads("10 ans calculé", "274,00 € vérifié par Entraide, d’après : reprise des dossiers antérieurs")
    karine.reads("vérifié par Camille Roux, d’après : Facture acquittée de l’accueil de loisirs", "0 déjà pris sur 1")

    for told in karine.page.locator("summary", has_text="La règle et sa source").all():
        told.click()
    karine.reads(SOURCE, "1er janvier 2023", "120,00 € en tranche 1, 100,00 € en tranche 2 et 80,00 € en tranche 3")
    karine.finds_it_sound().picture("why")


def test_nobody_else_opens_it(visit):
    karine = visit("phone").sign_in("karine.fournier@exemple.fr").press("Mes demandes").press("Accueil de loisirs").reads("Accordée")
    nadia = visit("phone").sign_in("nadia.ferrand@exemple.fr").go(karine.page.url).does_not_read("Manon", "120,00")
    nadia.go(f"{karine.page.url}pourquoi/").does_not_read("Manon", "120,00").finds_it_sound()
