"""From a published row to the revision that the rules read."""

from collections.abc import Mapping
from typing import Any

from entraide.core.refusals import Finding
from entraide.core.rules import ParameterSpec, Revision
from entraide.core.rules.reading.documents import decode_revision
from entraide.core.rules.writing.marks import Faults


class UnreadableRevision(Exception):
    """A published definition no longer reads: the code that reads it has forgotten a word it once knew."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{finding.where}: {finding.code}" for finding in findings))


def to_revision(definition: Mapping[str, Any], specs: Mapping[str, ParameterSpec]) -> Revision:
    """Read a published definition; `specs` are the parameters that it may name.

    :raises UnreadableRevision: if a word of it is no longer understood.
    """
    faults = Faults()
    revision = decode_revision(definition, faults, specs)
    if revision is None or faults.found:
        raise UnreadableRevision(tuple(faults.found))
    return revision
