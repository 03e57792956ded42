"""What only a whole catalogue shows: ceilings that are not shared as they say, complements of nothing, facts declared in two ways."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from entraide.core.rules.language.definition import Ceiling, Revision
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.writing.marks import Faults, Path


class BenefitDocument(Protocol):
    """One benefit as it was read: its revisions by day, the faults with the place of every word, the rank of each revision in the file."""

    @property
    def code(self) -> str:
        """The code that is written, whether or not the rest could be read."""

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """The revisions that could be read, sorted by day."""

    @property
    def faults(self) -> Faults:
        """The faults found so far, to which more are added."""

    @property
    def ranks(self) -> Mapping[date, int]:
        """Where each revision stands in the file, by its first day."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """One revision, the document that it stands in, and the last day on which it holds."""

    revision: Revision
    document: BenefitDocument
    until: date

    def note(self, code: str, *below: str | int, **params: str) -> None:
        """Note a fault at a word of the revision, or of the head where the word is written there."""
        own = ("revisions", self.document.ranks[self.revision.since], *below)
        is_at_head = own[:3] not in self.document.faults.marks and below[:1] in self.document.faults.marks
        path: Path = below if is_at_head else own
        self.document.faults.add(code, path, **params)

    def holds_with(self, other: "_Placed") -> bool:
        """Tell whether both revisions are in force on some day."""
        return self.revision.since < other.until and other.revision.since < self.until


def note_catalogue_faults(documents: Iterable[BenefitDocument]) -> None:
    """Note, in each document, what is wrong between it and the others: only what could be read is held together."""
    read = list(documents)
    placed = [one for document in read for one in _placed(document)]
    _note_ceilings(placed)
    _note_complements(placed, {document.code for document in read})
    _note_own_facts(placed)


def _placed(document: BenefitDocument) -> Iterator[_Placed]:
    starts = [revision.since for revision in document.revisions]
    for revision, until in zip(document.revisions, [*starts, date.max][1:], strict=True):
        yield _Placed(revision, document, until)


def _note_ceilings(placed: Sequence[_Placed]) -> None:
    """Hold every ceiling to those of its key that are in force with it, in the order of the files."""
    seen: dict[str, list[tuple[_Placed, Ceiling]]] = {}
    for one in placed:
        for rank, ceiling in enumerate(one.revision.ceilings):
            same_key = seen.setdefault(ceiling.key, [])
            other = next((other for other, held in same_key if one.holds_with(other) and _limit(ceiling) != _limit(held)), None)
            if other is not None:
                one.note("rules.ceiling_shared_differently", "ceilings", rank, "key", key=ceiling.key, other=other.revision.code)
            same_key.append((one, ceiling))


def _limit(ceiling: Ceiling) -> tuple[object, ...]:
    return ceiling.scope, ceiling.period, ceiling.years, ceiling.claims, ceiling.amount


def _note_complements(placed: Sequence[_Placed], codes: Set[str]) -> None:
    """Hold every complement to a benefit of the catalogue, readable or not, and let none add, through others, to itself."""
    for one in placed:
        base = one.revision.on_top_of
        if base and base not in codes:
            one.note("rules.complement_of_nothing", "on_top_of", word=base)
        elif base and one.revision.code in (chain := _chain(one, placed)):
            one.note("rules.complement_in_a_circle", "on_top_of", chain=" → ".join((one.revision.code, *chain)))


def _chain(one: _Placed, placed: Sequence[_Placed]) -> tuple[str, ...]:
    """Follow a complement to what it adds to, and so on, until the end or until a benefit comes back."""
    chain: list[str] = []
    waiting = [one.revision.on_top_of]
    while waiting and waiting[0] not in chain:
        chain.append(waiting[0])
        waiting = [other.revision.on_top_of for other in placed if other.revision.code == chain[-1] and other.revision.on_top_of]
    return tuple(chain)


def _note_own_facts(placed: Sequence[_Placed]) -> None:
    """Hold each declared fact to those of its name that other benefits declare at the same time: a person answers once for all."""
    seen: dict[str, list[tuple[_Placed, FactSpec]]] = {}
    for one in placed:
        for spec in one.revision.own_facts:
            same_name = seen.setdefault(spec.name, [])
            others = (other.revision.code for other, held in same_name if one.holds_with(other) and held != spec)
            other = next((code for code in others if code != one.revision.code), None)
            if other is not None:
                one.note("rules.fact_declared_differently", "facts", spec.name, word=spec.name, other=other)
            same_name.append((one, spec))
