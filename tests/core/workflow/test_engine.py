"""The machine behind the tables: it refuses a wrong table and explains a closed door."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from entraide.core.refusals import Finding
from entraide.core.workflow import acts, claims, payments
from entraide.core.workflow.engine import Transition, TransitionRefused, Workflow, apply, offers, sentence_of
from entraide.core.workflow.sentences import REFUSALS
from tests.harness.workflows import open_acts


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Other(StrEnum):
    LOST = "lost"


def _locked(is_locked: bool) -> Finding | None:
    return Finding("workflow.already_decided") if is_locked else None


def _shut(**changes):
    return Transition(**{"name": "shut", "sources": frozenset({Door.OPEN}), "target": Door.SHUT, "guards": (_locked,), **changes})


def test_a_sound_table_is_accepted_and_followed():
    workflow = Workflow(Door, Door.OPEN, (_shut(),))
    assert apply(workflow, Door.OPEN, "shut", False) is Door.SHUT


@pytest.mark.parametrize(
    ("transitions", "fault"),
    [
        ((_shut(), _shut()), "named twice: shut"),
        ((_shut(), _shut(name="lose", target=Other.LOST)), "state of another table"),
        ((_shut(), _shut(name="again", sources=frozenset({Door.SHUT}))), "goes nowhere: again"),
        ((_shut(), _shut(name="from nowhere", sources=frozenset())), "goes nowhere: from nowhere"),
        ((), "never reached: shut"),
        ((_shut(sources=frozenset({Door.SHUT}), target=Door.OPEN),), "never reached: shut"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_when_it_is_built(transitions, fault):
    with pytest.raises(ValueError, match=fault):
        Workflow(Door, Door.OPEN, transitions)


def test_what_is_open_is_exactly_what_apply_accepts():
    workflow = Workflow(Door, Door.OPEN, (_shut(),))
    assert open_acts(workflow, Door.OPEN, False) == ["shut"]
    assert open_acts(workflow, Door.OPEN, True) == []
    assert open_acts(workflow, Door.SHUT, False) == []


def test_a_closed_button_is_shown_with_its_reason():
    workflow = Workflow(Door, Door.OPEN, (_shut(),))
    (offer,) = offers(workflow, Door.OPEN, True)
    assert not offer.is_open
    assert offer.finding == Finding("workflow.already_decided")


def test_a_refusal_carries_the_reason_in_french():
    workflow = Workflow(Door, Door.OPEN, (_shut(),))
    with pytest.raises(TransitionRefused) as caught:
        apply(workflow, Door.OPEN, "shut", True)
    assert caught.value.finding.code == "workflow.already_decided"
    assert REFUSALS[caught.value.code].format(**caught.value.params) == "Cette demande a déjà reçu une décision."


def test_an_act_from_another_state_is_refused():
    workflow = Workflow(Door, Door.OPEN, (_shut(),))
    with pytest.raises(TransitionRefused) as caught:
        apply(workflow, Door.SHUT, "shut", False)
    assert caught.value.finding.code == "workflow.not_from_here"


def test_an_unknown_act_is_a_fault_of_the_program():
    with pytest.raises(LookupError, match="no transition named 'paint'"):
        apply(Workflow(Door, Door.OPEN, (_shut(),)), Door.OPEN, "paint", False)


def test_every_reason_has_a_sentence_and_every_sentence_a_reason():
    sources = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (acts, claims, payments))
    sources += Path(claims.__file__).with_name("engine.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(workflow\.[a-z_]+)"', sources)) == set(REFUSALS)


def test_a_sentence_names_its_values():
    assert sentence_of(Finding("workflow.documents_missing", "", {"count": 2})) == "Il manque 2 pièce(s) justificative(s)."
