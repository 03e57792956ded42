"""What a paper may say, by its words alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.money import Money
from entraide.core.readings import PaperReading, plain_number, read_paper


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("Total : 86,50 €", [8_650]),
        ("86.50 EUR", [8_650]),
        ("Montant payé 1 234,56 euros", [123_456]),
        ("12\u202f345,00\u00a0€", [1_234_500]),
        ("Cantine 120,00\nTotal TTC 86,50", [8_650, 12_000]),
        ("Repas 3,50 Garderie 12,00", [1_200, 350]),
        ("Participation de 45 €", [4_500]),
        ("remise de 0,00 €", []),
        ("Tél. 01.23.45.67.89", []),
        ("version 1.2.34", []),
        ("3,5 heures, 12,345 kg", []),
    ],
)
def test_amounts_in_french_notation_are_found_the_total_first(text, cents):
    assert [amount.cents for amount in read_paper(text).amounts] == cents


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("le 03/10/2024", [date(2024, 10, 3)]),
        ("1er août 2024", [date(2024, 8, 1)]),
        ("3 Février 2024", [date(2024, 2, 3)]),
        ("du 2.9.24", [date(2024, 9, 2)]),
        ("période 01/07/2024, date : 31/07/2024", [date(2024, 7, 31), date(2024, 7, 1)]),
        ("né le 12/05/2016, facture du 03/10/2024", [date(2024, 10, 3), date(2016, 5, 12)]),
        ("31/02/2024", []),
        ("3 ours 2024", []),
        ("12/2024", []),
    ],
)
def test_days_are_found_that_of_the_paper_first(text, days):
    assert list(read_paper(text).days) == days


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Facture n° 2024-117", ["2024-117"]),
        ("FACTURE N°: FA/2024/0117.", ["FA/2024/0117"]),
        ("Facture numéro 55", ["55"]),
        ("Référence de l’avis : 24 A1", ["24"]),
        ("Facture du centre", []),
        ("Reçu n° ABC", []),
    ],
)
def test_the_number_of_a_bill_is_found(text, numbers):
    assert list(read_paper(text).numbers) == numbers


def test_names_are_found_after_their_titles_once_each():
    assert read_paper("Mme Zoé Müller et M. Paul D’ARTAGNAN\nNom : LE GALL\nMme Zoé Müller").names == (
        "Zoé Müller",
        "Paul D’ARTAGNAN",
        "LE GALL",
    )


def test_the_same_number_written_otherwise_is_the_same():
    assert plain_number("Fa-2024/117") == plain_number("FA 2024 117") == "FA2024117"
    assert plain_number("000117") == "117"


def test_a_page_of_many_amounts_keeps_twenty():
    assert len(read_paper("\n".join(f"{euros},00" for euros in range(1, 60))).amounts) == 20


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(text):
    found = read_paper(text)
    assert all(amount > Money(0) for amount in found.amounts)
    assert found == read_paper(text)


def test_an_empty_text_says_nothing():
    assert read_paper("") == PaperReading()
