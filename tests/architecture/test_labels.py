"""Every state has its label for every audience that looks at it."""

from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import entraide.core.workflow
from entraide.core.labels import Labelled
from entraide.core.workflow.engine import Audience
from tests.architecture.labels import missing_labels, states_of


WORKFLOWS = [import_module(found.name) for found in iter_modules(entraide.core.workflow.__path__, "entraide.core.workflow.")]


def test_every_state_has_a_label_for_every_audience():
    assert {states.__name__ for module in WORKFLOWS for states in states_of(module)} >= {
        "ClaimState",
        "PaymentOrderState",
        "TransferBatchState",
    }
    assert missing_labels(WORKFLOWS) == []


class LoanState(StrEnum):
    """States of a workflow that only this proof knows."""

    OPEN = "open"
    CLOSED = "closed"


class SeatState(Labelled):
    """States that carry their label."""

    FREE = "free", "libre"


def module_with(**held: object) -> ModuleType:
    module = ModuleType(__name__)
    vars(module).update(held)
    return module


def test_states_without_labels_are_found():
    assert missing_labels([module_with(LoanState=LoanState, SeatState=SeatState)]) == ["LoanState has no labels"]


def test_a_state_that_an_audience_cannot_name_is_found():
    complete = {LoanState.OPEN: "ouvert", LoanState.CLOSED: "clos"}
    labels = {Audience.STAFF: complete, Audience.BENEFICIARY: {LoanState.OPEN: "en cours"}}
    assert missing_labels([module_with(LoanState=LoanState, LOAN_LABELS=labels)]) == ["LoanState.CLOSED has no label for beneficiary"]


def test_a_table_for_one_audience_is_held_complete_too():
    labels = {LoanState.OPEN: "ouvert"}
    assert missing_labels([module_with(LoanState=LoanState, LOAN_LABELS=labels)]) == ["LoanState.CLOSED has no label for whoever looks"]
