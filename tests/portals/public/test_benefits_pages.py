"""Everyone reads the catalogue and estimates a benefit; nothing that they type is kept."""

import pytest
from django.test import Client
from django.urls import reverse


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
LEISURE = {"born_on_day": "4", "born_on_month": "5", "born_on_year": "2015", "expense": "300", "status": "active", "custody": "full"}
STAY = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024"}


def page(client: Client, code: str = "accueil-de-loisirs", **answers: str) -> str:
    url = reverse("public:benefit", args=[code])
    response = client.post(url, answers) if answers else client.get(url)
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_the_catalogue_is_read_by_theme_and_searched_without_accents(client: Client) -> None:
    shown = client.get(reverse("public:benefits")).content.decode()
    assert "Accueil de loisirs" in shown
    found = client.get(reverse("public:benefits"), {"q": "handicape", "situation": "retiree"}).content.decode()
    assert "Enfant handicapé" in found
    assert "Accueil de loisirs" not in found
    assert "Aucune prestation" in client.get(reverse("public:benefits"), {"q": "fusée"}).content.decode()


def test_an_estimate_narrows_as_questions_are_answered(client: Client) -> None:
    assert "jusqu’à 120,00 €" in page(client)
    assert "de 80,00 € à 120,00 €" in page(client, **LEISURE, **STAY)
    answered = LEISURE | STAY | {"tax_line_14": "2000", "has_two_notices": "no"}
    assert "Vous pourriez recevoir 100,00 €." in page(client, **answered)
    apart = answered | {"has_two_notices": "yes"}
    assert "l’avis d’impôt de votre conjoint" in page(client, **apart)
    assert "Vous pourriez recevoir 80,00 €." in page(client, **apart, partner_tax_line_14="600")


def test_a_grant_says_until_when_and_a_value_past_its_last_check_says_so(client: Client) -> None:
    answered = LEISURE | STAY | {"tax_line_14": "2000", "has_two_notices": "no"}
    assert "À demander jusqu’au 23 février 2025 inclus." in page(client, **answered)
    assert "Valeur à confirmer" not in page(client, **answered)
    assert "Valeur à confirmer" in page(client, **(answered | {"stay_ended_on_year": "2025"}))


def test_a_loan_is_borrowed_and_the_page_says_how_to_go_on(client: Client) -> None:
    shown = page(client, "pret-vehicule")
    assert "Vous pourriez emprunter" in shown
    assert reverse("account_login") in shown


def test_a_refusal_says_every_reason_and_how_far_it_is(client: Client) -> None:
    shown = page(client, **(LEISURE | {"born_on_year": "2010"}), **STAY, disability_rate="0")
    assert "ne vous serait pas accordée" in shown
    assert "limite : 12 ans (2 ans de trop)" in shown


def test_a_paper_that_will_not_come_gives_the_lowest_amount(client: Client) -> None:
    assert "Vous pourriez recevoir 80,00 €." in page(client, **LEISURE, **STAY, tax_line_14_sans="on", has_two_notices="no")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"expense": "-5"}, "expense"),
        ({"born_on_year": "3"}, "born_on"),
        ({"expense": "900000"}, "n’est pas plausible"),
        ({"tax_line_14": "5", "tax_line_14_sans": "on"}, "gardez l’un des deux"),
        ({"expense": "١٢٣"}, "expense"),
    ],
)
def test_a_faulty_answer_is_told_and_kept(client: Client, changes: dict[str, str], told: str) -> None:
    response = client.post(reverse("public:benefit", args=["accueil-de-loisirs"]), LEISURE | STAY | changes)
    assert response.status_code == 422
    shown = response.content.decode()
    assert told in shown
    assert all(f'value="{value}"' in shown for name, value in changes.items() if value != "on")


def test_a_benefit_without_a_published_amount_asks_nothing(client: Client) -> None:
    shown = page(client, "medaille")
    assert "Le montant n’est pas connu" in shown
    assert '<form method="post"' not in shown


def test_what_is_not_in_the_catalogue_is_not_found(client: Client) -> None:
    assert client.get(reverse("public:benefit", args=["inconnue"])).status_code == 404
