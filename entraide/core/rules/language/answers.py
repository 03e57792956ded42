"""The three answers, and what a claim brings beside facts: what was used before, and bills."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from entraide.core.money import ZERO, Money
from entraide.core.rules.language.known import Proof


class Status(StrEnum):
    """The three answers."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Used:
    """What was granted, and what is reserved by claims filed earlier, over the scope and period of one ceiling."""

    claims: int = 0
    amount: Money = ZERO


Usage = Mapping[str, Used]


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill of a claim that cumulates several: what was paid, its own day of event, and who checked it."""

    amount: Money
    event_on: date
    proof: Proof | None = None
