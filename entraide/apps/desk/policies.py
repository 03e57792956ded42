"""Who works at the desk, who is in charge of it."""

from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.desk.models import Opinion
from entraide.apps.desk.refusals import NotOfTheDesk


AUTOMATING = frozenset({Role.CLAIMS_MANAGER, Role.DIRECTOR})
LOOKING_AGAIN = frozenset({Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER})
KEEPING_VIEWS = frozenset({Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER})


def can_automate(actor: Actor) -> bool:
    """Tell whether the actor says what is decided without a human act."""
    return actor.role in AUTOMATING


def can_look_again(actor: Actor) -> bool:
    """Tell whether the actor looks at decisions drawn by lot."""
    return actor.role in LOOKING_AGAIN


def can_decide_together(actor: Actor) -> bool:
    """Tell whether the actor decides several claims at once, as they decide one."""
    return actor.role == Role.CLAIMS_OFFICER


def can_run_the_desk(actor: Actor) -> bool:
    """Tell whether the actor says who works for which branch, and shares the work out."""
    return actor.role == Role.CLAIMS_MANAGER


def can_declare_absence(actor: Actor, account_id: UUID) -> bool:
    """Tell whether the actor says when an officer is away: the officer, or who is in charge."""
    return can_run_the_desk(actor) or (actor.role == Role.CLAIMS_OFFICER and actor.account_id == account_id)


def can_keep_views(actor: Actor) -> bool:
    """Tell whether the actor keeps searches of the queue."""
    return actor.role in KEEPING_VIEWS


def can_ask_opinions(actor: Actor) -> bool:
    """Tell whether the actor asks experts for an opinion and writes notes: who decides claims."""
    return actor.role == Role.CLAIMS_OFFICER


def can_give(actor: Actor, opinion: Opinion) -> bool:
    """Tell whether the actor is the expert who is asked."""
    return actor.role == Role.EXPERT and actor.account_id == opinion.expert_id


def require(allowed: bool) -> None:
    """Stop whoever may not.

    :raises NotOfTheDesk: if `allowed` is false.
    """
    if not allowed:
        raise NotOfTheDesk
