"""What a right may come to, in words."""

from entraide.core.money import ZERO
from entraide.core.rules.deciding.outcome import Outcome


def amount_in_words(outcome: Outcome) -> str:
    """Say what a right may come to: an amount, at most, or between two bounds."""
    if outcome.amount is not None:
        return str(outcome.amount)
    if outcome.high is None:
        return "montant à confirmer"
    if outcome.low in (None, ZERO):
        return f"jusqu’à {outcome.high}"
    return str(outcome.high) if outcome.low == outcome.high else f"entre {outcome.low} et {outcome.high}"
