"""From rows to the core's timelines, and back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from entraide.apps.parameters.models import ParameterValue
from entraide.core.contributions.reminders import FollowUpTerms, ReminderStep
from entraide.core.contributions.tariff import Division, HeadClass, Tariff
from entraide.core.money import Money
from entraide.core.rules.language.known import Kind, Native
from entraide.core.rules.language.parameters import ParameterBook, ParameterSpec
from entraide.core.timeline import Dated, Timeline


def to_plain(value: Native) -> int | str | bool:
    """Write a value for a JSON column: cents, ISO days, exact fractions."""
    if isinstance(value, Money):
        return value.cents
    return value if isinstance(value, int | str) else str(value)


def from_plain(kind: Kind, plain: Any) -> Native:
    """Read a value back."""
    readers = {Kind.MONEY: Money, Kind.RATE: Fraction, Kind.DATE: date.fromisoformat}
    return readers.get(kind, lambda same: same)(plain)


def to_book(rows: Iterable[ParameterValue]) -> ParameterBook:
    """Put the rows in force together, each key with its timeline; a key is checked until its latest value is."""
    values: dict[str, list[ParameterValue]] = defaultdict(list)
    for row in rows:
        values[row.key].append(row)
    specs = {key: ParameterSpec(key, Kind(held[-1].kind), held[-1].label) for key, held in values.items()}
    timelines = {
        key: Timeline(
            tuple(Dated(row.since, from_plain(specs[key].kind, row.value), row.source, row.confidence) for row in held),
            held[-1].checked_until,
        )
        for key, held in values.items()
    }
    return ParameterBook(specs, timelines)


# The keys of what members are asked for: the rates of the two classes, and how a year is divided.
RATE_KEYS = {HeadClass.ACTIVE: "contribution.active", HeadClass.RETIREE: "contribution.retiree"}
DIVISION_KEY = "contribution.division"


# The delays after which a contribution that is not paid is followed up, by the step that they go before, and the least that is written for.
FOLLOW_UP_KEYS = {step.value: f"contribution.{step.value}_delay" for step in ReminderStep} | {"minimum": "contribution.follow_up_minimum"}


def to_follow_up_terms(book: ParameterBook, *, on: date) -> FollowUpTerms:
    """Read the terms of follow-up that hold on a day; what has no value is as usual."""
    found: dict[str, Any] = {}
    for term, key in FOLLOW_UP_KEYS.items():
        for dated in book.during(key, on, on):
            found[term] = dated.value
    return FollowUpTerms(**found)


def to_tariff(book: ParameterBook) -> Tariff:
    """Read the tariff of contributions among the parameters; a class that has no rate yet has an empty timeline."""
    nothing: Timeline[Any] = Timeline(())
    division = book.timelines.get(DIVISION_KEY, nothing)
    return Tariff(
        {head_class: book.timelines.get(key, nothing) for head_class, key in RATE_KEYS.items()},
        Timeline(
            tuple(Dated(dated.since, Division(dated.value), dated.source, dated.confidence) for dated in division), division.checked_until
        ),
    )
