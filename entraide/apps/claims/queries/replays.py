"""Decide again what was decided, from what the decision kept and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Decision
from entraide.apps.claims.translation import facts_from_plain, usage_from_plain
from entraide.apps.parameters.queries import parameter_book
from entraide.core.rules import Outcome, decide, to_json


@dataclass(frozen=True, slots=True)
class Replay:
    """A decision and what the same facts, usage, day, parameters and revision give now."""

    decision: Decision
    outcome: Outcome

    @property
    def is_equal(self) -> bool:
        """Whether the trace is the same, value for value."""
        return to_json(self.outcome.trace) == self.decision.trace


def replay(decision: Decision) -> Replay:
    """Decide again with the facts and the usage that the decision kept, its own revision, and the parameters known then."""
    revision = catalogue.revision(decision.revision_id).revision
    outcome = decide(
        revision,
        facts=facts_from_plain(decision.facts, revision.specs),
        parameters=parameter_book(known_at=decision.decided_at),
        usage=usage_from_plain(decision.usage),
        filed_on=decision.claim.counted_on,
    )
    return Replay(decision, outcome)


def replays() -> Iterator[Replay]:
    """Replay every decision, oldest first."""
    for decision in Decision.objects.select_related("claim").order_by("decided_at", "pk").iterator():
        yield replay(decision)
