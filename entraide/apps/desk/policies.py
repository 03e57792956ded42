"""Who works at the desk, who is in charge of it."""

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.desk.refusals import NotOfTheDesk


def can_automate(actor: Actor) -> bool:
    """Tell whether the actor says what is decided without a human act."""
    return actor.role in {Role.CLAIMS_MANAGER, Role.DIRECTOR}


def can_look_again(actor: Actor) -> bool:
    """Tell whether the actor looks at decisions drawn by lot."""
    return actor.role in {Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER}


def can_decide_together(actor: Actor) -> bool:
    """Tell whether the actor decides several claims at once, as they decide one."""
    return actor.role == Role.CLAIMS_OFFICER


def require(allowed: bool) -> None:
    """Stop whoever may not.

    :raises NotOfTheDesk: if `allowed` is false.
    """
    if not allowed:
        raise NotOfTheDesk
