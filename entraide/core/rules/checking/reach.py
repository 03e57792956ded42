"""What can never happen in a rule: conditions that no fact decides, rows and cases that nothing reaches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from entraide.core.rules.checking.domains import EVERYWHERE, Specs, Ways, branches_of, meet, meet_all, ways_of
from entraide.core.rules.checking.typing import TypeFault, kind_of
from entraide.core.rules.checking.units import unit_of
from entraide.core.rules.deciding.evaluate import bounds_of
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.constants import write_key
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parts import children_of
from entraide.core.rules.telling.sentences import sentence, show


# Past this many parts, each is looked at alone; past this many terms, none is: what nobody writes by hand is not worth the time.
MOST_PARTS = 40
MOST_TERMS = 300

_IS = " est de "
_FLAGS = t.Comparison | t.Between | t.OneOf | t.All | t.Any | t.Not


@dataclass(frozen=True, slots=True)
class _Given:
    """What holds wherever a term is read, and the ways in which it does."""

    terms: tuple[t.Term, ...] = ()
    ways: Ways = EVERYWHERE

    def with_also(self, terms: Iterable[t.Term], specs: Specs) -> "_Given":
        more = tuple(terms)
        return _Given((*self.terms, *more), meet(self.ways, meet_all(ways_of(term, specs) for term in more)))


@dataclass(frozen=True, slots=True)
class _Search:
    """The parameters that exist, and the faults found so far."""

    specs: Specs
    found: list[TypeFault]

    def fault(self, term: t.Term, code: str, **params: str) -> None:
        self.found.append(TypeFault(term, code, params))

    def flag(self, term: t.Term, given: _Given) -> None:
        """Look at a condition that is read where `given` holds."""
        if not given.ways:
            return
        before = len(self.found)
        self.inside(term, given)
        if len(self.found) == before:
            self.settled(term, given)

    def inside(self, term: t.Term, given: _Given) -> None:
        """Look at what a condition or a value is made of."""
        if isinstance(term, t.All):
            self.joined(term.terms, given)
        elif isinstance(term, t.Any):
            self.alternatives(term.terms, given)
        elif isinstance(term, t.Not):
            self.any_term_inside(term.term, _Given())
        elif isinstance(term, t.Lookup | t.Match):
            self.branches(term, given)
        else:
            for child in children_of(term):
                self.any_term(child, given)

    def any_term(self, term: t.Term, given: _Given) -> None:
        """Look at a term, of whatever kind."""
        if isinstance(term, _FLAGS):
            self.flag(term, given)
        elif given.ways:
            self.inside(term, given)

    def settled(self, term: t.Term, given: _Given) -> None:
        """Note a condition that always has the same answer: by itself, or (never) because of what is given."""
        if isinstance(term, t.Between) and (ends := _reversed(term)):
            self.fault(term, "rules.bounds_reversed", low=ends[0], high=ends[1])
        elif not ways_of(term, self.specs):
            self.fault(term, "rules.unreachable_never", why=_why(term, self.specs))
        elif not ways_of(term, self.specs, holds=False):
            self.fault(term, "rules.unreachable_always", why=_why(term, self.specs))
        elif not meet(given.ways, ways_of(term, self.specs)):
            core = _core(given.terms, (term,), self.specs)
            self.fault(term, "rules.unreachable_never", why=_together((*core, term)))

    def joined(self, parts: Sequence[t.Term], given: _Given) -> None:
        """Look at conditions that must all hold: first at those that contradict another one, then inside each, the others given."""
        before = len(self.found)
        held = given
        for part in parts:
            self.settled_beside(part, held)
            if len(self.found) > before:
                return
            if ways_of(part, self.specs):
                held = held.with_also((part,), self.specs)
        for rank, part in enumerate(parts):
            others = (*parts[:rank], *parts[rank + 1 :]) if len(parts) <= MOST_PARTS else ()
            self.any_term_inside(part, given.with_also(others, self.specs))

    def settled_beside(self, part: t.Term, given: _Given) -> None:
        """Note a part that those before it exclude; what it is made of is looked at afterwards."""
        if given.terms and ways_of(part, self.specs) and not meet(given.ways, ways_of(part, self.specs)):
            core = _core(given.terms, (part,), self.specs)
            self.fault(part, "rules.unreachable_never", why=_together((*core, part)))

    def any_term_inside(self, part: t.Term, given: _Given) -> None:
        """Look inside a part, and at the part itself by its own bounds."""
        if isinstance(part, _FLAGS | t.Const):
            self.flag(part, given)
        else:
            self.inside(part, given)

    def alternatives(self, parts: Sequence[t.Term], given: _Given) -> None:
        """Look at conditions of which one is enough: at each by itself, then whether the others leave it anything to say."""
        before = len(self.found)
        for part in parts:
            self.any_term_inside(part, given)
        if len(self.found) > before or len(parts) > MOST_PARTS:
            return
        kept = list(parts)
        for part in reversed(parts):
            others = [other for other in kept if other is not part]
            denied = tuple(t.Not(other) for other in others)
            if others and not given.with_also((*denied, part), self.specs).ways:
                covering = [denial.term for denial in _core(denied, (*given.terms, part), self.specs) if isinstance(denial, t.Not)]
                self.fault(part, "rules.unreachable_alternative", why=" ; ".join(sentence(other) for other in covering))
                kept = others

    def branches(self, term: t.Lookup | t.Match, given: _Given) -> None:
        """Look at the rows of a scale or the cases of a choice, each where it is reached."""
        self.any_term(term.over, given)
        for rank, (reached, gives) in enumerate(branches_of(term)):
            # A case answers for itself: a list of cases must be whole, whatever the conditions leave of it.
            around = given if isinstance(term, t.Lookup) else _Given()
            start = _start(term, rank)
            if start is not None and not around.with_also((start,), self.specs).ways:
                self.unreached(term, rank, gives, around)
            else:
                self.any_term(gives, given.with_also((reached,), self.specs))

    def unreached(self, term: t.Lookup | t.Match, rank: int, gives: t.Term, given: _Given) -> None:
        """Note a row or a case that nothing reaches, at what it gives: its key has no place of its own."""
        if isinstance(term, t.Lookup):
            start = t.AtLeast(term.over, term.rows[rank].start)
            core = _core(given.terms, (start,), self.specs)
            why = _together(core) or _range(term.over, self.specs)
            self.fault(gives, "rules.unreachable_row", row=_show(term.rows[rank].start, term.over), why=why)
        elif rank < len(term.cases):
            self.fault(gives, "rules.unreachable_case", case=_show(term.cases[rank].key, term.over), why=_range(term.over, self.specs))
        else:
            self.fault(gives, "rules.unreachable_otherwise")


def unreachable_in(revision: Revision, specs: Specs) -> tuple[TypeFault, ...]:
    """Find what can never happen in a revision: each condition is read beside the audience and all the others, the rest where they hold."""
    search = _Search(specs, [])
    if sum(map(_size, revision.terms)) > MOST_TERMS:
        return ()
    audience = t.OneOf(t.Fact("status"), tuple(t.Const(Kind.CHOICE, status) for status in revision.audience))
    given = _Given().with_also((audience,), specs)
    conditions = tuple(condition.term for condition in revision.conditions)
    search.joined(conditions, given)
    if search.found:
        return tuple(search.found)
    held = given.with_also(conditions, specs)
    amounts = (revision.amount, *(ceiling.amount for ceiling in revision.ceilings))
    for amount in amounts:
        if amount is not None:
            search.any_term(amount, held)
    for document in revision.documents:
        if document.condition is not None:
            search.flag(document.condition, held)
    return tuple(search.found)


def _size(term: t.Term) -> int:
    return 1 + sum(map(_size, children_of(term)))


def _start(term: t.Lookup | t.Match, rank: int) -> t.Term | None:
    """Give what must be possible for a row or a case to be of use; the first row of a scale always is."""
    if isinstance(term, t.Lookup):
        return t.AtLeast(term.over, term.rows[rank].start) if rank else None
    return branches_of(term)[rank][0]


def _core(given: Sequence[t.Term], fixed: Sequence[t.Term], specs: Specs) -> tuple[t.Term, ...]:
    """Keep of what is given only what it takes to exclude the rest."""
    kept = list(given)
    for term in given:
        fewer = [other for other in kept if other is not term]
        if not meet_all(ways_of(part, specs) for part in (*fixed, *fewer)):
            kept = fewer
    return tuple(kept)


def _reversed(term: t.Between) -> tuple[str, str] | None:
    """Give both bounds, in their order, where they are written the other way round."""
    if not isinstance(term.low, t.Const) or not isinstance(term.high, t.Const) or term.low.value <= term.high.value:  # type: ignore[operator]
        return None
    return write_key(term.high), write_key(term.low)


def _why(term: t.Term, specs: Specs) -> str:
    """Say why a condition always has the same answer: the range of what it compares, or itself."""
    if isinstance(term, t.Comparison):
        return _range(term.left if not isinstance(term.left, t.Const) else term.limit, specs)
    if isinstance(term, t.Between | t.OneOf):
        return _range(term.value, specs)
    return sentence(term)


def _range(term: t.Term, specs: Specs) -> str:
    kind = kind_of(term, specs)
    choices = term.spec.choices if isinstance(term, t.Fact) else {}
    if choices:
        return f"{sentence(term)} est : {', '.join(choices.values())}"
    low, high = (show(kind, value, unit=_unit(term)) for value in bounds_of(term, specs))  # type: ignore[arg-type]
    return f"{sentence(term)} va de {low} à {high}"


def _show(key: t.Const, beside: t.Term) -> str:
    choices = beside.spec.choices if isinstance(beside, t.Fact) else {}
    return show(key.kind, key.value, unit=_unit(beside), choices=choices)


def _unit(term: t.Term) -> str:
    """Give the unit that a value is shown in; a tier goes by its number."""
    return "" if isinstance(term, t.TaxTier) else unit_of(term)


def _together(terms: Sequence[t.Term]) -> str:
    """Say several conditions as one, their subject once: « l’âge est de 12 ans au plus et de 18 ans au moins »."""
    return " et ".join(_without_repeating([sentence(term) for term in terms]))


def _without_repeating(said: Sequence[str]) -> Iterator[str]:
    subject = ""
    for clause in said:
        own, is_there, rest = clause.partition(_IS)
        yield f"de {rest}" if is_there and own == subject else clause
        subject = own if is_there else ""
