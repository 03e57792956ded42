"""The reading of one term of a document: decoded, then typed, each fault placed at the part that it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass

from entraide.core.rules import terms as t
from entraide.core.rules.codec import decode
from entraide.core.rules.facts import FACTS, FactSpec
from entraide.core.rules.fields import Fields
from entraide.core.rules.known import Kind
from entraide.core.rules.parameters import ParameterSpec
from entraide.core.rules.typing import faults_in


Specs = Mapping[str, ParameterSpec]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the terms of one document may name: the facts that it declares, and the parameters."""

    own: Mapping[str, FactSpec]
    parameters: Specs

    @property
    def facts(self) -> Mapping[str, FactSpec]:
        """Give every fact that may be named."""
        return FACTS | dict(self.own)


def read_term(fields: Fields, word: str, expected: Kind, reading: Reading) -> t.Term:
    """Read the term that stands at a word, and type it."""
    before = len(fields.faults.found)
    decoded = decode(fields.source[word], fields.faults, fields.at(word), reading.own)
    if len(fields.faults.found) == before:
        for fault in faults_in(decoded.root, expected, reading.parameters):
            fields.faults.add(fault.code, decoded.paths.get(id(fault.term), fields.at(word)), **fault.params)
    return decoded.root
