"""Decide again what was decided, from what the decision kept and nothing else."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Decision
from entraide.apps.claims.queries.reasons import plain_reasons
from entraide.apps.claims.translation import facts_from_plain, usage_from_plain
from entraide.apps.parameters.queries import instants_of_change, parameter_book
from entraide.core.money import Money
from entraide.core.rules import Outcome, ParameterBook, decide, to_json


ACTS = {"granted": "grant", "refused": "refuse", "closed": "close"}
# What may differ, in French.
DIFFERS = {
    "amount": "le montant",
    "reasons": "les raisons",
    "trace": "le détail du calcul",
    "unreadable": "ce qui est conservé ne se relit pas",
}


@dataclass(frozen=True, slots=True)
class Replay:
    """A decision and what the same facts, usage, day, parameters and revision give now; nothing where what it kept cannot be read."""

    decision: Decision
    outcome: Outcome | None

    @property
    def differs(self) -> tuple[str, ...]:
        """What is not the same, as `DIFFERS` names it: the amount to the cent, the reasons word for word, the trace value for value."""
        if self.outcome is None:
            return ("unreadable",)
        found = {
            "amount": not _is_possible(self.decision, self.outcome),
            "reasons": plain_reasons(self.outcome, ACTS[self.decision.outcome]) != self.decision.reasons,
            "trace": to_json(self.outcome.trace) != self.decision.trace,
        }
        return tuple(name for name, is_other in found.items() if is_other)

    @property
    def is_equal(self) -> bool:
        """Whether all is the same."""
        return not self.differs


def _is_possible(decision: Decision, outcome: Outcome) -> bool:
    """Tell whether the rules give the amount; who decides may grant less in words, and refuse or close what the rules would grant."""
    if decision.outcome != "granted":
        return decision.cents == Money(0)
    if outcome.amount is None:
        return False
    return decision.cents == outcome.amount or (Money(0) < decision.cents < outcome.amount and bool(decision.note))


@dataclass(slots=True)
class KnownBooks:
    """The parameters as they were known at an instant: one book between two changes of them."""

    changes: list[datetime]
    held: dict[int, ParameterBook] = field(default_factory=dict)

    def at(self, instant: datetime) -> ParameterBook:
        """Give the book of an instant."""
        place = bisect_right(self.changes, instant)
        if place not in self.held:
            self.held = {place: parameter_book(known_at=instant)}
        return self.held[place]


def replay(decision: Decision, known: KnownBooks | None = None) -> Replay:
    """Decide again with the facts and the usage that the decision kept, its own revision, and the parameters known then."""
    revision = catalogue.revision(decision.revision_id).revision
    parameters = known.at(decision.decided_at) if known else parameter_book(known_at=decision.decided_at)
    try:
        facts, usage = facts_from_plain(decision.facts, revision.specs), usage_from_plain(decision.usage)
    except (LookupError, TypeError, ValueError):
        return Replay(decision, None)
    outcome = decide(revision, facts=facts, parameters=parameters, usage=usage, filed_on=decision.claim.counted_on)
    return Replay(decision, outcome)


def replays() -> Iterator[Replay]:
    """Replay every decision whatever its way, those that another superseded too, oldest first; a few are held in memory at a time."""
    known = KnownBooks(instants_of_change())
    for decision in Decision.objects.select_related("claim").order_by("decided_at", "pk").iterator(chunk_size=500):
        yield replay(decision, known)


def decisions_count() -> int:
    """Count the decisions that are kept."""
    return Decision.objects.count()
