"""Step four: one accountant prepares, another releases, the bank pays and returns one transfer, which leaves again to a new account."""

import pytest

from tests.browser.journeys import journal_agrees, prepare_batch, read_statement, release_batch
from tests.harness.bank import read_order, statement


pytestmark = [pytest.mark.browser, pytest.mark.money]
MARC, HELENE, KARINE = "marc.vidal@exemple.fr", "helene.brun@exemple.fr", "karine.fournier@exemple.fr"
NEW_IBAN = "FR76 3000 6000 0112 3456 7890 189"


def test_a_returned_transfer_leaves_again_to_the_iban_that_karine_gives_from_her_phone(visit):
    marc = visit("desktop").sign_in(MARC, second_factor=True).reads("Paiements").finds_it_sound().picture("payments")
    journal_agrees(marc).finds_it_sound().picture("journal")
    prepare_batch(marc).reads("4 447,00 €").finds_it_sound()
    assert marc.page.get_by_role("button", name="Valider le lot").count() == 0
    journal_agrees(marc)

    helene = visit("desktop").sign_in(HELENE, second_factor=True).reads("À valider").finds_it_sound()
    message = release_batch(helene)
    journal_agrees(helene.finds_it_sound().picture("batch"))
    order = read_order(message)

    booked = statement([order], order.execution_on, {"Karine Fournier": "AC04"})
    read_statement(marc, booked).reads("47 virements payés, 1 retourné (AC04 Le compte est clôturé)").finds_it_sound().picture("statement")
    journal_agrees(marc)
    marc.go("/equipe/releves/").hand_in({"name": "releve.xml", "mimeType": "application/xml", "buffer": booked}).reads("REL-2024-10-15")
    marc.does_not_read("Relevé lu :")
    marc.finds_it_sound().go("/equipe/paiements/").reads("AC04 Le compte est clôturé", "Karine Fournier").finds_it_sound()

    karine = visit("phone").sign_in(KARINE).reads("Ce qui vous attend", "Le compte est clôturé").finds_it_sound().picture("returned")
    karine.press("Indiquer un nouvel IBAN").fill("Titulaire du compte", "Karine Fournier").fill("IBAN", "FR76 3000 6000 0112 3456 7890 188")
    karine.press("Enregistrer").finds_it_sound()
    assert karine.field("Titulaire du compte").input_value() == "Karine Fournier"
    karine.fill("IBAN", NEW_IBAN).press("Enregistrer")
    karine.reads("Le virement retourné va repartir vers ce compte").finds_it_sound()
    journal_agrees(marc)

    prepare_batch(marc)
    again = read_order(release_batch(helene))
    assert [each.name for each in again.transfers] == ["Karine Fournier"]
    assert again.transfers[0].iban == NEW_IBAN.replace(" ", "")
    read_statement(marc, statement([again], again.execution_on, number=2))
    journal_agrees(marc)
    karine.press("Mes demandes").reads("Payée").finds_it_sound()
