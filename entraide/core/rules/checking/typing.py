"""The reading before publication: the kind of every term, and what would go wrong if the rule were read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entraide.core.rules.checking.units import EXAMPLES, are_one, as_rate, instead_of, money_constants, say_unit, unit_of
from entraide.core.rules.deciding.evaluate import bounds_of
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.constants import write_key
from entraide.core.rules.language.known import Kind, Value
from entraide.core.rules.language.parameters import TIER_PARAMETERS, ParameterSpec
from entraide.core.rules.writing.faults import KINDS


NUMBERS = (Kind.MONEY, Kind.RATE, Kind.COUNT)
ORDERED = (*NUMBERS, Kind.DATE)
MOST_CENTS = 10**13
MOST_CASES = 100


@dataclass(frozen=True, slots=True)
class TypeFault:
    """A fault, and the term at which it stands."""

    term: t.Term
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The parameters that exist, and the faults found so far."""

    specs: Mapping[str, ParameterSpec]
    found: list[TypeFault] = field(default_factory=list)

    def fault(self, term: t.Term, code: str, **params: str) -> None:
        self.found.append(TypeFault(term, code, params))

    def no_parameter(self, term: t.Term, key: str) -> None:
        self.fault(term, "rules.unknown_parameter", key=key, known=", ".join(sorted(self.specs)) or "aucune")


def kind_of(term: t.Term, specs: Mapping[str, ParameterSpec]) -> Kind | None:
    """Give the kind of a term; nothing when its parts do not fit together."""
    return _kind(term, _Scope(specs))


def faults_in(term: t.Term, expected: Kind, specs: Mapping[str, ParameterSpec]) -> tuple[TypeFault, ...]:
    """Find every fault of a condition (a flag is expected) or of an amount (money is): its types, its units, then what its bounds show.

    That a condition never holds is no fault here: such a rule may be read (`reach` tells it before publication).
    """
    scope = _Scope(specs)
    found = _kind(term, scope)
    if found is not None and found is not expected:
        _other_kind(term, (expected,), found, scope)
    if not scope.found:
        _check_bounds(term, expected, scope)
    return tuple(scope.found)


def _check_bounds(term: t.Term, expected: Kind, scope: _Scope) -> None:
    low, high = bounds_of(term, scope.specs)
    if expected is Kind.MONEY and low < 0:  # type: ignore[operator]
        scope.fault(term, "rules.amount_may_be_negative")
    if expected is Kind.MONEY and high > MOST_CENTS:  # type: ignore[operator]
        scope.fault(term, "rules.overflow")


def _kind(term: t.Term, scope: _Scope) -> Kind | None:
    return _TYPERS[type(term)](term, scope)


def _parameter(term: t.Parameter, scope: _Scope) -> Kind | None:
    if term.key in scope.specs:
        return scope.specs[term.key].kind
    scope.no_parameter(term, term.key)
    return None


def _tax_tier(term: t.TaxTier, scope: _Scope) -> Kind | None:
    for key in TIER_PARAMETERS:
        if key not in scope.specs:
            scope.no_parameter(term, key)
    return Kind.COUNT


def _same(term: t.Term, parts: tuple[t.Term, ...], allowed: tuple[Kind, ...], scope: _Scope) -> Kind | None:
    """Hold every part to one kind among those allowed, and to one unit; give the kind, or nothing once a fault is noted."""
    found = [_kind(part, scope) for part in parts]
    known = [(part, kind) for part, kind in zip(parts, found, strict=True) if kind is not None]
    for part, kind in known:
        if kind not in allowed:
            _other_kind(part, allowed, kind, scope)
            return None
        if kind is not known[0][1]:
            _mixed_kinds(known[0][0], part, (known[0][1], kind), scope)
            return None
    if not known or (known[0][1] is Kind.COUNT and not _has_one_unit(tuple(part for part, _ in known), scope)):
        return None
    return known[0][1] if len(known) == len(parts) else None


def _has_one_unit(parts: tuple[t.Term, ...], scope: _Scope) -> bool:
    """Hold counts to one unit; those that adapt stand beside any."""
    first = next((part for part in parts if unit_of(part)), parts[0])
    other = next((part for part in parts if not are_one(unit_of(first), unit_of(part))), None)
    if other is not None:
        _mixed_units(first, other, (Kind.COUNT, Kind.COUNT), scope)
    return other is None


def _other_kind(term: t.Term, allowed: tuple[Kind, ...], found: Kind, scope: _Scope) -> None:
    expected = " ou ".join(KINDS[kind] for kind in allowed)
    scope.fault(term, "rules.other_kind", expected=expected, found=KINDS[found], instead=EXAMPLES[allowed[0]])


def _mixed_kinds(left: t.Term, right: t.Term, kinds: tuple[Kind, Kind], scope: _Scope) -> None:
    if kinds == (Kind.RATE, Kind.MONEY) and money_constants(right):
        _euros_for_rate(right, scope)
    elif any(unit_of(part) for part, kind in zip((left, right), kinds, strict=True) if kind is Kind.COUNT):
        _mixed_units(left, right, kinds, scope)
    else:
        scope.fault(right, "rules.mixed_kinds", left=KINDS[kinds[0]], right=KINDS[kinds[1]], instead=EXAMPLES[kinds[0]])


def _mixed_units(left: t.Term, right: t.Term, kinds: tuple[Kind, Kind], scope: _Scope) -> None:
    said = (say_unit(kind, unit_of(part)) for part, kind in zip((left, right), kinds, strict=True))
    scope.fault(right, "rules.mixed_units", **dict(zip(("left", "right"), said, strict=True)), instead=instead_of(left, right, kinds))


def _euros_for_rate(term: t.Term, scope: _Scope) -> None:
    for amount in money_constants(term):
        scope.fault(amount, "rules.rate_in_euros", written=write_key(amount), instead=as_rate(amount))


def _times(term: t.Times, scope: _Scope) -> Kind | None:
    left, right = _kind(term.left, scope), _kind(term.right, scope)
    if left is None or right is None:
        return None
    kinds = {left, right}
    if left is right is Kind.MONEY:
        side = term.right if money_constants(term.right) else term.left
        _euros_for_rate(side, scope)
        if not money_constants(side):
            scope.fault(term, "rules.cannot_multiply", left=KINDS[left], right=KINDS[right])
        return None
    if not kinds <= set(NUMBERS):
        scope.fault(term, "rules.cannot_multiply", left=KINDS[left], right=KINDS[right])
        return None
    return next(kind for kind in NUMBERS if kind in kinds)


def _divided_by(term: t.DividedBy, scope: _Scope) -> Kind | None:
    before = len(scope.found)
    left, right = _kind(term.left, scope), _kind(term.right, scope)
    if left is None or right is None:
        return None
    if not {left, right} <= set(NUMBERS) or (right is Kind.MONEY is not left):
        scope.fault(term, "rules.cannot_divide", left=KINDS[left], right=KINDS[right])
        return None
    if len(scope.found) == before and bounds_of(term.right, scope.specs)[0] <= 0:  # type: ignore[operator]
        scope.fault(term.right, "rules.may_divide_by_zero")
    return Kind.MONEY if left is Kind.MONEY is not right else Kind.RATE


def _when_withheld(term: t.WhenWithheld, scope: _Scope) -> Kind | None:
    return _same(term, (term.value, term.instead), tuple(Kind), scope)


def _comparison(term: t.Comparison, scope: _Scope) -> Kind | None:
    if _same(term, (term.left, term.limit), tuple(Kind) if isinstance(term, t.Equals) else ORDERED, scope):
        _check_choices(term.left, (term.limit,), scope)
    return Kind.FLAG


def _between(term: t.Between, scope: _Scope) -> Kind | None:
    _same(term, (term.value, term.low, term.high), ORDERED, scope)
    return Kind.FLAG


def _one_of(term: t.OneOf, scope: _Scope) -> Kind | None:
    if _same(term, (term.value, *term.among), tuple(Kind), scope):
        _check_choices(term.value, term.among, scope)
    return Kind.FLAG


def _check_choices(value: t.Term, among: tuple[t.Term, ...], scope: _Scope) -> None:
    choices = value.spec.choices if isinstance(value, t.Fact) else {}
    for item in among:
        if choices and isinstance(item, t.Const) and item.value not in choices:
            scope.fault(item, "rules.unknown_choice", word=write_key(item), choices=", ".join(choices))


def _joined(term: t.All | t.Any, scope: _Scope) -> Kind | None:
    for part in term.terms:
        _expect_flag(part, scope)
    return Kind.FLAG


def _not(term: t.Not, scope: _Scope) -> Kind | None:
    _expect_flag(term.term, scope)
    return Kind.FLAG


def _expect_flag(term: t.Term, scope: _Scope) -> None:
    kind = _kind(term, scope)
    if kind is not None and kind is not Kind.FLAG:
        _other_kind(term, (Kind.FLAG,), kind, scope)


def _lookup(term: t.Lookup, scope: _Scope) -> Kind | None:
    before = len(scope.found)
    over = _same(term, (term.over, *(row.start for row in term.rows)), ORDERED, scope)
    if over is not None and len(scope.found) == before:
        starts = [row.start.value for row in term.rows]
        low, _ = bounds_of(term.over, scope.specs)
        if any(right <= left for left, right in zip(starts, starts[1:], strict=False)):  # type: ignore[operator]
            scope.fault(term, "rules.scale_order")
        elif starts[0] > low:  # type: ignore[operator]
            scope.fault(term, "rules.scale_gap", start=write_key(term.rows[0].start), low=write_key(t.Const(over, low)))
    return _same(term, tuple(row.gives for row in term.rows), tuple(Kind), scope)


def _match(term: t.Match, scope: _Scope) -> Kind | None:
    before = len(scope.found)
    over = _same(term, (term.over, *(case.key for case in term.cases)), tuple(Kind), scope)
    if over is not None and len(scope.found) == before:
        _check_choices(term.over, tuple(case.key for case in term.cases), scope)
        keys = [case.key.value for case in term.cases]
        for rank, key in enumerate(keys):
            if key in keys[:rank]:
                scope.fault(term.cases[rank].gives, "rules.case_twice", case=write_key(term.cases[rank].key))
        missing = _cases_left(term, over, scope) if term.otherwise is None else ""
        if missing:
            scope.fault(term, "rules.case_missing", cases=missing)
    rest = () if term.otherwise is None else (term.otherwise,)
    return _same(term, (*(case.gives for case in term.cases), *rest), tuple(Kind), scope)


def _cases_left(term: t.Match, over: Kind, scope: _Scope) -> str:
    """Name the values of `over` that no case answers, or say that they cannot be listed."""
    held = term.over.value if isinstance(term.over, t.WhenWithheld) else term.over
    low, high = bounds_of(term.over, scope.specs)
    possible: list[Value]
    if over is Kind.CHOICE and isinstance(held, t.Fact):
        possible = list(held.spec.choices)
    elif over in (Kind.COUNT, Kind.FLAG) and isinstance(low, int) and isinstance(high, int) and high - low <= MOST_CASES:
        possible = [value == 1 if over is Kind.FLAG else value for value in range(low, high + 1)]
    else:
        return "…"
    keys = {case.key.value for case in term.cases}
    return ", ".join(write_key(t.Const(over, value)) for value in possible if value not in keys)


def _const(term: t.Const, scope: _Scope) -> Kind | None:
    if term.kind is Kind.DATE and isinstance(term.value, date) and not 1900 <= term.value.year <= 2100:
        scope.fault(term, "rules.not_a_day")
    return term.kind


_TYPERS: Mapping[type, Callable[[Any, _Scope], Kind | None]] = {
    t.Const: _const,
    t.Fact: lambda term, scope: term.spec.kind,
    t.Parameter: _parameter,
    t.Age: lambda term, scope: Kind.COUNT,
    t.TaxTier: _tax_tier,
    t.Plus: lambda term, scope: _same(term, term.terms, NUMBERS, scope),
    t.Minus: lambda term, scope: _same(term, (term.left, term.right), NUMBERS, scope),
    t.Times: _times,
    t.DividedBy: _divided_by,
    t.Min: lambda term, scope: _same(term, term.terms, ORDERED, scope),
    t.Max: lambda term, scope: _same(term, term.terms, ORDERED, scope),
    t.Capped: lambda term, scope: _same(term, (term.value, term.limit), NUMBERS, scope),
    t.Lookup: _lookup,
    t.Match: _match,
    t.WhenWithheld: _when_withheld,
    t.AtLeast: _comparison,
    t.AtMost: _comparison,
    t.MoreThan: _comparison,
    t.LessThan: _comparison,
    t.Equals: _comparison,
    t.Between: _between,
    t.OneOf: _one_of,
    t.All: _joined,
    t.Any: _joined,
    t.Not: _not,
}
