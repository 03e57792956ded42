"""The code of a cover sheet, sealed with the key of this installation: that of another association, or of nobody, is told apart."""

from entraide.core.covers import Cover
from entraide.integrations.keyring import keyring


SEAL_DIGITS = 16


def cover_for(reference: str, requirement: str) -> Cover:
    """Make the cover of one paper of a claim."""
    seal = keyring().hashed(f"{reference}/{requirement}", about="cover sheet")[:SEAL_DIGITS]
    return Cover(reference, requirement, seal)


def is_ours(cover: Cover) -> bool:
    """Tell whether a cover was printed here."""
    return cover == cover_for(cover.reference, cover.requirement)
