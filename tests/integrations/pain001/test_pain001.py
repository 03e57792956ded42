"""Orders of transfers: valid for the official schema, the same bytes each time, and refused when they are not right."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from entraide.core.money import Money
from entraide.core.sepa.iban import iban_with_key
from entraide.core.sepa.transfers import Debtor, credit_transfer
from entraide.integrations.bank_sentences import REFUSALS, bank_sentence
from entraide.integrations.pain001 import TransfersInvalid, build_pain001, validate


DEBTOR = Debtor("Entraide territoriale", "FR7630001007941234567890185", "BDFEFRPP")
CREATED = datetime(2024, 10, 15, 7, 30, tzinfo=UTC)
EXECUTION = date(2024, 10, 17)


def _transfer(number, name="Zoé Lefèvre-Œuvrard", cents=4700, bic=None):
    iban = iban_with_key("FR", f"{number:023d}")
    return credit_transfer(UUID(int=number), 1, (name, iban, bic), Money(cents), f"Accueil de loisirs – dossier n° {number}")


def _built(*transfers, debtor=DEBTOR):
    return build_pain001(
        "LOT-2024-0001", CREATED, debtor, EXECUTION, transfers or (_transfer(1), _transfer(2, "O’Brien & fils", 3850, "BNPAFRPP"))
    )


def _codes(data):
    return [finding.code for finding in validate(data)]


def test_a_message_is_written_as_banks_expect_it(snapshot):
    data = _built()
    assert etree.tostring(etree.fromstring(data), pretty_print=True, encoding="unicode") == snapshot


def test_the_same_transfers_give_the_same_bytes():
    assert _built() == _built()


def test_a_message_without_bank_identifier_is_valid_too():
    data = _built(debtor=replace(DEBTOR, bic=None))
    assert validate(data) == ()
    assert b"<Id>NOTPROVIDED</Id>" in data


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), st.integers(1, 10**9)), min_size=1, max_size=8))
def test_whatever_the_names_and_amounts_a_message_made_is_valid_and_its_control_sum_right(payees):
    transfers = []
    for number, (name, cents) in enumerate(payees, start=1):
        legible = "".join(character for character in name if character.isprintable())
        transfers.append(_transfer(number, f"M {legible}", cents))
    data = _built(*transfers)
    root = etree.fromstring(data)
    sums = {element.text for element in root.iter("{*}CtrlSum")}
    assert sums == {str(Money(sum(cents for _, cents in payees)).euros)}
    assert {element.text for element in root.iter("{*}NbOfTxs")} == {str(len(payees))}


def test_more_transfers_than_the_library_validates_are_validated_all_the_same():
    data = _built(*(_transfer(number) for number in range(1, 10_051)))
    assert data.count(b"<CdtTrfTxInf>") == 10_050
    assert validate(data) == ()


def test_two_transfers_of_one_identifier_are_refused():
    with pytest.raises(TransfersInvalid) as caught:
        _built(_transfer(1), _transfer(1))
    assert [finding.code for finding in caught.value.findings] == ["bank.same_identifier"]
    assert "{" not in REFUSALS[caught.value.code].format(**caught.value.params)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"transfers": ()}, "at least one"),
        ({"message_id": ""}, "identifier"),
        ({"message_id": "x" * 36}, "identifier"),
        ({"message_id": "lot é"}, "identifier"),
        ({"created_at": CREATED.replace(tzinfo=None)}, "aware"),
    ],
)
def test_a_message_that_cannot_be_right_is_not_made(changes, fault):
    right = {"message_id": "LOT", "created_at": CREATED, "debtor": DEBTOR, "execution_on": EXECUTION, "transfers": (_transfer(1),)}
    with pytest.raises(ValueError, match=fault):
        build_pain001(**{**right, **changes})


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        (b"<CtrlSum>85.50</CtrlSum>", b"<CtrlSum>85.51</CtrlSum>", ["bank.control_sum", "bank.control_sum"]),
        (b"<NbOfTxs>2</NbOfTxs>", b"<NbOfTxs>3</NbOfTxs>", ["bank.transfer_count", "bank.transfer_count"]),
        (b">47.00<", b">47.01<", ["bank.control_sum", "bank.control_sum"]),
        (b"<PmtMtd>TRF</PmtMtd>", b"", ["bank.schema"]),
        (b"FR7630001007941234567890185", b"FR7630001007941234567890186", ["bank.iban"]),
        (b"pain.001.001.09", b"pain.001.001.03", ["bank.not_transfers"]),
        (b"</Document>", b"", ["bank.not_xml"]),
    ],
)
def test_a_file_changed_by_hand_is_found_out(old, new, codes):
    data = _built()
    assert old in data
    assert _codes(data.replace(old, new)) == codes


def test_every_fault_is_said_in_french():
    for data in (b"", b"<a/>", _built().replace(b"85.50", b"85.51"), _built().replace(b"<PmtMtd>TRF</PmtMtd>", b"")):
        assert all("{" not in bank_sentence(finding) for finding in validate(data))
        assert validate(data)
