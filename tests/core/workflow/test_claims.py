"""The table of a claim: who may do what, and what may never be granted."""

from dataclasses import replace

import pytest

from entraide.core.money import Money
from entraide.core.workflow.claims import (
    CLAIM_ACTIONS,
    CLAIM_LABELS,
    CLAIM_WORKFLOW,
    DECIDED_STATES,
    OPEN_STATES,
    ClaimFacts,
    ClaimState,
    RulesOutcome,
    claim_label,
)
from entraide.core.workflow.engine import Audience, TransitionRefused, apply, offers
from tests.harness.workflows import open_acts


PERSON = ClaimFacts(Audience.BENEFICIARY)
OFFICER = ClaimFacts(Audience.STAFF, RulesOutcome.GRANTED, Money(4700))
NOBODY = replace(OFFICER, actor=None)


def _names(state, facts):
    return open_acts(CLAIM_WORKFLOW, state, facts)


def _reason(state, name, facts):
    with pytest.raises(TransitionRefused) as caught:
        apply(CLAIM_WORKFLOW, state, name, facts)
    return caught.value.finding


def test_a_claim_goes_from_draft_to_grant():
    state = ClaimState.DRAFT
    for name, facts in [
        ("submit", PERSON),
        ("take", OFFICER),
        ("ask_correction", replace(OFFICER, to_correct_count=1)),
        ("correct", PERSON),
        ("grant", OFFICER),
    ]:
        state = apply(CLAIM_WORKFLOW, state, name, facts)
    assert state is ClaimState.GRANTED


@pytest.mark.parametrize(
    ("state", "facts", "names"),
    [
        (ClaimState.DRAFT, PERSON, ["submit", "withdraw"]),
        (ClaimState.SUBMITTED, PERSON, ["withdraw"]),
        (ClaimState.SUBMITTED, OFFICER, ["take", "close"]),
        (ClaimState.IN_REVIEW, OFFICER, ["grant", "refuse", "close"]),
        (ClaimState.IN_REVIEW, replace(OFFICER, to_correct_count=1), ["ask_correction", "refuse", "close"]),
        (ClaimState.IN_REVIEW, replace(OFFICER, missing_count=1), ["ask_correction", "refuse", "close"]),
        (ClaimState.AWAITING_CORRECTION, PERSON, ["correct", "withdraw"]),
        (ClaimState.AWAITING_CORRECTION, OFFICER, ["close"]),
        (ClaimState.IN_REVIEW, ClaimFacts(Audience.CORRESPONDENT), []),
        (ClaimState.SUBMITTED, NOBODY, ["grant_proved"]),
        (ClaimState.IN_REVIEW, NOBODY, []),
        (ClaimState.AWAITING_CORRECTION, NOBODY, []),
    ],
)
def test_the_buttons_are_those_of_the_table(state, facts, names):
    assert _names(state, facts) == names


@pytest.mark.parametrize("state", sorted(DECIDED_STATES | {ClaimState.CANCELLED}))
@pytest.mark.parametrize("facts", [PERSON, OFFICER, NOBODY])
def test_a_decided_claim_is_opened_again_by_an_officer_or_left_and_a_withdrawn_one_is_left(state, facts):
    assert _names(state, facts) == (["reopen"] if state in DECIDED_STATES and facts is OFFICER else [])


def test_nobody_looks_again_at_their_own_decision():
    own = replace(OFFICER, officer_decided=True)
    assert _reason(ClaimState.GRANTED, "reopen", replace(own, is_decided=True)).code == "workflow.own_decision"
    assert {_reason(ClaimState.IN_REVIEW, name, own).code for name in ("grant", "refuse", "close")} == {"workflow.own_decision"}
    assert apply(CLAIM_WORKFLOW, ClaimState.CLOSED, "reopen", replace(OFFICER, is_decided=True)) is ClaimState.IN_REVIEW


def test_the_buttons_of_others_are_absent_and_ones_own_are_disabled_with_a_reason():
    shown = {each.transition.name: each.finding and each.finding.code for each in offers(CLAIM_WORKFLOW, ClaimState.IN_REVIEW, OFFICER)}
    assert shown == {"ask_correction": "workflow.nothing_to_correct", "grant": None, "refuse": None, "close": None}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": RulesOutcome.REFUSED}, "outcome_refused"),
        ({"outcome": RulesOutcome.UNKNOWN}, "outcome_unknown"),
        ({"amount_allowed": None}, "outcome_unknown"),
        ({"is_time_barred": True}, "time_barred"),
        ({"amount_proposed": Money(4701)}, "amount_above_rules"),
        ({"amount_proposed": Money(0)}, "amount_not_positive"),
        ({"amount_proposed": Money(-1)}, "amount_not_positive"),
        ({"amount_allowed": Money(0)}, "amount_not_positive"),
        ({"missing_count": 2}, "documents_missing"),
        ({"to_correct_count": 1}, "documents_to_correct"),
        ({"unproved": ("dépense", "date du séjour")}, "facts_unproved"),
        ({"is_decided": True}, "already_decided"),
        ({"officer_is_claimant": True}, "own_claim"),
        ({"officer_shares_household": True}, "household_claim"),
        ({"actor": Audience.BENEFICIARY}, "wrong_actor"),
    ],
)
def test_a_grant_is_refused_for_each_of_its_reasons(changes, code):
    assert _reason(ClaimState.IN_REVIEW, "grant", replace(OFFICER, **changes)).code == f"workflow.{code}"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": RulesOutcome.REFUSED}, "outcome_refused"),
        ({"outcome": RulesOutcome.UNKNOWN}, "outcome_unknown"),
        ({"is_time_barred": True}, "time_barred"),
        ({"missing_count": 1}, "documents_missing"),
        ({"to_correct_count": 1}, "documents_to_correct"),
        ({"to_check_count": 1}, "documents_to_check"),
        ({"unproved": ("dépense",)}, "facts_unproved"),
        ({"hint_count": 1}, "hints_to_look_into"),
        ({"is_decided": True}, "already_decided"),
        ({"actor": Audience.STAFF}, "wrong_actor"),
        ({"actor": Audience.BENEFICIARY}, "wrong_actor"),
    ],
)
def test_a_claim_is_granted_without_a_human_act_for_none_of_these(changes, code):
    assert _reason(ClaimState.SUBMITTED, "grant_proved", replace(NOBODY, **changes)).code == f"workflow.{code}"


def test_nothing_is_ever_refused_without_a_human_act():
    refused = replace(NOBODY, outcome=RulesOutcome.REFUSED, amount_allowed=None)
    assert [_names(state, refused) for state in ClaimState] == [[] for _ in ClaimState]


def test_less_than_the_rules_may_be_granted_and_exactly_the_rules_too():
    for amount in (Money(1), Money(4700), None):
        assert apply(CLAIM_WORKFLOW, ClaimState.IN_REVIEW, "grant", replace(OFFICER, amount_proposed=amount)) is ClaimState.GRANTED


@pytest.mark.parametrize("name", ["take", "ask_correction", "grant", "refuse", "close"])
@pytest.mark.parametrize("relation", ["officer_is_claimant", "officer_shares_household"])
def test_an_officer_never_touches_a_claim_of_their_own_household(name, relation):
    transition = CLAIM_WORKFLOW.transition(name)
    facts = replace(OFFICER, to_correct_count=1, **{relation: True})
    assert all(name not in _names(state, facts) for state in transition.sources)


@pytest.mark.parametrize("state", ClaimState)
def test_a_second_decision_is_never_open(state):
    assert not {"grant", "refuse", "close", "withdraw"} & {
        *_names(state, replace(OFFICER, is_decided=True)),
        *_names(state, replace(PERSON, is_decided=True)),
    }


def test_a_late_claim_may_be_filed_and_refused_but_not_granted():
    assert apply(CLAIM_WORKFLOW, ClaimState.DRAFT, "submit", replace(PERSON, is_time_barred=True)) is ClaimState.SUBMITTED
    assert apply(CLAIM_WORKFLOW, ClaimState.IN_REVIEW, "refuse", replace(OFFICER, is_time_barred=True)) is ClaimState.REFUSED


def test_a_correction_is_sent_only_when_every_document_is_there():
    assert _reason(ClaimState.AWAITING_CORRECTION, "correct", replace(PERSON, to_correct_count=1)).params == {"count": 1}


def test_every_state_has_a_label_for_every_audience_and_every_act_a_caption():
    assert set(CLAIM_LABELS) == set(Audience)
    assert all(set(labels) == set(ClaimState) and all(labels.values()) for labels in CLAIM_LABELS.values())
    assert set(CLAIM_ACTIONS) == {each.name for each in CLAIM_WORKFLOW.transitions}


def test_a_correspondent_reads_three_words_and_cannot_tell_a_grant_from_a_refusal():
    said = {claim_label(state, Audience.CORRESPONDENT) for state in ClaimState}
    assert said == {"reçu", "à compléter", "décidé"}
    assert {claim_label(state, Audience.CORRESPONDENT) for state in DECIDED_STATES} == {"décidé"}


def test_a_claim_is_open_decided_or_still_with_the_person():
    assert OPEN_STATES | DECIDED_STATES | {ClaimState.DRAFT, ClaimState.CANCELLED} == set(ClaimState)
