"""The whole thread on one database, through screens only: from the list of a member to a paid, explained claim and a rate that moves."""

from datetime import date

import pytest

from tests.browser.journeys import (
    check_first_paper,
    file_for_leisure,
    journal_agrees,
    open_file,
    prepare_batch,
    publish,
    read_statement,
    release_batch,
    send_roster,
)
from tests.browser.sheets import invoice, paper
from tests.harness.bank import read_order, statement


pytestmark = [pytest.mark.browser, pytest.mark.money]
NOTE = "Envoyez la facture entière, avec les dates de présence."
NEW_IBAN = "FR76 3000 6000 0112 3456 7890 189"


def test_from_the_list_of_a_member_to_a_paid_and_explained_claim_and_a_rate_that_moves(visit):
    sylvie = the_list_is_applied(visit)
    nadia = a_claim_is_filed(visit)
    it_is_checked_and_granted(visit, nadia)
    karine = it_is_paid_and_one_transfer_leaves_twice(visit)
    it_is_read_and_explained(nadia, karine)
    the_rates_move(visit, sylvie)


def the_list_is_applied(visit):
    """One: the correspondent brings the list up to date."""
    sylvie = send_roster(visit("desktop").sign_in("sylvie.marchand@exemple.fr").reads("79,64 %")).reads("12 arrivées, 3 départs")
    sylvie.choose("Oui, c’est la même personne").press("Enregistrer mes réponses").press("Appliquer la liste")
    return sylvie.reads("Votre liste est appliquée")


def a_claim_is_filed(visit):
    """Two: a beneficiary adds a child and files for another from a phone."""
    nadia = visit("phone").sign_in("nadia.ferrand@exemple.fr").go("/moi/foyer/ajouter/").choose("Un enfant")
    nadia.fill("Prénom", "Rose").fill("Nom", "Ferrand").fill_date("Date de naissance", date(2018, 9, 12)).press("Ajouter")
    nadia.reads("Rose fait maintenant partie de votre foyer").press("Mes droits").reads("Pour Rose : jusqu’à 100,00 €")
    return file_for_leisure(nadia, "Lina Ferrand", photo=paper("Facture coupée"))


def it_is_checked_and_granted(visit, nadia):
    """Three: the officer sends one paper back, receives it again, and grants."""
    camille = visit("desktop").sign_in("camille.roux@exemple.fr", second_factor=True)
    open_file(camille, "Nadia Ferrand").press("Prendre en charge").press("Demander une correction")
    camille.page.get_by_label("Ce qui ne va pas").select_option(index=1)
    camille.fill("Ce que la personne doit faire", NOTE).press("Demander cette correction").reads("Correction demandée")
    nadia.go("/moi/").press("Envoyer la pièce").press("Envoyer la pièce").hand_in(invoice()).reads("L’examen de votre demande reprend")
    check_first_paper(open_file(camille, "Nadia Ferrand"))
    camille.page.locator("#actes").get_by_role("button", name="Accorder").first.click()
    camille.reads("accordée. 100,00 € partiront avec le prochain lot")


def it_is_paid_and_one_transfer_leaves_twice(visit):
    """Four: two accountants pay; one transfer comes back, and leaves again to the account that its payee gives."""
    marc = journal_agrees(visit("desktop").sign_in("marc.vidal@exemple.fr", second_factor=True))
    helene = visit("desktop").sign_in("helene.brun@exemple.fr", second_factor=True)
    journal_agrees(prepare_batch(marc))
    order = read_order(release_batch(helene))
    assert "Nadia Ferrand" in [each.name for each in order.transfers]
    journal_agrees(marc)
    read_statement(marc, statement([order], order.execution_on, {"Karine Fournier": "AC04"})).reads("1 retourné")
    journal_agrees(marc)
    karine = visit("phone").sign_in("karine.fournier@exemple.fr").press("Indiquer un nouvel IBAN")
    karine.fill("Titulaire du compte", "Karine Fournier").fill("IBAN", NEW_IBAN).press("Enregistrer").reads("va repartir")
    journal_agrees(prepare_batch(marc))
    again = read_order(release_batch(helene))
    assert [each.name for each in again.transfers] == ["Karine Fournier"]
    read_statement(marc, statement([again], again.execution_on, number=2)).reads("1 virement payé")
    journal_agrees(marc)
    return karine


def it_is_read_and_explained(nadia, karine):
    """Five: both read that they are paid, and why that amount."""
    nadia.press("Mes demandes").reads("Payée").press("Accueil de loisirs").press("Pourquoi ce montant ?").reads("Pourquoi 100,00 € ?")
    nadia.reads("1 486,00 €", "vérifié par Camille Roux, d’après : Facture acquittée")
    karine.press("Mes demandes").reads("Payée")


def the_rates_move(visit, sylvie):
    """Six: the rates of the member move once the director has published, and name nobody."""
    publish(visit("desktop").sign_in("philippe.delorme@exemple.fr", second_factor=True))
    bernard = visit("desktop").sign_in("bernard.collin@exemple.fr").reads("arrêté au 15 octobre 2024")
    sylvie.go("/collectivite/").reads("arrêté au 15 octobre 2024")
    for reader in (bernard, sylvie):
        reader.does_not_read("79,64 %", "49,30 %", "Nadia", "Lina", "Karine")
