"""« Mes cartes »: one for each of the household, shown, printed, replaced; another's are not there."""

import re

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation, Card
from entraide.apps.beneficiaries.queries.cards import token_of
from tests.factories.base import NOW
from tests.factories.beneficiaries import CardFactory, KinshipFactory
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
HERE, ISSUE, PRINT = "/moi/cartes/", "/moi/cartes/obtenir/", "/moi/cartes/imprimer/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def nadia(client_as):
    return client_as(Role.BENEFICIARY)


def test_each_of_the_household_gets_a_card_and_shows_it(nadia):
    child = KinshipFactory(beneficiary=nadia.person.beneficiary).dependant_id
    assert text_of(nadia.get(HERE)).count("Pas encore de carte") == 2
    own = nadia.post(ISSUE, follow=True)
    childs = nadia.post(ISSUE, {"dependant": str(child)}, follow=True)
    for page, kind in ((own, "de bénéficiaire"), (childs, "d’enfant")):
        assert f"Carte {kind}" in text_of(page) and "31 janvier 2025 inclus" in text_of(page)
        assert '<svg class="e-qr" role="img"' in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    assert text_of(nadia.get(HERE)).count("Montrer la carte") == 2
    assert nadia.get(PRINT).content.decode().count('class="e-qr"') == 2


def test_a_lost_card_is_replaced_at_once(nadia):
    nadia.post(ISSUE)
    old = Card.objects.get()
    answer = nadia.post(reverse("beneficiary:card_replace", args=[old.pk]), follow=True)
    assert "L’ancienne carte ne vaut plus. Voici la nouvelle." in text_of(answer)
    assert nadia.get(reverse("beneficiary:card", args=[old.pk])).status_code == 404
    assert "PLUS VALABLE" in text_of(nadia.get(reverse("public:card_check", args=[token_of(old)])))


def test_without_rights_or_for_somebody_else_no_card_is_made(nadia):
    stranger = KinshipFactory().dependant_id
    assert "choisissez dans la liste" in text_of(nadia.post(ISSUE, {"dependant": str(stranger)}, follow=True))
    nadia.post(ISSUE)
    card = Card.objects.get()
    Affiliation.objects.update(superseded_at=NOW)
    assert "Aucun droit n’est ouvert aujourd’hui" in text_of(nadia.post(reverse("beneficiary:card_replace", args=[card.pk]), follow=True))
    card.refresh_from_db()
    assert card.revoked_at is None
    Card.objects.all().delete()
    assert "Aucun droit n’est ouvert aujourd’hui" in text_of(nadia.post(ISSUE, follow=True))
    assert "Aucune carte à imprimer" in text_of(nadia.get(PRINT))


def test_the_cards_of_another_household_are_not_there(nadia):
    other = CardFactory()
    assert nadia.get(reverse("beneficiary:card", args=[other.pk])).status_code == 404
    assert nadia.post(reverse("beneficiary:card_replace", args=[other.pk])).status_code == 404


@pytest.mark.parametrize("page", [HERE, PRINT])
def test_the_cards_cost_the_same_for_one_child_as_for_twenty(nadia, page):
    def make(count):
        for _ in range(count):
            kinship = KinshipFactory(beneficiary=nadia.person.beneficiary)
            CardFactory(beneficiary=nadia.person.beneficiary, dependant=kinship.dependant, kind="child")

    assert_query_budget(nadia, page, make)
