"""What justifies the entries of the journal, as whoever caused them knows it: asked for by the accounting file."""

from collections.abc import Collection
from uuid import UUID

from entraide.apps.contributions.queries import pieces as contributions
from entraide.apps.payments import queries as payments
from entraide.core.ledger.fec import Piece


def pieces_of(causes: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], Piece]:
    """Ask each owner for the pieces of its own causes; a cause that none knows is left out."""
    return payments.pieces_of(causes) | contributions.pieces_of(causes)
