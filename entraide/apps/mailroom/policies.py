"""Who deposits an envelope, who opens it."""

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.mailroom.refusals import NotYours


# The desk opens post; a correspondent deposits it and never sees it again.
OPENING = frozenset({Role.CLAIMS_OFFICER})


def require_opening(actor: Actor) -> None:
    """Stop whoever does not open post.

    :raises NotYours: if so.
    """
    if actor.role not in OPENING:
        raise NotYours


def require_depositing(actor: Actor) -> None:
    """Stop whoever does not speak for a member.

    :raises NotYours: if so.
    """
    if actor.role != Role.CORRESPONDENT or actor.member_id is None:
        raise NotYours
