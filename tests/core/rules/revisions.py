"""Revisions of these tests, written as the files write them."""

from datetime import date
from typing import Any

from entraide.core.rules import Faults, Known, ParameterBook, Proof, Revision, decode_revision


FILED_ON = date(2024, 10, 15)
PROOF = Proof("une gestionnaire", "pièce justificative", FILED_ON)
HEAD: dict[str, Any] = {
    "benefit": "essai",
    "name": "Essai",
    "theme": "Essai",
    "summary": "Un essai.",
    "subject": "self",
    "event": "event_on",
    "reads_parameters_on": "event",
    "audience": ["active", "retiree"],
    "paid_by": "transfer",
    "since": "2019-01-01",
    "source": "Essai",
    "confidence": "H",
    "amount": "100 EUR",
    "deadline": {"months": 6, "after": "event"},
}


def revision_of(book: ParameterBook, **words: Any) -> Revision:
    """Read a revision that says `words` beside what all of them say."""
    faults = Faults()
    found = decode_revision(HEAD | words, faults, book.specs)
    assert found is not None, faults.found
    return found


def known(**values: Any) -> dict[str, Known]:
    """Hold facts as proved: an active agent, one tax notice, an event of 15 June 2024, unless said otherwise."""
    usual = {"status": "active", "event_on": date(2024, 6, 15), "has_two_notices": False}
    return {name: Known(value, PROOF) for name, value in (usual | values).items()}
