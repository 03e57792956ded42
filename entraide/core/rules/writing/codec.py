"""The reading of terms from plain mappings, each fault with its place: `decode(encode(term)) = term`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.constants import as_written, is_too_exact, parse, parse_key
from entraide.core.rules.language.encoding import COMPARISONS, LISTS, PAIRS, Plain
from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parameters import ParameterSpec
from entraide.core.rules.language.parts import AGE_WORDS
from entraide.core.rules.writing.marks import Faults, Path


AGES = {word: at for at, word in AGE_WORDS.items()}
_TESTS = (*COMPARISONS, "between", "one_of")
_CHOICES = frozenset(choice for spec in FACTS.values() for choice in spec.choices)
_OTHERS = ("parameter", "lookup", "from", "match", "cases", "otherwise", "by_tier", "when_withheld", "capped_at", "not", "value")
WORDS = (*LISTS, *PAIRS, *_TESTS, *_OTHERS)
# What looks like a value and is none: an answer in words, as a number that says no unit.
_ANSWERS = ("oui", "non", "yes", "no", "vrai", "faux")
_BROKEN = t.Const(Kind.COUNT, 0)
NO_FACTS: Mapping[str, FactSpec] = {}
NO_PARAMETERS: Mapping[str, ParameterSpec] = {}


def decode(
    source: Plain,
    faults: Faults,
    path: Path = (),
    own: Mapping[str, FactSpec] = NO_FACTS,
    parameters: Mapping[str, ParameterSpec] = NO_PARAMETERS,
) -> "Decoded":
    """Read a term; what cannot be read is noted in `faults` and replaced, so that one pass finds every fault.

    `own` are the facts that the document declares beside the shared ones; `parameters` give those that are named their French names.
    """
    decoded = Decoded(faults, own, parameters)
    decoded.root = decoded.read(source, path)
    return decoded


@dataclass(slots=True)
class Decoded:
    """One reading under way: the term, and the path of each of its parts (by identity) for the faults that typing finds later."""

    faults: Faults
    own: Mapping[str, FactSpec] = field(default_factory=dict)
    parameters: Mapping[str, ParameterSpec] = field(default_factory=dict)
    root: t.Term = _BROKEN
    paths: dict[int, Path] = field(default_factory=dict)

    def read(self, source: Plain, path: Path) -> t.Term:
        """Read what stands at `path`."""
        term = self._mapping(source, path) if isinstance(source, Mapping) else self._scalar(source, path)
        self.paths[id(term)] = path
        return term

    def _scalar(self, source: Plain, path: Path) -> t.Term:
        if (const := parse(source)) is not None:
            return const
        if not isinstance(source, str) or is_too_exact(source):
            return self._no_value(source, path)
        if source == "tax_tier":
            return t.TaxTier()
        if source in AGES:
            return t.Age(AGES[source])
        if source in FACTS or source in self.own:
            return t.Fact(source, self.own.get(source))
        choices = _CHOICES | {choice for spec in self.own.values() for choice in spec.choices}
        if (source[:1].isdigit() or source in _ANSWERS) and source not in choices:
            return self._no_value(source, path)
        return t.Const(Kind.CHOICE, source) if source in choices else self._unknown(source, path, (*self._names, "tax_tier", *choices))

    @property
    def _names(self) -> tuple[str, ...]:
        return (*FACTS, *self.own, *AGES)

    def _mapping(self, source: Mapping[str, Plain], path: Path) -> t.Term:
        rest = dict(source)
        if "capped_at" in rest:
            limit = self.read(rest.pop("capped_at"), (*path, "capped_at"))
            return t.Capped(self._unwrapped(rest, path), limit)
        if set(rest) == {"by_tier", "when_withheld"} and _is_tier(rest["when_withheld"]):
            return self._by_tier(rest["by_tier"], path, rest["when_withheld"]["tier"])
        if "when_withheld" in rest:
            instead = self.read(rest.pop("when_withheld"), (*path, "when_withheld"))
            return t.WhenWithheld(self._unwrapped(rest, path), instead)
        return self._word(rest, path)

    def _unwrapped(self, rest: dict[str, Plain], path: Path) -> t.Term:
        return self.read(rest["value"], (*path, "value")) if set(rest) == {"value"} else self.read(rest, path)

    def _word(self, source: dict[str, Plain], path: Path) -> t.Term:
        if len(source) == 1:
            (word, inner), *_ = source.items()
            return self._one_word(word, inner, path)
        if "value" in source and len(source) == 2:
            test = next(key for key in source if key != "value")
            return self._test(self.read(source["value"], (*path, "value")), test, source[test], (*path, test))
        if "lookup" in source:
            return self._lookup(source, path)
        return self._match(source, path) if "match" in source else self._fault("rules.not_one_word", path, words=", ".join(source))

    def _one_word(self, word: str, inner: Plain, path: Path) -> t.Term:
        below = (*path, word)
        if word in LISTS:
            return LISTS[word](tuple(self._items(inner, below, 1)))
        if word in PAIRS:
            return PAIRS[word](*self._items(inner, below, 2, exactly=True))
        if word == "not":
            return t.Not(self.read(inner, below))
        if word == "by_tier":
            return self._by_tier(inner, path, None)
        if word == "parameter":
            return self._parameter(inner) if isinstance(inner, str) else self._no_value(inner, below)
        if word in (*self._names, "tax_tier"):
            return self._compared(word, inner, path)
        return self._unknown(word, below, (*WORDS, *self._names))

    def _parameter(self, key: str) -> t.Parameter:
        return t.Parameter(key, self.parameters[key].label if key in self.parameters else "")

    def _compared(self, word: str, inner: Plain, path: Path) -> t.Term:
        if not isinstance(inner, Mapping) or len(inner) != 1:
            return self._fault("rules.not_one_comparison", (*path, word), word=word)
        (test, limit), *_ = inner.items()
        return self._test(self.read(word, path), test, limit, (*path, word, test))

    def _test(self, left: t.Term, test: str, limit: Plain, path: Path) -> t.Term:
        if test in COMPARISONS:
            return COMPARISONS[test](left, self.read(limit, path))
        if test == "between":
            return t.Between(left, *self._items(limit, path, 2, exactly=True))
        if test == "one_of":
            listed = self._items(limit, path, 1)
            return t.OneOf(left, tuple(item if isinstance(item, t.Const) else self._not_constant(item) for item in listed))
        return self._unknown(test, path, _TESTS)

    def _not_constant(self, item: t.Term) -> t.Const:
        self.faults.add("rules.not_a_constant", self.paths[id(item)])
        return _BROKEN

    def _items(self, source: Plain, path: Path, least: int, *, exactly: bool = False) -> list[t.Term]:
        if not isinstance(source, list) or len(source) < least or (exactly and len(source) != least):
            self.faults.add("rules.not_a_pair" if exactly else "rules.not_a_list", path, count=least)
            return [_BROKEN] * least
        return [self.read(item, (*path, rank)) for rank, item in enumerate(source)]

    def _keyed(self, source: Plain, path: Path) -> list[tuple[t.Const, t.Term]]:
        if not isinstance(source, Mapping) or not source:
            self.faults.add("rules.not_a_mapping", path)
            return [(_BROKEN, _BROKEN)]
        return [(parse_key(str(key)), self.read(gives, (*path, key))) for key, gives in source.items()]

    def _by_tier(self, source: Plain, path: Path, withheld: int | None) -> t.Term:
        over: t.Term = t.TaxTier() if withheld is None else t.WhenWithheld(t.TaxTier(), t.count(withheld))
        return t.Match(over, tuple(t.Case(key, gives) for key, gives in self._keyed(source, (*path, "by_tier"))))

    def _lookup(self, source: dict[str, Plain], path: Path) -> t.Term:
        if set(source) != {"lookup", "from"}:
            return self._fault("rules.not_one_word", path, words=", ".join(source))
        rows = self._keyed(source["from"], (*path, "from"))
        return t.Lookup(self.read(source["lookup"], (*path, "lookup")), tuple(t.Row(key, gives) for key, gives in rows))

    def _match(self, source: dict[str, Plain], path: Path) -> t.Term:
        if not {"match", "cases"} <= set(source) <= {"match", "cases", "otherwise"}:
            return self._fault("rules.not_one_word", path, words=", ".join(source))
        cases = tuple(t.Case(key, gives) for key, gives in self._keyed(source["cases"], (*path, "cases")))
        otherwise = self.read(source["otherwise"], (*path, "otherwise")) if "otherwise" in source else None
        return t.Match(self.read(source["match"], (*path, "match")), cases, otherwise)

    def _unknown(self, word: str, path: Path, known: tuple[str, ...]) -> t.Term:
        close = get_close_matches(word, known, 1)
        return self._fault("rules.unknown_word_close" if close else "rules.unknown_word", path, word=word, close=close[0] if close else "")

    def _no_value(self, source: Plain, path: Path) -> t.Term:
        return self._fault("rules.too_exact" if is_too_exact(source) else "rules.not_a_value", path, written=as_written(source))

    def _fault(self, code: str, path: Path, **params: str) -> t.Term:
        self.faults.add(code, path, **params)
        return _BROKEN


def _is_tier(instead: Plain) -> bool:
    return isinstance(instead, Mapping) and set(instead) == {"tier"} and type(instead["tier"]) is int
