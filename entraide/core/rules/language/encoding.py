"""Terms and declared facts written as files do, in their one canonical form: what is read back is the same."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.constants import write, write_key
from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY, FactSpec
from entraide.core.rules.language.known import Kind, Native, to_reckon
from entraide.core.rules.language.parts import AGE_WORDS, WORD_OF


Plain = Any  # what JSON holds: mappings with text keys, lists, texts, whole numbers, flags

LISTS: dict[str, Callable[[Any], t.Term]] = {"plus": t.Plus, "min": t.Min, "max": t.Max, "all": t.All, "any": t.Any}
PAIRS: dict[str, Callable[[Any, Any], t.Term]] = {"minus": t.Minus, "times": t.Times, "divided_by": t.DividedBy}
COMPARISONS: dict[str, Callable[[Any, Any], t.Term]] = {
    "at_least": t.AtLeast,
    "at_most": t.AtMost,
    "more_than": t.MoreThan,
    "less_than": t.LessThan,
    "equals": t.Equals,
}
# What may go unsaid of the bounds: a day is plausible within the calendar of facts, a rate from 0 to 100 %, a yes or no has two values.
USUAL_BOUNDS: dict[Kind, tuple[Native, Native]] = {
    Kind.DATE: (FIRST_DAY, LAST_DAY),
    Kind.RATE: (Fraction(0), Fraction(1)),
    Kind.FLAG: (False, True),
}


def encode(term: t.Term) -> Plain:
    """Write a term as the files do, in its one canonical form."""
    return _WRITERS[type(term)](term)


def encode_own_facts(specs: tuple[FactSpec, ...]) -> dict[str, Any]:
    """Write declared facts as the files do; what is usual goes unsaid."""
    return {spec.name: _encode_fact(spec) for spec in specs}


def _is_withheld_tier(over: t.Term) -> bool:
    return (
        isinstance(over, t.WhenWithheld)
        and over.value == t.TaxTier()
        and isinstance(over.instead, t.Const)
        and over.instead.kind is Kind.COUNT
    )


def _write_test(left: t.Term, test: str, limit: Plain) -> Plain:
    plain = encode(left)
    return {plain: {test: limit}} if isinstance(left, t.Fact | t.Age | t.TaxTier) else {"value": plain, test: limit}


def _write_modified(inner: Plain, word: str, modifier: Plain, taken: tuple[str, ...]) -> Plain:
    base = inner if isinstance(inner, Mapping) and not set(taken) & set(inner) else {"value": inner}
    return {**base, word: modifier}


def _write_match(term: t.Match) -> Plain:
    cases = {write_key(case.key): encode(case.gives) for case in term.cases}
    over = term.over
    if term.otherwise is None and over == t.TaxTier():
        return {"by_tier": cases}
    if term.otherwise is None and _is_withheld_tier(over):
        return {"by_tier": cases, "when_withheld": {"tier": over.instead.value}}  # type: ignore[union-attr]
    rest = {} if term.otherwise is None else {"otherwise": encode(term.otherwise)}
    return {"match": encode(over), "cases": cases, **rest}


_WRITERS: Mapping[type, Callable[[Any], Plain]] = {
    t.Const: write,
    t.Fact: lambda term: term.name,
    t.Parameter: lambda term: {"parameter": term.key},
    t.Age: lambda term: AGE_WORDS[term.at],
    t.TaxTier: lambda term: "tax_tier",
    **{cast(type, kind): (lambda term: {WORD_OF[type(term)]: [encode(part) for part in term.terms]}) for kind in LISTS.values()},
    **{cast(type, kind): (lambda term: {WORD_OF[type(term)]: [encode(term.left), encode(term.right)]}) for kind in PAIRS.values()},
    **{cast(type, kind): (lambda term: _write_test(term.left, WORD_OF[type(term)], encode(term.limit))) for kind in COMPARISONS.values()},
    t.Between: lambda term: _write_test(term.value, "between", [encode(term.low), encode(term.high)]),
    t.OneOf: lambda term: _write_test(term.value, "one_of", [write(item) for item in term.among]),
    t.Not: lambda term: {"not": encode(term.term)},
    t.Capped: lambda term: _write_modified(encode(term.value), "capped_at", encode(term.limit), ("capped_at",)),
    t.WhenWithheld: lambda term: _write_modified(encode(term.value), "when_withheld", encode(term.instead), ("capped_at", "when_withheld")),
    t.Lookup: lambda term: {"lookup": encode(term.over), "from": {write_key(row.start): encode(row.gives) for row in term.rows}},
    t.Match: _write_match,
}


def _encode_fact(spec: FactSpec) -> dict[str, Any]:
    bounds = [write(t.Const(spec.kind, to_reckon(end))) for end in (spec.low, spec.high)]
    is_said = spec.kind is not Kind.CHOICE and USUAL_BOUNDS.get(spec.kind) != (spec.low, spec.high)
    optional = {
        "hint": spec.hint,
        "unit": spec.unit if spec.kind is Kind.COUNT else "",
        "between": bounds if is_said else [],
        "choices": list(spec.choices),
    }
    written = {"kind": spec.kind.value, "label": spec.label, "question": spec.question}
    return {**written, **{word: value for word, value in optional.items() if value}, "proved_by": list(spec.proved_by)}
