"""The reading of a situation written by hand: facts, what is withheld, bills, usage; each fault with its place and a remedy."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from entraide.core.money import ZERO
from entraide.core.rules.checking.units import EXAMPLES
from entraide.core.rules.households.household import Household, Person
from entraide.core.rules.households.openers import Candidate, ChildOpener, choose_opener
from entraide.core.rules.language.answers import Bill, Used
from entraide.core.rules.language.cases import Former
from entraide.core.rules.language.facts import FACTS, LAST_DAY, FactSpec
from entraide.core.rules.language.known import WITHHELD, FactValue, Kind, Known, Proof, day_held
from entraide.core.rules.telling.sentences import show
from entraide.core.rules.writing.cases import read_former, read_used, read_value
from entraide.core.rules.writing.faults import KINDS
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.marks import Path


CLAIM_WORDS = ("facts", "withheld", "bills", "used", "former")
HOUSEHOLD_WORDS = ("facts", "withheld", "used", "benefits", "spouse", "children")
PERSON_WORDS = ("name", "withheld", "used", "benefits")
CHILD_WORDS = (*PERSON_WORDS, "other_parent", "opener_named")
# What the choice between two parents reads of each.
PARENT_WORDS = ("rights_since", "born_on")
_PARENT_SPECS = {
    "rights_since": replace(FACTS["rights_since"], label="l’ouverture des droits de l’autre parent"),
    "born_on": replace(FACTS["born_on"], label="la date de naissance de l’autre parent"),
}
# What follows of the other parent.
SAID_BY_PARENTS = ("opens_right", "other_parent_is_beneficiary")
# Whom the parents named: the opener of the file, or the other parent.
SELF, OTHER = "self", "other"
# How a fact that is not known may be written: nothing after the colon, or JSON's own word.
_NOTHING = ("", "null", "~")
_EUROS = re.compile(r"(\d[\d ]{0,11})(?:[.,](\d{1,2}))? ?(?:€|eur|euros?)?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?) ?%?", re.ASCII)
_DAY = re.compile(r"(\d{2})[/.-](\d{2})[/.-](\d{4})", re.ASCII)
_YES_AND_NO = {"oui": "true", "vrai": "true", "yes": "true", "1": "true", "non": "false", "faux": "false", "no": "false", "0": "false"}
_NO_FACT = ("rules.no_such_fact", "rules.no_such_fact_close")
_NO_BENEFIT = ("rules.unknown_benefit", "rules.unknown_benefit_close")
_NO_CEILING = ("rules.unknown_ceiling", "rules.unknown_ceiling_close")
_KINDS = KINDS | {Kind.FLAG: "une réponse par oui ou non"}
_EXAMPLES = EXAMPLES | {Kind.FLAG: "true"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a situation may name: facts, events among them, benefits, and ceilings by whom they are counted for; and who proves it all.

    `person_keys` are the ceilings counted by dependant, `household_keys` those of the opener or of the household.
    """

    specs: Mapping[str, FactSpec]
    events: frozenset[str]
    proof: Proof
    household_keys: frozenset[str] = frozenset()
    person_keys: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known for one claim, and the grants made before, which its ceilings count by their days."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    bills: tuple[Bill, ...] = ()
    used: Mapping[str, Used] = field(default_factory=dict)
    former: tuple[Former, ...] = ()


def decode_situation(fields: Fields, expected: Expected) -> Situation:
    """Read what is known for one claim; a document without the word `facts` is read as the facts themselves."""
    facts = _facts(*_of(fields, CLAIM_WORDS), expected) | _withheld(fields, expected)
    bills = tuple(_bill(item, expected.proof) for item in fields.mappings("bills"))
    _check_birth(facts, [*_days(facts, expected), *(bill.event_on for bill in bills)], _facts_path(fields, "born_on"), fields)
    keys = expected.household_keys | expected.person_keys
    return Situation(facts, bills, _used(fields, keys), tuple(_former(fields, keys)))


def decode_household(fields: Fields, expected: Expected) -> Household:
    """Read what is known of a household: of the opener, of the spouse, of each child."""
    facts = _facts(*_of(fields, HOUSEHOLD_WORDS), expected) | _withheld(fields, expected)
    opener = Person("vous", facts, _own(fields, expected), _used(fields, expected.household_keys))
    spouse = _person(fields.below("spouse"), expected, "conjoint") if "spouse" in fields.source else None
    items = fields.mappings("children")
    read = [_person(item, expected, f"enfant {rank}", CHILD_WORDS) for rank, item in enumerate(items, 1)]
    missing = _missing(fields)
    children = [_with_opener(child, item, opener, missing, expected) for child, item in zip(read, items, strict=True)]
    return Household(opener, spouse, tuple(child for child, _ in children), tuple(told for _, told in children if told is not None))


def _person(fields: Fields, expected: Expected, usual_name: str, words: tuple[str, ...] = PERSON_WORDS) -> Person:
    named = fields.text("name", longest=100) if "name" in fields.source else usual_name
    written = [(name, plain) for name, plain in fields.source.items() if name not in words]
    facts = _facts(written, fields.path, fields, expected) | _withheld(fields, expected)
    _check_birth(facts, _days(facts, expected), fields.at("born_on"), fields)
    own = _own(fields, expected)
    for code, known in own.items():
        path = (*fields.at("benefits"), code)
        _check_birth({**facts, **known}, _days(known, expected), path, fields)
    return Person(named, facts, own, _used(fields, expected.person_keys))


def _missing(fields: Fields) -> list[str]:
    """List what the choice between two parents wants of the opener and the file does not give; what is written wrong is told already."""
    given = fields.source.get("facts", fields.source)
    written = given if isinstance(given, Mapping) else {}
    return [word for word in PARENT_WORDS if written.get(word, "") in _NOTHING]


def _with_opener(
    child: Person, fields: Fields, opener: Person, missing: Iterable[str], expected: Expected
) -> tuple[Person, ChildOpener | None]:
    """Hold, as facts of a child whose other parent is a beneficiary too, that it is so and who opens the rights."""
    if "other_parent" not in fields.source:
        if "opener_named" in fields.source:
            fields.faults.add("rules.named_without_other_parent", fields.at("opener_named"))
        return child, None
    _check_said_once(child, fields)
    named = _named(fields)
    is_shared = child.facts.get("custody") == Known("alternating", expected.proof)
    other = _other_parent(fields, expected, required=() if is_shared else PARENT_WORDS)
    child = replace(child, facts={**child.facts, "other_parent_is_beneficiary": Known(True, expected.proof)})
    if is_shared:
        return child, ChildOpener(child.name, None, "alternating")
    for word in missing:
        fields.faults.add("rules.opener_fact_missing", fields.at("other_parent"), word=word)
    parents = [_candidate(SELF, opener.facts, named), _candidate(OTHER, other, named)]
    known = [each for each in parents if each is not None]
    if len(known) < len(parents):
        return child, None
    choice = choose_opener([each for each in known if each.rights_since <= expected.proof.on] or known)
    if choice.reason == "lowest_key":
        fields.faults.add("rules.parents_alike", fields.at("other_parent"))
    proof = replace(expected.proof, source=choice.sentence)
    facts = {**child.facts, "opens_right": Known(choice.key == SELF, proof)}
    return replace(child, facts=facts), ChildOpener(child.name, choice.key == SELF, choice.reason)


def _check_said_once(child: Person, fields: Fields) -> None:
    """Note what is written by hand and the other parent says already, and a custody that would hold for one benefit only."""
    held = [(fields.at("withheld" if value is WITHHELD else word), word) for word, value in child.facts.items() if word in SAID_BY_PARENTS]
    own = [((*fields.at("benefits"), code, word), word) for code, facts in child.own.items() for word in facts]
    for path, word in held + [each for each in own if each[1] in SAID_BY_PARENTS]:
        fields.faults.add("rules.said_by_other_parent", path, word=word)
    for path, word in own:
        if word == "custody":
            fields.faults.add("rules.custody_for_one_benefit", path)


def _named(fields: Fields) -> str:
    word = fields.source.get("opener_named", "")
    if word not in (*_NOTHING, SELF, OTHER):
        fields.faults.add("rules.unknown_choice", fields.at("opener_named"), word=str(word), choices=f"{SELF}, {OTHER}")
    return str(word)


def _other_parent(fields: Fields, expected: Expected, *, required: tuple[str, ...]) -> dict[str, FactValue]:
    """Read what is known of the other parent; a fact left empty is one that is missing."""
    if not isinstance(fields.source["other_parent"], Mapping):
        fields.faults.add("rules.not_a_mapping", fields.at("other_parent"))
        return {}
    below = fields.below("other_parent")
    known = replace(expected, specs=_PARENT_SPECS)
    filled = {word: plain for word, plain in below.source.items() if plain not in _NOTHING}
    replace(below, source=filled).check_words(PARENT_WORDS, required)
    return _facts([(word, filled[word]) for word in PARENT_WORDS if word in filled], below.path, fields, known)


def _candidate(key: str, facts: Mapping[str, FactValue], named: str) -> Candidate | None:
    since, born_on = (day_held(facts, word) for word in PARENT_WORDS)
    return None if since is None or born_on is None else Candidate(key, named == key, since, born_on)


def _of(fields: Fields, words: tuple[str, ...]) -> tuple[list[tuple[str, Any]], Path, Fields]:
    """Find where the facts are written: under their word, or all over the document."""
    if "facts" in fields.source:
        fields.check_words(words, ())
        return fields.pairs("facts"), fields.at("facts"), fields
    return [(name, plain) for name, plain in fields.source.items() if name not in words], fields.path, fields


def _facts_path(fields: Fields, name: str) -> Path:
    return (*(fields.at("facts") if "facts" in fields.source else fields.path), name)


def _facts(written: Iterable[tuple[str, Any]], path: Path, fields: Fields, expected: Expected) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name, plain in written:
        if not _is_known(name, expected.specs, (*path, name), fields, _NO_FACT):
            continue
        if plain not in _NOTHING:
            value = plain if expected.specs[name].kind is Kind.CHOICE and isinstance(plain, str) else read_value(plain)
            if _is_sound(expected.specs[name], value, plain, (*path, name), fields):
                found[name] = Known(value, expected.proof)
    return found


def _is_known(word: str, known: Iterable[str], path: Path, fields: Fields, codes: tuple[str, str]) -> bool:
    """Note a word that nothing has for name, by the second of two codes where something has nearly that name."""
    names = list(known)
    if word in names:
        return True
    close = get_close_matches(word, names, 1)
    fields.faults.add(codes[len(close)], path, word=word, **({"close": close[0]} if close else {}))
    return False


def _is_sound(spec: FactSpec, value: object, plain: object, path: Path, fields: Fields) -> bool:
    """Note a value that the fact cannot have."""
    code = spec.fault_in(value)
    if code == "rules.fact_not_plausible":
        low, high = (show(spec.kind, bound, unit=spec.unit) for bound in spec.bounds)
        fields.faults.add(code, path, fact=spec.label, low=low, high=high)
    elif code and spec.kind is Kind.CHOICE:
        fields.faults.add("rules.unknown_choice", path, word=str(plain), choices=", ".join(spec.choices))
    elif code:
        written, kind = str(plain) if isinstance(plain, str | int) else "{…}", _KINDS[spec.kind]
        written = written.lower() if isinstance(plain, bool) else written
        fields.faults.add("rules.fact_written_otherwise", path, fact=spec.label, written=written, kind=kind, instead=_instead(spec, plain))
    return not code


def _instead(spec: FactSpec, plain: object) -> str:
    """Write a value as it was probably meant, where that can be told; else an example."""
    written = str(plain).strip().lower()
    if spec.kind is Kind.MONEY and (found := _EUROS.fullmatch(written)):
        cents = (found[2] or "").ljust(2, "0")
        return f"{found[1].replace(' ', '')}{f'.{cents}' if int(cents) else ''} EUR"
    if spec.kind is Kind.RATE and (found := _PERCENT.fullmatch(written)):
        return f"{found[1].replace(',', '.')} %"
    if spec.kind is Kind.DATE and (found := _DAY.fullmatch(written)):
        return "-".join(reversed(found.groups()))
    return _YES_AND_NO.get(written, _EXAMPLES[spec.kind]) if spec.kind is Kind.FLAG else _EXAMPLES[spec.kind]


def _withheld(fields: Fields, expected: Expected) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    given = fields.source.get("facts", fields.source)
    for rank, name in enumerate(fields.texts("withheld")):
        path = (*fields.at("withheld"), rank)
        if _is_known(name, expected.specs, path, fields, _NO_FACT):
            found[name] = WITHHELD
            if isinstance(given, Mapping) and name in given:
                fields.faults.add("rules.fact_given_and_withheld", path, word=name)
    return found


def _own(fields: Fields, expected: Expected) -> dict[str, dict[str, FactValue]]:
    """Read what is known for one benefit only."""
    found: dict[str, dict[str, FactValue]] = {}
    listed = fields.below("benefits")
    for code in listed.source:
        if _is_known(code, sorted(expected.codes), listed.at(code), fields, _NO_BENEFIT):
            own = listed.below(code)
            found[code] = _facts(own.source.items(), own.path, fields, expected)
    return found


def _bill(fields: Fields, proof: Proof) -> Bill:
    fields.check_words(("amount", "event_on"), ("amount", "event_on"))
    amount = fields.money("amount") if "amount" in fields.source else ZERO
    return Bill(amount, fields.day("event_on") if "event_on" in fields.source else LAST_DAY, proof)


def _used(fields: Fields, keys: frozenset[str]) -> dict[str, Used]:
    pairs = fields.pairs("used")
    at = fields.at("used")
    return {key: read_used(key, plain, fields) for key, plain in pairs if _is_known(key, sorted(keys), (*at, key), fields, _NO_CEILING)}


def _former(fields: Fields, keys: frozenset[str]) -> Iterator[Former]:
    for item in fields.mappings("former"):
        former = read_former(item)
        if former is not None and _is_known(former.ceiling, sorted(keys), item.at("ceiling"), fields, _NO_CEILING):
            yield former


def _days(facts: Mapping[str, FactValue], expected: Expected) -> list[date]:
    held = [facts.get(name) for name in expected.events]
    return [one.value for one in held if isinstance(one, Known) and isinstance(one.value, date)]


def _check_birth(facts: Mapping[str, FactValue], days: Iterable[date], path: Path, fields: Fields) -> None:
    """Note a birth after the event that a right is asked for."""
    born, first = facts.get("born_on"), min(days, default=None)
    if isinstance(born, Known) and first is not None and isinstance(born.value, date) and born.value > first:
        fields.faults.add("rules.born_after_event", path, born=show(Kind.DATE, born.value), event=show(Kind.DATE, first))
