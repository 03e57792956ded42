"""Keys of SIREN and SIRET hold or are refused, and what an accounting service asks for fits where it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.fr import siren as public_siren
from stdnum.fr import siret as public_siret

from entraide.core.membership.billing import compact, holds_key, reference_faults, siren_faults, siret_faults
from entraide.core.membership.sentences import REFUSALS


def code(faults):
    return [(fault.code.removeprefix("membership."), fault.where) for fault in faults]


def test_a_siren_holds_its_key():
    assert siren_faults("200067213") == ()
    assert code(siren_faults("200067214")) == [("siren_key", "siren")]
    assert code(siren_faults("20006721")) == code(siren_faults("20006721A")) == code(siren_faults("٢00067213")) == [("bad_siren", "siren")]


def test_a_siret_holds_its_key_and_belongs_to_its_body():
    assert siret_faults("20006721300013", siren="200067213") == ()
    assert code(siret_faults("20006721300014", siren="200067213")) == [("siret_key", "siret")]
    assert code(siret_faults("2000672130001", siren="200067213")) == [("bad_siret", "siret")]
    assert code(siret_faults("20006721300013", siren="215104548")) == [("siret_of_another", "siret")]


def test_la_poste_has_a_key_of_its_own():
    assert not holds_key("35600000049837")
    assert siret_faults("35600000049837", siren="356000000") == ()
    assert code(siret_faults("35600000049838", siren="356000000")) == [("siret_key", "siret")]


@settings(max_examples=200)
@given(st.text("0123456789", min_size=9, max_size=9))
def test_keys_of_siren_are_those_of_the_public_library(digits):
    assert (siren_faults(digits) == ()) == public_siren.is_valid(digits)


@settings(max_examples=200)
@given(st.text("0123456789", min_size=14, max_size=14))
def test_keys_of_siret_are_those_of_the_public_library(digits):
    assert (siret_faults(digits, siren=digits[:9]) == ()) == public_siret.is_valid(digits) or not public_siren.is_valid(digits[:9])


def test_spaces_of_a_number_are_taken_out():
    assert compact(" 200 067 213\u00a000012 ") == "20006721300012"


@pytest.mark.parametrize("text", ["", "SERV-RH_01", "RH 2024/12", "N° 45.12", "Ressources humaines"])
def test_references_of_a_public_accountant_are_kept_as_they_are(text):
    assert reference_faults(service_code=text, engagement_number=text) == ()


@pytest.mark.parametrize("text", ["deux  espaces", "retour\nligne", "<script>", "é" * 101])
def test_references_that_no_portal_would_take_are_refused(text):
    found = reference_faults(service_code=text, engagement_number=text)
    assert code(found) == [("bad_service_code", "service_code"), ("bad_engagement", "engagement_number")]


def test_an_engagement_is_shorter_than_a_service_code():
    assert code(reference_faults(service_code="A" * 51, engagement_number="A" * 51)) == [("bad_engagement", "engagement_number")]


def test_every_refusal_says_what_to_do_in_a_short_sentence():
    assert all(len(sentence) < 160 and sentence.endswith(".") for sentence in REFUSALS.values())
