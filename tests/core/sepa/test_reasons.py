"""The reasons of returned transfers, in French."""

import pytest

from entraide.core.sepa.reasons import RETURN_REASONS, FollowUp, return_reason


@pytest.mark.parametrize("code", ["AC01", "AC04", "AC06"])
def test_a_wrong_or_closed_account_asks_for_new_bank_details(code):
    assert return_reason(code).follow_up is FollowUp.NEW_BANK_DETAILS


def test_a_death_never_asks_for_a_new_account_number():
    assert return_reason("MD07").follow_up is FollowUp.ESTATE


def test_a_reason_of_the_bank_is_repeated_in_its_words():
    assert return_reason("NARR", "Titulaire inconnu.").sentence == "Motif de la banque : Titulaire inconnu."
    assert return_reason("ZZ99").sentence == "Motif de la banque : ZZ99."


@pytest.mark.parametrize("code", [None, "NARR"])
def test_no_reason_is_said_as_such(code):
    assert return_reason(code).sentence == "La banque n’a pas donné de motif."


def test_every_reason_is_one_sentence_under_its_own_code():
    assert all(reason.code == code and reason.sentence.endswith(".") for code, reason in RETURN_REASONS.items())
