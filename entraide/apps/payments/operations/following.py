"""The owner of a cause claims the bank line that paid or returned it: once, under a unique key."""

from entraide.apps.payments.models import BankLine
from entraide.apps.payments.queries import Movement


def mark_followed(movement: Movement, *, owner: str) -> bool:
    """Claim a line for its owner; give whether it was still free. The owner's act carries the audit entry."""
    key = f"{owner}:{movement.kind}:{movement.cause_id}:{movement.attempt}"
    return bool(BankLine.objects.filter(pk=movement.line_id, claimed_by="").update(claimed_by=key))
