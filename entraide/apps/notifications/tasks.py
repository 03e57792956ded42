"""What the worker does for the outbox."""

from uuid import UUID

from django_tasks import task

from entraide.apps.notifications.delivery import deliver
from entraide.ui import clock


@task()
def deliver_outgoing(outgoing_id: str) -> bool:
    """Deliver one effect of the outbox."""
    return deliver(UUID(outgoing_id), at=clock.now())


def deliver_later(outgoing_id: UUID) -> None:
    """Hand one effect to the worker."""
    deliver_outgoing.enqueue(str(outgoing_id))
