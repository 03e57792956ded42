"""The machine behind every table of transitions: what is open, what is closed and why."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from entraide.core.refusals import Finding, Refusal
from entraide.core.workflow.sentences import REFUSALS


class Audience(StrEnum):
    """Who looks at a state, or acts on it."""

    BENEFICIARY = "beneficiary"
    CORRESPONDENT = "correspondent"
    STAFF = "staff"


State = TypeVar("State", bound=StrEnum)
Facts = TypeVar("Facts")

# A guard closed for these reasons hides the button; for any other reason the button is shown disabled, with its reason.
WRONG_ACTOR = "workflow.wrong_actor"


class TransitionRefused(Refusal):
    """Refuse a transition; `finding` holds the guard's reason and `params["reason"]` its French sentence."""

    code = "workflow.refused"

    def __init__(self, finding: Finding, state: StrEnum, transition: str) -> None:
        super().__init__(reason=sentence_of(finding), state=state.value, transition=transition)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Transition(Generic[State, Facts]):
    """One act: its name, the states it starts from, the state it leads to, and the guards that may close it."""

    name: str
    sources: frozenset[State]
    target: State
    guards: tuple[Callable[[Facts], Finding | None], ...] = ()

    def closed_by(self, facts: Facts) -> Finding | None:
        """Return the first reason that closes this transition, or None when it is open."""
        for guard in self.guards:
            finding = guard(facts)
            if finding is not None:
                return finding
        return None


@dataclass(frozen=True, slots=True)
class Offer(Generic[State, Facts]):
    """A transition as a screen shows it: open, or disabled with its reason."""

    transition: Transition[State, Facts]
    finding: Finding | None

    @property
    def is_open(self) -> bool:
        """Say whether the button may be pressed."""
        return self.finding is None


@dataclass(frozen=True, slots=True)
class Workflow(Generic[State, Facts]):
    """States and the transitions between them, checked when the table is built."""

    states: type[State]
    initial: State
    transitions: tuple[Transition[State, Facts], ...]

    def __post_init__(self) -> None:
        """Refuse a table that cannot be right.

        :raises ValueError: if a name is given twice, a state is of another table, a transition starts nowhere or stands still,
            or a state is never reached.
        """
        faults = [*self._repeated_names(), *self._foreign_states(), *self._still_transitions()]
        faults = faults or self._unreached_states()
        if faults:
            raise ValueError("; ".join(faults))

    def _repeated_names(self) -> list[str]:
        counts = Counter(transition.name for transition in self.transitions)
        return [f"transition named twice: {name}" for name, count in counts.items() if count > 1]

    def _foreign_states(self) -> list[str]:
        named = {self.initial} | {state for transition in self.transitions for state in (*transition.sources, transition.target)}
        return [f"state of another table: {state!r}" for state in sorted(named) if not isinstance(state, self.states)]

    def _still_transitions(self) -> list[str]:
        return [f"transition goes nowhere: {each.name}" for each in self.transitions if not each.sources or each.target in each.sources]

    def _unreached_states(self) -> list[str]:
        reached = {self.initial}
        growing = True
        while growing:
            found = {each.target for each in self.transitions if each.sources & reached} - reached
            reached |= found
            growing = bool(found)
        return [f"state never reached: {state.value}" for state in self.states if state not in reached]

    def transition(self, name: str) -> Transition[State, Facts]:
        """Return the transition of that name.

        :raises LookupError: if the table has none.
        """
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise LookupError(f"no transition named {name!r}")


def offers(workflow: Workflow[State, Facts], state: State, facts: Facts) -> tuple[Offer[State, Facts], ...]:
    """List what a screen shows from `state`: open transitions, and closed ones with their reason; another actor's are left out."""
    seen = (Offer(each, each.closed_by(facts)) for each in workflow.transitions if state in each.sources)
    return tuple(offer for offer in seen if offer.finding is None or offer.finding.code != WRONG_ACTOR)


def apply(workflow: Workflow[State, Facts], state: State, name: str, facts: Facts) -> State:
    """Return the state that the transition `name` leads to.

    :raises LookupError: if the table has no such transition.
    :raises TransitionRefused: if it does not start from `state`, or a guard closes it.
    """
    transition = workflow.transition(name)
    if state not in transition.sources:
        raise TransitionRefused(Finding("workflow.not_from_here", name, {"state": state.value}), state, name)
    finding = transition.closed_by(facts)
    if finding is not None:
        raise TransitionRefused(finding, state, name)
    return transition.target


def sentence_of(finding: Finding, sentences: Mapping[str, str] = REFUSALS) -> str:
    """Say a guard's finding in French.

    >>> sentence_of(Finding("workflow.own_claim"))
    'Vous ne pouvez pas instruire votre propre demande.'
    """
    params: dict[str, Any] = dict(finding.params)
    return sentences[finding.code].format(**params)
