"""One dated revision of a benefit, complete and frozen: what it pays, to whom, on what conditions, until when, and by which text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from entraide.core.money import ZERO, Money, Rounding
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.cases import GoldenCase
from entraide.core.rules.language.choices import (
    Confidence,
    ContributionEvent,
    DeadlineStart,
    FiscalRegime,
    PaidBy,
    Period,
    ReadsOn,
    Scope,
    Subject,
)
from entraide.core.rules.language.constants import write
from entraide.core.rules.language.encoding import encode, encode_own_facts
from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parts import children_of, facts_used


@dataclass(frozen=True, slots=True)
class Condition:
    """One named condition; its sentence is made from the term, never typed."""

    code: str
    term: t.Term


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit in claims or in money over a scope and a period; benefits that name the same `key` share it.

    `years` counts for rolling years only: the time before the event during which a former grant counts.
    """

    key: str
    scope: Scope
    period: Period
    claims: int | None = None
    amount: t.Term | None = None
    bills_cumulated: bool = False
    years: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """The whole months after the event, or after the end of its civil year, during which a claim is accepted, last day included."""

    months: int
    after: DeadlineStart = DeadlineStart.EVENT


@dataclass(frozen=True, slots=True)
class DocumentRequirement:
    """A document to join, the facts that it proves, and when it is asked for (`condition`; always without one)."""

    kind: str
    label: str
    proves: tuple[str, ...]
    optional: bool = False
    condition: t.Term | None = None


@dataclass(frozen=True, slots=True)
class Taxation:
    """How a benefit is declared: its fiscal regime, and the event that may exempt a voucher."""

    regime: FiscalRegime = FiscalRegime.UNKNOWN
    event: ContributionEvent = ContributionEvent.NONE


@dataclass(frozen=True, slots=True)
class Revision:
    """What a benefit is from `since` on; `amount` is nothing where no source says it: such a benefit is shown and never paid.

    `illustrative` tells, sentence by sentence, what no source says and stands for the demonstration only. `own_facts` are those that the
    benefit declares itself; `on_top_of` names the benefit that a local complement adds to; `postage` is what the person bears for each
    order. `cases` are golden: they hold the revision to what its author meant, and are no part of it.
    """

    code: str
    name: str
    theme: str
    summary: str
    subject: Subject
    event_fact: str
    reads_parameters_on: ReadsOn
    audience: tuple[str, ...]
    since: date
    source: str
    confidence: Confidence
    paid_by: PaidBy
    illustrative: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    amount: t.Term | None = None
    rounding: Rounding = Rounding.HALF_UP
    late_notice_is_paid_back: bool = False
    ceilings: tuple[Ceiling, ...] = ()
    deadline: Deadline | None = None
    documents: tuple[DocumentRequirement, ...] = ()
    confidential: bool = False
    own_facts: tuple[FactSpec, ...] = ()
    on_top_of: str = ""
    postage: Money = ZERO
    taxation: Taxation = Taxation()
    cases: tuple[GoldenCase, ...] = field(default=(), compare=False)
    digest: str = field(init=False, compare=False)
    facts: tuple[str, ...] = field(init=False, compare=False, repr=False)
    specs: Mapping[str, FactSpec] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Seal the revision with the digest of its canonical form, and name its facts: the event first, then term by term, as tables go."""
        specs = FACTS | {spec.name: spec for spec in self.own_facts} if self.own_facts else FACTS
        named = [name for term in (*self.terms, *self._beside) for name in sorted(facts_used(term), key=list(specs).index)]
        object.__setattr__(self, "facts", tuple(dict.fromkeys((self.event_fact, *named))))
        object.__setattr__(self, "specs", specs)
        canonical = json.dumps(encode_revision(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        object.__setattr__(self, "digest", sha256(canonical.encode()).hexdigest())

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def is_payable(self) -> bool:
        """Tell whether the amount is known, so that a claim may be decided and paid."""
        return self.amount is not None

    @property
    def terms(self) -> tuple[t.Term, ...]:
        """List the conditions' terms, then the amount's."""
        return (*(condition.term for condition in self.conditions), *(() if self.amount is None else (self.amount,)))

    @property
    def _beside(self) -> tuple[t.Term, ...]:
        """List the terms of ceilings and documents, whose facts a decision reads too."""
        ceilings = tuple(ceiling.amount for ceiling in self.ceilings if ceiling.amount is not None)
        return (*ceilings, *(document.condition for document in self.documents if document.condition is not None))

    @property
    def when_withheld(self) -> dict[str, t.Term]:
        """Say which facts the person may withhold, and what stands in for each."""
        found: dict[str, t.Term] = {}
        stack = list(self.terms)
        while stack:
            term = stack.pop()
            stack.extend(children_of(term))
            if isinstance(term, t.WhenWithheld):
                found |= dict.fromkeys(facts_used(term.value) - {"has_two_notices"}, term.instead)
        return found


def encode_revision(revision: Revision) -> dict[str, Any]:
    """Write a revision as the files do, complete, in its one canonical form: what a published row stores and what the digest seals.

    A word that the language gained later is written only where it says something, so that the digests of earlier rows stay true.
    """
    later = {
        "facts": encode_own_facts(revision.own_facts),
        "on_top_of": revision.on_top_of,
        "postage": str(write(t.Const(Kind.MONEY, revision.postage.cents))) if revision.postage.cents else "",
        "taxation": _encode_taxation(revision.taxation),
    }
    return _encode_first_words(revision) | {word: value for word, value in later.items() if value}


def _encode_taxation(taxation: Taxation) -> dict[str, Any]:
    silent = Taxation()
    said = {"regime": taxation.regime, "event": taxation.event}
    return {word: value.value for word, value in said.items() if value is not getattr(silent, word)}


def _encode_first_words(revision: Revision) -> dict[str, Any]:
    return {
        "benefit": revision.code,
        "name": revision.name,
        "theme": revision.theme,
        "summary": revision.summary,
        "subject": revision.subject.value,
        "event": revision.event_fact,
        "reads_parameters_on": revision.reads_parameters_on.value,
        "audience": list(revision.audience),
        "paid_by": revision.paid_by.value,
        "confidential": revision.confidential,
        "since": revision.since.isoformat(),
        "source": revision.source,
        "confidence": revision.confidence.value,
        "illustrative": list(revision.illustrative),
        "conditions": {condition.code: encode(condition.term) for condition in revision.conditions},
        "amount": "unknown" if revision.amount is None else encode(revision.amount),
        "round": revision.rounding.value,
        "late_notice_is_paid_back": revision.late_notice_is_paid_back,
        "ceilings": [_encode_ceiling(ceiling) for ceiling in revision.ceilings],
        "deadline": _encode_deadline(revision.deadline),
        "documents": [_encode_document(document) for document in revision.documents],
    }


def _encode_ceiling(ceiling: Ceiling) -> dict[str, Any]:
    optional = {
        "years": ceiling.years or None,
        "claims": ceiling.claims,
        "amount": None if ceiling.amount is None else encode(ceiling.amount),
        "bills": "cumulated" if ceiling.bills_cumulated else None,
    }
    written = {"key": ceiling.key, "per": ceiling.scope.value, "over": ceiling.period.value}
    return written | {key: value for key, value in optional.items() if value is not None}


def _encode_deadline(deadline: Deadline | None) -> dict[str, Any] | str:
    return "unknown" if deadline is None else {"months": deadline.months, "after": deadline.after.value}


def _encode_document(document: DocumentRequirement) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": document.kind, "label": document.label, "proves": list(document.proves)}
    if document.optional:
        written["optional"] = True
    return written if document.condition is None else written | {"when": encode(document.condition)}
