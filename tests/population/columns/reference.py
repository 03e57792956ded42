"""The scalar reading of the same rows, and the comparison of both readings."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from entraide.core.money import Money
from entraide.core.rules import (
    Ceiling,
    FactSpec,
    FactValue,
    Kind,
    Known,
    ParameterBook,
    Revision,
    Scope,
    Status,
    Used,
    ceiling_span,
    decide,
    revision_for,
)
from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY
from entraide.core.rules.language.known import WITHHELD as PROOF_WITHHELD
from entraide.population.columns import (
    GRANTED,
    KNOWN,
    NO_REVISION,
    NOT_ASKED,
    REFUSED,
    UNKNOWN,
    WITHHELD,
    Decisions,
    FactColumn,
    FactTable,
    UsedColumn,
    decide_catalogue,
)
from entraide.population.columns.call import AnswersAlone, WithReasons


EPOCH = date(1970, 1, 1).toordinal()
STATUSES = {Status.GRANTED: GRANTED, Status.REFUSED: REFUSED, Status.UNKNOWN: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: its facts, its day of filing, what was used before, and whose it is."""

    facts: Mapping[str, FactValue]
    filed_on: date
    usage: Mapping[str, Used] = field(default_factory=dict)
    opener: int = 0
    subject: int = 0
    household: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What both readings must agree on; amounts in cents."""

    status: int
    amount: int = 0
    low: int = 0
    high: int = 0
    reasons: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


def table_of(rows: Sequence[Row], specs: Mapping[str, FactSpec], denominator: int = 10**6) -> FactTable:
    """Lay rows out as columns; a fact that no row holds has no column."""
    names = sorted({name for row in rows for name in row.facts})
    return FactTable(
        len(rows),
        {name: column_of(specs[name], [row.facts.get(name) for row in rows], denominator) for name in names},
        np.array([row.opener for row in rows], np.int64),
        np.array([row.subject for row in rows], np.int64),
        np.array([row.household for row in rows], np.int64),
    )


TYPES = {Kind.DATE: np.int32, Kind.FLAG: np.bool_, Kind.CHOICE: np.int8}


def column_of(spec: FactSpec, held: Sequence[FactValue | None], denominator: int) -> FactColumn:
    """Lay one fact out; rows that are not known hold a value that must not be read."""
    words = sorted(spec.choices)
    of = denominator if spec.kind is Kind.RATE else 1
    states = [KNOWN if isinstance(one, Known) else WITHHELD if one is PROOF_WITHHELD else NOT_ASKED for one in held]
    values = [number_of(one.value, of, words) if isinstance(one, Known) else 77 * (spec.kind is not Kind.CHOICE) for one in held]
    state = np.array(states, np.uint8) if any(states) else None
    return FactColumn(np.array(values).astype(TYPES.get(spec.kind, np.int64)), of, state)


def number_of(value: Any, denominator: int, words: list[str]) -> int:
    """Write a native value as a column holds it."""
    if isinstance(value, Money):
        return value.cents
    if isinstance(value, date):
        return value.toordinal() - EPOCH
    if isinstance(value, str):
        return words.index(value) if value in words else len(words)
    found = Fraction(value) * denominator
    assert found.denominator == 1
    return int(found)


def scalar_answers(revisions: Sequence[Revision], rows: Sequence[Row], parameters: ParameterBook) -> list[Answer]:
    """Decide each row by itself."""
    return [scalar_answer(revisions, row, parameters) for row in rows]


def scalar_answer(revisions: Sequence[Revision], row: Row, parameters: ParameterBook, usage: Mapping[str, Used] | None = None) -> Answer:
    """Decide one row by the revision of its own day."""
    revision = revision_for(revisions, event_on=event_of(revisions, row), filed_on=row.filed_on)
    if revision is None:
        return Answer(NO_REVISION)
    used = row.usage if usage is None else usage
    outcome = decide(revision, facts=row.facts, parameters=parameters, usage=used, filed_on=row.filed_on)
    unpublished = {f"parameter:{fault.where}" for fault in outcome.faults if fault.code == "rules.parameter_without_value"}
    return Answer(
        STATUSES[outcome.status],
        outcome.amount.cents if outcome.amount else 0,
        outcome.low.cents if outcome.low else 0,
        outcome.high.cents if outcome.high is not None else -1,
        frozenset(reason.code for reason in outcome.reasons),
        frozenset({*outcome.missing, *unpublished}),
    )


def shared_answers(revisions: Sequence[Revision], rows: Sequence[Row], parameters: ParameterBook) -> list[Answer]:
    """Decide rows of one or several benefits one after the other, each with what the former were granted: by event, by birth, by row.

    Each row is of one benefit of those given, that of its place: the rows of the first benefit, then those of the second.
    """
    codes = list(dict.fromkeys(revision.code for revision in revisions))
    by_code = {code: [revision for revision in revisions if revision.code == code] for code in codes}
    entries = [(code, place, row) for code in codes for place, row in enumerate(rows)]
    days = {(code, place): event_of(by_code[code], row) for code, place, row in entries}
    births = [_birth_of(row) for row in rows]
    granted: list[tuple[str, frozenset[str], Row, date, int]] = []
    found: dict[tuple[str, int], Answer] = {}
    for code, place, row in sorted(entries, key=lambda entry: (days[entry[:2]], births[entry[1]], codes.index(entry[0]), entry[1])):
        revision = revision_for(by_code[code], event_on=days[code, place], filed_on=row.filed_on)
        if revision is None:
            found[code, place] = Answer(NO_REVISION)
            continue
        keys = frozenset(ceiling.key for ceiling in revision.ceilings)
        usage = {ceiling.key: _used(ceiling, code, row, days[code, place], granted) for ceiling in revision.ceilings}
        answer = found[code, place] = scalar_answer(by_code[code], row, parameters, usage)
        if answer.status == GRANTED:
            granted.append((code, keys, row, days[code, place], answer.amount))
    return [found[code, place] for code in codes for place in range(len(rows))]


def _birth_of(row: Row) -> date:
    born = row.facts.get("born_on")
    return min(max(born.value, FIRST_DAY), LAST_DAY) if isinstance(born, Known) else LAST_DAY


def _used(ceiling: Ceiling, code: str, row: Row, event: date, granted: Sequence[tuple[str, frozenset[str], Row, date, int]]) -> Used:
    span = ceiling_span(ceiling, event)
    counted = [
        cents
        for other, keys, former, day, cents in granted
        if (other == code or ceiling.key in keys)
        and _scope_of(ceiling, former) == _scope_of(ceiling, row)
        and (span is None or span.contains(day))
    ]
    before = row.usage.get(ceiling.key, Used())
    return Used(before.claims + len(counted), before.amount + Money(sum(counted)))


def _scope_of(ceiling: Ceiling, row: Row) -> tuple[int, ...]:
    return {
        Scope.SUBJECT: (row.subject,),
        Scope.BENEFICIARY: (row.opener,),
        Scope.HOUSEHOLD: (row.household,),
        Scope.SUBJECT_OF_BENEFICIARY: (row.subject, row.opener),
    }[ceiling.scope]


def event_of(revisions: Sequence[Revision], row: Row) -> date:
    """Give the day that chooses the revision: the event, brought within the calendar, or the filing while it is not known."""
    event = row.facts.get(max(revisions, key=lambda revision: revision.since).event_fact)
    held = event.value if isinstance(event, Known) and isinstance(event.value, date) else row.filed_on
    return min(max(held, FIRST_DAY), LAST_DAY)


def column_answers(
    revisions: Sequence[Revision], rows: Sequence[Row], parameters: ParameterBook, *, denominator: int = 10**6, rows_at_a_time: int = 16_384
) -> list[Answer]:
    """Decide all rows at once, those of the first benefit given, then those of the second; without reasons the answers are the same."""
    specs = {name: spec for revision in revisions for name, spec in revision.specs.items()}
    days = {row.filed_on for row in rows}
    filed_on = days.pop() if len(days) == 1 else np.array([row.filed_on.toordinal() - EPOCH for row in rows], np.int32)
    keys = {key for row in rows for key in row.usage}
    usage = {
        key: UsedColumn(
            np.array([row.usage.get(key, Used()).claims for row in rows], np.int64),
            np.array([row.usage.get(key, Used()).amount.cents for row in rows], np.int64),
        )
        for key in keys
    }
    options = {"parameters": parameters, "filed_on": filed_on, "usage": usage or None}
    table = table_of(rows, specs, denominator)
    with chunks_of(rows_at_a_time):
        decided = decide_catalogue(revisions, table, **options)
        bare = decide_catalogue(revisions, table, **options, reasons=False)
    for code, whole in decided.items():
        for end in ("status", "amount", "low", "high"):
            assert np.array_equal(getattr(bare[code], end), getattr(whole, end)), (code, end)
    return [answer for decisions in decided.values() for answer in answers_of(decisions)]


@contextmanager
def chunks_of(size: int) -> Iterator[None]:
    """Read so many rows at a time."""
    usual = {kind: kind.rows_at_a_time for kind in (WithReasons, AnswersAlone)}
    for kind in usual:
        kind.rows_at_a_time = size
    try:
        yield
    finally:
        for kind, rows in usual.items():
            kind.rows_at_a_time = rows


def answers_of(decisions: Decisions) -> list[Answer]:
    """Read decisions row by row."""
    reasons = {name: found.tolist() for name, found in decisions.reasons.items()}
    missing = {name: found.tolist() for name, found in decisions.missing.items()}
    numbers = zip(decisions.status.tolist(), decisions.amount.tolist(), decisions.low.tolist(), decisions.high.tolist(), strict=True)
    return [
        Answer(
            *four,
            frozenset(name for name, found in reasons.items() if found[place]),
            frozenset(name for name, found in missing.items() if found[place]),
        )
        for place, four in enumerate(numbers)
    ]


def differences(scalar: Sequence[Answer], columns: Sequence[Answer], rows: Sequence[Row]) -> list[str]:
    """Tell the first rows on which the two readings differ."""
    assert len(scalar) == len(columns) == len(rows)
    wrong = [(one, other, row) for one, other, row in zip(scalar, columns, rows, strict=True) if one != other]
    return [f"scalar {one}\ncolumns {other}\n{row}" for one, other, row in wrong[:3]]
