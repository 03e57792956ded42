"""Step six: the delegate and the correspondent see the rates of their member move, and neither sees incomes, motives or persons."""

import pytest

from tests.browser.journeys import prepare_batch, publish, read_statement, release_batch
from tests.browser.soundness import FORBIDDEN_TO_EMPLOYERS
from tests.harness.bank import read_order, statement


pytestmark = pytest.mark.browser
BERNARD, HAMID, SYLVIE = "bernard.collin@exemple.fr", "hamid.bouzid@exemple.fr", "sylvie.marchand@exemple.fr"
BEFORE = ("79,64 %", "49,30 %", "arrêté au 14 octobre 2024")


def test_the_rates_of_the_member_move_once_the_bank_has_paid_and_the_director_has_published(visit):
    bernard = visit("desktop").sign_in(BERNARD).reads("Bilan de ma collectivité", "122,82 %", "59,87 %", *BEFORE).finds_it_sound()
    marc = prepare_batch(visit("desktop").sign_in("marc.vidal@exemple.fr", second_factor=True))
    order = read_order(release_batch(visit("desktop").sign_in("helene.brun@exemple.fr", second_factor=True)))
    read_statement(marc, statement([order], order.execution_on))
    bernard.page.reload()
    bernard.reads(*BEFORE)

    director = visit("desktop").sign_in("philippe.delorme@exemple.fr", second_factor=True).reads("Tableau de bord").finds_it_sound()
    publish(director.picture("board")).finds_it_sound()
    bernard.page.reload()
    bernard.reads("arrêté au 15 octobre 2024", "81,08 %", "51,36 %").does_not_read("79,64 %", "49,30 %")
    bernard.finds_it_sound().picture("review").does_not_read(*FORBIDDEN_TO_EMPLOYERS)

    sylvie = visit("desktop").sign_in(SYLVIE).reads("81,08 %").finds_it_sound().does_not_read(*FORBIDDEN_TO_EMPLOYERS)
    assert sylvie.page.url.endswith("/collectivite/")
    hamid = visit("phone").sign_in(HAMID)
    hamid.go("/delegue/").reads("81,08 %").finds_it_sound().does_not_read(*FORBIDDEN_TO_EMPLOYERS)


def test_a_member_under_eleven_beneficiaries_is_shown_no_figure_about_its_people(visit):
    claire = visit("phone").sign_in("claire.fontaine@exemple.fr").reads("Commune de Beaumont-sur-Vesle", "moins de 11 bénéficiaires")
    claire.finds_it_sound().picture("small-member")
