"""Who deposits an envelope, who opens it."""

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.mailroom.refusals import NotYours


# The desk opens post; a correspondent deposits it and never sees it again.
OPENING = frozenset({Role.CLAIMS_OFFICER})
PRINTING = frozenset({Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER})


def require_opening(actor: Actor) -> None:
    """Stop whoever does not open post.

    :raises NotYours: if so.
    """
    if actor.kind != "system" and actor.role not in OPENING:
        raise NotYours


def require_printing(actor: Actor) -> None:
    """Stop whoever prints no letters.

    :raises NotYours: if so.
    """
    if actor.kind != "system" and actor.role not in PRINTING:
        raise NotYours


def require_depositing(actor: Actor) -> None:
    """Stop whoever does not speak for a member.

    :raises NotYours: if so.
    """
    if actor.role != Role.CORRESPONDENT or actor.member_id is None:
        raise NotYours
