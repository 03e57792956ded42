"""The plain fields of a document: texts, days, counts, flags, words of a list; each fault is noted at its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from entraide.core.money import ZERO, Money
from entraide.core.rules.language.constants import as_written, is_too_exact, parse
from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY
from entraide.core.rules.language.known import Kind
from entraide.core.rules.writing.marks import Faults, Path


E = TypeVar("E", bound=StrEnum)
# Past this many unknown words in one place, it is not a document of ours.
MOST_UNKNOWN = 50


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one mapping, read one by one; what cannot be read is noted and replaced, so that one pass finds every fault.

    `inherited` names the fields that were written at the head of the document, so that their faults are placed there.
    """

    source: Mapping[str, Any]
    faults: Faults
    path: Path
    inherited: frozenset[str] = frozenset()

    def check_words(self, known: tuple[str, ...], required: tuple[str, ...]) -> None:
        """Note every word that does not belong here, and every word that should be here."""
        for word in islice((word for word in self.source if word not in known), MOST_UNKNOWN):
            self._unknown_word(word, known)
        for word in required:
            if word not in self.source:
                self.faults.add("rules.missing_word", self.path, word=word)

    def _unknown_word(self, word: str, known: tuple[str, ...]) -> None:
        close = get_close_matches(word, known, 1)
        if close:
            self.faults.add("rules.unknown_word_close", self.at(word), word=word, close=close[0])
        else:
            self.faults.add("rules.word_not_here", self.at(word), word=word, known=", ".join(known))

    def at(self, word: str) -> Path:
        """Give the path of a field."""
        return (word,) if word in self.inherited else (*self.path, word)

    def text(self, word: str, *, longest: int | None = None) -> str:
        """Read a text that is not empty, of `longest` characters at most where that is said."""
        value = self.source.get(word)
        if isinstance(value, str) and value.strip():
            self.check_length(value, self.at(word), longest)
            return value
        self.faults.add("rules.no_source" if word == "source" else "rules.not_a_text", self.at(word))
        return ""

    def check_length(self, text: str, path: Path, longest: int | None) -> None:
        """Note a text that would not fit where it is kept."""
        if longest is not None and len(text) > longest:
            self.faults.add("rules.text_too_long", path, longest=longest, length=len(text))

    def texts(self, word: str) -> tuple[str, ...]:
        """Read a list of texts; none when the field is not there."""
        value = self.source.get(word, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.faults.add("rules.not_a_list", self.at(word), count=1)
        return ()

    def flag(self, word: str) -> bool:
        """Read a flag; false when the field is not there."""
        value = self.source.get(word, False)
        if not isinstance(value, bool):
            self.faults.add("rules.not_a_flag", self.at(word))
        return value is True

    def count(self, word: str, within: tuple[int, int] | None = None) -> int | None:
        """Read a whole number that is not negative, `within` two bounds where they are said; nothing when the field is not there."""
        value = self.source.get(word)
        if value is None:
            return None
        if type(value) is not int or value < 0:
            self.faults.add("rules.not_a_count", self.at(word))
            return None
        if within is not None and not within[0] <= value <= within[1]:
            self.faults.add("rules.count_not_plausible", self.at(word), low=within[0], high=within[1])
        return value

    def money(self, word: str) -> Money:
        """Read an amount that is not negative."""
        const = parse(self.source.get(word))
        if const is not None and const.kind is Kind.MONEY and isinstance(const.value, int) and const.value >= 0:
            return Money(const.value)
        written = self.source.get(word)
        self.faults.add("rules.too_exact" if is_too_exact(written) else "rules.not_an_amount", self.at(word), written=as_written(written))
        return ZERO

    def day(self, word: str) -> date:
        """Read a date that is plausible."""
        const = parse(self.source.get(word))
        if const is not None and isinstance(const.value, date) and FIRST_DAY <= const.value <= LAST_DAY:
            return const.value
        self.faults.add("rules.not_a_day", self.at(word))
        return FIRST_DAY

    def choice(self, word: str, among: type[E], default: E) -> E:
        """Read one word of a closed list; the default when the field is not there."""
        value = self.source.get(word, default.value)
        if value in tuple(among):
            return among(value)
        self.faults.add("rules.unknown_choice", self.at(word), word=as_written(value), choices=", ".join(among))
        return default

    def pairs(self, word: str) -> list[tuple[str, Any]]:
        """Read the pairs of a mapping; none when the field is not there."""
        value = self.source.get(word, {})
        if isinstance(value, Mapping):
            return list(value.items())
        self.faults.add("rules.not_a_mapping", self.at(word))
        return []

    def below(self, word: str) -> "Fields":
        """Read one mapping below; an empty one when it is not there."""
        return Fields(dict(self.pairs(word)), self.faults, self.at(word))

    def mappings(self, word: str) -> "list[Fields]":
        """Read a list of mappings; none when the field is not there."""
        value = self.source.get(word, [])
        if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
            return [Fields(item, self.faults, (*self.path, word, rank)) for rank, item in enumerate(value)]
        self.faults.add("rules.not_a_list", self.at(word), count=1)
        return []
