"""Who publishes, who reads every member's figures."""

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.reporting.refusals import NotAPublisher


def can_publish(actor: Actor) -> bool:
    """Tell whether the actor publishes tables: the direction, or the schedule."""
    return actor.kind == "system" or actor.has(Role.DIRECTOR)


def require_publisher(actor: Actor) -> None:
    """Stop whoever may not publish.

    :raises NotAPublisher: if so.
    """
    if not can_publish(actor):
        raise NotAPublisher
