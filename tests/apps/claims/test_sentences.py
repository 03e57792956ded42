"""Everything that claims may say is said."""

import re

import pytest

from entraide.apps.claims import policies, refusals
from entraide.apps.claims.models import ClaimDocument, Decision
from entraide.apps.claims.operations.telling import BODIES, SUBJECTS
from entraide.apps.claims.sentences import CORRECTION_REASONS, REFUSALS, VERBS
from entraide.core.refusals import Refusal


def refusal_classes():
    return [
        value
        for module in (refusals, policies)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Refusal)
    ]


def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal():
    assert {each.code for each in refusal_classes() if each.code} == set(REFUSALS)


def test_every_message_has_a_subject_and_a_body():
    assert set(SUBJECTS) == set(BODIES)
    assert {outcome for outcome, _ in Decision._meta.get_field("outcome").choices} <= set(BODIES)


@pytest.mark.parametrize("body", BODIES.values())
def test_a_message_has_short_sentences(body):
    assert max(len(sentence.split()) for sentence in re.split(r"[.:;] ", body)) <= 28


def test_a_refusal_begins_with_the_reason():
    assert BODIES["refused"].startswith("{detail}")


def test_the_reasons_to_correct_are_those_of_the_column():
    assert dict(ClaimDocument._meta.get_field("correction_reason").choices) == CORRECTION_REASONS


def test_every_verb_speaks_of_claims():
    assert all(verb.startswith("claims.") and sentence for verb, sentence in VERBS.items())
