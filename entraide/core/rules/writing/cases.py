"""Golden cases as files write them."""

from collections.abc import Mapping
from typing import Any

from entraide.core.money import Money
from entraide.core.rules.language.answers import Bill, Status, Used
from entraide.core.rules.language.cases import Expectation, Former, GoldenCase
from entraide.core.rules.language.constants import parse, to_native, write
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.language.known import WITHHELD, FactValue, Known, Native, Proof, kind_of_native, to_reckon
from entraide.core.rules.language.terms import Const
from entraide.core.rules.writing.fields import Fields


WORDS = ("title", "filed_on", "facts", "withheld", "bills", "used", "former", "expect")
FORMER_WORDS = ("ceiling", "event_on", "amount")
ANSWERS = tuple(status.value for status in Status)
EXPECTED = (*ANSWERS, "no_revision", "revision", "near", "cuts", "faults", "last_day")


def decode_case(fields: Fields, specs: Mapping[str, FactSpec]) -> GoldenCase:
    """Read one case; each fault stands at its word."""
    fields.check_words(WORDS, ("title", "filed_on", "facts", "expect"))
    filed_on = fields.day("filed_on")
    proof = Proof("une gestionnaire", "pièce justificative", filed_on)
    known: dict[str, FactValue] = {}
    for name, plain in fields.pairs("facts"):
        if name not in specs:
            fields.faults.add("rules.unknown_fact", (*fields.at("facts"), name), word=name)
        known[name] = Known(read_value(plain), proof)
    withheld = fields.texts("withheld")
    for rank, name in enumerate(withheld):
        if name not in specs:
            fields.faults.add("rules.unknown_fact", (*fields.at("withheld"), rank), word=name)
    return GoldenCase(
        title=fields.text("title", longest=200),
        filed_on=filed_on,
        expect=_expectation(fields),
        facts=known | dict.fromkeys(withheld, WITHHELD),
        bills=tuple(Bill(bill.money("amount"), bill.day("event_on"), proof) for bill in fields.mappings("bills")),
        used={key: read_used(key, plain, fields) for key, plain in fields.pairs("used")},
        former=tuple(former for grant in fields.mappings("former") if (former := read_former(grant)) is not None),
    )


def read_former(fields: Fields) -> Former | None:
    """Read a grant made before; nothing where a word is missing."""
    fields.check_words(FORMER_WORDS, FORMER_WORDS)
    if any(word not in fields.source for word in FORMER_WORDS):
        return None
    return Former(fields.text("ceiling"), fields.day("event_on"), fields.money("amount"))


def encode_case(case: GoldenCase) -> dict[str, Any]:
    """Write a case as the files do."""
    known = {name: _plain(held.value) for name, held in case.facts.items() if isinstance(held, Known)}
    optional = {
        "withheld": [name for name, held in case.facts.items() if held is WITHHELD],
        "bills": [{"amount": _plain(bill.amount), "event_on": _plain(bill.event_on)} for bill in case.bills],
        "used": {key: _plain_used(used) for key, used in case.used.items()},
        "former": [{"ceiling": each.ceiling, "event_on": _plain(each.event_on), "amount": _plain(each.amount)} for each in case.former],
    }
    written = {"title": case.title, "filed_on": case.filed_on.isoformat(), "facts": known}
    return written | {word: value for word, value in optional.items() if value} | {"expect": _plain_expectation(case.expect)}


def read_value(plain: object) -> Any:
    """Read a value as callers of the rules hold it; what is no constant stays as it is written, for the rules to find fault with.

    >>> read_value("120 EUR"), read_value("full")
    (Money(cents=12000), 'full')
    """
    const = parse(plain)
    return plain if const is None else to_native(const.kind, const.value)


def _plain(value: Native) -> Any:
    kind = kind_of_native(value)
    return value if kind is None else write(Const(kind, to_reckon(value)))


def read_used(key: str, plain: Any, fields: Fields) -> Used:
    """Read what was used of one ceiling: a number of claims, or claims and an amount."""
    own = Fields(plain if isinstance(plain, Mapping) else {"claims": plain}, fields.faults, (*fields.at("used"), key))
    own.check_words(("claims", "amount"), ())
    return Used(own.count("claims") or 0, own.money("amount") if "amount" in own.source else Money(0))


def _plain_used(used: Used) -> Any:
    return {"claims": used.claims, "amount": _plain(used.amount)} if used.amount.cents else used.claims


def _expectation(fields: Fields) -> Expectation:
    found = fields.below("expect")
    found.check_words(EXPECTED, ())
    answers = [word for word in (*ANSWERS, "no_revision") if word in found.source]
    if len(answers) != 1:
        found.faults.add("rules.case_without_answer", found.path, answers=", ".join(ANSWERS))
        return Expectation(None)
    status = None if answers[0] == "no_revision" else Status(answers[0])
    unknown = found.below("unknown") if status is Status.UNKNOWN else None
    published = unknown is not None and "from" in unknown.source
    return Expectation(
        status=status,
        amount=found.money("granted") if status is Status.GRANTED else None,
        low=unknown.money("from") if unknown and published else None,
        high=unknown.money("to") if unknown and published else None,
        ask=unknown.texts("ask") if unknown else (),
        reasons=found.texts("refused") if status is Status.REFUSED else (),
        near=found.text("near") if "near" in found.source else "",
        cuts=found.texts("cuts") if "cuts" in found.source else None,
        faults=found.texts("faults"),
        last_day=found.day("last_day") if "last_day" in found.source else None,
        since=found.day("revision") if "revision" in found.source else None,
    )


def _plain_expectation(expect: Expectation) -> dict[str, Any]:
    optional = {
        "near": expect.near or None,
        "cuts": None if expect.cuts is None else list(expect.cuts),
        "faults": list(expect.faults) or None,
        "last_day": expect.last_day and expect.last_day.isoformat(),
        "revision": expect.since and expect.since.isoformat(),
    }
    return _plain_answer(expect) | {word: value for word, value in optional.items() if value is not None}


def _plain_answer(expect: Expectation) -> dict[str, Any]:
    if expect.status is Status.GRANTED and expect.amount is not None:
        return {"granted": _plain(expect.amount)}
    if expect.status is Status.REFUSED:
        return {"refused": list(expect.reasons)}
    if expect.status is None:
        return {"no_revision": True}
    bounds = {} if expect.low is None or expect.high is None else {"from": _plain(expect.low), "to": _plain(expect.high)}
    return {"unknown": {**bounds, "ask": list(expect.ask)}}
