"""The sets of values that a condition leaves possible: enough to show that it never holds, whatever the facts are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from entraide.core.rules.checking.typing import kind_of
from entraide.core.rules.deciding.evaluate import bounds_of
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.encoding import encode
from entraide.core.rules.language.known import Kind, Value
from entraide.core.rules.language.parameters import ParameterSpec
from entraide.core.rules.language.parts import AGE_WORDS


# Past this many ways for a condition to hold, the last parts are left out: fewer contradictions are seen, none is made up.
MOST_WAYS = 64

Specs = Mapping[str, ParameterSpec]


@dataclass(frozen=True, slots=True)
class Range:
    """The values from `low` to `high`, each end left out where `opens` says so."""

    low: Any
    high: Any
    opens: tuple[bool, bool] = (False, False)


Domain = Range | frozenset[Value]
# The domain of everything that a conjunction speaks of, by what it is written as; the ways in which a condition may hold.
Way = Mapping[str, Domain]
Ways = tuple[Way, ...]

EVERYWHERE: Ways = ({},)
NOWHERE: Ways = ()


def ways_of(term: t.Term, specs: Specs, *, holds: bool = True) -> Ways:
    """List the ways in which a condition may hold, or may fail to; none when its facts' bounds do not allow it.

    There may be more ways than there truly are, never fewer: a condition without a way is never met.
    """
    make = _MAKERS.get(type(term))
    return _opaque(str(encode(term)), holds) if make is None else make(term, holds, specs)


def meet(left: Ways, right: Ways) -> Ways:
    """List the ways in which both of two conditions hold."""
    met = (both for one in left for other in right if (both := _meet(one, other)) is not None)
    kept = tuple(islice(met, MOST_WAYS + 1))
    return kept if len(kept) <= MOST_WAYS else left


def meet_all(parts: Iterable[Ways]) -> Ways:
    """List the ways in which all of several conditions hold."""
    found = EVERYWHERE
    for part in parts:
        found = meet(found, part)
    return found


def _either(parts: Iterable[Ways]) -> Ways:
    kept = tuple(islice((way for part in parts for way in part), MOST_WAYS + 1))
    return kept if len(kept) <= MOST_WAYS else EVERYWHERE


def _meet(one: Way, other: Way) -> Way | None:
    met = dict(one)
    for key, domain in other.items():
        met[key] = _narrow(met[key], domain) if key in met else domain
        if _is_empty(met[key]):
            return None
    return _linked(met)


def _linked(way: dict[str, Domain]) -> Way | None:
    """Hold the two ages to each other: the one of the civil year is that of the day, or one more."""
    words = AGE_WORDS[t.AgeAt.CIVIL_YEAR], AGE_WORDS[t.AgeAt.EVENT]
    in_year, on_day = (way.get(word) for word in words)
    if isinstance(in_year, Range) and isinstance(on_day, Range):
        for word, near in zip(words, (Range(on_day.low, on_day.high + 1), Range(in_year.low - 1, in_year.high)), strict=True):
            way[word] = _narrow(way[word], near)
            if _is_empty(way[word]):
                return None
    return way


def _narrow(left: Domain, right: Domain) -> Domain:
    if isinstance(left, Range) and isinstance(right, Range):
        low, low_open = max((left.low, left.opens[0]), (right.low, right.opens[0]))
        high, high_shut = min((left.high, not left.opens[1]), (right.high, not right.opens[1]))
        return Range(low, high, (low_open, not high_shut))
    return left & right  # type: ignore[operator]


def _is_empty(domain: Domain) -> bool:
    if isinstance(domain, Range):
        return bool(domain.low > domain.high) or (domain.low == domain.high and any(domain.opens))
    return not domain


def _opaque(key: str, holds: bool) -> Ways:
    return ({key: frozenset({holds})},)


def _within(subject: t.Term, domain: Domain, specs: Specs) -> Ways:
    """Give the one way in which a value lies in a domain, within its own bounds."""
    whole: Domain = _possible(subject)
    if not whole:
        low, high = bounds_of(subject, specs)
        whole = Range(low, high)
    if isinstance(domain, Range) and _is_stepped(subject):
        domain = _shut(domain)
    narrowed = _narrow(whole, domain)
    return NOWHERE if _is_empty(narrowed) else ({str(encode(subject)): narrowed},)


def _possible(subject: t.Term) -> frozenset[Value]:
    """List the answers of a choice or of a flag; nothing for what goes by order."""
    held = subject.value if isinstance(subject, t.WhenWithheld) else subject
    spec = held.spec if isinstance(held, t.Fact) else None
    if spec is not None and spec.kind in (Kind.CHOICE, Kind.FLAG):
        return frozenset(spec.choices or (False, True))
    return frozenset()


def _is_stepped(subject: t.Term) -> bool:
    """Tell whether a value goes by whole steps: cents, days, units."""
    return isinstance(subject, t.Age | t.TaxTier) or (isinstance(subject, t.Fact) and subject.spec.kind is not Kind.RATE)


def _shut(domain: Range) -> Range:
    """Move an end that is left out to the next step; one that falls between two steps stays."""
    ends = (domain.low, 1, domain.opens[0]), (domain.high, -1, domain.opens[1])
    (low, low_open), (high, high_open) = (_step(*end) for end in ends)
    return Range(low, high, (low_open, high_open))


def _step(end: Any, by: int, is_open: bool) -> tuple[Any, bool]:
    if not is_open or not isinstance(end, int | date):
        return end, is_open
    step: Any = timedelta(days=by) if isinstance(end, date) else by
    return end + step, False


_NEGATED: dict[type, type] = {t.AtLeast: t.LessThan, t.LessThan: t.AtLeast, t.AtMost: t.MoreThan, t.MoreThan: t.AtMost}
_MIRRORED: dict[type, type] = {t.AtLeast: t.AtMost, t.AtMost: t.AtLeast, t.LessThan: t.MoreThan, t.MoreThan: t.LessThan, t.Equals: t.Equals}


def _order(term: t.Comparison, holds: bool, specs: Specs) -> Ways:
    if isinstance(term.left, t.Const) and not isinstance(term.limit, t.Const):
        return _order(_MIRRORED[type(term)](term.limit, term.left), holds, specs)
    compare = type(term) if holds else _NEGATED[type(term)]
    least, most = bounds_of(term.limit, specs)
    low, high = bounds_of(term.left, specs)
    domain = (
        Range(least, max(high, least), (compare is t.MoreThan, False))
        if compare in (t.AtLeast, t.MoreThan)
        else Range(min(low, most), most, (False, compare is t.LessThan))
    )
    found = _within(term.left, domain, specs)
    if isinstance(term.limit, t.Const):
        return found
    strict = compare in (t.LessThan, t.MoreThan)
    word = "<" if compare in (t.LessThan, t.AtLeast) else ">"
    return meet(found, _opaque(f"{encode(term.left)} {word} {encode(term.limit)}", strict))


def _equals(term: t.Equals, holds: bool, specs: Specs) -> Ways:
    if isinstance(term.left, t.Const) and not isinstance(term.limit, t.Const):
        return _equals(t.Equals(term.limit, term.left), holds, specs)
    possible = _possible(term.left)
    if not isinstance(term.limit, t.Const) or (not possible and kind_of(term.left, specs) in (Kind.CHOICE, Kind.FLAG)):
        return _opaque(f"{encode(term.left)} = {encode(term.limit)}", holds)
    if possible:
        only = frozenset({term.limit.value})
        return _within(term.left, only if holds else possible - only, specs)
    if holds:
        return _within(term.left, Range(term.limit.value, term.limit.value), specs)
    return _either((_order(t.LessThan(term.left, term.limit), True, specs), _order(t.MoreThan(term.left, term.limit), True, specs)))


def _between(term: t.Between, holds: bool, specs: Specs) -> Ways:
    return _all(t.All((t.AtLeast(term.value, term.low), t.AtMost(term.value, term.high))), holds, specs)


def _one_of(term: t.OneOf, holds: bool, specs: Specs) -> Ways:
    return _all(t.Any(tuple(t.Equals(term.value, item) for item in term.among)), holds, specs)


def _all(term: t.All | t.Any, holds: bool, specs: Specs) -> Ways:
    """Go through the parts: all of them hold where « all » holds or « any » fails, else one of them is enough."""
    parts = (ways_of(part, specs, holds=holds) for part in term.terms)
    return meet_all(parts) if holds is isinstance(term, t.All) else _either(parts)


def branches_of(term: t.Lookup | t.Match) -> tuple[tuple[t.Term, t.Term], ...]:
    """List what a scale or a choice gives, each with the condition on which it is reached."""
    if isinstance(term, t.Lookup):
        ends = [t.LessThan(term.over, row.start) for row in term.rows[1:]]
        starts = [t.AtLeast(term.over, row.start) for row in term.rows]
        reached = [t.All(pair) for pair in zip(starts, ends, strict=False)] + [starts[-1]]
        return tuple(zip(reached, (row.gives for row in term.rows), strict=True))
    cases: list[tuple[t.Term, t.Term]] = [(t.Equals(term.over, case.key), case.gives) for case in term.cases]
    if term.otherwise is not None:
        cases.append((t.Not(t.Any(tuple(reached for reached, _ in cases))), term.otherwise))
    return tuple(cases)


def _branches(term: t.Lookup | t.Match, holds: bool, specs: Specs) -> Ways:
    return _either(meet(ways_of(reached, specs), ways_of(gives, specs, holds=holds)) for reached, gives in branches_of(term))


def _when_withheld(term: t.WhenWithheld, holds: bool, specs: Specs) -> Ways:
    return _either((ways_of(term.value, specs, holds=holds), ways_of(term.instead, specs, holds=holds)))


_MAKERS: Mapping[type, Callable[[Any, bool, Specs], Ways]] = {
    t.Const: lambda term, holds, specs: EVERYWHERE if term.value is holds else NOWHERE,
    t.Fact: lambda term, holds, specs: _within(term, frozenset({holds}), specs),
    t.AtLeast: _order,
    t.AtMost: _order,
    t.MoreThan: _order,
    t.LessThan: _order,
    t.Equals: _equals,
    t.Between: _between,
    t.OneOf: _one_of,
    t.All: _all,
    t.Any: _all,
    t.Not: lambda term, holds, specs: ways_of(term.term, specs, holds=not holds),
    t.Lookup: _branches,
    t.Match: _branches,
    t.WhenWithheld: _when_withheld,
}
