"""The reading of one term of a document: decoded, then typed, each fault placed at the part that it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from entraide.core.rules.checking.typing import faults_in
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parameters import ParameterSpec
from entraide.core.rules.writing.codec import decode
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.marks import Path


Specs = Mapping[str, ParameterSpec]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the terms of one document may name, facts that it declares and parameters; and where each term read so far stands.

    What `is_new` is not published yet, and is held to bounds that a row which was published before them is not.
    """

    own: Mapping[str, FactSpec]
    parameters: Specs
    is_new: bool = False
    paths: dict[int, Path] = field(default_factory=dict, repr=False)

    @property
    def facts(self) -> Mapping[str, FactSpec]:
        """Give every fact that may be named."""
        return FACTS | dict(self.own)

    def within(self, bounds: tuple[int, int]) -> tuple[int, int] | None:
        """Give the bounds of a number where the document is held to them."""
        return bounds if self.is_new else None


def read_term(fields: Fields, word: str, expected: Kind, reading: Reading) -> t.Term:
    """Read the term that stands at a word, and type it."""
    before = fields.faults.times
    decoded = decode(fields.source[word], fields.faults, fields.at(word), reading.own, reading.parameters)
    reading.paths.update(decoded.paths)
    if fields.faults.times == before:
        for fault in faults_in(decoded.root, expected, reading.parameters):
            fields.faults.add(fault.code, decoded.paths.get(id(fault.term), fields.at(word)), **fault.params)
    return decoded.root
