"""An act is looked at, then applied or set aside, and an applied one is undone: nothing else."""

from datetime import date

import pytest

from entraide.core.workflow.acts import ACT_WORKFLOW, ActFacts, ActState
from entraide.core.workflow.engine import TransitionRefused, apply, offers, sentence_of
from tests.harness.workflows import open_acts


READY = ActFacts()


def test_an_act_goes_from_draft_to_applied_to_undone():
    assert apply(ACT_WORKFLOW, ActState.DRAFTED, "apply", READY) is ActState.APPLIED
    assert apply(ACT_WORKFLOW, ActState.APPLIED, "undo", READY) is ActState.UNDONE
    assert apply(ACT_WORKFLOW, ActState.DRAFTED, "set_aside", READY) is ActState.SET_ASIDE


@pytest.mark.parametrize("state", [ActState.UNDONE, ActState.SET_ASIDE])
def test_what_is_over_stays_so(state):
    assert open_acts(ACT_WORKFLOW, state, READY) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (ActFacts(is_impossible=True, has_changed=True, awaited_on=date(2025, 1, 1)), "n’est plus possible"),
        (ActFacts(has_changed=True, awaited_on=date(2025, 1, 1)), "La situation a changé"),
        (ActFacts(awaited_on=date(2025, 1, 1)), "prend effet le 01/01/2025"),
    ],
)
def test_one_reason_keeps_an_act_from_being_applied_and_it_may_be_set_aside(facts, words):
    closed, aside = offers(ACT_WORKFLOW, ActState.DRAFTED, facts)
    assert words in sentence_of(closed.finding)
    assert aside.is_open
    with pytest.raises(TransitionRefused, match="workflow.refused"):
        apply(ACT_WORKFLOW, ActState.DRAFTED, "apply", facts)
