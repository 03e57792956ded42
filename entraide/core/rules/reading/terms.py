"""The reading of one term of a document: decoded, then typed, each fault placed at the part that it was read from."""

from entraide.core.rules.checking.typing import faults_in
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.known import Kind
from entraide.core.rules.writing.codec import decode
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.reading import Reading


def read_term(fields: Fields, word: str, expected: Kind, reading: Reading) -> t.Term:
    """Read the term that stands at a word, and type it."""
    before = fields.faults.times
    decoded = decode(fields.source[word], fields.faults, fields.at(word), reading.own, reading.parameters)
    reading.paths.update(decoded.paths)
    if fields.faults.times == before:
        for fault in faults_in(decoded.root, expected, reading.parameters):
            fields.faults.add(fault.code, decoded.paths.get(id(fault.term), fields.at(word)), **fault.params)
    return decoded.root
