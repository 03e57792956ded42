"""Golden cases: a situation written by hand and the answer that it must get, which hold a rule to what its author meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from entraide.core.money import Money
from entraide.core.rules.language.answers import Bill, Status, Used
from entraide.core.rules.language.known import FactValue


@dataclass(frozen=True, slots=True)
class Expectation:
    """The answer that a case must get; what is nothing is not looked at. No status: no revision holds for that day.

    `near` is the sentence of one comparison that alone would change the outcome; `since` the first day of the revision that answers.
    """

    status: Status | None
    amount: Money | None = None
    low: Money | None = None
    high: Money | None = None
    ask: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    near: str = ""
    cuts: tuple[str, ...] | None = None
    faults: tuple[str, ...] = ()
    last_day: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """A grant made before, under one ceiling, which counts where its own day of event lies in the period of the new one."""

    ceiling: str
    event_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One situation: the day of filing, what is known of it (all of it proved), what is withheld, bills, and what was used before.

    `used` says what already counts under a ceiling; `former` gives grants with their days, and leaves the counting to the ceiling.
    """

    title: str
    filed_on: date
    expect: Expectation
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    bills: tuple[Bill, ...] = ()
    used: Mapping[str, Used] = field(default_factory=dict)
    former: tuple[Former, ...] = ()
