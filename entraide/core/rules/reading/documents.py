"""The reading of a whole benefit with its dated revisions, each fault with its place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from entraide.core.money import ZERO, Rounding
from entraide.core.rules.checking.forbidden import note_forbidden, recast_unknown_words
from entraide.core.rules.checking.publication import note_before_publication
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
from entraide.core.rules.language.definition import Ceiling, Condition, Deadline, DocumentRequirement, Revision, Taxation, encode_revision
from entraide.core.rules.language.facts import FIRST_DAY, STATUSES
from entraide.core.rules.language.known import Kind
from entraide.core.rules.reading.terms import read_term
from entraide.core.rules.writing.cases import decode_case, encode_case
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.marks import Faults
from entraide.core.rules.writing.own_facts import decode_own_facts
from entraide.core.rules.writing.reading import Reading, Specs


# How long a text may be, in characters: what a list shows on one line, and what a database keeps.
WORD, SHORT, LABEL = 40, 80, 200
# A code is the name of a file, a part of an address, and a key: nothing else may stand in it.
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# Past these, a number is a slip: twenty years to file, half a century between two grants.
MONTHS, YEARS, CLAIMS = (0, 240), (1, 50), (1, 10_000)

# What every revision of a benefit has in common is written once, at the head of the file; a revision may say it anew.
HEADER = (
    "benefit",
    "name",
    "theme",
    "summary",
    "subject",
    "event",
    "reads_parameters_on",
    "audience",
    "paid_by",
    "confidential",
    "facts",
    "on_top_of",
    "postage",
    "taxation",
)
OWN = (
    "since",
    "source",
    "confidence",
    "illustrative",
    "conditions",
    "amount",
    "round",
    "late_notice_is_paid_back",
    "ceilings",
    "deadline",
    "documents",
    "cases",
)
REQUIRED = (*HEADER[:9], "since", "source", "confidence", "amount", "deadline")
# What stands in for a word that is missing, whose fault is noted already, so that all the others are read.
_STAND_INS: dict[str, Any] = {
    "benefit": "x",
    "name": "x",
    "theme": "x",
    "summary": "x",
    "subject": Subject.SELF.value,
    "event": "event_on",
    "reads_parameters_on": ReadsOn.EVENT.value,
    "audience": list(STATUSES),
    "paid_by": PaidBy.TRANSFER.value,
    "since": FIRST_DAY.isoformat(),
    "source": "x",
    "confidence": "H",
    "amount": "unknown",
    "deadline": "unknown",
}
LEFT_OUT: dict[str, Any] = {"confidential": False, "illustrative": [], "conditions": {}, "ceilings": [], "documents": []}
LEFT_OUT_UNPAID: dict[str, Any] = {"round": "half_up", "late_notice_is_paid_back": False}


def encode_benefit(revisions: Iterable[Revision]) -> dict[str, Any]:
    """Write the revisions of one benefit as its file does, in canonical form: the head, then each revision by day."""
    sorted_by_day = sorted(revisions, key=lambda revision: revision.since)
    written = [encode_revision(revision) | encode_cases(revision) for revision in sorted_by_day]
    for revision in written:
        silent = LEFT_OUT | (LEFT_OUT_UNPAID if revision["amount"] == "unknown" else {})
        for word in [word for word, value in silent.items() if revision[word] == value]:
            del revision[word]
    shared = [word for word in HEADER if word in written[0] and all(revision.get(word) == written[0][word] for revision in written)]
    head = {word: written[0][word] for word in shared}
    return {**head, "revisions": [{word: value for word, value in revision.items() if word not in shared} for revision in written]}


def encode_cases(revision: Revision) -> dict[str, Any]:
    """Write the golden cases of a revision; nothing where it has none."""
    return {"cases": [encode_case(case) for case in revision.cases]} if revision.cases else {}


def decode_benefit(source: Mapping[str, Any], faults: Faults, specs: Specs) -> tuple[Revision, ...]:
    """Read a benefit's document; a revision with a fault is left out, and all of them when a word of the head is not understood."""
    head = Fields(source, faults, ())
    head.check_words((*HEADER, "revisions"), ("benefit", "revisions"))
    common = {word: value for word, value in source.items() if word in HEADER}
    listed = head.mappings("revisions")
    if listed:
        common |= _missing_in_head(common, listed, faults)
    is_understood = not faults.found
    revisions: list[Revision] = []
    for own in listed:
        inherited = frozenset(common) - frozenset(own.source)
        revision = _revision(Fields({**common, **own.source}, faults, own.path, inherited), specs, is_new=True)
        if revision and any(revision.since == former.since for former in revisions):
            faults.add("rules.two_revisions_one_day", own.at("since"))
        elif revision:
            revisions.append(revision)
    if source.get("revisions") == []:
        faults.add("rules.not_a_list", ("revisions",), count=1)
    recast_unknown_words(faults)
    return tuple(sorted(revisions, key=lambda revision: revision.since)) if is_understood else ()


def _missing_in_head(common: Mapping[str, Any], revisions: list[Fields], faults: Faults) -> dict[str, Any]:
    """Note once each word of the head that no revision says either, unless it is there with a slip; give what stands in for it."""
    misspelt = {finding.params.get("close") for finding in faults.found}
    missing = [word for word in REQUIRED if word in HEADER and word not in common and not any(word in own.source for own in revisions)]
    for word in missing:
        if word not in misspelt and word != "benefit":
            faults.add("rules.missing_word", (), word=word)
    return {word: _STAND_INS[word] for word in missing}


def decode_revision(source: Mapping[str, Any], faults: Faults, specs: Specs) -> Revision | None:
    """Read one complete revision, as published rows store it; nothing when it has a fault."""
    return _revision(Fields(source, faults, ()), specs)


def _revision(fields: Fields, specs: Specs, *, is_new: bool = False) -> Revision | None:
    before = fields.faults.times
    fields.check_words((*HEADER, *OWN), REQUIRED)
    fields = replace(fields, source=_STAND_INS | dict(fields.source))
    own_facts = decode_own_facts(fields)
    reading = Reading({spec.name: spec for spec in own_facts}, specs, is_new)
    revision = Revision(
        code=fields.text("benefit", longest=SHORT),
        name=fields.text("name", longest=LABEL),
        theme=fields.text("theme", longest=SHORT),
        summary=fields.text("summary"),
        subject=fields.choice("subject", Subject, Subject.SELF),
        event_fact=_event(fields, reading),
        reads_parameters_on=fields.choice("reads_parameters_on", ReadsOn, ReadsOn.EVENT),
        audience=_audience(fields),
        since=fields.day("since"),
        source=fields.text("source"),
        confidence=fields.choice("confidence", Confidence, Confidence.ILLUSTRATIVE),
        paid_by=fields.choice("paid_by", PaidBy, PaidBy.TRANSFER),
        illustrative=fields.texts("illustrative"),
        conditions=_conditions(fields, reading),
        amount=None if fields.source["amount"] == "unknown" else read_term(fields, "amount", Kind.MONEY, reading),
        rounding=fields.choice("round", Rounding, Rounding.HALF_UP),
        late_notice_is_paid_back=fields.flag("late_notice_is_paid_back"),
        ceilings=tuple(_ceiling(item, reading) for item in fields.mappings("ceilings")),
        deadline=_deadline(fields, reading),
        documents=tuple(_document(item, reading) for item in fields.mappings("documents")),
        confidential=fields.flag("confidential"),
        own_facts=own_facts,
        on_top_of=fields.text("on_top_of", longest=SHORT) if "on_top_of" in fields.source else "",
        postage=fields.money("postage") if "postage" in fields.source else ZERO,
        taxation=_taxation(fields.below("taxation")),
        cases=tuple(decode_case(item, reading.facts) for item in fields.mappings("cases")),
    )
    if is_new:
        _check_code(revision.code, fields)
        note_forbidden(revision, fields, reading)
    if is_new and fields.faults.times == before:
        note_before_publication(revision, fields, reading)
    return revision if fields.faults.times == before else None


def _check_code(code: str, fields: Fields) -> None:
    if code and not _CODE.fullmatch(code):
        fields.faults.add("rules.benefit_code", fields.at("benefit"), word=code)


def _event(fields: Fields, reading: Reading) -> str:
    event = fields.text("event")
    if event and (event not in reading.facts or reading.facts[event].kind is not Kind.DATE):
        fields.faults.add("rules.event_not_a_date" if event in reading.facts else "rules.unknown_fact", fields.at("event"), word=event)
    return event


def _taxation(fields: Fields) -> Taxation:
    fields.check_words(("regime", "event"), ())
    return Taxation(
        fields.choice("regime", FiscalRegime, FiscalRegime.UNKNOWN), fields.choice("event", ContributionEvent, ContributionEvent.NONE)
    )


def _audience(fields: Fields) -> tuple[str, ...]:
    found = _among(fields, "audience", STATUSES, "rules.unknown_choice")
    if not found:
        fields.faults.add("rules.not_a_list", fields.at("audience"), count=1)
    return found


def _among(fields: Fields, word: str, known: Mapping[str, Any], code: str) -> tuple[str, ...]:
    found = fields.texts(word)
    for rank, item in enumerate(found):
        if item not in known:
            fields.faults.add(code, (*fields.at(word), rank), word=item, choices=", ".join(known))
    return found


def _conditions(fields: Fields, reading: Reading) -> tuple[Condition, ...]:
    listed = fields.source.get("conditions", {})
    if not isinstance(listed, Mapping):
        fields.faults.add("rules.not_a_mapping", fields.at("conditions"))
        return ()
    own = Fields(listed, fields.faults, fields.at("conditions"))
    return tuple(Condition(code, read_term(own, code, Kind.FLAG, reading)) for code in listed)


def _ceiling(fields: Fields, reading: Reading) -> Ceiling:
    fields.check_words(("key", "per", "over", "years", "claims", "amount", "bills"), ("key", "per", "over"))
    if not {"claims", "amount"} & set(fields.source):
        fields.faults.add("rules.missing_word", fields.path, word="claims")
    if fields.source.get("bills", "cumulated") != "cumulated":
        fields.faults.add("rules.unknown_choice", fields.at("bills"), word=str(fields.source["bills"]), choices="cumulated")
    period = fields.choice("over", Period, Period.CIVIL_YEAR)
    if (period is Period.ROLLING_YEARS) != ("years" in fields.source):
        fields.faults.add("rules.missing_word", fields.path, word="years (avec over: rolling_years)")
    return Ceiling(
        fields.text("key", longest=SHORT),
        fields.choice("per", Scope, Scope.SUBJECT),
        period,
        fields.count("claims", reading.within(CLAIMS)),
        read_term(fields, "amount", Kind.MONEY, reading) if "amount" in fields.source else None,
        "bills" in fields.source,
        fields.count("years", reading.within(YEARS)) or 0,
    )


def _deadline(fields: Fields, reading: Reading) -> Deadline | None:
    source = fields.source.get("deadline", "unknown")
    if source == "unknown":
        return None
    if not isinstance(source, Mapping):
        fields.faults.add("rules.not_a_mapping", fields.at("deadline"))
        return None
    own = Fields(source, fields.faults, fields.at("deadline"))
    own.check_words(("months", "after"), ("months", "after"))
    return Deadline(own.count("months", reading.within(MONTHS)) or 0, own.choice("after", DeadlineStart, DeadlineStart.EVENT))


def _document(fields: Fields, reading: Reading) -> DocumentRequirement:
    fields.check_words(("kind", "label", "proves", "optional", "when"), ("kind", "label", "proves"))
    return DocumentRequirement(
        fields.text("kind", longest=WORD),
        fields.text("label", longest=LABEL),
        _among(fields, "proves", reading.facts, "rules.unknown_fact"),
        fields.flag("optional"),
        read_term(fields, "when", Kind.FLAG, reading) if "when" in fields.source else None,
    )
