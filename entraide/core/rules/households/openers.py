"""Both parents are beneficiaries: which of them opens the rights of their child, chosen without either of them, and explained."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from entraide.core.rules.telling.sentences import OPENERS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A parent who is a beneficiary: whether the parents named this one, since when the rights are open, and the date of birth."""

    key: str
    declared: bool
    rights_since: date
    born_on: date


@dataclass(frozen=True, slots=True)
class Choice:
    """Who opens the rights of the child, and by which rule: a code of `sentences.OPENERS`."""

    key: str
    reason: str

    @property
    def sentence(self) -> str:
        """Say the rule in French."""
        return OPENERS[self.reason]


@dataclass(frozen=True, slots=True)
class ChildOpener:
    """Who opens the rights of one child, told by one of the homes: itself (`opens`), the other parent, or both for their share (None)."""

    child: str
    opens: bool | None
    reason: str

    @property
    def sentence(self) -> str:
        """Say the rule in French."""
        return OPENERS[self.reason]


# Two parents whom both have named are told apart as if nobody had been named.
_RULES: tuple[tuple[str, Callable[[Candidate], Any]], ...] = (
    ("oldest_rights", lambda candidate: candidate.rights_since),
    ("elder", lambda candidate: candidate.born_on),
    ("lowest_key", lambda candidate: candidate.key),
)


def choose_opener(candidates: Iterable[Candidate]) -> Choice:
    """Choose the opener: the parents' own choice, else the oldest rights, else the elder, else the lowest key.

    The answer does not depend on the order of the candidates, each of whom has a key of their own.

    :raises ValueError: if there is no candidate, or if two of them have one key.
    """
    left = list(candidates)
    if not left:
        raise ValueError("no parent to choose from")
    declared = [candidate for candidate in left if candidate.declared]
    if len(left) == 1:
        return Choice(left[0].key, "only_one")
    if len(declared) == 1:
        return Choice(declared[0].key, "declared")
    for reason, measure in _RULES:
        least = min(measure(candidate) for candidate in left)
        left = [candidate for candidate in left if measure(candidate) == least]
        if len(left) == 1:
            return Choice(left[0].key, reason)
    raise ValueError("two parents have the same key")
