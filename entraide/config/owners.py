"""Who claims the bank's lines: run by whoever read a statement, and again by the schedule."""

from datetime import date, datetime
from types import ModuleType

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.operations import settling
from entraide.apps.contributions.operations import receipts


# Each module's `claim_bank_lines` is idempotent and gives how many things changed.
OWNERS: tuple[ModuleType, ...] = (settling, receipts)


def claim_bank_lines(*, actor: Actor, at: datetime, on: date) -> int:
    """Have every owner claim its own lines; run again, it changes nothing. Give how many things changed."""
    return sum(owner.claim_bank_lines(actor=actor, at=at, on=on) for owner in OWNERS)
