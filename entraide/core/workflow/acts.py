"""The life of an act with effects in many apps, looked at before it is applied: drafted, applied, undone, or set aside."""

from dataclasses import dataclass
from datetime import date

from entraide.core.labels import Labelled
from entraide.core.refusals import Finding
from entraide.core.workflow.engine import Transition, Workflow


class ActState(Labelled):
    """Where an act stands."""

    DRAFTED = "drafted", "à vérifier"
    APPLIED = "applied", "appliqué"
    UNDONE = "undone", "annulé"
    SET_ASIDE = "set_aside", "abandonné"


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What the guards of an act look at; the defaults are those of an act that may be applied.

    `awaited_on` is its day where that is to come; `has_changed` says that it would no longer do what its preview said, `is_impossible`
    that it can no longer be done at all.
    """

    awaited_on: date | None = None
    has_changed: bool = False
    is_impossible: bool = False


def _still_possible(facts: ActFacts) -> Finding | None:
    return Finding("workflow.act_impossible") if facts.is_impossible else None


def _as_previewed(facts: ActFacts) -> Finding | None:
    return Finding("workflow.act_has_changed") if facts.has_changed else None


def _day_has_come(facts: ActFacts) -> Finding | None:
    return Finding("workflow.act_too_early", "", {"day": f"{facts.awaited_on:%d/%m/%Y}"}) if facts.awaited_on else None


ACT_WORKFLOW: Workflow[ActState, ActFacts] = Workflow(
    ActState,
    ActState.DRAFTED,
    (
        Transition("apply", frozenset({ActState.DRAFTED}), ActState.APPLIED, (_still_possible, _as_previewed, _day_has_come)),
        Transition("set_aside", frozenset({ActState.DRAFTED}), ActState.SET_ASIDE),
        Transition("undo", frozenset({ActState.APPLIED}), ActState.UNDONE),
    ),
)
