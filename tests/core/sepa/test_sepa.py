"""SEPA values: what a bank accepts is written, what it would refuse never leaves."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.money import Money
from entraide.core.sepa.iban import (
    IBAN_LENGTHS,
    InvalidIban,
    compact_iban,
    format_iban,
    iban_fault,
    iban_with_key,
    is_bic,
    mask_iban,
    read_iban,
)
from entraide.core.sepa.sentences import REFUSALS
from entraide.core.sepa.text import ALPHABET, UnwritableText, is_sepa_text, shortened, transliterate
from entraide.core.sepa.transfers import MAX_AMOUNT, CreditTransfer, Debtor, credit_transfer, end_to_end_id, parse_end_to_end_id


ORDER = UUID("0192abcd-0000-7000-8000-000000000001")
IBAN = "FR1420041010050500013M02606"


@given(st.uuids(), st.integers(1, 99))
def test_an_end_to_end_identifier_gives_back_its_order_and_attempt(order_id, attempt):
    text = end_to_end_id(order_id, attempt)
    assert len(text) == 35
    assert parse_end_to_end_id(text) == (order_id, attempt)
    assert parse_end_to_end_id(text.upper()) == (order_id, attempt)


@pytest.mark.parametrize("attempt", [0, -1, 100])
def test_an_attempt_that_does_not_fit_is_refused(attempt):
    with pytest.raises(ValueError, match="1 to 99"):
        end_to_end_id(ORDER, attempt)


@pytest.mark.parametrize("text", ["", "NOTPROVIDED", f"{ORDER.hex}-00", f"{ORDER.hex}-1", f"{ORDER}-01", f"{ORDER.hex}-01 "])
def test_an_identifier_of_another_is_not_taken_for_ours(text):
    assert parse_end_to_end_id(text) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Éléonore d’Œuvre-Çà", "Eleonore d'OEuvre-Ca"),
        ("Straße & Söhne_1", "Strasse + Sohne-1"),
        ("Łukasz Ødegård Þór", "Lukasz Odegard THor"),
        ("Rentrée 2024 – 38 € !", "Rentree 2024 - 38 EUR ."),
        ("a\u00a0b\u202fc   d", "a b c d"),
        ("№5 北京 n° 6", "No5 .. no 6"),
        ("e\u0301", "e"),
    ],
)
def test_a_text_is_written_in_the_alphabet_of_banks(text, written):
    assert transliterate(text) == written


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "a\tb", "a\u200bb", "a\u202eb", "\ud800", "\ue000a", "", "   ", "-/?", "北京"])
def test_an_invisible_character_or_nothing_to_write_is_refused(text):
    with pytest.raises(UnwritableText):
        transliterate(text)


@given(st.text())
def test_what_is_written_is_always_of_the_alphabet_and_stable(text):
    try:
        written = transliterate(text)
    except UnwritableText:
        return
    assert set(written) <= ALPHABET
    assert is_sepa_text(written)
    assert transliterate(written) == written


def test_a_cut_text_has_no_space_at_its_end():
    assert shortened("Abc def", 4) == "Abc"
    assert not is_sepa_text("é")


@pytest.mark.parametrize(
    "iban",
    [
        "FR14 2004 1010 0505 0001 3M02 606",
        "DE89370400440532013000",
        "BE68 5390 0754 7034",
        "MT84MALT011000012345MTLCAST001S",
        "nl91abna0417164300",
    ],
)
def test_a_right_account_number_is_accepted(iban):
    assert iban_fault(iban) is None
    assert read_iban(iban) == compact_iban(iban)


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("", "iban_shape"),
        ("1234", "iban_shape"),
        ("FR14 2004 1010 0505 0001 3M02 60é", "iban_shape"),
        ("FR14 2004 1010 0505 0001 3M02 607", "iban_key"),
        ("FR41 2004 1010 0505 0001 3M02 606", "iban_key"),
        ("FR14 2004 1010 0505 0001 3M02 60", "iban_length"),
        ("US64 SVBK US6S 3300 9586 73", "iban_country"),
    ],
)
def test_a_wrong_account_number_is_refused_with_its_reason(iban, code):
    assert iban_fault(iban).code == f"sepa.{code}"
    with pytest.raises(InvalidIban) as caught:
        read_iban(iban)
    assert caught.value.finding.code == f"sepa.{code}"
    assert "{" not in REFUSALS["sepa.iban_invalid"].format(**caught.value.params)


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.data())
def test_a_key_makes_any_account_right_and_one_wrong_digit_makes_it_wrong(country, data):
    size = IBAN_LENGTHS[country] - 4
    iban = iban_with_key(country, data.draw(st.text("0123456789", min_size=size, max_size=size)))
    assert iban_fault(iban) is None
    place = data.draw(st.integers(4, len(iban) - 1))
    wrong = str((int(iban[place]) + data.draw(st.integers(1, 9))) % 10)
    assert iban_fault(iban[:place] + wrong + iban[place + 1 :]).code == "sepa.iban_key"


def test_an_account_number_is_shown_by_fours_or_masked():
    assert format_iban(IBAN) == "FR14 2004 1010 0505 0001 3M02 606"
    assert mask_iban(format_iban(IBAN)) == "FR14 •••• 606"


@pytest.mark.parametrize(("text", "right"), [("BNPAFRPP", True), ("BNPAFRPPXXX", True), ("BNPAFRP", False), ("bnpafrpp", False)])
def test_a_bank_identifier_has_eight_or_eleven_characters(text, right):
    assert is_bic(text) is right


def test_a_transfer_is_made_from_an_order_with_its_texts_cut():
    transfer = credit_transfer(ORDER, 1, ("Zoé " + "x" * 90, IBAN, None), Money(4700), "Rentrée " + "y" * 200)
    assert transfer.end_to_end_id == f"{ORDER.hex}-01"
    assert (len(transfer.name), len(transfer.remittance)) == (70, 140)
    assert transfer.name.startswith("Zoe x")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "name must hold"),
        ({"name": "x" * 71}, "name must hold"),
        ({"name": "Zoé"}, "name is not in the SEPA alphabet"),
        ({"name": " Zoe"}, "name must hold"),
        ({"remittance": "x" * 141}, "remittance must hold"),
        ({"end_to_end_id": "x" * 36}, "end-to-end identifier must hold"),
        ({"iban": "FR1420041010050500013M02607"}, "account number"),
        ({"iban": "FR14 2004 1010 0505 0001 3M02 606"}, "account number"),
        ({"iban": "fr1420041010050500013m02606"}, "account number"),
        ({"bic": "x"}, "bank identifier"),
        ({"amount": Money(0)}, "amount out of range"),
        ({"amount": MAX_AMOUNT + Money(1)}, "amount out of range"),
    ],
)
def test_a_transfer_that_a_bank_would_refuse_cannot_be_made(changes, fault):
    right = {"end_to_end_id": "e", "name": "Zoe", "iban": IBAN, "amount": Money(1), "remittance": "r", "bic": "BNPAFRPP"}
    CreditTransfer(**right)
    with pytest.raises(ValueError, match=fault):
        CreditTransfer(**{**right, **changes})


def test_a_wrong_account_number_is_not_repeated_in_the_message():
    with pytest.raises(ValueError, match="account number") as caught:
        Debtor("Entraide", "FR1420041010050500013M02607")
    assert "2607" not in str(caught.value)
