"""What a revision must stand before it is published, beside being readable; one that is published already is read as it is."""

from collections.abc import Iterator

from entraide.core.rules.checking.reach import unreachable_in
from entraide.core.rules.checking.widths import too_wide_in
from entraide.core.rules.deciding.evaluate import bounds_of
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.choices import Confidence
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.parts import children_of, facts_used
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.reading import Reading


# What the association holds itself, so that no person sends it: the register of members, families as their file tells them, its own
# decisions, the orders placed with it, the prices that it pays, and the claim itself.
HELD = frozenset({"roster", "family_record", "decision", "order_history", "price_list", "claim_form"})
# The paper that proves line 14 is asked of both where a couple has two notices, and proves them too.
BESIDE_LINE_14 = frozenset({"has_two_notices", "partner_tax_line_14"})


def note_before_publication(revision: Revision, fields: Fields, reading: Reading) -> None:
    """Note what is wrong with a revision that can be read.

    What can never happen in it, numbers that may grow too wide, an example that is not told as one, and a fact that nothing proves.
    """
    terms = _terms_of(revision)
    too_wide = (fault for term in terms for fault in too_wide_in(term, reading.parameters))
    for rank, ceiling in enumerate(revision.ceilings):
        if ceiling.amount is not None and bounds_of(ceiling.amount, reading.parameters)[1] <= 0:  # type: ignore[operator]
            fields.faults.add("rules.ceiling_of_nothing", (*fields.at("ceilings"), rank, "amount"))
    for fault in (*too_wide, *unreachable_in(revision, reading.parameters)):
        fields.faults.add(fault.code, reading.paths.get(id(fault.term), fields.path), **fault.params)
    if revision.is_payable and revision.confidence is Confidence.ILLUSTRATIVE and not revision.illustrative:
        fields.faults.add("rules.illustrative_unsaid", fields.at("confidence"))
    if revision.is_payable:
        _note_unproved(revision, fields, reading)


def _terms_of(revision: Revision) -> tuple[t.Term, ...]:
    limits = (ceiling.amount for ceiling in revision.ceilings)
    conditions = (document.condition for document in revision.documents)
    return (*revision.terms, *(term for term in (*limits, *conditions) if term is not None))


def _note_unproved(revision: Revision, fields: Fields, reading: Reading) -> None:
    """Note each fact that a claim is decided on and that neither the `proves` of a document nor what the association holds proves.

    A grant is refused as long as one of its facts is only declared; a document proves what it says that it proves, whatever its kind.
    """
    proved = {name for document in revision.documents for name in document.proves}
    if "tax_line_14" in proved:
        proved |= BESIDE_LINE_14
    for name in revision.facts:
        spec = revision.specs[name]
        if name not in proved and not HELD & set(spec.proved_by):
            path = next((reading.paths[id(leaf)] for leaf in _leaves(revision, name) if id(leaf) in reading.paths), fields.at("event"))
            proofs = ", ".join(spec.proved_by)
            fields.faults.add("rules.fact_without_document", path, word=name, label=spec.label, proofs=proofs)


def _leaves(revision: Revision, name: str) -> Iterator[t.Term]:
    """Go through the leaves of conditions and amount that read a fact, in the order of reading."""
    stack = list(reversed(revision.terms))
    while stack:
        term = stack.pop()
        below = children_of(term)
        if not below and name in facts_used(term):
            yield term
        stack.extend(reversed(below))
