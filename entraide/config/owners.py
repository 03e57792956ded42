"""Who follows the bank's lines: each owner above payments claims its own, again and again without harm."""

from collections.abc import Callable
from datetime import date, datetime

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.operations import settling


# One entry per app whose causes are paid: benefits today; contributions and loans will add theirs.
OWNERS: tuple[Callable[..., int], ...] = (settling.claim_bank_lines,)


def claim_bank_lines(*, actor: Actor, at: datetime, on: date) -> int:
    """Let every owner claim its lines; give how many causes moved."""
    return sum(claim(actor=actor, at=at, on=on) for claim in OWNERS)
