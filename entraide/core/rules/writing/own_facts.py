"""The facts that a benefit declares itself: each with its unit, its question, its bounds of plausibility, and who can prove it."""

from collections.abc import Mapping
from fractions import Fraction

from entraide.core.money import Money
from entraide.core.rules.language.constants import parse, to_native
from entraide.core.rules.language.encoding import USUAL_BOUNDS
from entraide.core.rules.language.facts import FACTS, FIRST_DAY, FactSpec
from entraide.core.rules.language.known import Kind, Native, to_reckon
from entraide.core.rules.writing.fields import Fields


WORDS = ("kind", "label", "question", "hint", "unit", "between", "choices", "proved_by")
_LONGEST = {"name": 60, "label": 100, "question": 200, "hint": 300, "unit": 30, "choice": 60, "proof": 40}


def decode_own_facts(fields: Fields) -> tuple[FactSpec, ...]:
    """Read the facts that a document declares; each fault stands at its word."""
    listed = fields.source.get("facts", {})
    if not isinstance(listed, Mapping) or not all(isinstance(item, Mapping) for item in listed.values()):
        fields.faults.add("rules.not_a_mapping", fields.at("facts"))
        return ()
    return tuple(_spec(name, Fields(item, fields.faults, (*fields.at("facts"), name))) for name, item in listed.items())


def _spec(name: str, fields: Fields) -> FactSpec:
    fields.check_words(WORDS, ("kind", "label", "proved_by"))
    if name in FACTS or not name.isidentifier() or name.lower() != name or not name.isascii() or len(name) > _LONGEST["name"]:
        fields.faults.add("rules.fact_already_shared" if name in FACTS else "rules.fact_name", fields.path, word=name)
    if not fields.source.get("question"):
        fields.faults.add("rules.fact_without_question", fields.path, word=name)
    kind = fields.choice("kind", Kind, Kind.FLAG)
    choices = tuple(fields.texts("choices"))
    if (kind is Kind.CHOICE) != (len(set(choices)) > 1):
        fields.faults.add("rules.fact_choices", fields.at("choices") if choices else fields.path)
    low, high = _bounds(kind, fields, choices)
    return FactSpec(
        name=name,
        kind=kind,
        label=fields.text("label", longest=_LONGEST["label"]) if "label" in fields.source else "",
        question=fields.text("question", longest=_LONGEST["question"]) if fields.source.get("question") else "",
        hint=fields.text("hint", longest=_LONGEST["hint"]) if "hint" in fields.source else "",
        unit=_unit(kind, fields),
        low=low,
        high=high,
        choices={choice: choice for choice in choices},
        proved_by=_proofs(fields),
    )


def _unit(kind: Kind, fields: Fields) -> str:
    if kind is not Kind.COUNT:
        if "unit" in fields.source:
            fields.faults.add("rules.fact_unit", fields.at("unit"))
        return {Kind.MONEY: "EUR", Kind.RATE: "%"}.get(kind, "")
    return fields.text("unit", longest=_LONGEST["unit"])


def _proofs(fields: Fields) -> tuple[str, ...]:
    proofs = fields.texts("proved_by")
    if "proved_by" in fields.source and not (proofs and all(0 < len(proof) <= _LONGEST["proof"] for proof in proofs)):
        fields.faults.add("rules.not_a_list", fields.at("proved_by"), count=1)
    return proofs


def _bounds(kind: Kind, fields: Fields, choices: tuple[str, ...]) -> tuple[Native, Native]:
    if kind is Kind.CHOICE:
        return min(choices, default=""), max(choices, default="")
    written = fields.source.get("between")
    if written is None and kind in USUAL_BOUNDS:
        return USUAL_BOUNDS[kind]
    found = [parse(item) for item in written] if isinstance(written, list) and len(written) == 2 else []
    ends = [to_native(kind, const.value) for const in found if const is not None and const.kind is kind]
    if len(ends) == 2 and to_reckon(ends[0]) < to_reckon(ends[1]):  # type: ignore[operator]
        return ends[0], ends[1]
    fields.faults.add("rules.fact_bounds", fields.at("between") if written is not None else fields.path, word=str(fields.path[-1]))
    return _nothing(kind), _nothing(kind)


def _nothing(kind: Kind) -> Native:
    """Give a value that stands in for bounds that could not be read."""
    empty: dict[Kind, Native] = {Kind.MONEY: Money(0), Kind.DATE: FIRST_DAY, Kind.RATE: Fraction(0)}
    return empty.get(kind, 0)
