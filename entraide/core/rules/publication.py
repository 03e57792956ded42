"""What a revision must stand before it is published, beside being readable; one that is published already is read as it is."""

from entraide.core.rules.definition import Revision
from entraide.core.rules.fields import Fields
from entraide.core.rules.placed import Reading
from entraide.core.rules.reach import unreachable_in


def note_before_publication(revision: Revision, fields: Fields, reading: Reading) -> None:
    """Note what is wrong with a revision that can be read: what can never happen in it."""
    for fault in unreachable_in(revision, reading.parameters):
        fields.faults.add(fault.code, reading.paths.get(id(fault.term), fields.path), **fault.params)
