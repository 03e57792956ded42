"""What a decision says: granted, refused or unknown, for how much, why, and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entraide.core.money import Money
from entraide.core.refusals import Finding
from entraide.core.rules.deciding.misses import Distance, Miss
from entraide.core.rules.language.answers import Status
from entraide.core.rules.language.known import Native
from entraide.core.rules.language.trace import TraceNode


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a refusal: a stable code, its French sentence, and the comparisons that fail in it."""

    code: str
    sentence: str
    misses: tuple[Miss, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> Native | None:
        """The value held by the first comparison that fails."""
        return self.misses[0].value if self.misses else None

    @property
    def limit(self) -> Native | None:
        """The limit of the first comparison that fails."""
        return self.misses[0].limit if self.misses else None

    @property
    def distance(self) -> Distance | None:
        """How far the first comparison is from its limit."""
        return self.misses[0].distance if self.misses else None


@dataclass(frozen=True, slots=True)
class Cut:
    """What was taken off the amount, and why."""

    code: str
    before: Money
    after: Money
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision of one claim.

    `amount` is set only when granted; `low` and `high` bound what an unknown outcome may come to, and are nothing where the amount of the
    benefit is not known. `missing` names the facts to ask, the most deciding first; `unproved` those that the outcome rests on and that
    are only declared: they may estimate, not pay. `faults` tells what could not be used as it was given. `last_day` is included.
    """

    status: Status
    trace: TraceNode
    amount: Money | None = None
    low: Money | None = None
    high: Money | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    unproved: tuple[str, ...] = ()
    faults: tuple[Finding, ...] = ()
    last_day: date | None = None
