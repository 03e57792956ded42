"""What experts are asked, and what they answered."""

from collections.abc import Sequence

from entraide.apps.accounts.actor import Actor
from entraide.apps.desk.models import Opinion


def asked_of(actor: Actor) -> Sequence[Opinion]:
    """List what one expert is asked, what waits first, by the day on which it is due; nothing of what was called off."""
    rows = Opinion.objects.filter(expert_id=actor.account_id, cancelled_at__isnull=True)
    return list(rows.order_by("given_at", "due_on", "pk").select_related("claim"))
